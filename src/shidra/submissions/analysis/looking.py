"""Look through the rows of a partner's file by the rules of the workbook, keeping what holds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from shidra.exchange.queries import known_of
from shidra.exchange.workbook import TABLES, RawRow, Rejection, Sheet, Workbook, check
from shidra.exchange.workbook.cells import as_text
from shidra.exchange.workbook.loose import LooseTable
from shidra.exchange.workbook.rows import ObservationRow
from shidra.initiatives.models import Initiative
from shidra.submissions.analysis.questions import questions_about
from shidra.submissions.queries.matching import MEASURED, REMARKS, Terms
from shidra.submissions.queries.periods import read_period
from shidra.submissions.queries.spreading import Spread
from shidra.submissions.queries.taken import Bounds, Past, Source, Taken, TakenRow

__all__ = ["look_through"]

OBSERVATIONS = TABLES["observations"]
LONGEST_REMARK = 500
MOST_NAMED = 12
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789.")


def look_through(
    *,
    initiative: Initiative,
    table: LooseTable,
    source: Source,
    terms: Terms,
    bounds: Bounds,
    past: Past,
) -> Taken:
    """Every row of a table: typed where it holds, with a reason where it does not."""
    reading = _Reading(table, source, terms)
    sheet = reading.sheet()
    workbook = Workbook(source.name, source.sha256, {"observations": sheet})
    checked = check(workbook, replace(known_of(initiative), asks=True)).tables["observations"]
    rows: list[ObservationRow] = [r for r in checked.rows if isinstance(r, ObservationRow)]
    refused = [*checked.rejections]
    if bounds.is_strict and bounds.places:
        refused += [_beyond(row, bounds) for row in rows if not bounds.holds(row)]
        rows = [row for row in rows if bounds.holds(row)]
    taken = tuple(
        TakenRow(
            row,
            reading.cells(row.number),
            reading.remark(row.number),
            reading.row(row.number),
            reading.theirs(row.number),
        )
        for row in rows
    )
    found = map(reading.refused, refused)
    return Taken(
        source=source,
        rows=taken,
        rejections=tuple(sorted(found, key=lambda each: each.row)),
        questions=tuple(questions_about(taken, terms, past, bounds)),
        read=checked.read,
        spoken=tuple(name for name in MEASURED if source.matching.says(name)),
    )


def _beyond(row: ObservationRow, bounds: Bounds) -> Rejection:
    """A row about what somebody else reports."""
    if row.indicator not in bounds.places:
        column, value, words = "indicator", row.indicator, sorted(bounds.places)
    else:
        column, value = "place", row.place or ""
        words = sorted(bounds.places[row.indicator] or ())
    about = OBSERVATIONS.column_of(column)
    shown = ", ".join(words[:MOST_NAMED]) + (" …" if len(words) > MOST_NAMED else "")
    context = {"words": shown}
    return Rejection(
        "observations", row.number, column, value, "not_yours_to_report", about, context
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """What one row says of one figure: in a wide table a row has several.

    Attributes:
        code: of a wide table, what the columns are named for.
        at: where each of our columns stands.
        theirs: what their columns of its numbers are called.
    """

    row: RawRow
    at: Mapping[str, int]
    code: str | None = None
    theirs: Mapping[str, str] = field(default_factory=dict)


class _Reading:
    """The rows of a table in our columns."""

    def __init__(self, table: LooseTable, source: Source, terms: Terms) -> None:
        self._matching, self._terms = source.matching, terms
        places = {name: at for at, name in reversed(list(enumerate(table.header)))}
        at = {
            ours: places[theirs]
            for ours, theirs in self._matching.columns.items()
            if theirs in places and ours in terms.ours
        }
        spread = self._matching.spread
        self._names = spread.names if spread else ""
        self._lines = _wide(table, spread, at, places) if spread else _long(table, at)
        self._header = tuple(
            ours
            for ours in terms.ours
            if ours != REMARKS and (ours in at or self._matching.says(ours))
        )

    def sheet(self) -> Sheet:
        """The rows as the workbook would hold them; those that say nothing of ours are left out."""
        return Sheet("observations", self._header, tuple(self._sheet_rows()))

    def cells(self, number: int) -> dict[str, str]:
        """What stands in a row, by our columns, in the partner's own words."""
        line = self._lines[number]
        raw = line.row.cells
        found = {ours: as_text(raw[at]) for ours, at in line.at.items() if at < len(raw)}
        return {ours: text for ours, text in found.items() if text}

    def remark(self, number: int) -> str:
        """What the partner wrote beside the figure."""
        return self.cells(number).get(REMARKS, "")[:LONGEST_REMARK]

    def row(self, number: int) -> int:
        """In which row of the file it stands."""
        return self._lines[number].row.number if number in self._lines else number

    def theirs(self, number: int) -> Mapping[str, str]:
        """In which of the partner's columns, where its names tell of what the figure is."""
        return self._lines[number].theirs if number in self._lines else {}

    def refused(self, rejection: Rejection) -> Rejection:
        """Where a rejection stands in the file, with the word of the file itself."""
        number, ours = rejection.row, rejection.column
        said = self.cells(number).get(ours, "") if number in self._lines else ""
        theirs = self.theirs(number).get(ours)
        context = {**rejection.context, **({"theirs": theirs} if theirs else {})}
        return replace(
            rejection, row=self.row(number), value=said or rejection.value, context=context
        )

    def _sheet_rows(self) -> Iterator[RawRow]:
        for number, line in self._lines.items():
            cells = {ours: self._cell(ours, line) for ours in self._header}
            own = line.theirs if line.code is not None else line.at
            if any(as_text(cells[ours]) for ours in self._header if ours in own):
                kind = self._kind(as_text(cells.get("indicator")) or "")
                cells["period"] = _period(cells.get("period"), kind)
                yield RawRow(number, tuple(cells[ours] for ours in self._header))

    def _cell(self, ours: str, line: _Line) -> Any:
        if line.code is not None and ours == self._names:
            return line.code or None
        if ours not in line.at:
            return self._matching.fixed.get(ours)
        at = line.at[ours]
        cell = line.row.cells[at] if at < len(line.row.cells) else None
        text = as_text(cell)
        if text is None:
            return None
        if ours in MEASURED or ours == "period":
            return _number(cell)
        known = self._matching.words.get(ours, {}).get(text)
        return known or self._terms.code_of(ours, text) or cell

    def _kind(self, indicator: str) -> str:
        found = self._terms.indicators.get(indicator)
        return found.period_kind if found else ""


def _long(table: LooseTable, at: Mapping[str, int]) -> dict[int, _Line]:
    """One figure a row."""
    return {row.number: _Line(row, at) for row in table.rows}


def _wide(
    table: LooseTable, spread: Spread, at: Mapping[str, int], places: Mapping[str, int]
) -> dict[int, _Line]:
    """A figure for each row and each of what the columns are named for."""
    codes = spread.by_code(table.header)
    lines = (
        _Line(row, {**at, **{held: places[name] for held, name in theirs.items()}}, code, theirs)
        for row in table.rows
        for code, theirs in codes.items()
    )
    return dict(enumerate(lines, start=FIRST_LINE))


# As in a sheet whose first row has the names of its columns.
FIRST_LINE = 2


def _number(cell: Any) -> Any:
    """Digits of Arabic writing are digits, and the sign of a percentage says nothing new."""
    return cell.translate(_DIGITS).strip().removesuffix("%") if isinstance(cell, str) else cell


def _period(cell: Any, kind: str) -> Any:
    """A year that stands as a number, and a school year that is written in another way."""
    text = as_text(cell)
    is_written = text is not None and isinstance(cell, str | int | float)
    return read_period(text, kind) if is_written and text else cell
