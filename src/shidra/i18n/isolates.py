"""Unicode isolates: they keep a number, code or name from being reordered by its neighbours.

Without them a range such as 0–25 reads 25–0 inside Hebrew or Arabic. In HTML, `<bdi dir="ltr">`
does the same; these marks also work inside SVG, attributes, Excel cells and plain text.
"""

from typing import Final

from shidra.i18n.languages import is_right_to_left

__all__ = ["FSI", "LRI", "PDI", "RLI", "isolate", "label", "ltr", "rtl", "strip"]

LRI: Final = "\u2066"
RLI: Final = "\u2067"
FSI: Final = "\u2068"
PDI: Final = "\u2069"

# Also the older marks, which other programs leave in texts.
_MARKS: Final = dict.fromkeys(
    map(ord, (LRI, RLI, FSI, PDI, "\u200e", "\u200f", "\u202a", "\u202b", "\u202c")), None
)


def ltr(text: str) -> str:
    r"""Text that runs left to right whatever stands around it: numbers, ranges, codes.

    >>> ltr("0–25")
    '\u20660–25\u2069'
    """
    return f"{LRI}{text}{PDI}"


def rtl(text: str) -> str:
    """Text that runs right to left whatever stands around it."""
    return f"{RLI}{text}{PDI}"


def isolate(text: str) -> str:
    """Text that runs as its own first letter says: names whose language is not known."""
    return f"{FSI}{text}{PDI}"


def label(text: str, language: str) -> str:
    """Text of a language, for a picture whose own direction is always left to right."""
    return rtl(text) if is_right_to_left(language) else ltr(text)


def strip(text: str) -> str:
    """The text without any direction marks, for search, comparison and files.

    >>> strip(ltr("0–25"))
    '0–25'
    """
    return text.translate(_MARKS)
