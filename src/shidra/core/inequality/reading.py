"""Read groupings from rows of text, as `shidra inequality` takes them from a file."""

import math
from collections.abc import Iterable, Mapping

from shidra.core.inequality.groupings import Grouping, GroupingError, Subgroup

__all__ = ["COLUMNS", "read_groupings"]

COLUMNS = (
    "case",
    "subgroup",
    "estimate",
    "se",
    "population",
    "favourable",
    "ordered",
    "scale",
    "order",
    "reference",
    "numerator",
    "denominator",
)
_ABSENT = frozenset({"", "na"})
_YES_OR_NO = {"1": True, "0": False, "1.0": True, "0.0": False}


def read_groupings(rows: Iterable[Mapping[str, str]]) -> list[Grouping]:
    """The groupings of rows, one by subgroup, in the order in which their cases first stand.

    `numerator` and `denominator` stand in for whichever of estimate, se and population is absent:
    the estimate is numerator ÷ denominator × scale, its standard error that of a share,
    √(q (1 − q) ÷ n), the population the denominator.

    Raises:
        GroupingError: a number is not one, a flag is neither 0 nor 1, or one case says two things.
    """
    cases: dict[str, list[tuple[int, Mapping[str, str]]]] = {}
    for number, row in enumerate(rows, start=2):
        name = (row.get("case") or "").strip()
        if not name:
            raise GroupingError(f"Row {number}: the case has no name.")
        cases.setdefault(name, []).append((number, row))
    return [_grouping(case, held) for case, held in cases.items()]


def _grouping(case: str, rows: list[tuple[int, Mapping[str, str]]]) -> Grouping:
    scales = {_number(row, "scale", number) for number, row in rows}
    favourable = {_flag(row, "favourable", number, absent=True) for number, row in rows}
    ordered = {_flag(row, "ordered", number, absent=False) for number, row in rows}
    for column, said in (("scale", scales), ("favourable", favourable), ("ordered", ordered)):
        if len(said) > 1:
            raise GroupingError(f"{case}: the column {column} says two things.")
    scale, is_ordered = scales.pop(), ordered.pop()
    groups = tuple(_subgroup(row, number, scale, is_ordered=is_ordered) for number, row in rows)
    return Grouping(case, groups, favourable.pop(), is_ordered, scale)


def _subgroup(
    row: Mapping[str, str], number: int, scale: float | None, *, is_ordered: bool
) -> Subgroup:
    order = _number(row, "order", number)
    if order is not None and order != int(order):
        raise GroupingError(f"Row {number}: the order is a whole number.")
    estimate, se = _number(row, "estimate", number), _number(row, "se", number)
    population = _number(row, "population", number)
    counted, among = _number(row, "numerator", number), _number(row, "denominator", number)
    if counted is not None and among is not None:
        share, error = _share(counted, among, scale, number)
        estimate = share if estimate is None else estimate
        se = error if se is None else se
        population = among if population is None else population
    return Subgroup(
        name=(row.get("subgroup") or "").strip() or str(number),
        estimate=estimate,
        se=se,
        population=population,
        order=int(order) if order is not None and is_ordered else None,
        is_reference=_flag(row, "reference", number, absent=False),
    )


def _share(
    counted: float, among: float, scale: float | None, number: int
) -> tuple[float | None, float | None]:
    if among < 0 or counted < 0:
        raise GroupingError(f"Row {number}: numerator and denominator are 0 or more.")
    if among == 0:
        return None, None
    whole = 1.0 if scale is None else scale
    share = counted / among
    if share > 1:
        return share * whole, None
    return share * whole, whole * math.sqrt(share * (1 - share) / among)


def _number(row: Mapping[str, str], column: str, number: int) -> float | None:
    text = (row.get(column) or "").strip()
    if text.lower() in _ABSENT:
        return None
    try:
        value = math.nan if "_" in text else float(text)  # 1_000 is a number in programs alone
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise GroupingError(f"Row {number}: {column} “{text}” is not a number.")
    return value


def _flag(row: Mapping[str, str], column: str, number: int, *, absent: bool) -> bool:
    text = (row.get(column) or "").strip()
    if text.lower() in _ABSENT:
        return absent
    if text not in _YES_OR_NO:
        raise GroupingError(f"Row {number}: {column} is 1 or 0, not “{text}”.")
    return _YES_OR_NO[text]
