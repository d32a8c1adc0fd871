"""For whom a person speaks in an initiative: said by a higher room, asked by all below it.

Who belongs to which organisation is known to the network alone; rooms below it keep, beside what
somebody said, whom they spoke for.
"""

from collections.abc import Callable

from shidra.i18n.text import Text
from shidra.initiatives.permissions import Access

__all__ = ["speaks_for", "voices_are_told_by"]

type _Teller = Callable[[Access], Text]

_tellers: list[_Teller] = []


def voices_are_told_by(teller: _Teller) -> None:
    """Register who knows for whom a person speaks; saying it again replaces the one before."""
    _tellers[:] = [teller]


def speaks_for(access: Access) -> Text:
    """The organisation or group of residents that a person belongs to here, by name; else empty."""
    return _tellers[0](access) if _tellers else Text()
