"""Changes of categories and dated places that cannot be, beside each other and what is stored."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from shidra.exchange.workbook.known import Known
from shidra.exchange.workbook.problems import Rejection
from shidra.exchange.workbook.rows import CategoryChangeRow, PlaceHistoryRow, PlaceRow, Row
from shidra.exchange.workbook.rules import Names, against, circling
from shidra.exchange.workbook.tables import Table
from shidra.initiatives.analysis import CrosswalkError, begins, crosswalk_from
from shidra.initiatives.models import PLACES, CategoryChange, PlaceHistory

__all__ = ["impossible_changes", "impossible_past"]

PARENT = PlaceHistory.PARENT


def impossible_changes(
    table: Table, rows: Sequence[Row], names: Names, known: Known
) -> Iterator[Rejection]:
    """Changes of what is no category, and changes that cannot follow the others."""
    if table.name != "category_changes":
        return
    holding: list[CategoryChangeRow] = []
    for row in rows:
        if isinstance(row, CategoryChangeRow):
            unknown = list(_unknown_categories(row, names))
            yield from unknown
            if not unknown:
                holding.append(row)
    while (found := _first_fault(holding, known)) is not None:
        yield found
        holding = [row for row in holding if row.number != found.row]


def _unknown_categories(row: CategoryChangeRow, names: Names) -> Iterator[Rejection]:
    for field in ("before", "after"):
        for code in getattr(row, field):
            is_there = (
                names.has("places", code)
                if row.dimension == PLACES
                else names.has("groups", f"{row.dimension}:{code}")
            )
            if not is_there:
                yield against(
                    "category_changes", row, field, code, "no_such_category", category=code
                )
                return


def _first_fault(rows: Sequence[CategoryChangeRow], known: Known) -> Rejection | None:
    """The first row with which the changes do not fit together; None where they do."""
    stored = {each.code: each for each in known.changes}
    in_order = sorted(_in_place(rows, stored, known), key=lambda one: one[0])
    steps = [change for _place, change, _row in in_order]
    try:
        crosswalk_from(steps)
    except CrosswalkError as error:
        fault, about = error.fault, error.category.partition(":")[2]
        row = in_order[error.step][2]
        if row is not None:
            return _faulty(row, f"change_{fault}", category=about)
        # A stored one no longer fits: because of what is said of the same dimension now.
        other = steps[error.step]
        guilty = [row for row in rows if row.dimension == other.dimension] or list(rows)
        return _faulty(guilty[-1], "change_of_others", other=other.code)
    return None


def _in_place(
    rows: Sequence[CategoryChangeRow], stored: Mapping[str, CategoryChange], known: Known
) -> Iterator[tuple[tuple[int, int], CategoryChange, CategoryChangeRow | None]]:
    """Stored changes and rows, each with where it will stand among all."""
    named = {row.code for row in rows}
    for each in stored.values():
        if each.code not in named:
            yield (each.position, 0), each, None
    last = max((each.position for each in stored.values()), default=0)
    for row in rows:
        old = stored.get(row.code)
        place = row.number if known.is_whole else old.position if old else last + row.number
        change = CategoryChange(
            code=row.code,
            dimension=row.dimension,
            kind=row.kind,
            from_period=row.from_period,
            before="|".join(row.before),
            after="|".join(row.after),
        )
        yield (place, 1), change, row


def _faulty(row: CategoryChangeRow, problem: str, **context: object) -> Rejection:
    return against("category_changes", row, "before", "|".join(row.before), problem, **context)


def impossible_past(
    table: Table, rows: Sequence[Row], places: Sequence[PlaceRow], names: Names, known: Known
) -> Iterator[Rejection]:
    """Places that lay in none that is there, or in themselves; and what differs from today."""
    if table.name != "place_history":
        return
    dated = [row for row in rows if isinstance(row, PlaceHistoryRow)]
    unknown = [_no_place(row) for row in dated if _is_lost(row, names)]
    yield from unknown
    lost = {found.row for found in unknown}
    dated = [row for row in dated if row.number not in lost]
    moves = [row for row in dated if row.name == PARENT]
    around = dict(known.parents) if moves else {}
    around |= {place.code: place.parent for place in places}
    yield from _circles(moves, around, known)
    yield from _otherwise_today(dated, {place.code: place for place in places})


def _is_lost(row: PlaceHistoryRow, names: Names) -> bool:
    return row.name == PARENT and bool(row.value) and not names.has("places", row.value or "")


def _no_place(row: PlaceHistoryRow) -> Rejection:
    return against("place_history", row, "value", row.value or "", "parent_not_place")


def _circles(
    moves: Sequence[PlaceHistoryRow], around: Mapping[str, str | None], known: Known
) -> Iterator[Rejection]:
    """Places that lie in themselves in a period in which anything moves."""
    if not moves:
        return
    told: dict[str, dict[str, str]] = {}
    for place, period, value in known.moves:
        told.setdefault(place, {})[period] = value
    for row in moves:
        told.setdefault(row.place, {})[row.from_period or ""] = row.value or ""
    periods = {period for held in told.values() for period in held} | {""}
    rejected: set[int] = set()
    for period in sorted(periods, key=begins):
        lies_in = dict(around)
        for place, held in told.items():
            begun = [one for one in held if begins(one) <= begins(period)]
            if begun:
                lies_in[place] = held[max(begun, key=begins)] or None
        circle = circling(lies_in)
        for row in moves:
            if row.place in circle and row.number not in rejected:
                rejected.add(row.number)
                yield against("place_history", row, "value", row.value or "", "place_cycle")


def _otherwise_today(
    rows: Sequence[PlaceHistoryRow], places: Mapping[str, PlaceRow]
) -> Iterator[Rejection]:
    """What is said last of a place, where the same file says something else of it for today."""
    latest: dict[tuple[str, str], PlaceHistoryRow] = {}
    for row in sorted(rows, key=lambda one: begins(one.from_period or "")):
        latest[row.place, row.name] = row
    for (code, name), row in latest.items():
        place = places.get(code)
        if place is None:
            continue
        said: Any = None
        if name != PARENT and name in place.attributes:
            said = place.attributes[name]
        elif name == PARENT and "parent" in place.model_fields_set:
            said = place.parent or ""
        if said is not None and said != (row.value or ""):
            yield against(
                "place_history",
                row,
                "value",
                row.value or "",
                "differs_from_today",
                today=said or "–",
            )
