"""Charts: nothing collides, nothing hidden leaks, no meaning hangs on colour alone."""

from dataclasses import replace

import pytest

from shidra.pictures.charts import (
    NARROW,
    WIDE,
    Disparity,
    GridCell,
    GroupRange,
    MoneyBar,
    Share,
    Target,
    TrendLine,
    TrendPoint,
    draw_group_ranges,
    draw_money_bars,
    draw_money_grid,
    draw_shares,
    draw_trend,
    responsive,
)
from shidra.pictures.charts.frame import mark
from tests.pictures.reading import (
    Box,
    collisions,
    of_class,
    outside,
    parsed,
    rectangle,
    shift,
    texts,
)

GROUPS = {
    "he": ["בדואים", "ערבים", "דרוזים", "חרדים", "יהודים אחרים", "כולם"],
    "ar": ["البدو", "العرب", "الدروز", "الحريديم", "يهود آخرون", "الجميع"],
    "en": ["Bedouin", "Arab", "Druze", "Haredi", "Other Jewish", "Everyone"],
}
VALUES = [[41, 44], [55, 58], [62, 63], [63, 64], [72, 74], [58, 60.2]]
PERIODS = ["24/25", "25/26", "26/27", "27/28", "28/29", "29/30", "30/31"]
REASON = "פחות מ־10 ילדים"


def percent(value):
    return f"{value:g}%"


NOTHING = {"language": "he", "title": "א", "description": "", "format_value": percent}


def trend(language="he", width=WIDE, values=VALUES, hidden=None, **more):
    lines = [
        TrendLine(
            name,
            tuple(
                TrendPoint(None, hidden=REASON)
                if (place, at) == hidden
                else TrendPoint(value, percent(value))
                for at, value in enumerate(of_group)
            ),
            None if place == 5 else place,
        )
        for place, (name, of_group) in enumerate(zip(GROUPS[language], values, strict=True))
    ]
    return draw_trend(
        lines,
        periods=PERIODS,
        language=language,
        title="הפער כמעט לא זז",
        description="תיאור",
        format_value=percent,
        target=Target(6, 80, "יעד 80%"),
        disparity=Disparity(44, 74, "פער 30 נקודות"),
        width=width,
        **more,
    )


def ranges(language="he", width=WIDE):
    rows = [
        GroupRange(
            name, now, percent(now), before, 80, "עוד 36 נקודות", None if place == 5 else place
        )
        for place, (name, (before, now)) in enumerate(zip(GROUPS[language], VALUES, strict=True))
    ]
    return draw_group_ranges(
        [*rows, GroupRange("בנות", None, hidden=REASON, group=6)],
        language=language,
        title="המרחק ליעד",
        description="",
        format_value=percent,
        width=width,
    )


def bars(language="he", width=WIDE):
    lines = [
        MoneyBar("גילוי מוקדם וטיפול בזמן", 3.4, 6.2, 0, "9.6", "3.4 מכוסים", "6.2 חסרים"),
        MoneyBar("סביבה עשירה בשפה", 5.4, 0, 0.7, "5.4", "5.4 מכוסים", "", "כפילות 0.7"),
        MoneyBar("כללי הסבסוד", 0, 0.9, 0, "0.9", "", "0.9 חסרים"),
        MoneyBar("התמדה ורצף בגן", 3.6, 0, 0, "3.6", "3.6 מכוסים"),
        MoneyBar("איכות המסגרות לגיל 0–3", 7, 1.4, 0, "8.4", "7 מכוסים", "1.4 חסרים"),
    ]
    return draw_money_bars(
        lines,
        language=language,
        title="חסרים 8.5",
        description="",
        format_value=lambda value: f"{value:g}",
        width=width,
    )


def grid(language="he", width=WIDE):
    columns = ["קרן אלומות", "קרן גליל־נגב", "פדרציית אופק", "ניצן טק", "משרד החינוך", "רשויות"]
    cells = {
        (0, 0): GridCell(2400, "2,400", "אלומות: 2,400"),
        (1, 4): GridCell(7000, "7,000"),
        (2, 1): GridCell(100, "100"),
    }
    return draw_money_grid(
        ["גילוי מוקדם", "איכות המסגרות", "תמיכה בהורים"],
        columns,
        cells,
        language=language,
        title="מי מממן מה",
        description="",
        width=width,
    )


def shares(language="he", width=WIDE):
    return draw_shares(
        [
            Share("ממשלה ורשויות", 22.8, "22.8 מ׳", "public"),
            Share("קרנות, עסקים ותורמים", 26.7, "26.7 מ׳", "private"),
            Share("מעט", 0.2, "0.2 מ׳", "private"),
            Share("חסר", 22.6, "22.6 מ׳", "missing"),
        ],
        language=language,
        title="כסף",
        description="",
        width=width,
    )


CHARTS = [trend, ranges, bars, grid, shares]


