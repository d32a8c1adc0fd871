"""One gap on a page: what is missing, how that was computed, its life, and what would close it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from shidra.audit.models import Change
from shidra.funding.models import Commitment, SharedLine
from shidra.gaps.models import GapKind, GapState
from shidra.gaps.permissions import PAID
from shidra.gaps.presentation.arithmetic import Term, terms_of
from shidra.gaps.presentation.gaps import GapRow, gap_row
from shidra.gaps.presentation.kinds import GapWords
from shidra.gaps.presentation.standing import StandingWords, standing_words
from shidra.gaps.presentation.wording import Wording
from shidra.gaps.queries import Fulfilling, Gap, GapBook, Number, state_version
from shidra.i18n import dates
from shidra.i18n.phrases import Phrase, filled, listed
from shidra.i18n.text import Shown
from shidra.initiatives.permissions import Right
from shidra.network.models import Activity, Organisation
from shidra.protection.permissions import policy_for
from shidra.protection.presentation import reason_in_words

__all__ = ["GapPage", "gap_page"]

State = GapState.State
MOST_SIMILAR = 6
OPEN = frozenset({State.DETECTED, State.CONFIRMED, State.RESERVED, State.BEING_CLOSED})


@dataclass(frozen=True, slots=True)
class Named:
    """A name and the page behind it."""

    name: Shown
    detail: str
    href: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that was said of the gap."""

    day: str
    who: Shown | None
    words: str
    reason: Shown | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the records that can be chosen in a form."""

    value: int
    name: str


@dataclass(frozen=True, slots=True)
class Life:
    """What this person may say of the gap now."""

    version: int
    confirms: bool
    reserves: tuple[Choice, ...]
    lets_go: bool
    works_on: bool
    closes: bool
    accepts: bool
    reopens: bool
    undoes: int
    activities: tuple[Choice, ...]
    commitments: tuple[Choice, ...]

    @property
    def is_any(self) -> bool:
        """Whether there is anything to say."""
        return any((self.confirms, self.works_on, self.accepts, self.reopens, self.undoes))


@dataclass(frozen=True, slots=True)
class FulfilledBy:
    """A commitment that fulfils a reservation, with the page of its history."""

    sentence: str
    code: str
    href: str


@dataclass(frozen=True, slots=True)
class Steps:
    """The page of the goal from which a group is furthest, and the form of a strategy for it."""

    goal_href: str
    strategy_href: str


@dataclass(frozen=True, slots=True)
class GapPage:
    """All that the template shows."""

    ref: str
    title: Phrase
    heading: Phrase
    kind: str
    icon: str
    line: Named
    where: Phrase
    place: Shown
    groups: Phrase
    year: str
    size: str
    size_value: Number | None
    standing: StandingWords
    lock: str
    rule: str
    in_numbers: str
    numbers_mean: str
    terms: list[Term]
    score: Term | None
    barrier: Shown | None
    barrier_owner: Named | None
    hurts: Phrase
    closes: str
    asks: tuple[Named, ...]
    owner: Named | None
    similar: tuple[GapRow, ...]
    beside: tuple[tuple[str, GapRow], ...]
    history: tuple[Act, ...]
    life: Life
    crumbs: tuple[tuple[str, str], ...]
    together: tuple[GapRow, ...]
    fulfilled: tuple[FulfilledBy, ...]
    steps: Steps | None = None


def gap_page(
    book: GapBook,
    gap: Gap,
    history: Sequence[Change],
    language: str,
    *,
    activities: Iterable[Activity],
    commitments: Iterable[Commitment],
    payers: Iterable[Organisation],
    lets_go: bool,
    together: Sequence[Gap] = (),
    fulfilling: Sequence[Fulfilling] = (),
) -> GapPage:
    """One gap in words for one reader."""
    words = GapWords(book, language)
    code, policy = book.access.initiative.code, policy_for(book.access)
    terms = _terms(gap, words)
    name, cell = words.line(gap.where.line), words.cell(gap.where)
    heading = filled("%(line)s: %(what)s", line=name, what=words.what(gap))
    parts = {"line": name, "kind": GapKind(gap.kind).label, "cell": cell}
    owner = book.missing.owners.get(gap.where.line)
    barrier_owner = book.barrier_owners.get(gap.where.line)
    signed = [Choice(each.pk, each.code) for each in commitments]
    choices = _choices(activities, language), signed, _choices(_funders_first(payers), language)
    return GapPage(
        ref=gap.ref,
        title=filled("%(line)s · %(kind)s · %(cell)s" if cell else "%(line)s · %(kind)s", parts),
        heading=heading,
        kind=str(GapKind(gap.kind).label),
        icon=words.facts(gap).icon,
        line=Named(name, "", _factor_href(code, gap.where.line), gap.where.line),
        where=cell,
        place=words.place(gap.where.place),
        groups=words.groups(gap.where.groups),
        year=words.year(gap.where.year),
        size=words.amount(gap.unit, gap.size) if gap.is_missing else "",
        size_value=gap.size,
        standing=standing_words(book, gap, language),
        lock=reason_in_words(gap.hidden, policy) if gap.hidden else "",
        rule=str(words.facts(gap).rule),
        in_numbers=words.in_numbers(gap),
        numbers_mean=words.numbers_mean(gap.kind),
        terms=terms[0] if terms else [],
        score=terms[1] if terms else None,
        barrier=words.rule(gap) if gap.kind == GapKind.POLICY else None,
        barrier_owner=_partner(code, barrier_owner, language) if barrier_owner else None,
        hurts=_hurts(gap, words) if gap.kind == GapKind.POLICY else Phrase(),
        closes=str(words.facts(gap).closes),
        asks=tuple(_acting(gap, words)),
        owner=_partner(code, owner, language) if owner else None,
        similar=_rows(_similar(book, gap), words),
        beside=tuple(_named_rows(_beside(book, gap), words)),
        history=tuple(_acts(book, history, language, is_quiet=book.keeps_quiet(gap))),
        life=_life(book, gap, history, choices, lets_go=lets_go),
        crumbs=((_("What is missing"), reverse("gaps:list", args=[code])),),
        together=_rows(together, words),
        fulfilled=tuple(_fulfilled(each, code) for each in fulfilling),
        steps=_steps(gap, words),
    )


def _steps(gap: Gap, words: GapWords) -> Steps | None:
    """Of a group that is furthest from a goal: its steps, and the form of a strategy for it."""
    if not words.is_of_furthest(gap):
        return None
    code, known = words.book.access.initiative.code, words.book.behind
    measures = [known.get((gap.where.line, group), "") for group in gap.where.groups]
    if not any(measures):
        return None
    asked = {"indicator": measures[0], "groups": "|".join(sorted(gap.where.groups))}
    return Steps(
        reverse("equity:goal", args=[code, measures[0]]),
        f"{reverse('records:add', args=[code, 'strategies'])}?{urlencode(asked)}"
        if words.book.access.may(Right.EDIT)
        else "",
    )


def _rows(gaps: Iterable[Gap], words: GapWords) -> tuple[GapRow, ...]:
    return tuple(gap_row(each, words) for each in gaps)


def _fulfilled(each: Fulfilling, initiative: str) -> FulfilledBy:
    said = (
        _("A signed commitment gives money here:")
        if each.is_signed
        else _("A commitment that is not signed yet names this:")
    )
    href = reverse("records:history", args=[initiative, "commitments", each.number])
    return FulfilledBy(said, each.code, href)


def _factor_href(code: str, line: str) -> str:
    return "" if line in SharedLine.values else reverse("desk:factor", args=[code, line])


def _partner(code: str, owner: Any, language: str) -> Named:
    href = reverse("desk:organisation", args=[code, owner.code])
    return Named(owner.name.shown(language), "", href)


def _choices(rows: Iterable[Activity | Organisation], language: str) -> list[Choice]:
    return [Choice(each.pk, each.name.shown(language)) for each in rows]


def _funders_first(payers: Iterable[Organisation]) -> list[Organisation]:
    return sorted(payers, key=lambda each: each.sector != Organisation.Sector.PHILANTHROPY)


def _terms(gap: Gap, words: GapWords) -> tuple[list[Term], Term] | None:
    line = next((e for e in words.book.missing.lines if e.factor == gap.where.line), None)
    if gap.score is None or gap.share is None or line is None:
        return None
    return terms_of(
        line,
        Wording(words.book.missing, words.language),
        of=gap.ref,
        shortfall=gap.share,
        multiplier=gap.equity_multiplier,
        score=gap.score,
        meaning=_("the share that is missing here"),
    )


def _hurts(gap: Gap, words: GapWords) -> Phrase:
    """The groups and places whose needs stand on the factor that a rule blocks."""
    line = gap.where.line
    every = (*words.book.missing.needs, *words.book.missing.kept_needs)
    rows = [row for row in every if row.line == line]
    groups = frozenset(key for row in rows for key in row.groups)
    places = dict.fromkeys(row.place for row in rows if row.place)
    said = [words.groups(groups)] if groups else []
    said += [listed((words.place(place) for place in places), words.language)] if places else []
    if not said:
        return Phrase(_("No need says yet whom it hurts."))
    return listed(said, words.language)


def _acting(gap: Gap, words: GapWords) -> Iterable[Named]:
    """The activities that were looked at: those whose people know what is missing."""
    code = words.book.access.initiative.code
    for each in gap.activities:
        if activity := words.book.activities.get(each):
            href = reverse("desk:activity", args=[code, each])
            partner = activity.partner.shown(words.language)
            yield Named(activity.name.shown(words.language), partner, href)


def _named_rows(gaps: Iterable[Gap], words: GapWords) -> Iterable[tuple[str, GapRow]]:
    return ((str(GapKind(each.kind).label), gap_row(each, words)) for each in gaps)


def _similar(book: GapBook, gap: Gap) -> list[Gap]:
    """The same kind on the same line, elsewhere or in another year."""
    bundle = book.bundle_of(gap)
    others = [each for each in bundle.gaps if each.ref != gap.ref] if bundle else []
    near = [each for each in others if each.where.place == gap.where.place]
    far = [each for each in others if each.where.place != gap.where.place]
    return (near + far)[:MOST_SIMILAR]


def _beside(book: GapBook, gap: Gap) -> list[Gap]:
    """Other kinds on the same line in the same place, or of the line as a whole."""
    found = []
    for each in book.bundles:
        if each.line != gap.where.line or each.kind == gap.kind:
            continue
        same = [other for other in each.gaps if _touches(other, gap)]
        found += same[:1]
    return found


def _touches(one: Gap, other: Gap) -> bool:
    first, second = one.where, other.where
    years = {first.year, second.year} - {None}
    places = {first.place, second.place} - {None}
    is_together = not first.groups or not second.groups or bool(first.groups & second.groups)
    return len(years) < 2 and len(places) < 2 and is_together  # noqa: PLR2004 - both the same


# --- what was said, and what can be said ------------------------------------------------------


def _acts(
    book: GapBook, history: Sequence[Change], language: str, *, is_quiet: bool
) -> Iterable[Act]:
    """What was said, newest first; who said it only for those who may know people here."""
    names_people = book.access.may(Right.SEE_PEOPLE)
    for change in history:
        after = change.after or {}
        if is_quiet and (after.get("gone_on") or after.get("returned_on")):
            continue
        label = change.record.actor_label if change.record.actor_id else ""
        reason = change.record.reason
        if words := _said(after):
            yield Act(
                day=dates.date(timezone.localdate(change.record.at), language),
                who=Shown.by_script(label, language) if names_people and label else None,
                words=words,
                reason=Shown.by_script(reason, language) if reason else None,
            )


def _said(after: dict[str, Any]) -> str:
    if after.get("gone_on"):
        return _("The data show nothing missing any more.")
    if after.get("returned_on"):
        return _("The data show it again; it is open.")
    state = after.get("state")
    if state in State.values:
        return str(State(state).label)
    return _("Changed") if after else _("Taken back")


def _life(
    book: GapBook,
    gap: Gap,
    history: Sequence[Change],
    choices: tuple[list[Choice], list[Choice], list[Choice]],
    *,
    lets_go: bool,
) -> Life:
    activities, commitments, payers = choices
    state, may = State(gap.standing.state), book.access.may(Right.EDIT)
    stored = State(gap.life.stands(book.today))
    is_open = state in OPEN and gap.is_missing and stored in OPEN
    may_reserve = is_open and stored in {State.DETECTED, State.CONFIRMED}
    may_reserve = may_reserve and gap.kind in PAID
    newest = history[0] if history and gap.life.pk else None
    return Life(
        version=state_version(gap.life.pk),
        confirms=may and is_open and stored == State.DETECTED,
        reserves=tuple(payers) if may_reserve else (),
        lets_go=lets_go and is_open and stored == State.RESERVED,
        works_on=may and is_open and stored != State.BEING_CLOSED,
        closes=may and is_open,
        accepts=may and is_open,
        reopens=may
        and gap.is_missing
        and stored in {State.CLOSED, State.ACCEPTED, State.BEING_CLOSED, State.CONFIRMED},
        undoes=newest.pk if may and newest else 0,
        activities=tuple(activities),
        commitments=tuple(commitments),
    )
