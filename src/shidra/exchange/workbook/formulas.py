"""Text that a spreadsheet would take for a formula, made harmless and back again."""

import re
from typing import Any

__all__ = ["GUARD", "neutralise", "restored"]

GUARD = "'"
# What makes a spreadsheet calculate, in ASCII and in its full-width forms, whatever blanks and
# marks of direction that nobody sees stand before it.
_FORMULA = re.compile(
    "[\\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\\-@|%\uff1d\uff0b\uff0d\uff20]"
)
_HARMLESS = {"+", "-"}


def neutralise(value: Any) -> Any:
    """Text that no spreadsheet takes for a formula; anything but text as it is.

    >>> neutralise("=1+1"), neutralise(" @SUM(A1)"), neutralise("five"), neutralise("-")
    ("'=1+1", "' @SUM(A1)", 'five', '-')
    """
    if not isinstance(value, str) or value in _HARMLESS:
        return value
    if value.startswith(("\t", "\r", "\n", GUARD)) or _FORMULA.match(value):
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
