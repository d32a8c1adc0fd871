"""What is known of an indicator after protection: numbers its reader may see, without words."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from shidra.initiatives.models import CategoryChange
from shidra.measurement.models import Indicator, IndicatorDefinition
from shidra.measurement.presentation.course import Course
from shidra.measurement.presentation.judged import Quality
from shidra.measurement.presentation.progress import Closing, Progress
from shidra.protection.permissions import Policy, Shown, ShownCell

__all__ = ["REMAINDER", "UNKNOWN", "Aim", "Apart", "Reading", "first_and_latest", "is_unknown"]

UNKNOWN = "unknown"
# Those whose group was not stated, among the values as they were given.
REMAINDER = "remainder"


@dataclass(frozen=True, slots=True)
class Aim:
    """The last target of a line, and where the series stands on its path there.

    `status` is ahead, on_path, off_path, reached, unsure or unknown; `expected` what the path asks
    for by now; `path` its steps by period, from where it begins to its last target.
    """

    period: str
    value: float
    status: str = UNKNOWN
    expected: float | None = None
    path: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Apart:
    """The disparity of one period and the groups at its ends, as `dimension:code`.

    `sure` is between what it lies by the counts of both groups (95 %), where these are shown.
    `among` are the groups that are shown: of other groups it is another disparity.
    """

    period: str
    value: Shown
    highest: str = ""
    lowest: str = ""
    sure: tuple[float, float] | None = None
    among: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    """An indicator in one place, by the groups of one dimension, over all its periods.

    `total`, each line of `groups`, `remainder` and `apart` run alongside `periods`. `axis` are the
    periods of a picture, evenly in time as far as the target.

    Where the definition changed and the change has a stated conversion, all of these stand in the
    terms of the newest version that they can be compared with, and `given` has the values as they
    were observed, by group and of everybody under "". `versions` and `stretches`, within which
    figures are comparable, run alongside `periods`.
    """

    indicator: Indicator
    policy: Policy
    place: str | None = None
    dimension: str = ""
    dimensions: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    axis: tuple[str, ...] = ()
    total: tuple[ShownCell, ...] = ()
    groups: Mapping[str, tuple[ShownCell, ...]] = field(default_factory=dict)
    remainder: tuple[ShownCell, ...] = ()
    exceeding: tuple[str, ...] = ()
    apart: tuple[Apart, ...] = ()
    aim: Aim | None = None
    group_aims: Mapping[str, Aim] = field(default_factory=dict)
    definitions: tuple[IndicatorDefinition, ...] = ()
    versions: tuple[int, ...] = ()
    stretches: tuple[int, ...] = ()
    given: Mapping[str, tuple[Shown, ...]] = field(default_factory=dict)
    course: Course | None = None
    # How categories and places changed, and whether this is told in those of each period.
    changes: tuple[CategoryChange, ...] = ()
    as_then: bool = False
    # Alongside the periods that were read, the groups that stand beside their own parts.
    wholes: tuple[frozenset[str], ...] = ()
    # By group, of everybody under "".
    progress: Mapping[str, Progress] = field(default_factory=dict)
    closing: Closing | None = None
    # Every period of the indicator, also those that nobody asked for.
    all_periods: tuple[str, ...] = ()
    # By group, where each is read by itself against chance.
    courses: Mapping[str, Course] = field(default_factory=dict)
    # The places right inside this one, alongside `periods`.
    places: Mapping[str, tuple[ShownCell, ...]] = field(default_factory=dict)
    # How good the figures are, everywhere and for everybody; None where it was not asked.
    quality: Quality | None = None

    def comparable(self, known: Collection[str]) -> frozenset[str]:
        """Of periods with something to tell, those that may stand beside the latest of them."""
        stretches = dict(zip(self.periods, self.stretches, strict=False))
        if not stretches:
            return frozenset(known)
        latest = max((stretches[period] for period in known), default=0)
        return frozenset(period for period in known if stretches[period] == latest)

    def alone(self, group: str) -> "Reading":
        """One group as if it were everybody, with its own target."""
        return replace(
            self,
            total=self.groups[group],
            aim=self.group_aims.get(group),
            given={"": self.given[group]} if group in self.given else {},
            course=self.courses.get(group),
        )

    def inside(self, place: str) -> "Reading":
        """One of the places inside as if it were everywhere."""
        return replace(
            self,
            place=place,
            axis=self.periods,
            total=self.places[place],
            aim=None,
            given={},
            course=None,
        )

    @property
    def shown_total(self) -> Iterator[tuple[str, Shown]]:
        """Each period with a value for everybody that is comparable with the latest."""
        yield from self.shown(self.total)

    def shown(self, cells: Sequence[ShownCell]) -> Iterator[tuple[str, Shown]]:
        """Each period with a value in a line that is comparable with its latest, and that value."""
        found = {
            period: cell.value
            for period, cell in zip(self.periods, cells, strict=True)
            if cell.value.value is not None
        }
        beside = self.comparable(found.keys())
        yield from ((period, value) for period, value in found.items() if period in beside)

    @property
    def shown_apart(self) -> list[Apart]:
        """The disparities that may be shown and are comparable with the latest.

        Only those among the same groups are: where one is hidden in some years, it would seem that
        the disparity had grown or shrunk.
        """
        found = [apart for apart in self.apart if apart.value.value is not None]
        beside = self.comparable({apart.period for apart in found})
        among = found[-1].among if found else frozenset()
        return [apart for apart in found if apart.period in beside and apart.among == among]


def first_and_latest[T](items: Iterator[T] | list[T]) -> tuple[T, T] | None:
    """The two ends of a series; the same twice where there is only one."""
    found = list(items)
    return (found[0], found[-1]) if found else None


def is_unknown(group: str) -> bool:
    """Whether `dimension:code` stands for those whose group nobody knows."""
    return group.rpartition(":")[2] == UNKNOWN
