"""How long pictures take: ratios of one run, so that they hold on any machine."""

from collections.abc import Callable
from html import escape
from random import Random
from statistics import median
from time import process_time

from shidra.pictures.charts import TrendLine, TrendPoint, draw_trend
from shidra.pictures.map import CardMark, MapColumn, MapLink, MapNode, draw_road_map

KINDS = ("resource", "activity", "factor", "intermediate", "outcome")
WORDS = (
    "גילוי מוקדם",
    "טיפול בזמן",
    "איכות מסגרות",
    "תמיכה בהורים",
    "צוותי חינוך",
    "קרקע ותכנון",
)


def measure() -> dict[str, float]:
    """Ratios of one run: maps against a calibration unit and each other, a chart against a map."""
    small, large = drawn_map(80, 94), drawn_map(300, 480)
    small(), large(), trend()  # letter widths are read once
    unit = median(seconds(calibration) for _ in range(9))
    map_80 = median(seconds(small) for _ in range(9))
    map_300 = median(seconds(large) for _ in range(5))
    chart = median(seconds(trend) for _ in range(15))
    return {
        "map of 80 cards / calibration": map_80 / unit,
        "map of 300 cards / map of 80": map_300 / map_80,
        "trend by group / map of 80": chart / map_80,
    }


def seconds(work: Callable[[], object]) -> float:
    """CPU time of the work, best of nothing: the median is taken by the caller."""
    start = process_time()
    work()
    return process_time() - start


def calibration() -> None:
    """Twenty thousand short strings sorted, escaped and joined: what drawing is made of."""
    texts = sorted(f"<{number * 7919 % 20_000}>" for number in range(20_000))
    "".join(escape(text) for text in texts)


def drawn_map(count: int, links: int) -> Callable[[], str]:
    """A map of five columns whose links mostly lead to the next one."""
    chance = Random(count)
    nodes = [
        MapNode(
            f"N{place}",
            " ".join(chance.sample(WORDS, 2)),
            1 + place * 5 // count,
            "תיאור",
            "/",
            kind=KINDS[place * 5 // count],
            mark=CardMark("חסרים 6.2 מיליון ₪", "missing", 0.4) if place % 3 == 0 else None,
            evidence=place % 4,
        )
        for place in range(count)
    ]
    by_column = [[node for node in nodes if node.column == column] for column in range(1, 6)]
    arrows = []
    for _ in range(links):
        column = chance.randrange(4)
        source, target = chance.choice(by_column[column]), chance.choice(by_column[column + 1])
        arrows.append(MapLink(source.code, target.code, chance.choice("+++-"), 2))
    columns = [MapColumn(number, f"שלב {number}") for number in range(1, 6)]
    return lambda: draw_road_map(nodes, arrows, columns=columns, language="he", title="מפה")


def trend() -> str:
    """Six groups over eight years."""
    lines = [
        TrendLine(
            f"קבוצה {group}",
            tuple(TrendPoint(40.0 + 5 * group + year, "50%") for year in range(8)),
            group or None,
        )
        for group in range(6)
    ]
    return draw_trend(
        lines,
        periods=[str(2018 + year) for year in range(8)],
        language="he",
        title="מגמה",
        description="",
        format_value=lambda value: f"{value:g}%",
    )
