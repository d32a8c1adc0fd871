"""Two wordings of one thing, word by word: what stands on both sides, and on one alone."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from shidra.i18n.text import Shown

__all__ = ["Piece", "pieces_of"]

# A figure in its isolate is one word: parted, its halves would lose their direction.
_WORDS: Final = re.compile(r"[\u2066-\u2068][^\u2069]*\u2069|\s+|[^\W_]+|.", re.DOTALL)
# Where less than this share is common, single marked words tell less than two whole texts.
_ALIKE: Final = 0.3


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand on both sides, or on this side alone."""

    text: str
    is_changed: bool = False


def pieces_of(before: Shown, after: Shown) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both wordings in pieces; where little is common, or the language differs, whole.

    >>> old, new = pieces_of(Shown("all pupils", "en"), Shown("all children", "en"))
    >>> [piece.text for piece in new if piece.is_changed]
    ['children']
    """
    if before.language != after.language:
        return _whole(before), _whole(after)
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return _whole(before), _whole(after)
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if b > a:
            left.append(Piece("".join(old[a:b]), kind != "equal"))
        if d > c:
            right.append(Piece("".join(new[c:d]), kind != "equal"))
    return _joined(left), _joined(right)


def _whole(words: Shown) -> tuple[Piece, ...]:
    return (Piece(str(words), is_changed=True),) if words else ()


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Changes that only a space parts are one change: `[old] [words]` reads as `[old words]`."""
    found: list[Piece] = []
    for place, piece in enumerate(pieces):
        follows = pieces[place + 1] if place + 1 < len(pieces) else None
        bridges = (
            bool(found and found[-1].is_changed and follows and follows.is_changed)
            and not piece.text.strip()
        )
        changed = piece.is_changed or bridges
        if found and found[-1].is_changed == changed:
            found[-1] = Piece(found[-1].text + piece.text, changed)
        else:
            found.append(Piece(piece.text, changed))
    return tuple(found)
