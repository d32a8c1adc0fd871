"""What is known of a series against chance: numbers its reader may see, without words.

All of it is reckoned from the figures as they are shown, so that it gives away nothing they don't.
"""

from dataclasses import dataclass

__all__ = ["Bounds", "Course", "Spot", "Step"]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between what; of a level, the middle is the mean or the median. In the indicator's unit."""

    lower: float | None
    upper: float | None
    middle: float | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """A period of the series.

    Attributes:
        sure: the 95 % interval that its counts leave open; None where they are not shown.
        rule: outside, trend, two_of_three or shift; empty where no rule flags it.
        side: high or low. variation: improvement or concern.
    """

    period: str
    value: float
    sure: Bounds | None = None
    rule: str = ""
    side: str = ""
    variation: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A period ahead, if nothing changes, with the 80 % interval of the forecast."""

    period: str
    mean: float
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class Course:
    """The last unbroken run of periods that have a figure for everybody.

    Attributes:
        level: the median where there are few periods, else the limits of an XmR chart.
        has_limits: there are enough periods for limits. is_provisional: but they are few.
        tested: 1 where the last figure lies above the first by more than its counts leave open,
            −1 below, 0 where they leave it open; None where they are not shown.
        assurance: pass, fail or inconsistent; empty without a target or without limits.
        begins_late: something before the run was hidden or not measured.
        is_rounded: the figures that are shown are rounded.
    """

    spots: tuple[Spot, ...]
    level: Bounds
    has_limits: bool = False
    is_provisional: bool = False
    tested: int | None = None
    assurance: str = ""
    ahead: tuple[Step, ...] = ()
    begins_late: bool = False
    is_rounded: bool = False
