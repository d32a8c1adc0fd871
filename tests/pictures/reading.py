"""Reads a finished picture back, so that tests judge what is drawn and not how."""

import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from shidra.i18n.isolates import strip
from shidra.pictures.lettering import text_width

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float
    text: str = ""

    def meets(self, other: "Box", *, give: float = 0.0) -> bool:
        return (
            self.left < other.right - give
            and other.left < self.right - give
            and self.top < other.bottom - give
            and other.top < self.bottom - give
        )

    def holds(self, x: float, y: float, *, give: float = 0.0) -> bool:
        return self.left + give < x < self.right - give and self.top + give < y < self.bottom - give


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def of_class(root: ET.Element, name: str) -> list[ET.Element]:
    return [found for found in root.iter() if name in (found.get("class") or "").split()]


def shift(element: ET.Element) -> tuple[float, float]:
    found = re.search(r"translate\(([-\d.]+) ([-\d.]+)\)", element.get("transform") or "")
    return (float(found[1]), float(found[2])) if found else (0.0, 0.0)


def rectangle(element: ET.Element, by: tuple[float, float] = (0.0, 0.0)) -> Box:
    x, y = float(element.get("x") or 0) + by[0], float(element.get("y") or 0) + by[1]
    return Box(x, y, x + float(element.get("width") or 0), y + float(element.get("height") or 0))


def cards(root: ET.Element) -> dict[str, Box]:
    return {
        card.get("data-node") or "": rectangle(of_class(card, "face")[0], shift(card))
        for card in of_class(root, "card")
    }


def tags(root: ET.Element) -> dict[str, Box]:
    return {
        card.get("data-node") or "": rectangle(tag.find(f"{SVG}rect"), shift(card))
        for card in of_class(root, "card")
        for tag in of_class(card, "tag")
    }


def texts(root: ET.Element) -> list[Box]:
    """The box of every line of text, as wide as the font makes it; rotated ones stand upright."""
    found: list[Box] = []

    def look(element: ET.Element, by: tuple[float, float]) -> None:
        own = shift(element)
        here = (by[0] + own[0], by[1] + own[1])
        if element.tag == f"{SVG}text" and strip(element.text or "").strip():
            found.append(text_box(element, here))
        for child in element:
            look(child, here)

    look(root, (0.0, 0.0))
    return found


def text_box(element: ET.Element, by: tuple[float, float]) -> Box:
    size = float(element.get("font-size") or 16)
    weight = 600 if element.get("font-weight") == "600" else 400
    wide = text_width(strip(element.text or ""), size, weight)
    x, y = float(element.get("x") or 0) + by[0], float(element.get("y") or 0) + by[1]
    left = {"middle": x - wide / 2, "end": x - wide}.get(element.get("text-anchor") or "", x)
    box = Box(left, y - size * 0.72, left + wide, y + size * 0.22, strip(element.text or ""))
    turned = re.search(r"rotate\((-?90) ([-\d.]+) ([-\d.]+)\)", element.get("transform") or "")
    if not turned:
        return box
    middle, height = (float(turned[2]), float(turned[3])), size * 0.94
    return Box(
        middle[0] - height / 2,
        middle[1] - wide / 2,
        middle[0] + height / 2,
        middle[1] + wide / 2,
        box.text,
    )


def collisions(root: ET.Element) -> list[tuple[str, str]]:
    boxes = texts(root)
    return [
        (one.text, other.text)
        for place, one in enumerate(boxes)
        for other in boxes[place + 1 :]
        if one.meets(other, give=0.6)
    ]


def outside(root: ET.Element) -> list[str]:
    """Texts that stick out of the sheet."""
    sheet = Box(-1, -1, float(root.get("width") or 0) + 1, float(root.get("height") or 0) + 1)
    return [
        box.text
        for box in texts(root)
        if not (sheet.left <= box.left and box.right <= sheet.right and box.bottom <= sheet.bottom)
    ]


def points(d: str, *, every: int = 8) -> list[tuple[float, float]]:
    """Points along a path of M, L and C, close enough together to miss no card."""
    found: list[tuple[float, float]] = []
    for command, numbers in re.findall(r"([MLC])([-\d. ]+)", d):
        values = [float(value) for value in numbers.split()]
        pairs = list(zip(values[::2], values[1::2], strict=True))
        if command == "M":
            found.append(pairs[0])
        elif command == "L":
            (x0, y0), (x1, y1) = found[-1], pairs[0]
            steps = max(1, int(max(abs(x1 - x0), abs(y1 - y0)) / 6))
            found += [
                (x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps)
                for step in range(1, steps + 1)
            ]
        else:
            start = found[-1]
            found += [on_curve(start, pairs, step / every) for step in range(1, every + 1)]
    return found


def on_curve(
    start: tuple[float, float], pairs: list[tuple[float, float]], t: float
) -> tuple[float, float]:
    one, two, end = pairs
    u = 1 - t
    return tuple(  # type: ignore[return-value]
        u**3 * start[axis]
        + 3 * u * u * t * one[axis]
        + 3 * u * t * t * two[axis]
        + t**3 * end[axis]
        for axis in (0, 1)
    )
