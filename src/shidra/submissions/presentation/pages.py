"""The pages of submissions, each with everything that its template shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.audit.presentation import who_acted
from shidra.i18n.dates import date as in_words
from shidra.i18n.dates import moment
from shidra.i18n.dates import period as period_in_words
from shidra.i18n.numbers import number
from shidra.i18n.phrases import listed
from shidra.i18n.text import Shown
from shidra.initiatives.models import Initiative
from shidra.network.models import Organisation
from shidra.submissions.models import Submission, SubmissionStep
from shidra.submissions.presentation.figures import FigureLine, kept_lines, lines
from shidra.submissions.presentation.findings import (
    MOST_SHOWN,
    Finding,
    findings,
    left_out_again,
    questions,
)
from shidra.submissions.presentation.matched import read_as
from shidra.submissions.presentation.owed import (
    OwedLine,
    owed_lines,
    tally_in_words,
    tally_of,
)
from shidra.submissions.presentation.words import (
    STATUS_ICONS,
    STATUS_TONES,
    status_in_words,
)
from shidra.submissions.queries.duties import Owed
from shidra.submissions.queries.figures import Cell, Numbers
from shidra.submissions.queries.matching import Matching, Terms
from shidra.submissions.queries.taken import Taken

__all__ = [
    "Dry",
    "OnePage",
    "PartnerCard",
    "StatusTag",
    "SubmissionLine",
    "dry_run",
    "one_page",
    "partner_cards",
    "submission_lines",
]

MOST_ROWS = 300


@dataclass(frozen=True, slots=True)
class StatusTag:
    """Where a submission stands, ready for a tag."""

    code: str
    text: str
    tone: str
    icon: str

    @classmethod
    def of(cls, status: str) -> "StatusTag":
        return cls(status, status_in_words(status), STATUS_TONES[status], STATUS_ICONS[status])


@dataclass(frozen=True, slots=True)
class SubmissionLine:
    """One submission in a list."""

    number: int
    href: str
    title: str
    status: StatusTag
    count: str
    made: str
    partner: str = ""


def submission_lines(
    found: Iterable[Any], initiative: Initiative, language: str
) -> list[SubmissionLine]:
    """Submissions, the latest first, with how many figures each holds."""
    return [
        SubmissionLine(
            each.number,
            reverse("submissions:submission", args=[initiative.code, each.number]),
            _title(each, language),
            StatusTag.of(each.status),
            ngettext("%(count)s figure", "%(count)s figures", each.count)
            % {"count": number(each.count, language)},
            in_words(timezone.localdate(each.made_at), language),
            each.organisation.name.shown(language),
        )
        for each in found
    ]


def _title(submission: Submission, language: str) -> Shown:
    words = submission.file_name or str(Submission.Kind(submission.kind).label)
    return Shown.by_script(words, language)


# --- a file before it is kept ---


@dataclass(frozen=True, slots=True)
class Dry:
    """What would be kept of a file, what not, and what to look at again."""

    headline: str
    tone: str
    details: tuple[str, ...]
    read_as: tuple[tuple[str, str], ...]
    rejections: tuple[Finding, ...]
    questions: tuple[Finding, ...]
    lines: tuple[FigureLine, ...]
    more: str
    more_rejections: str
    corrects: bool
    can_keep: bool


def dry_run(
    taken: Taken,
    rows: Sequence[tuple[int, Cell, Numbers, str]],
    before: dict[Cell, Numbers],
    terms: Terms,
    language: str,
) -> Dry:
    """The rows of a file in words."""
    matching = taken.source.matching
    told = list(lines(rows[:MOST_ROWS], before, terms, language))
    every = [Numbers() if before.get(cell) is None else before[cell] for _row, cell, *_n in rows]
    changed = sum(
        before.get(cell) is not None and numbers != old
        for (_row, cell, numbers, _remarks), old in zip(rows, every, strict=True)
    )
    return Dry(
        headline=_headline(taken, language),
        tone="warning" if taken.rejections else "success",
        details=tuple(_details(taken, changed, language)),
        read_as=read_as(matching, terms, language),
        rejections=tuple(findings(taken.rejections[:MOST_SHOWN], matching, terms, language)),
        questions=tuple(questions(taken.questions[:MOST_SHOWN], matching, terms, language)),
        lines=tuple(told),
        more=_more(len(rows) - MOST_ROWS, language),
        more_rejections=_more(len(taken.rejections) - MOST_SHOWN, language),
        corrects=bool(changed),
        can_keep=bool(taken.rows),
    )


def _headline(taken: Taken, language: str) -> str:
    left_out = taken.rows_left_out
    if not taken.read:
        return _("No row says anything in the columns that were matched.")
    if not taken.rows:
        return _("No row holds yet. Mend the rows below, and hand the file in again.")
    if left_out:
        return ngettext(
            "%(count)s row has to be mended; all others hold.",
            "%(count)s rows have to be mended; all others hold.",
            left_out,
        ) % {"count": number(left_out, language)}
    return _("Every row holds.")


def _details(taken: Taken, changed: int, language: str) -> Iterable[str]:
    if taken.rows:
        yield ngettext(
            "%(count)s figure can be handed in.",
            "%(count)s figures can be handed in.",
            len(taken.rows),
        ) % {"count": number(len(taken.rows), language)}
    if changed:
        yield ngettext(
            "%(count)s figure differs from what you confirmed before: both are below, side by side.",
            "%(count)s figures differ from what you confirmed before: both are below, side by side.",
            changed,
        ) % {"count": number(changed, language)}
    if taken.questions:
        yield ngettext(
            "%(count)s question asks you to look again. It stops nothing.",
            "%(count)s questions ask you to look again. They stop nothing.",
            len(taken.questions),
        ) % {"count": number(len(taken.questions), language)}


def _more(count: int, language: str) -> str:
    if count <= 0:
        return ""
    said = ngettext("%(count)s more row is not shown.", "%(count)s more rows are not shown.", count)
    return said % {"count": number(count, language)}


# --- one submission ---


@dataclass(frozen=True, slots=True)
class StepLine:
    """Who took a submission where, when, with which note."""

    status: StatusTag
    is_return: bool
    when: str
    who: str
    note: str


@dataclass(frozen=True, slots=True)
class OnePage:
    """Everything about one submission."""

    title: Shown
    status: StatusTag
    periods: str
    lead: str
    count: str
    file: tuple[tuple[str, str], ...]
    sha256: str
    lines: tuple[FigureLine, ...]
    more: str
    has_before: bool
    rejections: tuple[Finding, ...]
    read_as: tuple[tuple[str, str], ...]
    steps: tuple[StepLine, ...]
    replaces: tuple[tuple[str, str], ...]
    replaced_by: tuple[tuple[str, str], ...]


def one_page(
    submission: Submission,
    figures: Sequence[Any],
    known: dict[Cell, Numbers],
    terms: Terms,
    language: str,
    *,
    sees_stored: bool,
) -> OnePage:
    """A submission in words."""
    told = kept_lines(
        submission, figures[:MOST_ROWS], known, terms, language, sees_stored=sees_stored
    )
    matching = Matching.of(submission.matching)
    periods = sorted({each.period for each in figures})
    kept = list(left_out_again(submission.left_out, terms))
    return OnePage(
        title=_title(submission, language),
        status=StatusTag.of(submission.status),
        periods=listed([period_in_words(each, language) for each in periods[:4]], language)
        + (" …" if len(periods) > 4 else ""),  # noqa: PLR2004 - more would be no title
        lead=_LEADS[Submission.Status(submission.status)](),
        count=ngettext("%(count)s figure", "%(count)s figures", len(figures))
        % {"count": number(len(figures), language)},
        file=tuple(_file_facts(submission, language)),
        sha256=submission.sha256,
        lines=tuple(told),
        more=_more(len(figures) - MOST_ROWS, language),
        has_before=any(each.before for each in told),
        rejections=tuple(findings(kept[:MOST_SHOWN], matching, terms, language)),
        read_as=read_as(matching, terms, language),
        steps=tuple(_step(each, language) for each in submission.steps.all()),
        replaces=_others(
            [submission.replaces] if submission.replaces else [], submission, language
        ),
        replaced_by=_others(submission.corrections.all(), submission, language),
    )


_LEADS = {
    Submission.Status.DRAFT: lambda: _(
        "Kept for you and those who look through the figures. It counts nowhere yet."
    ),
    Submission.Status.SUBMITTED: lambda: _(
        "Handed in. Whoever answers for the data looks through it next."
    ),
    Submission.Status.VALIDATED: lambda: _(
        "Looked through. Once the partner confirms these figures, they count."
    ),
    Submission.Status.CONFIRMED: lambda: _(
        "The partner stands behind these figures: they count. Others see them once the period "
        "is published."
    ),
    Submission.Status.PUBLISHED: lambda: _("These figures were published with their period."),
    Submission.Status.CORRECTED: lambda: _(
        "Later figures took the place of some of these. What stood here stays readable."
    ),
    Submission.Status.WITHDRAWN: lambda: _("Taken back before it counted anywhere."),
}


def _file_facts(submission: Submission, language: str) -> Iterable[tuple[str, str]]:
    yield _("How it came in"), str(Submission.Kind(submission.kind).label)
    if submission.file_name:
        yield _("File"), Shown.by_script(submission.file_name, language)
    yield _("Rows read"), number(submission.rows_read, language)


def _others(
    found: Iterable[Submission], of: Submission, language: str
) -> tuple[tuple[str, str], ...]:
    return tuple(
        (
            reverse("submissions:submission", args=[of.initiative.code, each.number]),
            _title(each, language),
        )
        for each in found
    )


def _step(step: SubmissionStep, language: str) -> StepLine:
    is_return = step.after == Submission.Status.DRAFT and bool(step.before)
    note = step.note
    return StepLine(
        StatusTag.of(step.after),
        is_return,
        moment(timezone.localtime(step.at), language),
        who_acted(step.by_label, language),
        "" if step.after == Submission.Status.CORRECTED else Shown.by_script(note, language),
    )


# --- all partners ---


@dataclass(frozen=True, slots=True)
class PartnerCard:
    """What one partner owes, and how far it has come."""

    code: str
    name: str
    href: str
    tally: str
    share: float
    late: tuple[OwedLine, ...]
    waiting: tuple[OwedLine, ...]
    is_late: bool


def partner_cards(
    owed: Sequence[Owed], initiative: Initiative, today: date, language: str
) -> list[PartnerCard]:
    """Each partner that owes figures, those that are late first."""
    by_partner: dict[int, list[Owed]] = {}
    for each in owed:
        by_partner.setdefault(each.duty.organisation_id, []).append(each)
    cards = [_card(found, initiative, today, language) for found in by_partner.values()]
    return sorted(cards, key=lambda card: not card.is_late)


def _card(owed: Sequence[Owed], initiative: Initiative, today: date, language: str) -> PartnerCard:
    organisation: Organisation = owed[0].duty.organisation
    told, tally = owed_lines(owed, today, language), tally_of(owed, today)
    return PartnerCard(
        organisation.code,
        organisation.name.shown(language),
        reverse("submissions:partner", args=[initiative.code, organisation.code]),
        tally_in_words(tally, language),
        tally.share,
        tuple(each for each in told if each.is_late),
        tuple(each for each in told if each.is_open and not each.is_late and each.is_over),
        bool(tally.late),
    )
