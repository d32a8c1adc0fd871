"""How wide a text is and where it breaks, known before any browser sees it."""

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from shidra.i18n.text import Shown

__all__ = ["shortened", "text_width", "wrapped"]

type Weight = Literal[400, 600]

UNKNOWN_ADVANCE = 560
ELLIPSIS = "…"
# Letters that join only to the one before them, and one that joins to none.
JOINS_BACK_ONLY = frozenset("اأإآٱدذرزوؤةى")
JOINS_NONE = "ء"


@cache
def advances(weight: Weight) -> Mapping[str, int]:
    """Widths in thousandths of the size, as the build measured the font.

    Keys are characters; an Arabic letter followed by i, m or f is its joined form at the
    beginning, in the middle and at the end.
    """
    file = Path(__file__).with_name("advances.json")
    table: dict[str, dict[str, int]] = json.loads(file.read_text(encoding="utf-8"))
    return table[str(weight)]


@lru_cache(maxsize=8192)
def text_width(text: str, size: float, weight: Weight = 400) -> float:
    """Width of one line in the units of `size`."""
    known = advances(weight)
    shapes = joined(text) if any(map(is_arabic, text)) else text
    return sum(
        known.get(shape) or known.get(shape[0]) or advance_of_stranger(shape[0]) for shape in shapes
    ) * (size / 1000)


def is_arabic(character: str) -> bool:
    return "\u0620" <= character <= "\u064a" and character != "\u0640"


def joined(text: str) -> list[str]:
    """Each character with the form in which it stands: alone, first, in the middle or last."""
    letters = [character for character in text if not "\u064b" <= character <= "\u065f"]
    forms = []
    for place, letter in enumerate(letters):
        before = letters[place - 1] if place else ""
        after = letters[place + 1] if place + 1 < len(letters) else ""
        back = is_arabic(letter) and letter != JOINS_NONE and joins_on(before)
        on = joins_on(letter) and is_arabic(after) and after != JOINS_NONE
        forms.append(letter + ("m" if back and on else "f" if back else "i" if on else ""))
    return forms


def joins_on(letter: str) -> bool:
    """Whether a letter reaches out to the next one."""
    return (
        bool(letter)
        and is_arabic(letter)
        and letter not in JOINS_BACK_ONLY
        and letter != JOINS_NONE
    )


def advance_of_stranger(character: str) -> float:
    """Marks and isolates take no room; anything else about as much as a letter."""
    takes_no_room = "\u0591" <= character <= "\u05c7" or "\u064b" <= character <= "\u0670"
    return 0 if takes_no_room or "\u2060" <= character <= "\u2069" else UNKNOWN_ADVANCE


def shortened(text: str, size: float, limit: float, weight: Weight = 400) -> str:
    """The text itself when it fits, else its beginning and an ellipsis."""
    if text_width(text, size, weight) <= limit:
        return text
    kept = str(text)
    while kept and text_width(kept + ELLIPSIS, size, weight) > limit:
        kept = kept[:-1]
    return in_its_language(text, kept.rstrip(" ,.;:-־–") + ELLIPSIS)


def in_its_language(whole: str, part: str) -> str:
    """A part of a name, in the language of the whole where that is known."""
    return whole.worded(part) if isinstance(whole, Shown) else part


def wrapped(
    text: str, size: float, limit: float, lines: int, weight: Weight = 400
) -> tuple[str, ...]:
    """The text in at most `lines` lines of even length; what does not fit ends in an ellipsis."""
    found = fitted(str(text), size, limit, lines, weight)
    return tuple(in_its_language(text, line) for line in found)


@lru_cache(maxsize=4096)
def fitted(text: str, size: float, limit: float, lines: int, weight: Weight) -> tuple[str, ...]:
    """The lines of `wrapped`, words alone."""
    greedy = broken(text, size, limit, weight)
    if len(greedy) > lines:
        kept = greedy[: lines - 1]
        rest = " ".join(greedy[lines - 1 :])
        return (*kept, shortened(rest, size, limit, weight))
    return evened(text, size, limit, len(greedy), weight)


def broken(text: str, size: float, limit: float, weight: Weight) -> tuple[str, ...]:
    """Words filled into lines, each as full as it gets."""
    found: list[str] = []
    for word in text.split():
        joined = f"{found[-1]} {word}" if found else word
        if found and text_width(joined, size, weight) <= limit:
            found[-1] = joined
        else:
            found.append(shortened(word, size, limit, weight))
    return tuple(found)


def evened(text: str, size: float, limit: float, count: int, weight: Weight) -> tuple[str, ...]:
    """The same number of lines, but without one short word alone on the last."""
    narrow, wide = limit / 2, limit
    for _ in range(6):
        middle = (narrow + wide) / 2
        lines = broken(text, size, middle, weight)
        fits = len(lines) <= count and not any(line.endswith(ELLIPSIS) for line in lines)
        narrow, wide = (narrow, middle) if fits else (middle, wide)
    return broken(text, size, wide, weight)
