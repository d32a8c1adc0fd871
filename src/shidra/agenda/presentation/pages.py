"""The page of a version: what it says, what was said about it, and who signed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.agenda.models import AgendaComment, AgendaVersion, Clause
from shidra.agenda.permissions import readable_comments, readable_versions, signers_of
from shidra.agenda.presentation.clauses import ClauseView, clause_views
from shidra.agenda.presentation.comparing import Difference, differences_of
from shidra.agenda.presentation.signatures import (
    SignatureLine,
    signature_lines,
    unsigned_lines,
)
from shidra.agenda.presentation.standing import TONES, obstacle_in_words, standing_in_words
from shidra.agenda.queries import (
    agreed_before_or_none,
    changed_outcome,
    drifted_clauses,
    obstacles_to,
    open_agenda_or_none,
)
from shidra.audit.presentation import who_acted
from shidra.i18n import dates, isolates
from shidra.i18n.phrases import Phrase, filled, listed
from shidra.i18n.text import Shown
from shidra.initiatives.permissions import Access, Right

__all__ = [
    "CommentLine",
    "VersionPage",
    "comment_line",
    "drift_in_words",
    "version_page",
]

Status = AgendaVersion.Status


@dataclass(frozen=True, slots=True)
class CommentLine:
    """What somebody said, and the answer beside it."""

    pk: int
    text: Shown
    who: Phrase
    at: str
    is_older: bool
    answer: str
    tone: str
    reason: Shown | None
    answered: Phrase | None


@dataclass(frozen=True, slots=True)
class OtherVersion:
    """A line in the list of versions."""

    number: int
    standing: Phrase
    status: str
    tone: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Rights:
    """What this person may do with this version now."""

    write: bool
    begin: bool
    comment: bool
    answer: bool
    sign: bool
    sign_on_paper: bool


@dataclass(frozen=True, slots=True)
class VersionPage:
    """All that the template shows."""

    version: AgendaVersion
    title: Phrase
    lead: Phrase
    standing: Phrase
    status: str
    tone: str
    result: ClauseView
    outcome: tuple[ClauseView, ...]
    clauses: tuple[tuple[ClauseView, tuple[CommentLine, ...]], ...]
    comments: int
    unanswered: int
    signed: tuple[SignatureLine, ...]
    withdrawn: tuple[SignatureLine, ...]
    unsigned: tuple[SignatureLine, ...]
    before: AgendaVersion | None
    outcome_before: tuple[Difference, ...]
    reason: Shown | None
    decided_by: Shown | None
    drift: Phrase | None
    obstacles: tuple[str, ...]
    versions: tuple[OtherVersion, ...]
    may: Rights


def version_page(access: Access, version: AgendaVersion, language: str) -> VersionPage:
    """A version in one language, as far as this person may read it."""
    views = {view.code: view for view in clause_views(version.wording, language)}
    said = list(readable_comments(access, version))
    by_clause: dict[str, list[CommentLine]] = {}
    for each in said:
        line = comment_line(each, version, language, with_names=access.is_member)
        by_clause.setdefault(each.clause, []).append(line)
    signed, withdrawn = signature_lines(access, version, language)
    unsigned = unsigned_lines(version, language)
    before = agreed_before_or_none(version)
    return VersionPage(
        version=version,
        title=_title(version, len(signed), len(signed) + len(unsigned)),
        lead=_lead(version, language),
        standing=standing_in_words(version, language),
        status=str(Status(version.status).label),
        tone=TONES[version.status],
        result=views[Clause.RESULT],
        outcome=tuple(views[c] for c in (Clause.MEASURE, Clause.BASELINE, Clause.TARGET)),
        clauses=tuple((view, tuple(by_clause.get(code, ()))) for code, view in views.items()),
        comments=len(said),
        unanswered=sum(not each.answer for each in said),
        signed=signed,
        withdrawn=withdrawn,
        unsigned=unsigned,
        before=before,
        outcome_before=_outcome_before(version, before, language),
        reason=version.reason.shown(language) if version.reason else None,
        decided_by=version.decided_by.shown(language) if version.decided_by else None,
        drift=_drift(access, version, language),
        obstacles=_obstacles(version) if access.may(Right.WRITE_AGENDA) else (),
        versions=_versions(access, version, language),
        may=_rights(access, version),
    )


def _rights(access: Access, version: AgendaVersion) -> Rights:
    writes = access.may(Right.WRITE_AGENDA)
    takes_comments = version.takes_comments_on(timezone.localdate())
    on_paper = writes and signers_of(access, version, on_paper=True).is_anybody
    return Rights(
        write=writes and version.is_open,
        begin=writes and open_agenda_or_none(access.initiative) is None,
        comment=access.may(Right.COMMENT) and takes_comments,
        answer=writes and version.is_open,
        sign=signers_of(access, version).is_anybody,
        sign_on_paper=on_paper,
    )


def _title(version: AgendaVersion, signed: int, everybody: int) -> Phrase:
    match version.status:
        case Status.ADOPTED if signed:
            return filled(
                ngettext(
                    "%(count)s of %(all)s has signed what we agreed",
                    "%(count)s of %(all)s have signed what we agreed",
                    signed,
                ),
                count=isolates.ltr(str(signed)),
                all=isolates.ltr(str(everybody)),
            )
        case Status.ADOPTED:
            return Phrase(_("This is what we agreed; nobody has signed yet"))
        case Status.SUPERSEDED:
            return Phrase(_("This is what was agreed before"))
        case Status.CONSULTATION:
            return Phrase(_("What would you change in our common agenda?"))
        case _:
            return Phrase(_("A draft of the common agenda"))


def _lead(version: AgendaVersion, language: str) -> Phrase:
    match version.status:
        case Status.DRAFT:
            return Phrase(_("Only the backbone sees it, until it is opened for comments."))
        case Status.CONSULTATION if version.consultation_until:
            sentence = _(
                "Until %(day)s every member, partner or resident, can comment on each clause. "
                "Each comment gets an answer."
            )
            if timezone.localdate() > version.consultation_until:
                sentence = _("Comments were taken until %(day)s. It is not adopted yet.")
            return filled(sentence, day=dates.date(version.consultation_until, language))
        case _:
            return standing_in_words(version, language)


def comment_line(
    comment: AgendaComment, version: AgendaVersion, language: str, *, with_names: bool
) -> CommentLine:
    """A comment with its answer; names of people only for members."""
    answered = None
    if comment.answer and comment.answered_at:
        answered = filled(
            _("The backbone, %(day)s"), day=dates.date(_day(comment.answered_at), language)
        )
    return CommentLine(
        pk=comment.pk,
        text=comment.text.shown(language),
        who=_who(comment, language, with_names=with_names),
        at=dates.date(_day(comment.made_at), language),
        is_older=version.is_open and comment.edition < version.edition,
        answer=str(AgendaComment.Answer(comment.answer).label) if comment.answer else "",
        tone="on-path" if comment.answer == AgendaComment.Answer.TAKEN_UP else "unknown",
        reason=comment.answer_reason.shown(language) if comment.answer else None,
        answered=answered,
    )


def _who(comment: AgendaComment, language: str, *, with_names: bool) -> Phrase:
    belongs = comment.speaks_for.shown(language) if comment.speaks_for else None
    parts: list[str] = []
    if with_names:
        parts.append(who_acted(comment.author, language))
    if belongs:
        parts.append(belongs)
    if comment.passed_on_from:
        parts.append(
            filled(
                _("passed on from %(whom)s"),
                whom=Shown.by_script(comment.passed_on_from, language),
            )
        )
    return listed(parts or [_("A member")], language)


def _day(moment: date) -> date:
    return timezone.localtime(moment).date()  # type: ignore[arg-type]


def _outcome_before(
    version: AgendaVersion, before: AgendaVersion | None, language: str
) -> tuple[Difference, ...]:
    if before is None or not changed_outcome(version):
        return ()
    differences = differences_of(before.wording, version.wording, language)
    return tuple(each for each in differences if each.is_outcome)


def _drift(access: Access, version: AgendaVersion, language: str) -> Phrase | None:
    if version.status != Status.ADOPTED:
        return None
    return drift_in_words(drifted_clauses(access.initiative), language)


def drift_in_words(clauses: Sequence[Clause], language: str) -> Phrase | None:
    """What the initiative says otherwise than its adopted agenda; None where it says the same."""
    if not clauses:
        return None
    return filled(
        _("What the initiative says now differs from the adopted agenda in: %(clauses)s."),
        clauses=listed([str(clause.label) for clause in clauses], language),
    )


def _obstacles(version: AgendaVersion) -> tuple[str, ...]:
    if not version.is_open:
        return ()
    return tuple(obstacle_in_words(each) for each in sorted(obstacles_to(version)))


def _versions(access: Access, shown: AgendaVersion, language: str) -> tuple[OtherVersion, ...]:
    every: Iterable[AgendaVersion] = readable_versions(access)
    return tuple(
        OtherVersion(
            each.number,
            standing_in_words(each, language),
            str(Status(each.status).label),
            TONES[each.status],
            each.pk == shown.pk,
        )
        for each in every
    )
