"""What higher rooms say to those below: for whom a person speaks, and who looks again.

Who belongs to which organisation is known to the network alone; rooms below it keep, beside what
somebody said, whom they spoke for. When another map counts, whatever was computed from the one
before is looked at again in the same transaction, by rooms that the map knows nothing of.
"""

from collections.abc import Callable

from shidra.audit.models import Actor
from shidra.i18n.text import Text
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import Access

__all__ = ["look_again", "looks_again", "speaks_for", "voices_are_told_by"]

type _Teller = Callable[[Access], Text]
type _Looker = Callable[[Initiative, Actor], object]

_tellers: list[_Teller] = []
_lookers: dict[str, _Looker] = {}


def voices_are_told_by(teller: _Teller) -> None:
    """Register who knows for whom a person speaks; saying it again replaces the one before."""
    _tellers[:] = [teller]


def speaks_for(access: Access) -> Text:
    """The organisation or group of residents that a person belongs to here, by name; else empty."""
    return _tellers[0](access) if _tellers else Text()


def looks_again(name: str, looker: _Looker) -> None:
    """Register a room that looks again when another map counts; said twice, it looks once."""
    _lookers[name] = looker


def look_again(initiative: Initiative, by: Actor) -> None:
    """Let the rooms above look again at what follows from the map that counts."""
    for looker in _lookers.values():
        looker(initiative, by)
