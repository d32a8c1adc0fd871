"""The protection of figures in words: what each audience is told, how far tables were looked at."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from shidra.audit.models import Change
from shidra.audit.presentation import who_acted
from shidra.i18n import dates, numbers
from shidra.i18n.phrases import arrow
from shidra.i18n.text import Shown
from shidra.initiatives.permissions import Access
from shidra.measurement.presentation.told import TableChange, TableState, Tally
from shidra.protection.models import SAID, Audience, DisclosureRule, ProtectedTable
from shidra.protection.permissions import audiences_of
from shidra.protection.presentation import RULE_FIELDS

__all__ = [
    "ActLine",
    "ChangeRow",
    "RuleLine",
    "StateRow",
    "acts_in_words",
    "changes_in_words",
    "own_rules",
    "rules_in_words",
    "states_in_words",
    "told_more",
]

Standing = ProtectedTable.Standing

_TONES = {
    Standing.CERTIFIED: ("on-path", "check"),
    Standing.RANK: ("unknown", "eye"),
    Standing.NOT: ("off-path", "triangle-alert"),
}


@dataclass(frozen=True, slots=True)
class RuleLine:
    """The rule of one audience."""

    name: str
    people: str
    events: str
    without: str
    zeros: str
    totals: str


@dataclass(frozen=True, slots=True)
class StateCell:
    """How far the table of one rule was looked at, with how many counts it tells and hides."""

    audiences: str
    standing: str
    tone: str
    icon: str
    cells: str
    shown: str
    primary: str
    complementary: str


@dataclass(frozen=True, slots=True)
class StateRow:
    """The newest period of a measure, a line for each rule."""

    code: str
    name: Shown
    period: str
    cells: tuple[StateCell, ...]


@dataclass(frozen=True, slots=True)
class ChangeCell:
    """What an audience would see by other rules."""

    audience: str
    before: str
    after: str
    gained: str
    lost: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What other rules would do to the newest period of a measure; without cells it was not tried."""

    name: Shown
    period: str
    cells: tuple[ChangeCell, ...]


@dataclass(frozen=True, slots=True)
class ActLine:
    """One change of the rules; `before` is the version at which one would take it back."""

    when: str
    who: Shown
    reason: Shown
    changes: tuple[str, ...]
    before: int


def own_rules(access: Access, rules: Iterable[DisclosureRule]) -> list[DisclosureRule]:
    """The rules by which this reader is told of people; none for whoever sees all as it is."""
    if access.has_raw_rights:
        return []
    own = audiences_of(access)
    further = own - {Audience.VISITORS}
    return [rule for rule in rules if rule.audience in (further or own)]


def rules_in_words(rules: Iterable[DisclosureRule], language: str) -> list[RuleLine]:
    """What each audience is told."""

    def least(number: int) -> str:
        return _("from %(number)s on") % {"number": numbers.number(number, language)}

    return [
        RuleLine(
            name=str(Audience(rule.audience).label),
            people=least(rule.people),
            events=least(rule.events),
            without=least(rule.without),
            zeros=_("hidden, as small numbers are") if rule.hides_zeros else _("told"),
            totals=(
                _("kept wherever others can be hidden instead")
                if rule.keeps_totals
                else _("hidden where that hides fewest numbers")
            ),
        )
        for rule in rules
    ]


def states_in_words(states: Iterable[TableState], language: str) -> list[StateRow]:
    """How far the newest table of each measure was looked at."""
    return [
        StateRow(
            code=state.indicator.code,
            name=state.indicator.name.shown(language),
            period=dates.period(state.period, language),
            cells=tuple(_state(tally, language) for tally in _made(state.tallies)),
        )
        for state in states
    ]


def _made(tallies: Sequence[Tally]) -> Sequence[Tally]:
    """The tallies of each rule; one line for all where nothing was made yet."""
    if any(tally.standing for tally in tallies):
        return tallies
    return [Tally(tuple(each for tally in tallies for each in tally.audiences))]


def _state(tally: Tally, language: str) -> StateCell:
    standing = Standing(tally.standing) if tally.standing else None
    tone, icon = _TONES[standing] if standing else ("unknown", "minus")
    shown = [str(Audience(each).label) for each in tally.audiences]
    is_for_all = len(tally.audiences) == len(Audience)

    def count(number: int) -> str:
        return numbers.number(number, language) if standing else ""

    return StateCell(
        audiences=_("all audiences") if is_for_all else "; ".join(shown),
        standing=str(standing.label) if standing else _("not made yet"),
        tone=tone,
        icon=icon,
        cells=count(tally.cells),
        shown=count(tally.shown),
        primary=count(tally.primary),
        complementary=count(tally.complementary),
    )


def changes_in_words(changes: Iterable[TableChange], language: str) -> list[ChangeRow]:
    """What other rules would tell of the newest period of each measure."""

    def count(number: int, sign: str = "") -> str:
        told = numbers.signed(number, language, 0) if sign else numbers.number(number, language)
        return told if number or not sign else ""

    return [
        ChangeRow(
            name=change.indicator.name.shown(language),
            period=dates.period(change.period, language),
            cells=tuple(
                ChangeCell(
                    audience=str(Audience(effect.audience).label),
                    before=count(effect.before),
                    after=count(effect.after),
                    gained=count(effect.gained, "+"),
                    lost=count(-effect.lost, "-"),
                )
                for effect in change.effects
            ),
        )
        for change in changes
    ]


def told_more(before: Sequence[DisclosureRule], after: Sequence[DisclosureRule]) -> tuple[str, ...]:
    """The audiences whose rule gets looser in anything: what they are told then is known for ever."""
    stood = {rule.audience: rule for rule in before}
    return tuple(
        str(Audience(rule.audience).label)
        for rule in after
        if any(getattr(rule, name) < getattr(stood[rule.audience], name) for name in SAID[:4])
    )


def acts_in_words(changes: Iterable[Change], language: str) -> list[ActLine]:
    """Who changed the rules, when and why, the latest first."""
    audiences = _audiences_of(changes := list(changes))
    found = []
    for _pk, group in groupby(changes, key=lambda change: change.record_id):
        own = sorted(group, key=lambda change: change.pk)
        act = own[0].record
        found.append(
            ActLine(
                when=dates.moment(localtime(act.at), language),
                who=who_acted(act.actor_label, language),
                reason=Shown.by_script(act.reason, language),
                changes=tuple(line for each in own for line in _changed(each, audiences, language)),
                before=own[0].pk - 1,
            )
        )
    return found


def _audiences_of(changes: Iterable[Change]) -> dict[int, str]:
    """Whose rule each row is, as it said when it was added."""
    return {
        change.row: str(Audience(change.after["audience"]).label)
        for change in changes
        if change.after and "audience" in change.after
    }


def _changed(change: Change, audiences: dict[int, str], language: str) -> Iterator[str]:
    before, after = change.before or {}, change.after or {}
    for name in SAID:
        # Of a rule that was added, a flag that is not raised tells nothing.
        if name not in after or (name not in before and after[name] is False):
            continue
        now = _value(after[name], language)
        was = (
            f"{_value(before[name], language)} {arrow(language).strip()} " if name in before else ""
        )
        whose = audiences.get(change.row, "")
        yield f"{whose} – {RULE_FIELDS[name]}: {was}{now}"


def _value(value: bool | int, language: str) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return numbers.number(value, language)
