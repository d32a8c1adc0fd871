"""What higher rooms do when a period is published, in the same transaction.

Partners' submissions are published with their period; the room of releases knows nothing of them.
"""

from collections.abc import Callable, Collection

from shidra.audit.models import Actor
from shidra.initiatives.models import Initiative

__all__ = ["hears_of_publishing", "tell_of_publishing"]

type _Listener = Callable[[Initiative, Collection[str], Actor], object]

_listeners: dict[str, _Listener] = {}


def hears_of_publishing(name: str, listener: _Listener) -> None:
    """Register a room that hears which periods are published by now; said twice, it hears once."""
    _listeners[name] = listener


def tell_of_publishing(initiative: Initiative, periods: Collection[str], by: Actor) -> None:
    """Tell the rooms above which periods are published by now."""
    for listener in _listeners.values():
        listener(initiative, periods, by)
