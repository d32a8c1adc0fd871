"""Cells of the workbook in the words of people: names for codes, amounts, dates, shares."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from shidra.exchange.workbook import TABLES, Column
from shidra.i18n import dates, isolates, numbers
from shidra.i18n.languages import name_in
from shidra.i18n.phrases import Phrase, arrow, filled, listed
from shidra.i18n.text import FALLBACK_ORDER, Shown, Text
from shidra.records.presentation.words import choice_words, label_of
from shidra.records.queries.layout import LAYOUTS
from shidra.records.queries.naming import Name, Names

__all__ = ["ChangeLine", "Wording", "further_label", "shown_name", "wanted_names"]

type Cells = Mapping[str, str]

# Columns with codes whose names stand in the table of labels, and the kind that they stand under.
_LABELLED = {
    "track": "track",
    "level": "level",
    "lead_group": "lead_group",
    "people_kind": "people",
    "dimension": "dimension",
}
_MONEY = frozenset({"amount", "spent", "unit_cost", "fixed_cost"})
# Orders of magnitude beyond which no column keeps a number.
FURTHEST = 18


def shown_name(code: str, name: Name | None, language: str) -> Shown | str:
    """A name in the reader's language, visibly another one where that is missing; else the code."""
    if isinstance(name, Text) and name:
        return name.shown(language)
    return str(name) if name else isolates.ltr(code)


def further_label(column: Column, labels: Names, language: str) -> str:
    """What the initiative calls a dimension, or an attribute of its places."""
    kinds = ("dimension",) if column.kind == "dimensions" else ("attribute", "place", column.name)
    for kind in kinds:
        if isinstance(name := labels.get((f"label:{kind}", column.name)), Text):
            return name.shown(language)
    return column.name


def _codes(column: Column, text: str) -> tuple[str, ...]:
    if not text:
        return ()
    if column.kind == "dimensions":
        return (f"{column.name}:{text}",)
    return tuple(text.split("|"))


def wanted_names(columns: Sequence[Column], rows: Iterable[Cells]) -> dict[str, set[str]]:
    """The codes of other tables that stand in some cells, by what they refer to."""
    wanted: dict[str, set[str]] = {}
    for cells in rows:
        for column in columns:
            if column.refers:
                wanted.setdefault(column.refers, set()).update(
                    _codes(column, cells.get(column.name, ""))
                )
    links = [about for about in wanted.get("about", ()) if ">" in about]
    for about in links:
        wanted.setdefault("factors", set()).update(about.split(">"))
    return wanted


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One field before and after."""

    label: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one table for one reader.

    Attributes:
        names: of what the cells point to.
        currency: of the initiative. currencies: of commitments, by code.
        units: of indicators, by code.
    """

    table: str
    columns: tuple[Column, ...]
    language: str
    names: Names
    currency: str
    currencies: Mapping[str, str]
    units: Mapping[str, str]

    def field(self, name: str, cells: Cells) -> Phrase | Shown | str:
        """One field of a row: a text in the reader's language, and all dimensions together."""
        columns = [column for column in self.columns if column.field == name]
        if columns and columns[0].language:
            return self._text(name, cells)
        said = [self.cell(column, cells.get(column.name, ""), cells) for column in columns]
        said = [each for each in said if each]
        return said[0] if len(said) == 1 else listed(said, self.language) if said else ""

    def cell(self, column: Column, text: str, cells: Cells) -> Phrase | Shown | str:
        """What stands in one cell; empty for nothing."""
        if not text:
            return ""
        if column.refers:
            said = [self._named(column.refers, code) for code in _codes(column, text)]
            return said[0] if len(said) == 1 else listed(said, self.language)
        if column.language:
            return Shown.by_script(text, self.language)
        if words := choice_words(self.table, column):
            return words.get(text, text)
        if column.field in _LABELLED:
            name = self.names.get((f"label:{_LABELLED[column.field]}", text))
            return shown_name(text, name, self.language)
        return self._value(column, text, cells)

    def title(self, cells: Cells) -> Phrase | Shown | str:
        """What a row is called: its text, or what tells it from the others."""
        first = LAYOUTS[self.table].shown[0]
        columns = [column for column in self.columns if column.field == first]
        if columns[0].language or len(TABLES[self.table].key) == 1:
            said = self.field(first, cells)
            return said or isolates.ltr(cells.get("code", ""))
        if self.table == "links":
            ends = {name: self.field(name, cells) for name in ("source", "target")}
            return filled("%(source)s %(arrow)s %(target)s", ends, arrow=arrow(self.language))
        said_parts = [self.field(name, cells) for name in TABLES[self.table].key]
        return listed([part for part in said_parts if part], self.language)

    def changes(self, before: Cells, after: Cells) -> tuple[ChangeLine, ...]:
        """Each field that differs, before and after."""
        return tuple(
            ChangeLine(
                self.label(column),
                self.cell(column, before.get(column.name, ""), before),
                self.cell(column, after.get(column.name, ""), after),
            )
            for column in self.columns
            if before.get(column.name, "") != after.get(column.name, "")
        )

    def label(self, column: Column) -> str:
        """What a field is called, with the language of a text."""
        label = label_of(self.table, column)
        if column.kind == "dimensions" or column.field == "attributes":
            return further_label(column, self.names, self.language)
        if not column.language:
            return label
        return f"{label} ({name_in(column.language, self.language)})"

    def _text(self, name: str, cells: Cells) -> Shown | str:
        for language in FALLBACK_ORDER[self.language]:
            if words := cells.get(f"{name}_{language}", ""):
                return Shown(words, language, is_fallback=language != self.language)
        return ""

    def _named(self, refers: str, code: str) -> Phrase | Shown | str:
        if refers == "about" and ">" in code:
            source, _, target = code.partition(">")
            return filled(
                "%(source)s %(arrow)s %(target)s",
                source=self._named("factors", source),
                target=self._named("factors", target),
                arrow=arrow(self.language),
            )
        name = self.names.get((refers, code))
        if refers == "commitments" and isinstance(name, Text):
            return filled(
                "%(code)s · %(funder)s", code=isolates.ltr(code), funder=name.shown(self.language)
            )
        return shown_name(code, name, self.language)

    def _value(self, column: Column, text: str, cells: Cells) -> Shown | str:
        match column.kind:
            case "day":
                return (
                    dates.date(date.fromisoformat(text), self.language) if _is_day(text) else text
                )
            case "period":
                return dates.period(text, self.language)
            case "number" | "amount" | "whole":
                return self._number(column, text, cells)
            case "code" | "slug" | "address" | "currency":
                return isolates.ltr(text)
        return Shown.by_script(text, self.language)

    def _number(self, column: Column, text: str, cells: Cells) -> str:
        try:
            value = Decimal(text)
        except InvalidOperation:
            return text
        if not value.is_finite() or abs(value.adjusted()) > FURTHEST:
            return text  # no number of ours: a form said so that no page made
        if column.field in _MONEY:
            currency = cells.get("currency") or self.currencies.get(cells.get("commitment", ""))
            return numbers.money(value, currency or self.currency, self.language, exact=True)
        if column.field == "year":
            return isolates.ltr(text)
        if column.field == "value" and self.units.get(cells.get("indicator", "")) == "percent":
            return numbers.percent(value / 100, self.language, 1 if value % 1 else 0)
        digits = max(0, -int(value.normalize().as_tuple().exponent))
        return numbers.number(value, self.language, min(digits, 6))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
