"""What every word of a person about the map is kept with."""

from datetime import datetime
from typing import Any

from shidra.audit.models import Actor
from shidra.i18n.text import Text

__all__ = ["said_by"]


def said_by(
    by: Actor, *, text: Text, token: str, speaks_for: Text | None, passed_on_from: str, at: datetime
) -> dict[str, Any]:
    """The fields of a comment, a doubt or talk: the words, who said them, for whom, and when.

    `token` is made with the form, so that a form sent twice says it once.
    """
    return {
        "text": Text().reworded(text, by=by.label, at=at),
        "token": token,
        "author_id": by.id,
        "author": by.label,
        "speaks_for": speaks_for or Text(),
        "passed_on_from": passed_on_from,
        "made_at": at,
    }
