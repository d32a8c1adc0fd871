"""The rows of a file: what was published, and what makes every sum of it right.

Totals and splits stand side by side in a release, so that a plain sum would count people twice.
`role` says what a row is good for:

    0  observed, and a part of the whole that no other row counts: read and added
    1  observed, and counted again by finer rows: read, never added
    2  what finer rows leave of it, unknown in what they name: added, never read

The sum of roles 0 and 2 over any place and any groups is the figure of that cell (`core.figures`).
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from shidra.core.figures import UNKNOWN, Crossing, Part, Row, Table, parts_of
from shidra.releases.analysis.parquet import Plain, write_columns
from shidra.releases.models import Release
from shidra.releases.queries import FIGURE_FIELDS, Frozen, figures_of, shapes_of

__all__ = ["COLUMNS", "row_of", "write_file"]

COLUMNS: Mapping[str, str] = {
    "initiative": "BIGINT",
    "indicator": "VARCHAR",
    "period": "VARCHAR",
    "place": "VARCHAR",
    "groups": "VARCHAR",
    "numerator": "BIGINT",
    "denominator": "BIGINT",
    "value": "BIGINT",
    "n": "BIGINT",
    "quality": "VARCHAR",
    "units_counted": "BIGINT",
    "role": "TINYINT",
}
READ_AND_ADDED, READ, ADDED = 0, 1, 2

type Line = tuple[str | int | None, ...]


def write_file(release: Release, lines: Path, path: Path) -> None:
    """Write the file of a release, whose figures are there as lines of .csv."""
    parents = {code: place["parent"] for code, place in release.names["places"].items()}
    overlapping = _overlapping(release, parents)
    apart = (
        line
        for indicator in sorted(overlapping)
        for line in _apart(release, indicator, list(figures_of(release, indicator)), parents)
    )
    same: dict[str, str | int] = {
        "initiative": release.initiative_id,
        "period": release.period,
        "role": READ_AND_ADDED,
    }
    write_columns(apart, COLUMNS, path, Plain(lines, FIGURE_FIELDS, same, overlapping))


def _overlapping(release: Release, parents: Mapping[str, str | None]) -> set[str]:
    """The indicators in which rows may count the same people, told from their codes alone."""
    found = set()
    for indicator, (places, groups) in shapes_of(release).items():
        dimensions = {frozenset(_dimensions(key)) for key in groups}
        if len(dimensions) > 1 or any(_lies_in_another(place, places, parents) for place in places):
            found.add(indicator)
    return found


def _dimensions(key: str) -> list[str]:
    return [group.partition(":")[0] for group in key.split("|")] if key else []


def _lies_in_another(place: str, places: set[str], parents: Mapping[str, str | None]) -> bool:
    """Whether a row of this place lies in a row of a place around it, or of everywhere."""
    if place and "" in places:
        return True
    around = parents.get(place)
    while around:
        if around in places:
            return True
        around = parents.get(around)
    return False


def _apart(
    release: Release, indicator: str, rows: Sequence[Frozen], parents: Mapping[str, str | None]
) -> Iterator[Line]:
    """Rows with their roles, and the remainders that make them add up."""
    axes = tuple(sorted({name for row in rows for name in _dimensions(row.groups)}))
    observed = {row_of(release, row): row for row in rows}
    asked = Crossing(axes, labels={code: (code,) for code in parents}, around=(None,))
    cells: dict[tuple[str | None, tuple[str, ...]], list[Part]] = {}
    for part in parts_of(Table(observed, parents), release.period, asked):
        cells.setdefault((part.labels[0], part.categories), []).append(part)
    leaves, remainders = set(), []
    for (place, categories), parts in cells.items():
        (row, *others) = (part.row for part in parts)
        named = {f"{axis}:{code}" for axis, code in zip(axes, categories, strict=True)}
        is_observed = not others and parts[0].times == 1
        if is_observed and row.groups >= {one for one in named if not one.endswith(f":{UNKNOWN}")}:
            leaves.add(row)
        else:
            line = _remainder(release, indicator, place, sorted(named), parts)
            # What cannot be added, or is nothing, makes no sum any righter.
            if line[5] or line[6]:
                remainders.append(line)
    for row, frozen in observed.items():
        yield _line(release, frozen, READ_AND_ADDED if row in leaves else READ)
    yield from remainders


def row_of(release: Release, row: Frozen) -> Row:
    """A released figure as the core reads it, in whole millionths."""
    groups = frozenset(row.groups.split("|")) if row.groups else frozenset()
    return Row(
        release.period,
        row.place or None,
        groups,
        row.numerator,
        row.denominator,
        row.value,
        row.n,
        row.quality,
    )


def _line(release: Release, row: Frozen, role: int) -> Line:
    return (
        release.initiative_id,
        row.indicator,
        release.period,
        row.place,
        row.groups,
        row.numerator,
        row.denominator,
        row.value,
        row.n,
        row.quality,
        row.units_counted,
        role,
    )


def _remainder(
    release: Release, indicator: str, place: str | None, named: Sequence[str], parts: Sequence[Part]
) -> Line:
    return (
        release.initiative_id,
        indicator,
        release.period,
        place,
        "|".join(named),
        _left([(part.times, part.row.numerator) for part in parts]),
        _left([(part.times, part.row.denominator) for part in parts]),
        None,
        _left([(part.times, part.row.n) for part in parts]),
        max(part.row.quality for part in parts),
        None,
        ADDED,
    )


def _left(amounts: Sequence[tuple[int, float | None]]) -> int | None:
    known = [times * int(amount) for times, amount in amounts if amount is not None]
    return sum(known) if len(known) == len(amounts) else None
