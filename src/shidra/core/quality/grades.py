"""The letters, and how those of the aspects make one."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

__all__ = ["Aspect", "Grade", "Judged", "Quality", "quality_of", "worst"]


class Grade(StrEnum):
    """A is best. The order of the letters is the order of the grades."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Aspect(StrEnum):
    """What is looked at, in the order in which it is told."""

    COMPLETENESS = "completeness"
    TIMELINESS = "timeliness"
    VALIDITY = "validity"
    CONSISTENCY = "consistency"
    COMPARABILITY = "comparability"


class Judged(Protocol):
    """One aspect with its grade; None where nobody can tell."""

    @property
    def aspect(self) -> Aspect: ...
    @property
    def grade(self) -> Grade | None: ...


@dataclass(frozen=True, slots=True)
class Quality:
    """A grade and the aspect that made it; None where no aspect could be graded."""

    grade: Grade | None = None
    weakest: Aspect | None = None


def worst(grades: Iterable[Grade | None]) -> Grade | None:
    """The last letter of those that are known.

    >>> worst([Grade.A, None, Grade.C]).value
    'C'
    """
    return max((grade for grade in grades if grade is not None), default=None)


def quality_of(aspects: Iterable[Judged]) -> Quality:
    """The grade of the weakest aspect, of equal ones the first; those left open have no say."""
    known = [one for one in aspects if one.grade is not None]
    grade = worst(one.grade for one in known)
    return next((Quality(grade, one.aspect) for one in known if one.grade == grade), Quality())
