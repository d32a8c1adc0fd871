"""Dumbbells, slopes and bars of people: mirrored where they should be, safe, hiding what is hidden."""

import re

import pytest

from shidra.pictures.charts import (
    Dumbbell,
    PeopleBar,
    Slope,
    SlopeEnd,
    draw_dumbbells,
    draw_people_bars,
    draw_slopes,
)

TEXTS = {"title": "t", "description": "d"}


def dumbbells(language, width=720.0):
    rows = [
        Dumbbell("all", 0.15, "15%", before=0.12, before_text="12%", sure=(0.14, 0.16)),
        Dumbbell("one", None, group=1, hidden="too few"),
    ]
    return draw_dumbbells(
        rows, language=language, goal=0.2, goal_text="goal", format_value=str, width=width, **TEXTS
    )


def slopes(language):
    ends = SlopeEnd(8.3, "+8.3", 7.0, 9.0), SlopeEnd(10.7, "+10.7")
    return draw_slopes(
        [Slope("one", *ends, 1, is_sure=True), Slope("two", *ends, 2)],
        periods=("2013", "2016"),
        language=language,
        format_value=str,
        **TEXTS,
    )


def bars(language):
    rows = [PeopleBar("one", 40, "40", 1), PeopleBar("two", None, "", 2, "too few")]
    return draw_people_bars(rows, language=language, **TEXTS)


@pytest.mark.parametrize("draw", [dumbbells, slopes, bars])
@pytest.mark.parametrize("language", ["he", "ar", "en"])
def test_it_passes_a_strict_content_policy(draw, language):
    assert " style=" not in draw(language)


def test_values_grow_away_from_the_reading_side():
    def goal_at(drawn):
        return float(re.search(r'class="target-path"[^>]*d="M([\d.]+) ', drawn)[1])

    assert goal_at(dumbbells("he")) < 360 < goal_at(dumbbells("en"))


def test_time_runs_left_to_right_in_every_language():
    for language in ("he", "ar", "en"):
        drawn = slopes(language)
        first, last = (float(re.search(rf'x="([\d.]+)"[^>]*>[^<]*{year}', drawn)[1])
                       for year in ("2013", "2016"))  # fmt: skip
        assert first < last


def test_what_may_be_chance_is_dashed():
    assert slopes("en").count("stroke-dasharray") == 1


def test_a_hidden_group_has_a_lock_with_its_reason_and_no_mark():
    for drawn in (dumbbells("en"), bars("en")):
        assert drawn.count('class="lock"') == 1
        assert "too few" in drawn
