"""Samples for the map's key: one small picture beside each word of explanation."""

from collections.abc import Callable
from typing import Literal

from shidra.pictures.dialect import Attribute, element, number
from shidra.pictures.map.cards import TONES, tinted
from shidra.pictures.map.drawing import EDGE_INK, draw_badge, draw_head
from shidra.pictures.map.shapes import MapLink, Status, Tone
from shidra.pictures.palette import INK, LINE, MISSING, MONEY, MUTED, PAPER, printed

__all__ = ["Sample", "draw_key_sample"]

type Sample = Literal[
    "helps",
    "strong",
    "hinders",
    "hypothesised",
    "contested",
    "evidence",
    "missing",
    "covered",
    "money",
    "on-path",
    "off-path",
    "unknown",
    "plain",
]

WIDE, TALL = 44.0, 18.0
MIDDLE = TALL / 2


def draw_key_sample(sample: Sample) -> str:
    """The sample as a decoration; the word that it stands beside is the caller's."""
    drawn: dict[Sample, Callable[[], str]] = {
        "evidence": evidence,
        "missing": missing,
        "covered": covered,
        "money": depths,
        "on-path": lambda: standing("on-path"),
        "off-path": lambda: standing("off-path"),
        "unknown": unknown,
        "plain": plain,
    }
    parts = drawn[sample]() if sample in drawn else way(sample)
    return element(
        "svg",
        parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(WIDE)} {number(TALL)}",
        width=WIDE,
        height=TALL,
        direction="ltr",
        aria_hidden="true",
        class_="picture-map key-sample",
    )


def way(sample: Sample) -> str:
    hinders = sample == "hinders"
    status: Status = "hypothesised" if sample == "hypothesised" else "supported"
    line = element(
        "path",
        class_="line",
        d=f"M2 {number(MIDDLE)}H{38 if hinders else 35}",
        stroke_width=3.1 if sample == "strong" else 2.1 if sample != "helps" else 1.3,
        stroke_dasharray="9 5" if hinders else None,
    )
    head = (
        element("path", class_="head bar", d="M39 3V15", stroke_width=2.6)
        if hinders
        else draw_head("M42 9L35 5V13Z", MapLink("", "", status=status))
    )
    sign = "−" if hinders else "?" if sample == "contested" else ""
    return element(
        "g",
        element(
            "g",
            line,
            head,
            draw_badge(sign, 19, MIDDLE) if sign else "",
            class_=f"link {status}{' hinders' if hinders else ''}",
        ),
        class_="links",
        fill="none",
        stroke=EDGE_INK,
        stroke_linecap="round",
    )


def evidence() -> str:
    colour = printed("factors")
    dots = [
        element(
            "circle",
            class_="dot on" if place < 2 else "dot",  # noqa: PLR2004 - two of three, as a sample
            cx=12 + 10 * place,
            cy=MIDDLE,
            r=3.2,
            stroke=colour,
            fill=colour if place < 2 else "none",  # noqa: PLR2004
        )
        for place in range(3)
    ]
    return element("g", *dots, class_="card factors")


def sheet(**named: Attribute) -> str:
    """The frame of a card, as small as a word."""
    frame: dict[str, Attribute] = {"x": 2, "y": 3, "width": 40, "height": 13}
    frame |= {"rx": 5, "fill": PAPER, "stroke": LINE}
    return element("rect", class_="face", **(frame | named))


def pill(tone: Tone) -> str:
    """The tag of a tone, without its words."""
    ground = TONES.get(tone)
    shape = element(
        "rect",
        x=20,
        y=0.5,
        width=18,
        height=7,
        rx=3.5,
        fill=ground or PAPER,
        stroke=None if ground else MUTED,
    )
    return element("g", element("g", shape, class_="tag"), class_=f"tone-{tone}")


def missing() -> str:
    face = sheet(stroke=MISSING, stroke_width=1.7, stroke_dasharray="6 4")
    return element(
        "g", face, pill("missing"), class_="card factors lacking tone-missing", color=INK
    )


def standing(tone: Tone) -> str:
    """On its path or off it: a firm edge, and in the picture the word on the tag."""
    mark = "M26 4.2l2 2 4-4" if tone == "on-path" else "M27 2.2l4 4M31 2.2l-4 4"
    return element(
        "g",
        sheet(stroke=TONES[tone], stroke_width=1.7),
        pill(tone),
        element("path", class_="sign", d=mark, stroke=PAPER, stroke_width=1.4, fill="none"),
        class_=f"card factors tone-{tone}",
    )


def unknown() -> str:
    strokes = "".join(f"M{8 + 6 * step} 13.5l4-4" for step in range(5))
    hatch = element("path", class_="hatch", d=strokes, stroke=MUTED, stroke_width=1)
    return element("g", sheet(), pill("unknown"), hatch, class_="card factors")


def plain() -> str:
    return element("g", sheet(), pill("plain"), class_="card factors")


def depths() -> str:
    """The same card three times, deeper each time."""
    faces = [
        element(
            "g",
            sheet(x=2 + 14 * place, width=12, fill=tinted(MONEY, depth), stroke=MONEY),
            class_=f"card tone-money depth-{depth}",
        )
        for place, depth in enumerate((1, 3, 5))
    ]
    return element("g", *faces, class_="factors")


def covered() -> str:
    bar = {"y": MIDDLE - 2, "height": 4.0, "rx": 2.0}
    return element(
        "rect", class_="uncovered", x=2, width=40, fill=MISSING, fill_opacity="0.22", **bar
    ) + element("rect", class_="covered", x=2, width=26, fill=MONEY, **bar)
