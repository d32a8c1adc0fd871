"""What to look at again before figures are handed in. Questions keep no row out."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from shidra.exchange.workbook.rows import ObservationRow
from shidra.measurement.models import Indicator
from shidra.submissions.queries.figures import Cell, Numbers
from shidra.submissions.queries.matching import Terms
from shidra.submissions.queries.periods import is_of_kind, last_day
from shidra.submissions.queries.taken import Bounds, Past, Question, TakenRow

__all__ = ["numbers_in", "questions_about"]

# A change from one period to the next that is worth a second look: of a share, in points; of
# anything else, as a part of what stood before.
JUMP_OF_SHARE = Decimal("0.15")
JUMP_OF_OTHERS = Decimal("0.5")
# What rounding to a tenth of a percent explains.
ROUNDING = Decimal("0.0006")
PERCENT = Decimal(100)


def numbers_in(row: ObservationRow, indicator: Indicator) -> Numbers:
    """What a row says, as it is stored: a percentage as a share."""
    is_share = indicator.unit == Indicator.Unit.PERCENT
    value = row.value / PERCENT if is_share and row.value is not None else row.value
    n = None if row.n is None else Decimal(row.n)
    return Numbers(row.numerator, row.denominator, value, n, row.quality or "")


def questions_about(
    rows: Sequence[TakenRow], terms: Terms, past: Past, bounds: Bounds
) -> Iterator[Question]:
    """All questions, row by row."""
    found = [
        *_by_row(rows, terms, past),
        *_jumps(rows, terms, past),
        *_parts(rows),
        *_not_expected(rows, bounds),
    ]
    yield from sorted(found, key=lambda each: each.row)


def _by_row(rows: Sequence[TakenRow], terms: Terms, past: Past) -> Iterator[Question]:
    for taken in rows:
        row, indicator = taken.figure, terms.indicators[taken.figure.indicator]
        if not is_of_kind(row.period, indicator.period_kind):
            yield _ask(taken, "period", row.period, "period_of_another_kind")
        elif last_day(row.period) >= past.today:
            yield _ask(taken, "period", row.period, "period_not_over")
        value, said = row.value, numbers_in(row, indicator)
        if indicator.is_share and value is not None:
            quotient = Numbers(said.numerator, said.denominator).figure(indicator.unit)
            is_known = said.numerator is not None and bool(said.denominator)
            if is_known and quotient is not None and said.value is not None:
                if abs(said.value - quotient) > ROUNDING:
                    yield _ask(taken, "value", value, "value_differs")
            elif 0 < value < 1:
                yield _ask(taken, "value", value, "looks_like_share", percent=value * PERCENT)


def _jumps(rows: Sequence[TakenRow], terms: Terms, past: Past) -> Iterator[Question]:
    known = {**past.figures}
    for taken in rows:
        row = taken.figure
        known[_cell(row)] = numbers_in(row, terms.indicators[row.indicator])
    series: dict[Cell, list[tuple[str, Numbers]]] = defaultdict(list)
    for cell, numbers in known.items():
        series[cell._replace(period="")].append((cell.period, numbers))
    for taken in rows:
        row, indicator = taken.figure, terms.indicators[taken.figure.indicator]
        earlier = [each for each in series[_cell(row)._replace(period="")] if each[0] < row.period]
        if not earlier:
            continue
        period, numbers = max(earlier, key=lambda each: each[0])
        before = numbers.figure(indicator.unit)
        now = numbers_in(row, indicator).figure(indicator.unit)
        if before is not None and now is not None and _is_jump(before, now, indicator):
            times = PERCENT if indicator.is_share else Decimal(1)
            context = {
                "before": round(before * times, 1),
                "now": round(now * times, 1),
                "period": period,
            }
            column = "value" if row.numerator is None else "numerator"
            yield _ask(taken, column, getattr(row, column), "jump", **context)


def _is_jump(before: Decimal, now: Decimal, indicator: Indicator) -> bool:
    if indicator.is_share:
        return abs(now - before) > JUMP_OF_SHARE
    return abs(now - before) > JUMP_OF_OTHERS * abs(before) if before else False


def _parts(rows: Sequence[TakenRow]) -> Iterator[Question]:
    """Groups of one dimension that add up to more than the figure for everybody."""
    for name in ("numerator", "denominator"):
        wholes: dict[Cell, Decimal] = {}
        parts: dict[tuple[Cell, str], list[TakenRow]] = defaultdict(list)
        for taken in rows:
            row, number = taken.figure, getattr(taken.figure, name)
            if number is None:
                continue
            everybody = _cell(row)._replace(groups="")
            if not row.groups:
                wholes[everybody] = number
            elif len(row.groups) == 1:
                parts[everybody, row.groups[0].partition(":")[0]].append(taken)
        for (cell, _dimension), found in parts.items():
            whole, total = wholes.get(cell), sum(getattr(each.figure, name) for each in found)
            if whole is not None and total > whole:
                context = {"sum": total, "whole": whole}
                number = getattr(found[-1].figure, name)
                yield _ask(found[-1], name, number, "parts_above_whole", **context)


def _not_expected(rows: Sequence[TakenRow], bounds: Bounds) -> Iterator[Question]:
    """Once for each measure that nobody asked this organisation for."""
    told: set[str] = set()
    for taken in rows:
        row = taken.figure
        if not bounds.holds(row) and row.indicator not in told:
            told.add(row.indicator)
            yield _ask(taken, "indicator", row.indicator, "not_asked_for")


def _cell(row: ObservationRow) -> Cell:
    return Cell(row.indicator, row.period, row.place or "", "|".join(row.groups))


def _ask(taken: TakenRow, column: str, value: object, problem: str, **context: Any) -> Question:
    said = taken.cells.get(column) or str(value)
    return Question(taken.number, column, said, problem, context)
