"""What no figure can be: a question to whoever gave it, never a reason to refuse it."""

from enum import StrEnum

__all__ = ["Fault", "fault_of"]

# A share written in whole percent may differ from its own counts by half a percent.
_ROUNDING = 0.005
_HAIR = 1e-9


class Fault(StrEnum):
    """What is impossible, or contradicts itself, in the order in which it is looked for."""

    NEGATIVE = "negative"
    MORE_THAN_ALL = "more_than_all"
    OVER_NOBODY = "over_nobody"
    ABOVE_ONE = "above_one"
    NOT_ITS_COUNTS = "not_its_counts"


def fault_of(
    numerator: float | None, denominator: float | None, value: float | None, *, is_share: bool
) -> Fault | None:
    """What is wrong with one figure in itself; None where nothing is.

    NEGATIVE: an amount below 0. MORE_THAN_ALL: a share whose numerator is above its denominator.
    OVER_NOBODY: a numerator over a denominator of 0. ABOVE_ONE: a share above 1 (all). NOT_ITS_
    COUNTS: a share that differs from its own numerator ÷ denominator by more than half a percent.
    Amounts that are not shares may be any number from 0 on.

    >>> fault_of(12, 10, None, is_share=True).value, fault_of(5, 10, 0.5, is_share=True)
    ('more_than_all', None)
    """
    if (numerator or 0) < 0 or (denominator or 0) < 0 or (value or 0) < 0:
        return Fault.NEGATIVE
    if denominator == 0 and numerator:
        return Fault.OVER_NOBODY
    return _fault_of_share(numerator, denominator, value) if is_share else None


def _fault_of_share(
    numerator: float | None, denominator: float | None, value: float | None
) -> Fault | None:
    if numerator is not None and denominator is not None and numerator > denominator:
        return Fault.MORE_THAN_ALL
    if value is not None and value > 1 + _HAIR:
        return Fault.ABOVE_ONE
    if value is not None and numerator is not None and denominator:
        away = abs(value - numerator / denominator)
        return Fault.NOT_ITS_COUNTS if away > _ROUNDING + _HAIR else None
    return None
