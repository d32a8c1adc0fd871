"""The table under a chart: everybody, each group, who is left over, the disparity."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from shidra.i18n import numbers
from shidra.measurement.presentation.drawings import colour_of, group_name, in_order
from shidra.measurement.presentation.figures import (
    FigureText,
    aim_text,
    apart_text,
    code_of,
    figure_text,
)
from shidra.measurement.presentation.readings import REMAINDER, Reading, is_unknown
from shidra.measurement.presentation.words import shown_in_words
from shidra.measurement.queries import Names
from shidra.protection.permissions import ShownCell

__all__ = ["TableCell", "TableRow", "table_rows"]


@dataclass(frozen=True, slots=True)
class TableCell:
    """A value with the two sides it was divided from."""

    value: FigureText
    numerator: FigureText | None = None
    denominator: FigureText | None = None
    # Where its definition has changed since: the same in the terms of the newest comparable one.
    converted: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A line of the table under the chart."""

    name: str
    kind: str
    cells: tuple[TableCell, ...]
    aim: FigureText | None = None
    colour: str = ""
    # The code of a group that has a page of its own.
    group: str = ""


def table_rows(reading: Reading, names: Names, language: str) -> Iterator[TableRow]:
    """Everybody, each group, those whose group is not known, and the disparity."""
    yield TableRow(
        _("Everybody"),
        "total",
        _cells(reading, "", reading.total, code_of(reading), language),
        aim_text(reading.indicator, reading.aim, language),
    )
    for group, cells in in_order(reading, names.groups):
        of, colour = code_of(reading, group), colour_of(group, names.groups)
        yield TableRow(
            group_name(group, names.groups, language),
            "group",
            _cells(reading, group, cells, of, language),
            aim_text(reading.indicator, reading.group_aims.get(group), language, of),
            f"group-{colour % 8 + 1}" if colour is not None else "",
            "" if is_unknown(group) else group,
        )
    if any(cell != ShownCell.nothing() for cell in reading.remainder):
        of = code_of(reading, f"{reading.dimension}:remainder")
        yield TableRow(
            _("Group not stated"),
            "remainder",
            _cells(reading, REMAINDER, reading.remainder, of, language),
        )
    if any(one.value.value is not None or one.value.reason for one in reading.apart):
        apart = tuple(TableCell(apart_text(reading, one, language)) for one in reading.apart)
        yield TableRow(_("Disparity"), "disparity", apart)


def _cells(
    reading: Reading, line: str, cells: Sequence[ShownCell], of: str, language: str
) -> tuple[TableCell, ...]:
    """A line as it was observed; where that was converted, both are told."""
    values = [cell.value for cell in cells]
    given = reading.given.get(line, values)
    return tuple(
        replace(
            _cell(reading, replace(cell, value=was), of, period, language),
            converted="" if was == cell.value else _in_newer_terms(reading, cell, language),
        )
        for period, cell, was in zip(reading.periods, cells, given, strict=True)
    )


def _in_newer_terms(reading: Reading, cell: ShownCell, language: str) -> str:
    told = shown_in_words(cell.value, reading.indicator, language)
    return _("now %(value)s") % {"value": told}


def _cell(reading: Reading, cell: ShownCell, of: str, period: str, language: str) -> TableCell:
    text = shown_in_words(cell.value, reading.indicator, language)
    value = figure_text("value", of, period, cell.value, reading, text)
    if cell.numerator.value is None or cell.denominator.value is None:
        return TableCell(value)
    sides = (("numerator", cell.numerator), ("denominator", cell.denominator))
    told: dict[str, FigureText] = {
        name: figure_text(
            name, of, period, shown, reading, numbers.number(shown.value or 0.0, language, 0)
        )
        for name, shown in sides
    }
    return TableCell(value, told["numerator"], told["denominator"])
