"""One measure over many cases: estimates, errors, intervals, and why some have none."""

from dataclasses import dataclass, field

import numpy as np

from shidra.core.inequality.groupings import Flags, Floats

__all__ = ["Found", "Z", "around", "around_logarithm", "unless"]

# The 97.5th percentile of the standard normal distribution, as published tables round it.
Z = 1.959964


@dataclass(slots=True)
class Found:
    """Values by case; NaN where a case has none, and then `why` says the reason by case."""

    measure: str
    variant: str | None
    estimate: Floats
    se: Floats
    lower: Floats
    upper: Floats
    why: list[tuple[Flags, str]] = field(default_factory=list)


def around(measure: str, estimate: Floats, se: Floats, variant: str | None = None) -> Found:
    """A measure whose interval is symmetric."""
    return Found(measure, variant, estimate, se, estimate - Z * se, estimate + Z * se)


def around_logarithm(
    measure: str, estimate: Floats, se_of_logarithm: Floats, variant: str | None = None
) -> Found:
    """A ratio, whose interval is symmetric on the logarithmic scale; its se is that of the ratio."""
    stretch = np.exp(Z * se_of_logarithm)
    return Found(
        measure,
        variant,
        estimate,
        estimate * se_of_logarithm,
        estimate / stretch,
        estimate * stretch,
    )


def unless(found: Found, refused: Flags, reason: str) -> Found:
    """The same without a value in the cases that are refused, for this reason."""
    for values in (found.estimate, found.se, found.lower, found.upper):
        values[refused] = np.nan
    found.why.append((refused, reason))
    return found
