"""The clauses of a wording as a reader sees them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from shidra.agenda.models import (
    OUTCOME,
    AgreedNumber,
    Clause,
    EarlierWork,
    Wording,
    principle_lines,
)
from shidra.i18n import dates, numbers
from shidra.i18n.phrases import Phrase, filled
from shidra.i18n.text import Shown, Text
from shidra.measurement.models import Indicator

__all__ = ["ClauseView", "NumberView", "WorkLine", "clause_view", "clause_views", "plain_words"]

Unit = Indicator.Unit


@dataclass(frozen=True, slots=True)
class NumberView:
    """An agreed number: in words, with its day, and unrounded."""

    text: str
    value: Decimal
    on: str


@dataclass(frozen=True, slots=True)
class WorkLine:
    """What was done before, by whom, since when."""

    what: Shown
    who: Shown | None
    since: str


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A clause in one language; of its contents one is filled."""

    code: str
    label: str
    is_outcome: bool
    paragraphs: tuple[Shown, ...] = ()
    names: tuple[Shown, ...] = ()
    principles: tuple[Shown, ...] = ()
    number: NumberView | None = None
    unit: str = ""
    work: tuple[WorkLine, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.paragraphs or self.names or self.principles or self.number or self.work)


def clause_views(wording: Wording, language: str) -> tuple[ClauseView, ...]:
    """All clauses in the order of reading."""
    return tuple(clause_view(wording, clause, language) for clause in Clause)


def clause_view(wording: Wording, clause: Clause, language: str) -> ClauseView:
    """One clause."""
    frame: dict[str, Any] = {
        "code": clause.value,
        "label": str(clause.label),
        "is_outcome": clause in OUTCOME,
    }
    value = getattr(wording, clause)
    match value:
        case Text() if clause == Clause.PRINCIPLES:
            shown = value.shown(language)
            lines = tuple(shown.worded(line) for line in principle_lines(shown))
            return ClauseView(**frame, principles=lines)
        case Text():
            return ClauseView(**frame, paragraphs=_paragraphs(value, language))
        case AgreedNumber():
            return ClauseView(**frame, number=_number(value, wording.unit, language))
        case _ if clause == Clause.MEASURE:
            names = (value.name.shown(language),) if value else ()
            return ClauseView(**frame, names=names, unit=_unit(wording.unit))
        case _ if clause == Clause.EARLIER_WORK:
            return ClauseView(**frame, work=tuple(_work(each, language) for each in value))
        case _:
            return ClauseView(**frame, names=tuple(each.name.shown(language) for each in value))


def _paragraphs(text: Text, language: str) -> tuple[Shown, ...]:
    shown = text.shown(language)
    return tuple(shown.worded(line.strip()) for line in shown.splitlines() if line.strip())


def _number(agreed: AgreedNumber, unit: str, language: str) -> NumberView | None:
    if agreed.value is None:
        return None
    on = dates.date(agreed.on, language) if agreed.on else ""
    return NumberView(_figure(agreed.value, unit, language), agreed.value, on)


def _figure(value: Decimal, unit: str, language: str) -> str:
    if unit == Unit.PERCENT:
        share = value * 100
        return numbers.percent(value, language, 0 if share == share.to_integral_value() else 1)
    if unit == Unit.ILS:
        return numbers.money(value, "ILS", language, exact=True)
    text = numbers.number(value, language)
    return f"{text} {_unit(unit)}" if unit in {Unit.DAYS, Unit.RATE_1000} else text


def _unit(unit: str) -> str:
    return str(Unit(unit).label) if unit in Unit.values else ""


def _work(work: EarlierWork, language: str) -> WorkLine:
    who = work.by.name if work.by else work.who
    return WorkLine(
        work.what.shown(language),
        who.shown(language) if who else None,
        # A year stands in a sentence, isolated like any number.
        dates.years(work.since, work.since, language) if work.since else "",
    )


def plain_words(wording: Wording, clause: Clause, language: str) -> Shown:
    """A clause as lines of words, to stand beside other words of the same clause."""
    value = getattr(wording, clause)
    if isinstance(value, Text):
        shown = value.shown(language)
        if clause == Clause.PRINCIPLES:
            return shown.worded("\n".join(principle_lines(shown)))
        return shown
    view = clause_view(wording, clause, language)
    if view.number:
        return Shown(_dated(view.number), language)
    if clause == Clause.MEASURE:
        unit = _("counted in: %(unit)s") % {"unit": view.unit} if view.unit else ""
        return Shown("\n".join(each for each in (*view.names, unit) if each), language)
    if view.work:
        return Shown("\n".join(_line(each) for each in view.work), language)
    return Shown("\n".join(map(_inside, view.names)), language)


def _dated(number: NumberView) -> Phrase:
    if not number.on:
        return Phrase(number.text)
    return filled("%(figure)s · %(day)s", figure=number.text, day=number.on)


def _line(work: WorkLine) -> str:
    parts: Iterable[Shown | str | None] = (work.what, work.who, work.since)
    return " · ".join(_inside(part) for part in parts if part)


def _inside(words: Shown | str) -> str:
    return words.isolated if isinstance(words, Shown) and words.is_fallback else str(words)
