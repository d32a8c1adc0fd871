"""What is known of an indicator after protection: numbers its reader may see, without words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from shidra.measurement.models import Indicator
from shidra.protection.permissions import Policy, Shown, ShownCell

__all__ = ["UNKNOWN", "Aim", "Apart", "Reading", "first_and_latest", "is_unknown"]

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Aim:
    """A target, and where the series stands on its path there.

    `status` is on_path, off_path, reached or unknown; `expected` what the path asks for by now.
    """

    period: str
    value: float
    status: str = UNKNOWN
    expected: float | None = None


@dataclass(frozen=True, slots=True)
class Apart:
    """The disparity of one period and the groups at its ends, as `dimension:code`."""

    period: str
    value: Shown
    highest: str = ""
    lowest: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """An indicator in one place, by the groups of one dimension, over all its periods.

    `total`, each line of `groups`, `remainder` and `apart` run alongside `periods`. `axis` are the
    periods of a picture, evenly in time as far as the target.
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

    @property
    def shown_total(self) -> Iterator[tuple[str, Shown]]:
        """Each period with a value for everybody, and that value."""
        for period, cell in zip(self.periods, self.total, strict=True):
            if cell.value.value is not None:
                yield period, cell.value

    @property
    def shown_apart(self) -> list[Apart]:
        """The disparities that may be shown."""
        return [apart for apart in self.apart if apart.value.value is not None]


def first_and_latest[T](items: Iterator[T] | list[T]) -> tuple[T, T] | None:
    """The two ends of a series; the same twice where there is only one."""
    found = list(items)
    return (found[0], found[-1]) if found else None


def is_unknown(group: str) -> bool:
    """Whether `dimension:code` stands for those whose group nobody knows."""
    return group.rpartition(":")[2] == UNKNOWN
