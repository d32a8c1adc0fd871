"""The five conditions in words: what the backbone says, and what the system can see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from babel.numbers import get_currency_precision
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.agenda.models import AgendaVersion
from shidra.backbone.models import ConditionNote, Function
from shidra.backbone.queries import ActivitiesSeen, Holder, TalkSeen
from shidra.gaps.queries import MissingLine
from shidra.i18n import dates, numbers
from shidra.i18n.text import Shown, Text
from shidra.initiatives.permissions import Access, Right
from shidra.measurement.queries import Measured

__all__ = ["Seen", "WorkingPage", "working_page"]

Condition = ConditionNote.Condition


@dataclass(frozen=True, slots=True)
class Seen:
    """What the rooms know of how the network works."""

    agenda: AgendaVersion | None
    signed: int
    unsigned: int
    measured: Measured
    activities: ActivitiesSeen
    talk: TalkSeen
    backbone: MissingLine | None


@dataclass(frozen=True, slots=True)
class ConditionCard:
    """One condition: the sentence of the backbone, and what the system sees of it."""

    code: str
    name: str
    sentence: Shown | None
    seen: tuple[str, ...]
    stands: bool


@dataclass(frozen=True, slots=True)
class FunctionRow:
    """One function of the backbone and an organisation that fills it; none is an empty chair."""

    name: str
    organisation: Shown | None
    since: str
    cost: str


@dataclass(frozen=True, slots=True)
class WorkingPage:
    """All that the template shows."""

    answer: str
    cards: tuple[ConditionCard, ...]
    functions: tuple[FunctionRow, ...]
    filled: str
    shows_costs: bool
    may_edit: bool


def working_page(
    access: Access,
    seen: Seen,
    notes: Mapping[str, Text],
    holders: Sequence[Holder],
    language: str,
) -> WorkingPage:
    """The page for this reader."""
    facts = {
        Condition.AGENDA: _agenda(seen, language),
        Condition.MEASUREMENT: _measurement(seen.measured, language),
        Condition.ACTIVITIES: _activities(seen.activities),
        Condition.COMMUNICATION: _talk(seen.talk),
        Condition.BACKBONE: _backbone(access, seen, holders, language),
    }
    cards = tuple(
        ConditionCard(
            code=condition.value,
            name=str(condition.label).capitalize(),
            sentence=_sentence(notes, condition, language),
            seen=tuple(words),
            stands=stands,
        )
        for condition, (stands, words) in facts.items()
    )
    standing = sum(card.stands for card in cards)
    filled = len({holder.function for holder in holders})
    shows_costs = access.may(Right.SEE_PARTNERS_MONEY)
    return WorkingPage(
        answer=_("The system sees %(standing)s of the five conditions at work.")
        % {"standing": numbers.number(standing, language)},
        cards=cards,
        functions=tuple(_functions(access, holders, language, shows_costs=shows_costs)),
        filled=_("%(filled)s of %(all)s functions are filled")
        % {
            "filled": numbers.number(filled, language),
            "all": numbers.number(len(Function), language),
        },
        shows_costs=shows_costs,
        may_edit=access.may(Right.CHANGE_SETTINGS),
    )


def _sentence(notes: Mapping[str, Text], condition: str, language: str) -> Shown | None:
    note = notes.get(condition)
    shown = note.shown(language) if note else None
    return shown if shown and shown.text else None


def _agenda(seen: Seen, language: str) -> tuple[bool, list[str]]:
    agenda = seen.agenda
    if agenda is None or agenda.adopted_on is None:
        return False, [_("No agenda has been adopted yet.")]
    words = [
        _("Version %(number)s was adopted on %(day)s.")
        % {"number": agenda.number, "day": dates.date(agenda.adopted_on, language)},
        ngettext("%(count)d has signed it.", "%(count)d have signed it.", seen.signed)
        % {"count": seen.signed},
    ]
    if seen.unsigned:
        words.append(
            ngettext(
                "%(count)d partner has not signed yet.",
                "%(count)d partners have not signed yet.",
                seen.unsigned,
            )
            % {"count": seen.unsigned}
        )
    return seen.signed > 0, words


def _measurement(measured: Measured, language: str) -> tuple[bool, list[str]]:
    if not measured.indicators:
        return False, [_("Nothing is measured yet.")]
    words = [
        ngettext(
            "%(count)d measure is agreed.", "%(count)d measures are agreed.", measured.indicators
        )
        % {"count": measured.indicators},
        _("%(known)s of them have figures, %(grouped)s by group.")
        % {
            "known": numbers.number(measured.with_figures, language),
            "grouped": numbers.number(measured.by_group, language),
        },
    ]
    if measured.last_period:
        period = dates.period(measured.last_period, language)
        words.append(_("The last figures are of %(period)s.") % {"period": period})
    return measured.with_figures > 0, words


def _activities(seen: ActivitiesSeen) -> tuple[bool, list[str]]:
    if not seen.activities:
        return False, [_("No activity is written down yet.")]
    return seen.factors_with_activities * 2 >= seen.factors > 0, [
        ngettext(
            "%(count)d activity is written down.",
            "%(count)d activities are written down.",
            seen.activities,
        )
        % {"count": seen.activities},
        _("Of %(all)d factors on the map, somebody works on %(worked)d.")
        % {"all": seen.factors, "worked": seen.factors_with_activities},
        ngettext(
            "%(count)d of the activities is work on the system.",
            "%(count)d of the activities are work on the system.",
            seen.on_the_system,
        )
        % {"count": seen.on_the_system},
    ]


def _talk(seen: TalkSeen) -> tuple[bool, list[str]]:
    if not seen.people:
        return False, [
            _("In the last %(days)d days nobody did anything here.") % {"days": seen.days}
        ]
    return seen.people > 1, [
        ngettext(
            "In the last %(days)d days %(count)d person took part here.",
            "In the last %(days)d days %(count)d people took part here.",
            seen.people,
        )
        % {"days": seen.days, "count": seen.people},
        _("Meetings and calls are not seen from here."),
    ]


def _backbone(
    access: Access, seen: Seen, holders: Sequence[Holder], language: str
) -> tuple[bool, list[str]]:
    filled = len({holder.function for holder in holders})
    words = [
        _("%(filled)d of %(all)d functions have an organisation that fills them.")
        % {"filled": filled, "all": len(Function)}
    ]
    line = seen.backbone
    if line is not None and line.need and access.may(Right.SEE_PARTNERS_MONEY):
        share = numbers.percent(1 - line.shortfall, language)
        words.append(_("Its own cost is covered by %(share)s.") % {"share": share})
    return filled > 0, words


def _functions(
    access: Access, holders: Sequence[Holder], language: str, *, shows_costs: bool
) -> list[FunctionRow]:
    currency = access.initiative.currency
    scale = 10 ** get_currency_precision(currency)
    rows = []
    for function in Function:
        filling = [each for each in holders if each.function == function]
        name = str(function.label).capitalize()
        rows += [
            FunctionRow(
                name=name,
                organisation=each.organisation.shown(language),
                since=dates.date(each.since, language) if each.since else "",
                cost=numbers.money(each.yearly_cost / scale, currency, language, exact=True)
                if shows_costs and each.yearly_cost is not None
                else "",
            )
            for each in filling
        ]
        if not filling:
            rows.append(FunctionRow(name, None, "", ""))
    return rows
