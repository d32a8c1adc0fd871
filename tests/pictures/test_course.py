"""A course: points against their middle and limits, and the fan of what comes."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest

from shidra.i18n.isolates import strip
from shidra.pictures.charts import CourseFan, CourseLine, CoursePoint, draw_course
from shidra.pictures.lettering import text_width

LIMITS = [
    CourseLine(14, "Upper limit 14"),
    CourseLine(10, "Mean 10", "middle"),
    CourseLine(6, "Lower limit 6"),
]
POINTS = [CoursePoint(float(value), str(value)) for value in (9, 11, 10, 12, 8, 10)]
PERIODS = [str(2018 + place) for place in range(len(POINTS))]


def drawn(points=POINTS, *, periods=PERIODS, language="en", width=720.0, **more):
    svg = draw_course(
        points,
        periods=periods,
        language=language,
        title="A course",
        description="The table has the figures.",
        format_value=str,
        width=width,
        **more,
    )
    assert "style=" not in svg
    return ET.fromstring(svg)


def every(svg, tag, class_=""):
    return [
        each
        for each in svg.iter()
        if each.tag.endswith(tag) and class_ in ["", *(each.get("class") or "").split()]
    ]


def texts(svg):
    return [strip("".join(each.itertext())) for each in every(svg, "text")]


@pytest.mark.parametrize(("is_provisional", "dashes"), [(True, 2), (False, 0)])
def test_only_provisional_limits_are_dashed_and_never_the_middle(is_provisional, dashes):
    svg = drawn(lines=LIMITS, is_provisional=is_provisional)
    levels = every(svg, "path", "level")
    dashed = [each for each in levels if each.get("stroke-dasharray")]
    assert (len(levels), len(dashed)) == (3, dashes)
    assert all("limit" in each.get("class") for each in dashed)
    assert len(every(svg, "rect", "between")) == 1


def test_a_median_alone_has_no_band():
    svg = drawn(lines=[CourseLine(10, "Median 10", "middle")])
    assert not every(svg, "rect", "between")
    assert "Median 10" in texts(svg)


def test_what_stands_out_has_another_shape_and_says_so():
    odd = CoursePoint(20, "20", "above the upper limit", "off-path")
    svg = drawn([*POINTS[:5], odd], lines=LIMITS)
    assert len(every(svg, "circle", "mark")) == 5
    (flag,) = every(svg, "polygon", "flag")
    assert "off-path" in flag.get("class").split()
    titles = [each.text for each in every(svg, "title")]
    assert "2023: 20. above the upper limit" in titles


def test_what_is_known_of_a_point_is_drawn_where_it_is_known():
    sure = CoursePoint(12, "12", low=11, high=13)
    assert len(every(drawn([*POINTS[:5], sure]), "path", "whisker")) == 1
    assert not every(drawn(), "path", "whisker")


def test_the_fan_opens_at_the_last_point():
    fan = [CourseFan(11, 9, 13), CourseFan(12, 8, 16, "12")]
    svg = drawn(periods=[*PERIODS, "2024", "2025"], fan=fan)
    (shape,) = every(svg, "polygon", "fan")
    corners = shape.get("points").split()
    assert len(corners) == 6
    assert corners[0] == corners[-1]
    last = every(svg, "circle", "mark")[-1]
    assert corners[0] == f"{last.get('cx')},{last.get('cy')}"
    assert "2025" in texts(svg)


@pytest.mark.parametrize("language", ["he", "ar", "en"])
@pytest.mark.parametrize("width", [344.0, 720.0])
def test_time_runs_left_to_right_and_no_period_leaves_or_meets_another(language, width):
    periods = [f"الربع الأول من {2016 + place}" for place in range(14)]
    points = [CoursePoint(float(place % 5), str(place)) for place in range(14)]
    svg = drawn(points, periods=periods, language=language, width=width, lines=LIMITS)
    marks = [float(each.get("cx")) for each in every(svg, "circle", "mark")]
    assert marks == sorted(marks)
    named = [
        (float(each.get("x")), text_width(strip("".join(each.itertext())), 12))
        for each in every(svg, "text")
        if each.get("text-anchor") == "middle" and "الربع" in "".join(each.itertext())
    ]
    assert named
    for x, wide in named:
        assert x >= wide / 2
        assert x + wide / 2 <= width
    ends = sorted((x - wide / 2, x + wide / 2) for x, wide in named)
    assert all(before[1] < after[0] for before, after in pairwise(ends))


def test_every_text_is_isolated_and_escaped():
    odd = [CourseLine(10, "Mean <10> & more", "middle")]
    svg = draw_course(
        POINTS, periods=PERIODS, language="he", title="t", description="d", format_value=str,
        lines=odd,
    )  # fmt: skip
    assert "&lt;10&gt; &amp; more" in svg
    for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg):
        assert text[0] in "\u2066\u2067"
        assert text[-1] == "\u2069"
