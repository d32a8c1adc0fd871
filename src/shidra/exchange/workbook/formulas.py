"""Text that a spreadsheet would take for a formula, made harmless and back again."""

from typing import Any

__all__ = ["GUARD", "neutralise", "restored"]

GUARD = "'"
# What makes a spreadsheet calculate, in ASCII and in its full-width forms.
_STARTS_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r", "|", "%")
_HARMLESS = {"+", "-"}


def neutralise(value: Any) -> Any:
    """Text that no spreadsheet takes for a formula; anything but text as it is.

    >>> neutralise("=1+1"), neutralise(" @SUM(A1)"), neutralise("five"), neutralise("-")
    ("'=1+1", "' @SUM(A1)", 'five', '-')
    """
    if not isinstance(value, str) or value in _HARMLESS:
        return value
    if value.startswith(("\t", "\r", "\n", GUARD)) or value.lstrip().startswith(_STARTS_FORMULA):
        return GUARD + value
    return value


def restored(text: str) -> str:
    """What `neutralise` was given.

    >>> restored(neutralise("=1+1")), restored("'tis")
    ('=1+1', "'tis")
    """
    if text.startswith(GUARD) and neutralise(text[1:]) == text:
        return text[1:]
    return text
