"""In which terms the figures of a series stand beside each other when their definition changed.

A version of a definition holds from a period on until the next one. A figure of version v is told
in terms of v + 1 as x' = times · x + plus, where the conversion is stated; versions that follow
each other by stated conversions form one stretch, and each figure is told in terms of the last
version of its stretch. Where none is stated a new stretch begins: its figures are compared with
none before.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from shidra.core.figures.paths import period_year


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a definition.

    Attributes:
        number: 1, 2, 3.
        valid_from: its first period; empty where it holds from the beginning.
        is_comparable: whether figures of the version before can be told in terms of this one.
        times, plus: how; a figure that stays as it is has 1 and 0. `plus` is in the series' unit.
    """

    number: int
    valid_from: str = ""
    is_comparable: bool = False
    times: float = 1.0
    plus: float = 0.0


@dataclass(frozen=True, slots=True)
class Terms:
    """What is done to the figure of one period, so that it stands beside those of its stretch."""

    version: int = 1
    stretch: int = 0
    times: float = 1.0
    plus: float = 0.0

    @property
    def is_converted(self) -> bool:
        """Whether the figure itself would be another one."""
        return (self.times, self.plus) != (1.0, 0.0)

    def told(self, value: float) -> float:
        """The figure in the terms of the last version of its stretch."""
        return self.times * value + self.plus if self.is_converted else value


def terms_of(periods: Sequence[str], versions: Sequence[Version]) -> tuple[Terms, ...]:
    """The terms of each period, by the version in force in it.

    Versions that begin after the last period change nothing yet. Without any version all figures
    stand as they are.

    Args:
        periods: codes of periods, in any order.
        versions: in any order; their first periods follow their numbers.

    Raises:
        ValueError: a period is none of the four kinds.

    >>> versions = [Version(1), Version(2, "2025", is_comparable=True, times=0.5, plus=0.1)]
    >>> [terms.told(0.4) for terms in terms_of(["2024", "2025"], versions)]
    [0.30000000000000004, 0.4]
    """
    last = max(map(period_year, periods), default=0.0)
    known = [one for one in sorted(versions, key=lambda one: one.number) if _start(one) <= last]
    if not known or known[0].valid_from:
        # What held before the first version that anybody wrote down.
        known.insert(0, Version(known[0].number - 1 if known else 1))
    terms = _chained(known)
    return tuple(terms[_in_force(known, period_year(period))] for period in periods)


def _start(version: Version) -> float:
    return period_year(version.valid_from) if version.valid_from else float("-inf")


def _in_force(versions: Sequence[Version], year: float) -> int:
    return max(place for place, one in enumerate(versions) if _start(one) <= year)


def _chained(versions: Sequence[Version]) -> list[Terms]:
    stretches = [0]
    for version in versions[1:]:
        stretches.append(stretches[-1] + (not version.is_comparable))
    found = [Terms(versions[-1].number, stretches[-1])]
    for place in reversed(range(len(versions) - 1)):
        following, own = versions[place + 1], versions[place].number
        times, plus = 1.0, 0.0
        if following.is_comparable:
            times = found[-1].times * following.times
            plus = found[-1].times * following.plus + found[-1].plus
        found.append(Terms(own, stretches[place], times, plus))
    return found[::-1]
