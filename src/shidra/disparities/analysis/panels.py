"""One outcome by one dimension: each group against the goal and against the group of reference.

Everything is reckoned from the figures as their reader is shown them. What is hidden takes no part
in any sum, rank or order, so that none of these gives it away.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from shidra.core.figures import Pace as Slope
from shidra.core.figures import closure, disproportion, people_behind, period_at
from shidra.core.series import Counted
from shidra.disparities.analysis.moves import between, told
from shidra.disparities.presentation.board import Against, Arrival, Ends, Line, Move, Panel
from shidra.measurement.analysis import counted_of, sure_of
from shidra.measurement.models import Indicator
from shidra.measurement.presentation.progress import Pace
from shidra.measurement.presentation.readings import UNKNOWN, Reading
from shidra.measurement.queries import Names
from shidra.protection.permissions import Reason, ShownCell

__all__ = ["panel_of"]

ENOUGH = 2

type Told = tuple[ShownCell, ShownCell]


def panel_of(reading: Reading, names: Names, comparisons: int = 1) -> Panel | None:
    """The panel of a reading; None where no period shows or hides any group."""
    groups = {group: cells for group, cells in _in_order(reading, names) if not _is_unknown(group)}
    ends = _ends(reading, groups)
    if not groups or ends is None:
        return None
    first, last = (reading.periods.index(period) for period in ends)
    two = {group: (cells[first], cells[last]) for group, cells in groups.items()}
    whole = reading.total[first], reading.total[last]
    reference = _reference(reading, two, names)
    made = _Panel(reading, ends, whole, two.get(reference), comparisons)
    lines = tuple(
        made.line(group, cells, is_reference=group == reference) for group, cells in two.items()
    )
    lines, ranked = _ranked(lines, is_upward=made.is_upward)
    apart, ratio, between, move = made.apart(two)
    return Panel(
        reading=reading,
        dimensions=tuple(reading.dimension.split("|")),
        first=ends[0],
        last=ends[1],
        goal=made.goal,
        goal_period=reading.aim.period if reading.aim else "",
        reference=reference,
        everybody=made.line("", whole),
        lines=lines,
        apart=apart,
        apart_ratio=ratio,
        apart_between=between,
        apart_move=move,
        furthest=next((line.group for line in lines if line.rank == ranked > 1), ""),
        ranked=sum(line.is_shown for line in lines),
        hidden_beside=tuple(_hidden_beside(reading.periods, first, last, groups)),
    )


def _is_unknown(group: str) -> bool:
    return any(part.endswith(f":{UNKNOWN}") for part in group.split("|"))


def _in_order(reading: Reading, names: Names) -> list[tuple[str, tuple[ShownCell, ...]]]:
    """As the table of groups lists them, both sides of a crossing."""
    places = {group: place for place, group in enumerate(names.groups)}

    def place(line: tuple[str, object]) -> tuple[list[int], str]:
        return [places.get(part, len(places)) for part in line[0].split("|")], line[0]

    return sorted(reading.groups.items(), key=place)


def _ends(reading: Reading, groups: Mapping[str, Sequence[ShownCell]]) -> tuple[str, str] | None:
    """The first and the last period that show two groups and can be compared with each other.

    Where none does, the last period in which anything is shown or hidden, twice.
    """
    shown = [
        period
        for step, period in enumerate(reading.periods)
        if sum(cells[step].value.value is not None for cells in groups.values()) >= ENOUGH
    ]
    if beside := reading.comparable(shown):
        among = [period for period in shown if period in beside]
        return among[0], among[-1]
    told_of = [
        period
        for step, period in enumerate(reading.periods)
        if any(cells[step] != ShownCell.nothing() for cells in groups.values())
    ]
    return (told_of[-1], told_of[-1]) if told_of else None


def _hidden_beside(
    periods: Sequence[str], first: int, last: int, groups: Mapping[str, Sequence[ShownCell]]
) -> Iterator[tuple[str, Reason]]:
    """Each period before the first and after the last that hides a group, and a reason of it."""
    for step in (*range(first), *range(last + 1, len(periods))):
        reasons = [cells[step].value.reason for cells in groups.values()]
        if any(reasons):
            yield periods[step], next(filter(None, reasons))


def _reference(reading: Reading, two: Mapping[str, Told], names: Names) -> str:
    """The group that the initiative named; else the one that stands best in the last period."""
    for group in two:
        parts = group.split("|")
        if all(part in names.groups and names.groups[part].is_reference for part in parts):
            return group
    known = {
        group: cells[1].value.value
        for group, cells in two.items()
        if cells[1].value.value is not None
    }
    if not known:
        return ""
    is_upward = reading.indicator.better == Indicator.Better.HIGHER
    return (max if is_upward else min)(known, key=lambda group: known[group] or 0.0)


class _Panel:
    """What all lines of a panel are reckoned with."""

    def __init__(
        self,
        reading: Reading,
        ends: tuple[str, str],
        whole: Told,
        reference: Told | None,
        comparisons: int,
    ) -> None:
        self.reading, self.indicator, self.comparisons = reading, reading.indicator, comparisons
        self.ends, self.whole, self.reference = ends, whole, reference
        self.is_upward = self.indicator.better == Indicator.Better.HIGHER
        self.goal = reading.aim.value if reading.aim else None
        self.counts_people = (
            self.indicator.is_share and self.indicator.counts == Indicator.Counts.BOTH
        )

    def line(self, group: str, cells: Told, *, is_reference: bool = False) -> Line:
        to_go = self._to_go(cells)
        people, reason = self._people(cells[1])
        progress = self.reading.progress.get(group)
        pace = progress.pace if progress else None
        share = self._disproportion(cells[1]) if group else None
        return Line(
            group=group,
            first=cells[0],
            last=cells[1],
            sure=(self._sure(cells[0]), self._sure(cells[1])),
            to_go=to_go,
            nearer=told(to_go, self._own(cells), self.comparisons),
            people=people,
            people_first=self._people(cells[0])[0],
            people_reason=reason,
            pace=pace,
            arrival=self._arrival(to_go, pace),
            against=None if is_reference or not group else self._against(cells),
            disproportion=share[0] if share else None,
            share_of_affected=share[1] if share else None,
            share_of_everybody=share[2] if share else None,
        )

    def apart(
        self, two: Mapping[str, Told]
    ) -> tuple[Ends, Ends, tuple[tuple[str, str], tuple[str, str]], Move]:
        """Largest less smallest among what is shown, and larger ÷ smaller, in both periods.

        In the first only where the same groups are shown in both: of other groups it is another
        disparity, and none that this one grew from.
        """
        found = [_extremes(two, step) for step in (0, 1)]
        if any((a.value.value is None) != (b.value.value is None) for a, b in two.values()):
            found[0] = None
        values = [
            None if pair is None else tuple(two[group][step].value.value or 0.0 for group in pair)
            for step, pair in enumerate(found)
        ]
        ends = Ends(*(None if each is None else each[0] - each[1] for each in values))
        ratio = Ends(*(None if not each or not each[1] else each[0] / each[1] for each in values))
        between = tuple(pair or ("", "") for pair in found)
        terms = []
        for step, pair in enumerate(found):
            sign = 1 if step else -1
            for group, way in zip(pair or (), (1, -1), strict=False):
                terms.append((sign * way, self._counted(two[group][step])))
        move = told(ends, terms, self.comparisons) if self._moves else told(ends, (), 1)
        return ends, ratio, (between[0], between[1]), move

    @property
    def _moves(self) -> bool:
        return self.ends[0] != self.ends[1]

    def _counted(self, cell: ShownCell) -> Counted | None:
        return counted_of(cell, self.indicator)

    def _sure(self, cell: ShownCell) -> tuple[float, float] | None:
        found = sure_of(cell, self.indicator)
        return (found.lower, found.upper) if found else None

    def _behind(self, ahead: ShownCell, cell: ShownCell) -> float | None:
        """How far a figure lies on the worse side of another."""
        if ahead.value.value is None or cell.value.value is None:
            return None
        less = ahead.value.value - cell.value.value
        return less if self.is_upward else -less

    def _to_go(self, cells: Told) -> Ends:
        if self.goal is None:
            return Ends(None, None)
        sign = 1 if self.is_upward else -1
        return Ends(
            *(
                None if cell.value.value is None else sign * (self.goal - cell.value.value)
                for cell in cells
            )
        )

    def _own(self, cells: Told) -> list[tuple[int, Counted | None]]:
        """The change of the distance to a goal that stands still: that of the figure itself."""
        if not self._moves:
            return []
        sign = -1 if self.is_upward else 1
        return [(sign, self._counted(cells[1])), (-sign, self._counted(cells[0]))]

    def _against(self, cells: Told) -> Against | None:
        if self.reference is None:
            return None
        ends = Ends(*(self._behind(*pair) for pair in zip(self.reference, cells, strict=True)))
        ratio = Ends(*(_ratio(*pair) for pair in zip(cells, self.reference, strict=True)))
        sign = 1 if self.is_upward else -1
        terms = [
            (sign, self._counted(self.reference[1])),
            (-sign, self._counted(cells[1])),
            (-sign, self._counted(self.reference[0])),
            (sign, self._counted(cells[0])),
        ]
        return Against(
            ends,
            ratio,
            told(ends, terms if self._moves else (), self.comparisons),
            (between(terms[2:], turned=True), between(terms[:2])),
        )

    def _people(self, cell: ShownCell) -> tuple[int | None, Reason | None]:
        """Who is behind the goal: only where both counts are shown, else why they are not."""
        if self.goal is None or not self.counts_people:
            return None, None
        reason = cell.value.reason or cell.numerator.reason or cell.denominator.reason
        numerator, denominator = cell.numerator.value, cell.denominator.value
        if reason or numerator is None or denominator is None or cell.value.is_rounded:
            return None, reason
        return people_behind(numerator, denominator, self.goal, is_upward=self.is_upward), None

    def _disproportion(self, cell: ShownCell) -> tuple[float, float | None, float | None] | None:
        """From the counts with both shares where they are shown; else from the shown figures."""
        if not self.counts_people:
            return None
        sides = [self._sides(each) for each in (cell, self.whole[1])]
        if sides[0] and sides[1]:
            found = disproportion(sides[0], sides[1], is_upward=self.is_upward)
            return (found.ratio, found.of_affected, found.of_everybody) if found else None
        own, all_of = cell.value.value, self.whole[1].value.value
        if own is None or all_of is None:
            return None
        affected = (1 - own, 1 - all_of) if self.is_upward else (own, all_of)
        return (affected[0] / affected[1], None, None) if affected[1] > 0 else None

    def _sides(self, cell: ShownCell) -> tuple[float, float] | None:
        if self._counted(cell) is None:
            return None
        return cell.numerator.value or 0.0, cell.denominator.value or 0.0

    def _arrival(self, to_go: Ends, pace: Pace | None) -> Arrival:
        """Where the straight way on at the pace meets the goal, as a disparity meets nought."""
        if to_go.last is None:
            return Arrival("unknown")
        found = closure((self.ends[1], to_go.last), _turned(pace, is_upward=self.is_upward))
        named = [
            "" if year is None else period_at(year, self.ends[1])
            for year in (found.year, found.earliest, found.latest)
        ]
        return Arrival(found.status.value, *named)


def _extremes(two: Mapping[str, Told], step: int) -> tuple[str, str] | None:
    """The groups with the largest and the smallest figure of those shown; of equals the first."""
    known = {
        group: cells[step].value.value
        for group, cells in two.items()
        if cells[step].value.value is not None
    }
    if len(known) < ENOUGH:
        return None
    codes = sorted(known)

    def size(group: str) -> float:
        return known[group] or 0.0

    return max(codes, key=size), min(codes, key=size)


def _ratio(cell: ShownCell, to: ShownCell) -> float | None:
    if cell.value.value is None or not to.value.value or to.value.value < 0:
        return None
    return cell.value.value / to.value.value


def _turned(pace: Pace | None, *, is_upward: bool) -> Slope | None:
    """The pace of a figure as that of its distance to the goal."""
    if pace is None:
        return None
    if not is_upward:
        return Slope(pace.a_year, pace.lower, pace.upper)
    lower, upper = pace.lower, pace.upper
    return Slope(-pace.a_year, None if upper is None else -upper, None if lower is None else -lower)


def _ranked(lines: Sequence[Line], *, is_upward: bool) -> tuple[tuple[Line, ...], int]:
    """Each shown line with its place among those shown, equals the same, 1 the furthest ahead."""
    shown = [line.last.value.value for line in lines if line.last.value.value is not None]

    def place(line: Line) -> int:
        value = line.last.value.value
        if value is None:
            return 0
        return 1 + sum(other > value if is_upward else other < value for other in shown)

    ranked = tuple(replace(line, rank=place(line)) for line in lines)
    return ranked, max((line.rank for line in ranked), default=0)