@pytest.mark.parametrize("draw", CHARTS)
@pytest.mark.parametrize("language", ["he", "ar", "en"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_it_lets_no_words_collide_or_leave_the_sheet(draw, language, width):
    svg = draw(language, width)
    root = parsed(svg)
    assert collisions(root) == []
    assert outside(root) == []
    assert "style=" not in svg
    assert " id=" not in svg
    assert root[0].text  # the finding is the picture's name


def test_it_keeps_names_apart_when_lines_end_together():
    close = [[50, 60 + place / 10] for place in range(6)]
    for width in (WIDE, NARROW):
        assert collisions(parsed(trend(values=close, width=width))) == []


def test_it_never_writes_a_hidden_value():
    svg = trend(values=[[41, 44.7], *VALUES[1:]], hidden=(0, 0))
    root = parsed(svg)
    assert len(of_class(root, "lock")) == 1
    assert REASON in "".join(of_class(root, "lock")[0].itertext())
    assert "41" not in "".join(root.itertext())
    first = of_class(root, "group-1")[0]
    assert of_class(first, "line")[0].get("d").count("M") == 1
    assert "L" not in of_class(first, "line")[0].get("d")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_it_keeps_locks_and_names_apart_when_the_last_period_is_hidden(width):
    def line(name, group, *values):
        hidden = "" if group is None else REASON
        points = [TrendPoint(value, percent(value)) for value in values]
        return TrendLine(name, (*points, TrendPoint(None, hidden=hidden)), group)

    lines = [
        line("כולם", None, 12, 14),
        line("חינוך עברי", 0, 13, 15),
        line("חינוך דרוזי", 1, 9, 14),
    ]
    total = replace(lines[0], points=(*lines[0].points[:2], TrendPoint(15.2, "15.2%")))
    root = parsed(
        draw_trend(
            [total, *lines[1:]], periods=["2014", "2015", "2016", "2017"], width=width, **NOTHING
        )
    )
    assert collisions(root) == []
    locks = [shift(lock) for lock in of_class(root, "lock")]
    assert abs(locks[0][1] - locks[1][1]) >= 18
    last_of_all = of_class(of_class(root, "total")[0], "mark")[-1]
    assert all(abs(y - float(last_of_all.get("cy"))) >= 13 for _, y in locks)
    circles = [Box(x - 9, y - 9, x + 9, y + 9) for x, y in locks]
    assert not [box.text for box in texts(root) for circle in circles if box.meets(circle)]
    assert "15%" not in "".join("".join(one.itertext()) for one in of_class(root, "names"))


@pytest.mark.parametrize(("language", "right"), [("he", True), ("ar", True), ("en", False)])
def test_it_stands_the_values_at_the_reading_side_and_runs_time_to_the_right(language, right):
    root = parsed(trend(language))
    shown = {box.text: box for box in texts(root)}
    assert (shown["60%"].left > WIDE / 2) is right
    assert shown["24/25"].left < shown["25/26"].left < shown["30/31"].left


def test_it_starts_bars_at_the_reading_side_and_keeps_proportions():
    for language in ("he", "en"):
        first, second = of_class(parsed(bars(language)), "money-bar")[:2]
        covered = rectangle(of_class(first, "covered")[0])
        missing = rectangle(of_class(first, "missing")[0])
        assert (missing.right - missing.left) / (covered.right - covered.left) == pytest.approx(
            6.2 / 3.4, rel=0.01
        )
        assert (covered.left > missing.left) is (language == "he")
        assert of_class(second, "overlap")
        assert not of_class(second, "missing")
        assert of_class(second, "stripe")


def test_it_tells_missing_from_covered_without_colour():
    root = parsed(bars())
    assert all(one.get("stroke-dasharray") for one in of_class(root, "missing"))
    assert not any(one.get("stroke-dasharray") for one in of_class(root, "covered"))


def test_it_gives_every_group_a_shape_of_its_own():
    shapes = {mark(group, 0, 0).partition("fill=")[0] for group in range(8)}
    assert len(shapes) == 8
    assert mark(0, 0, 0) == mark(8, 0, 0)


def test_it_draws_deeper_for_more_money_and_blank_for_none():
    root = parsed(grid())
    assert len(of_class(root, "depth-5")) == 1
    assert len(of_class(root, "depth-1")) == 1
    assert len(of_class(root, "empty")) == 15


def test_it_measures_the_way_to_the_goal():
    root = parsed(ranges())
    assert len(of_class(root, "target-ring")) == 6
    assert len(of_class(root, "lock")) == 1


@pytest.mark.parametrize(
    "svg",
    [
        draw_trend([], periods=[], **NOTHING),
        draw_trend([TrendLine("כולם", (TrendPoint(5.0, "5"),))], periods=["2026"], **NOTHING),
        draw_money_bars([], **NOTHING),
        draw_group_ranges([], **NOTHING),
        draw_money_grid([], [], {}, language="he", title="א", description=""),
        draw_shares([], language="he", title="א", description=""),
    ],
)
def test_it_survives_empty_and_single_values(svg):
    root = parsed(svg)
    assert float(root.get("height")) > 0
    assert outside(root) == []


def test_it_offers_both_sizes():
    both = responsive(lambda width: bars(width=width))
    assert both.count("<svg") == 2
    assert "picture-narrow" in both


@pytest.mark.parametrize("language", ["he", "ar", "en"])
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_it_names_what_is_missing_and_what_overlaps_on_one_bar(language, width):
    both = MoneyBar(
        "line", covered=90, missing=4, overlap=30, missing_text="4 missing", overlap_text="30 over"
    )
    root = parsed(
        draw_money_bars(
            [both, replace(both, missing=100.0)],
            language=language,
            title="t",
            description="d",
            format_value=str,
            width=width,
        )
    )
    for bar in of_class(root, "money-bar"):
        said = "".join("".join(text.itertext()) for text in bar.iter() if "text" in text.tag)
        assert "4 missing" in said
        assert "30 over" in said
    assert collisions(root) == []
    remarks = [box for box in texts(root) if "missing" in box.text or "over" in box.text]
    assert all(box.left >= 0 and box.right <= width for box in remarks)
