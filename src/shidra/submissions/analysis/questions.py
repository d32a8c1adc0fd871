"""What to look at again before figures are handed in. Questions keep no row out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from shidra.exchange.workbook.rows import ObservationRow
from shidra.exchange.workbook.rules import is_more_than_all
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
        *_parts(rows, terms, past),
        *_not_expected(rows, bounds),
    ]
    once: dict[str, Question] = {}
    for each in found:
        once.setdefault(each.key, each)
    yield from sorted(once.values(), key=lambda each: each.row)


def _by_row(rows: Sequence[TakenRow], terms: Terms, past: Past) -> Iterator[Question]:
    for taken in rows:
        row, indicator = taken.figure, terms.indicators[taken.figure.indicator]
        if not is_of_kind(row.period, indicator.period_kind):
            yield _ask(taken, "period", row.period, "period_of_another_kind")
        elif last_day(row.period) >= past.today:
            yield _ask(taken, "period", row.period, "period_not_over")
        if is_more_than_all(row, indicator.unit):
            yield _ask(taken, "numerator", row.numerator, "numerator_above_denominator")
        value, said = row.value, numbers_in(row, indicator)
        if indicator.is_share and value is not None:
            quotient = Numbers(said.numerator, said.denominator).figure(indicator.unit)
            is_known = said.numerator is not None and bool(said.denominator)
            if is_known and quotient is not None and said.value is not None:
                if abs(said.value - quotient) > ROUNDING:
                    yield _ask(taken, "value", value, "value_differs")
            elif 0 < value < 1:
                yield _ask(taken, "value", value, "looks_like_share", {"percent": value * PERCENT})


def _jumps(rows: Sequence[TakenRow], terms: Terms, past: Past) -> Iterator[Question]:
    said = {_cell(taken.figure): taken for taken in rows}
    series: dict[Cell, list[tuple[str, Numbers]]] = defaultdict(list)
    for cell, numbers in _known(rows, terms, past).items():
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
            is_raw = past.is_raw and _cell(row)._replace(period=period) not in said
            yield _ask(taken, column, getattr(row, column), "jump", context, is_raw=is_raw)


def _known(rows: Sequence[TakenRow], terms: Terms, past: Past) -> dict[Cell, Numbers]:
    """What was known before, and what is said now."""
    said = {
        _cell(t.figure): numbers_in(t.figure, terms.indicators[t.figure.indicator]) for t in rows
    }
    return {**past.figures, **said}


def _is_jump(before: Decimal, now: Decimal, indicator: Indicator) -> bool:
    if indicator.is_share:
        return abs(now - before) > JUMP_OF_SHARE
    return abs(now - before) > JUMP_OF_OTHERS * abs(before) if before else False


def _parts(rows: Sequence[TakenRow], terms: Terms, past: Past) -> Iterator[Question]:
    """Groups of one dimension, or places inside another, that add up to more than their whole.

    Of crossings each dimension is added up by itself: girls and boys of a sector make the sector.
    """
    said, known = {_cell(taken.figure): taken for taken in rows}, _known(rows, terms, past)
    for (whole, way), parts in _families(known, terms.names.parents).items():
        told = [said[cell] for cell in (*parts, whole) if cell in said]
        if not told:
            continue
        is_raw = past.is_raw and any(cell not in said for cell in (*parts, whole))
        for name in ("numerator", "denominator"):
            total, most = _sum(known[cell] for cell in parts)[name], getattr(known[whole], name)
            number = getattr(told[0].figure, name)
            if most is not None and total > most and number is not None:
                problem = "places_above_whole" if way == PLACES else "parts_above_whole"
                context = {"sum": total, "whole": most}
                yield _ask(told[0], name, number, problem, context, is_raw=is_raw)


PLACES = ""


def _families(
    known: Mapping[Cell, Numbers], parents: Mapping[str, str | None]
) -> dict[tuple[Cell, str], list[Cell]]:
    """By whole and dimension (`PLACES` for places), the cells that are its parts."""
    found: dict[tuple[Cell, str], list[Cell]] = defaultdict(list)
    for cell in known:
        keys = [key for key in cell.groups.split("|") if key]
        for key in keys:
            whole = cell._replace(groups="|".join(other for other in keys if other != key))
            if whole in known:
                found[whole, key.partition(":")[0]].append(cell)
        if (around := _around(cell, known, parents)) is not None:
            found[around, PLACES].append(cell)
    return found


def _around(
    cell: Cell, known: Mapping[Cell, Numbers], parents: Mapping[str, str | None]
) -> Cell | None:
    """The same of the nearest place around it of which anything is known."""
    place = parents.get(cell.place)
    for _step in range(len(parents)):
        if place is None:
            return None
        if (found := cell._replace(place=place)) in known:
            return found
        place = parents.get(place)
    return None


def _sum(parts: Iterable[Numbers]) -> dict[str, Decimal]:
    total = {"numerator": Decimal(), "denominator": Decimal()}
    for each in parts:
        for name in total:
            total[name] += getattr(each, name) or 0
    return total


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


def _ask(
    taken: TakenRow,
    column: str,
    value: object,
    problem: str,
    context: Mapping[str, Any] | None = None,
    *,
    is_raw: bool = False,
) -> Question:
    said = taken.cells.get(column) or str(value)
    theirs = taken.theirs.get(column)
    told = {**(context or {}), **({"theirs": theirs} if theirs else {})}
    about = str(taken.figure.number) if taken.theirs else ""
    return Question(taken.number, column, said, problem, told, is_raw, about)
