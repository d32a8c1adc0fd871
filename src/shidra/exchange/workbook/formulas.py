"""Text that a spreadsheet would take for a formula, made harmless and back again."""

import re
from typing import Any

__all__ = ["GUARD", "neutralise", "parted", "restored", "unparted"]

GUARD = "'"
# What makes a spreadsheet calculate, in ASCII and in its full-width forms, whatever blanks and
# marks of direction that nobody sees stand before it.
_SIGNS = "[=+\\-@|%\uff1d\uff0b\uff0d\uff20]"
_UNSEEN = "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_FORMULA = re.compile(f"[\\s{_UNSEEN}]*{_SIGNS}")
_HARMLESS = {"+", "-"}
# The same where a part of a cell begins, for a spreadsheet that parts cells by other signs than
# commas; a guard that somebody typed there counts too, so that ours is told from it.
_AFTER = "(?<=[;\\t\\r\\n])"
_BEGINS = f'(?={GUARD}|(?:[^\\S\\t\\r\\n]|["{_UNSEEN}])*{_SIGNS})'
_PART = re.compile(_AFTER + _BEGINS)
_GUARDED_PART = re.compile(_AFTER + GUARD + _BEGINS)


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


def parted(text: str) -> str:
    r"""Text for a file with commas, harmless also where semicolons, tabs or lines part its cells.

    A spreadsheet that is set to semicolons, as most are in Europe, makes two cells of `x;=1+1`.

    >>> parted("x;=1+1"), parted("six; seven"), parted("one\n- two")
    ("x;'=1+1", 'six; seven', "one\n'- two")
    """
    return _PART.sub(GUARD, text)


def unparted(text: str) -> str:
    """What `parted` was given.

    >>> unparted(parted("x;=1+1")), unparted("x;'tis")
    ('x;=1+1', "x;'tis")
    """
    return _GUARDED_PART.sub("", text) if GUARD in text else text
