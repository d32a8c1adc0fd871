"""The figures of a page as rows to take along: only what its reader is shown."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from shidra.i18n.phrases import plain
from shidra.measurement.presentation.drawings import group_name, in_order
from shidra.measurement.presentation.readings import REMAINDER, Reading
from shidra.measurement.queries import Names
from shidra.protection.permissions import Shown, ShownCell
from shidra.protection.presentation import reason_in_words

__all__ = ["figure_rows"]

type Row = list[str | float | None]


def figure_rows(reading: Reading, names: Names, language: str) -> tuple[list[str], Iterator[Row]]:
    """The head and one row for each period of everybody, each group, and each place inside."""
    header = [
        _("Indicator"), _("Place"), _("Group"), _("Name"), _("Period"),
        _("Numerator"), _("Denominator"), _("Value"), _("Why it is hidden"),
    ]  # fmt: skip
    return header, _rows(reading, names, language)


def _rows(reading: Reading, names: Names, language: str) -> Iterator[Row]:
    here = reading.place or ""
    yield from _line(reading, here, "", _("Everybody"), reading.total)
    for group, cells in in_order(reading, names.groups):
        name = plain(group_name(group, names.groups, language))
        yield from _line(reading, here, group, name, cells)
    rest = f"{reading.dimension}:{REMAINDER}"
    if any(cell != ShownCell.nothing() for cell in reading.remainder):
        yield from _line(reading, here, rest, _("Group not stated"), reading.remainder)
    yield from _apart(reading, here)
    for place, cells in reading.places.items():
        name = plain(names.places[place].name.shown(language))
        yield from _line(reading, place, "", name, cells)


def _apart(reading: Reading, here: str) -> Iterator[Row]:
    """The disparity beside the average, in each period that has one or hides it."""
    for apart in reading.apart:
        if apart.value.value is None and apart.value.reason is None:
            continue
        reason = apart.value.reason
        yield [
            reading.indicator.code, here, reading.dimension, _("Disparity"), apart.period,
            None, None, apart.value.value,
            plain(reason_in_words(reason, reading.policy)) if reason else "",
        ]  # fmt: skip


def _line(
    reading: Reading, place: str, group: str, name: str, cells: Sequence[ShownCell]
) -> Iterator[Row]:
    given = reading.given.get(group if not place or place == reading.place else "\0", ())
    for step, (period, cell) in enumerate(zip(reading.periods, cells, strict=True)):
        value: Shown = given[step] if given else cell.value
        if cell == ShownCell.nothing():
            continue
        reason = plain(reason_in_words(value.reason, reading.policy)) if value.reason else ""
        yield [
            reading.indicator.code, place, group, name, period,
            cell.numerator.value, cell.denominator.value, value.value, reason,
        ]  # fmt: skip
