"""Figures on their way through protection: of everybody, and of the groups of one dimension."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from shidra.core.figures import Figure, Split, Terms, disparity
from shidra.measurement.analysis.exits import Exit
from shidra.measurement.analysis.shown import scaled
from shidra.measurement.models import Indicator
from shidra.measurement.presentation.readings import REMAINDER, Apart, Reading, is_unknown
from shidra.protection.permissions import Policy, Reason, Shown, ShownCell

__all__ = ["Breakdown", "Cells", "has_converted", "told", "values_of"]


def has_converted(terms: Iterable[Terms]) -> bool:
    return any(one.is_converted for one in terms)


def values_of(cells: Iterable[ShownCell]) -> tuple[Shown, ...]:
    return tuple(cell.value for cell in cells)


def told(cells: Sequence[ShownCell], terms: Sequence[Terms]) -> tuple[ShownCell, ...]:
    """Figures in the terms of the newest version of their stretch.

    They are converted as their reader may see them, so that nothing is said beyond that.
    """
    return tuple(
        replace(cell, value=replace(cell.value, value=one.told(cell.value.value)))
        if one.is_converted and cell.value.value is not None
        else cell
        for cell, one in zip(cells, terms, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Cells:
    """Figures of one indicator on their way through protection."""

    indicator: Indicator
    policy: Policy
    way: Exit

    def one(self, point: Figure) -> ShownCell:
        """The figure of a place and its groups."""
        return self.way.cell(scaled(point, self.indicator))

    def rest(self, point: Figure, dimension: str) -> ShownCell:
        """What the categories of a dimension leave."""
        return self.way.cell(scaled(point, self.indicator), unknown=[dimension])


class Breakdown:
    """The groups of one dimension over all periods, protected period by period."""

    def __init__(
        self,
        cells: Cells,
        dimension: str,
        splits: Sequence[Split],
        terms: Sequence[Terms],
        wholes: Sequence[Sequence[Figure]],
    ) -> None:
        self.wholes = wholes
        self.dimension, self.splits, self.terms = dimension, splits, terms
        # That parts are more than their whole tells of counts that not everybody sees.
        tells = cells.way.is_open
        self.exceeding = tuple(s.total.period for s in splits if tells and s.exceeds)
        self.given: dict[str, tuple[Shown, ...]] = {}
        self.groups: dict[str, list[ShownCell]] = {}
        self.remainder: list[ShownCell] = []
        self.apart: list[Apart] = []
        for place, split in enumerate(splits):
            self._add(cells, place, split)
        for line in self.groups.values():
            line.extend([ShownCell.nothing()] * (len(splits) - len(line)))
        if has_converted(terms):
            self.given = {group: values_of(line) for group, line in self.groups.items()}
            self.given[REMAINDER] = values_of(self.remainder)
            for group, line in self.groups.items():
                self.groups[group] = list(told(line, terms))
            self.remainder = list(told(self.remainder, terms))

    def _add(self, cells: Cells, place: int, split: Split) -> None:
        rest = [split.remainder] if split.remainder else []
        wholes = self.wholes[place]
        shown = [
            *map(cells.one, split.groups),
            *(cells.rest(one, split.dimension) for one in rest),
            *map(cells.one, wholes),
        ]
        counted = len(split.groups) + len(rest)
        self.remainder.append(shown[counted - 1] if rest else ShownCell.nothing())
        for point, cell in zip(wholes, shown[counted:], strict=True):
            self._line(point, place).append(cell)
        seen: list[Figure] = []
        for point, cell in zip(split.groups, shown, strict=False):
            self._line(point, place).append(cell)
            known = cell.value.value
            value = known if known is None else self.terms[place].told(known)
            seen.append(replace(point, value=value))
        self.apart.append(_apart(split.total.period, seen, shown, self.dimension))

    def _line(self, point: Figure, place: int) -> list[ShownCell]:
        """The line of a group, filled up to this period."""
        (group,) = (one for one in point.groups if one.startswith(f"{self.dimension}:"))
        line = self.groups.setdefault(group, [])
        line.extend([ShownCell.nothing()] * (place - len(line)))
        return line

    def contrast(self) -> float:
        """The latest disparity: the dimension in which it is largest tells most."""
        latest = next((one for one in reversed(self.apart) if one.value.value is not None), None)
        return latest.value.value or 0.0 if latest else -1.0

    def into(self, reading: Reading) -> Reading:
        return replace(
            reading,
            dimension=self.dimension,
            groups={group: tuple(line) for group, line in sorted(self.groups.items())},
            remainder=tuple(self.remainder),
            exceeding=self.exceeding,
            apart=tuple(self.apart),
            wholes=tuple(
                frozenset(group for point in found for group in point.groups)
                for found in self.wholes
            ),
            given={**reading.given, **self.given},
        )


def _apart(
    period: str, seen: Sequence[Figure], shown: Sequence[ShownCell], dimension: str
) -> Apart:
    if found := disparity(seen, dimension):
        is_rounded = any(cell.value.is_rounded for cell in shown)
        among = frozenset(
            group
            for point, cell in zip(seen, shown, strict=False)
            if cell.value.value is not None
            for group in point.groups
            if group.startswith(f"{dimension}:") and not is_unknown(group)
        )
        value = Shown(found.value, is_rounded)
        return Apart(period, value, found.highest, found.lowest, among=among)
    if any(cell.value.is_hidden for cell in shown):
        return Apart(period, Shown(reason=Reason.TOO_FEW))
    return Apart(period, Shown())
