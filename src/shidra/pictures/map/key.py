"""Samples for the map's key: one small picture beside each word of explanation."""

from typing import Literal

from shidra.pictures.dialect import element, number
from shidra.pictures.map.drawing import EDGE_INK, draw_badge, draw_head
from shidra.pictures.map.shapes import MapLink, Status
from shidra.pictures.palette import INK, MISSING, MONEY, PAPER, printed

__all__ = ["Sample", "draw_key_sample"]

type Sample = Literal[
    "helps", "strong", "hinders", "hypothesised", "contested", "evidence", "missing", "covered"
]

WIDE, TALL = 44.0, 18.0
MIDDLE = TALL / 2


def draw_key_sample(sample: Sample) -> str:
    """The sample as a decoration; the word that it stands beside is the caller's."""
    parts = {
        "evidence": evidence,
        "missing": missing,
        "covered": covered,
    }.get(sample, lambda: way(sample))()
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


def missing() -> str:
    face = element(
        "rect",
        class_="face",
        x=2,
        y=2,
        width=40,
        height=14,
        rx=5,
        fill=PAPER,
        stroke=MISSING,
        stroke_width=1.7,
        stroke_dasharray="6 4",
    )
    return element("g", face, class_="card factors lacking", color=INK)


def covered() -> str:
    bar = {"y": MIDDLE - 2, "height": 4.0, "rx": 2.0}
    return element(
        "rect", class_="uncovered", x=2, width=40, fill=MISSING, fill_opacity="0.22", **bar
    ) + element("rect", class_="covered", x=2, width=26, fill=MONEY, **bar)
