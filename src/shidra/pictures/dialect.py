"""The one way pictures are written: small, safe SVG that screen, paper and print share.

Three rules hold for every picture. There is no `style` attribute, so a strict content policy
lets it pass. Presentation attributes carry the print palette and classes carry the themed one,
so that a renderer without CSS variables still shows the right colours. The root is laid out left
to right with physical anchors, and each label is wrapped in the isolate of its own language.
"""

import re
from collections.abc import Iterable
from functools import cache
from html import escape
from typing import Literal

from shidra.i18n import isolates
from shidra.i18n.languages import is_right_to_left
from shidra.i18n.text import Shown

__all__ = [
    "Anchor",
    "Attribute",
    "Language",
    "element",
    "is_rtl",
    "isolated",
    "label",
    "number",
    "picture",
]

type Language = str
type Anchor = Literal["start", "middle", "end"]
type Attribute = str | float | bool | None

# A range such as 0–25 or 2025/26–2030/31 that nobody isolated yet.
RANGE = re.compile(r"(?<![\d\u2066])\d[\d.,/%]*\s?[-–]\s?\d[\d.,/%]*")

UNSAFE = re.compile("[&<>\"']")


def is_rtl(language: Language) -> bool:
    return is_right_to_left(language)


def number(value: float) -> str:
    """A coordinate in a tenth of a unit, without needless noughts."""
    tenths = round(value * 10)
    return str(tenths / 10) if tenths % 10 else str(tenths // 10)


def isolated(text: str, language: Language) -> str:
    """The text in an isolate of its language, ranges within it in one of their own."""
    if is_rtl(language) and "\u2066" not in text:
        text = RANGE.sub(lambda found: isolates.ltr(found.group()), text)
    return isolates.label(text, language)


def attributes(pairs: Iterable[tuple[str, Attribute]]) -> str:
    written = []
    for name, value in pairs:
        if value is None or value is False:
            continue
        if isinstance(value, str):
            shown = escape(value) if UNSAFE.search(value) else value
        else:
            shown = "true" if value is True else number(value)
        written.append(f' {spelt(name)}="{shown}"')
    return "".join(written)


@cache
def spelt(name: str) -> str:
    """The attribute that a Python name stands for."""
    return name.rstrip("_").replace("_", "-")


def element(name: str, *children: str, **named: Attribute) -> str:
    """One element; children are finished markup, attribute values are escaped here."""
    opened = f"<{name}{attributes(named.items())}"
    return f"{opened}>{''.join(children)}</{name}>" if children else f"{opened}/>"


def label(
    content: str,
    x: float,
    y: float,
    language: Language,
    anchor: Anchor = "start",
    **named: Attribute,
) -> str:
    """A line of text in its own isolate, anchored physically (start = left, end = right).

    A name of another language says so, to whoever reads and to whoever listens.
    """
    if isinstance(content, Shown) and content.is_foreign:
        language = content.language
        named["lang"] = language
    shown = escape(isolated(content, language))
    anchored = None if anchor == "start" else anchor
    return element("text", shown, x=x, y=y, text_anchor=anchored, **named)


def picture(
    *children: str,
    width: float,
    height: float,
    title: str,
    description: str,
    language: Language,
    role: str = "img",
    **named: Attribute,
) -> str:
    """The root of a picture, named by its finding and described for those who do not see it."""
    pairs: dict[str, Attribute] = {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"0 0 {number(width)} {number(height)}",
        "width": width,
        "height": height,
        "direction": "ltr",
        "lang": language,
        "role": role,
        "aria_label": title if role != "img" else None,
        "font_family": "Rubik, sans-serif",
        **named,
    }
    head = element("title", escape(title)) if role == "img" else ""
    described = element("desc", escape(description)) if description else ""
    return f"<svg{attributes(pairs.items())}>{head}{described}{''.join(children)}</svg>"
