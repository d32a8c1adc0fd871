"""The five aspects of the figures of a measure, each by its own rule.

All of them are about the latest period that has figures. A rule that lacks what it needs gives no
grade, so that what nobody knows is never told as good or bad.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shidra.core.quality.grades import Aspect, Grade, worst

__all__ = [
    "Arrival",
    "Comparability",
    "Completeness",
    "Consistency",
    "Timeliness",
    "Validity",
    "comparability",
    "completeness",
    "consistency",
    "timeliness",
    "validity",
]

# From which share of the asked cells on: A, B, C.
COMPLETE = ((0.95, Grade.A), (0.8, Grade.B), (0.5, Grade.C))
# Up to which share of impossible figures: B, C; none at all is A.
IMPOSSIBLE = ((0.01, Grade.B), (0.05, Grade.C))
# Up to which share of a given total its parts may leave open: A, B, C.
LEFT_OPEN = ((0.05, Grade.A), (0.2, Grade.B), (0.5, Grade.C))
# Days after the day they were asked for by: up to a month, up to three.
A_MONTH, THREE_MONTHS = 31, 92


@dataclass(frozen=True, slots=True)
class Completeness:
    """Of the cells that are asked for, how many have a figure."""

    there: int
    asked: int
    grade: Grade | None = None
    aspect: Aspect = Aspect.COMPLETENESS


def completeness(there: int, asked: int) -> Completeness:
    """A from 95 % of the asked cells on, B from 80 %, C from 50 %, else D; open where none is asked.

    >>> completeness(19, 20).grade.value, completeness(0, 0).grade
    ('A', None)

    Raises:
        ValueError: more are there than were asked for.
    """
    if not 0 <= there <= asked:
        msg = f"{there} of {asked} cells cannot be there."
        raise ValueError(msg)
    if not asked:
        return Completeness(there, asked)
    share = there / asked
    grade = next((letter for least, letter in COMPLETE if share >= least), Grade.D)
    return Completeness(there, asked, grade)


class Arrival(StrEnum):
    """Whether figures came when they were asked for.

    NOT_SAID: nobody said how long after a period its figures are there. SINCE_UNKNOWN: the period
    that is due is there, and nobody knows since when.
    """

    NOT_SAID = "not_said"
    IN_TIME = "in_time"
    LATE = "late"
    SINCE_UNKNOWN = "since_unknown"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Timeliness:
    """How many days after the day they were asked for by, figures came or are still missing."""

    arrival: Arrival
    days: int = 0
    grade: Grade | None = None
    aspect: Aspect = Aspect.TIMELINESS


def timeliness(
    due_on: date | None, next_due_on: date | None, arrived_on: date | None, today: date
) -> Timeliness:
    """Whether the figures of the latest period came in time, and whether later ones are overdue.

    In time is A, up to a month (31 days) late B, up to three (92 days) C, later D. A period whose
    day has passed and that has no figures weighs more than how the one before it came: up to three
    months C, then D. Figures that are there, nobody knows since when, are B.

    Args:
        due_on: by when the figures of the latest period were asked for, None where nobody said.
        next_due_on: the same of the period after it.
        arrived_on: when they came, None where nobody knows.
        today: the day on which it is asked.

    >>> day = date(2026, 11, 22)
    >>> timeliness(date(2026, 6, 30), date(2027, 6, 30), date(2026, 7, 10), day).grade.value
    'B'
    """
    if due_on is None or next_due_on is None:
        return Timeliness(Arrival.NOT_SAID)
    missing = (today - next_due_on).days
    if missing > 0:
        grade = Grade.C if missing <= THREE_MONTHS else Grade.D
        return Timeliness(Arrival.OVERDUE, missing, grade)
    if arrived_on is None:
        return Timeliness(Arrival.SINCE_UNKNOWN, 0, Grade.B)
    late = (arrived_on - due_on).days
    if late <= 0:
        return Timeliness(Arrival.IN_TIME, 0, Grade.A)
    grade = Grade.B if late <= A_MONTH else Grade.C if late <= THREE_MONTHS else Grade.D
    return Timeliness(Arrival.LATE, late, grade)


@dataclass(frozen=True, slots=True)
class Validity:
    """How many figures were looked at, and how many of them no figure can be."""

    checked: int
    impossible: int
    grade: Grade | None = None
    aspect: Aspect = Aspect.VALIDITY


def validity(checked: int, impossible: int) -> Validity:
    """None impossible is A, up to 1 % B, up to 5 % C, more D; open where none could be looked at.

    Impossible are the faults of `fault_of`, and parts that are more than the whole given for them.

    >>> validity(400, 0).grade.value, validity(400, 4).grade.value
    ('A', 'B')
    """
    if not checked:
        return Validity(checked, impossible)
    share = impossible / checked
    grade = next((letter for most, letter in IMPOSSIBLE if share <= most), Grade.D)
    return Validity(checked, impossible, Grade.A if not impossible else grade)


@dataclass(frozen=True, slots=True)
class Consistency:
    """Whether the latest figure lies where those before it let expect, and the parts make the whole.

    Attributes:
        is_jump: it lies beyond the limits of those before; None where these are too few.
        left_open: the largest share of a given total that its parts leave; None without any.
    """

    is_jump: bool | None
    left_open: float | None
    grade: Grade | None = None
    aspect: Aspect = Aspect.CONSISTENCY


def consistency(
    latest: float | None,
    limits: tuple[float, float] | None,
    left_open: float | None,
) -> Consistency:
    """A jump is B, for it may be real; a rest up to 5 % is A, to 20 % B, to 50 % C, more D.

    The grade is the worse of the two; it is open where neither could be looked at.

    Args:
        latest: the latest figure.
        limits: the natural limits (XmR) of those before it.
        left_open: of the totals given beside parts, the largest share that the parts leave.

    >>> consistency(0.9, (0.4, 0.6), None).grade.value, consistency(0.5, (0.4, 0.6), 0.3).grade.value
    ('B', 'C')
    """
    is_jump = None
    if latest is not None and limits is not None:
        is_jump = not limits[0] <= latest <= limits[1]
    by_jump = None if is_jump is None else Grade.B if is_jump else Grade.A
    by_rest = (
        None
        if left_open is None
        else next((letter for most, letter in LEFT_OPEN if left_open <= most), Grade.D)
    )
    return Consistency(is_jump, left_open, worst((by_jump, by_rest)))


@dataclass(frozen=True, slots=True)
class Comparability:
    """How far the latest figure may be held against those before it.

    Attributes:
        breaks: how often the definition changed so that no figure is comparable across it.
        is_alone: the latest figure is comparable with none before it.
        is_converted: some figures were converted into the terms of the latest.
    """

    breaks: int
    is_alone: bool
    is_converted: bool
    grade: Grade | None = None
    aspect: Aspect = Aspect.COMPARABILITY


def comparability(stretches: tuple[int, ...], *, is_converted: bool) -> Comparability:
    """One meaning throughout is A, converted figures B, a break C, a latest figure alone D.

    Args:
        stretches: of each period with a figure, in order, the stretch within which figures are
            comparable. Fewer than two periods leave nothing to compare.
        is_converted: whether any figure was converted into the terms of the latest.

    >>> comparability((0, 0, 1, 1), is_converted=False).grade.value
    'C'
    """
    breaks = len(set(stretches)) - 1
    if len(stretches) < 2:  # noqa: PLR2004 - a comparison needs two
        return Comparability(0, is_alone=False, is_converted=is_converted)
    is_alone = stretches.count(stretches[-1]) == 1
    if breaks:
        grade = Grade.D if is_alone else Grade.C
    else:
        is_alone, grade = False, Grade.B if is_converted else Grade.A
    return Comparability(breaks, is_alone, is_converted, grade)
