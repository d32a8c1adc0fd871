"""The time line: days run left to right, words stand at the reading side, nothing collides."""

from datetime import date

import pytest

from shidra.pictures.charts import NARROW, TimeBar, TimeLane, TimeTick, draw_timeline
from tests.pictures.reading import collisions, of_class, outside, parsed, texts

NAMES = {
    "he": ("סביבה עשירה בשפה", "שיחה בשפת הבית", "היום"),
    "ar": ("بيئة غنية باللغة", "حديث بلغة البيت", "اليوم"),
    "en": ("A language-rich environment", "Talking in the home language", "today"),
}


def day(year: int, month: int = 1) -> float:
    return float(date(year, month, 1).toordinal())


def drawn(language: str, width: float = 1080) -> object:
    factor, name, today = NAMES[language]
    lane = TimeLane(
        factor,
        (
            TimeBar(name, day(2025, 9), day(2028, 9), "told"),
            TimeBar(name, None, day(2026), "told", is_system=True),
            TimeBar(name, day(2027), None, "told"),
        ),
    )
    svg = draw_timeline(
        [lane, lane],
        ticks=[TimeTick(day(year), str(year)) for year in range(2025, 2030)],
        today=TimeTick(day(2026, 11), today),
        language=language,
        title="title",
        description="description",
        width=width,
    )
    assert "style=" not in svg
    return parsed(svg)


def starts(picture: object) -> list[float]:
    """Where each bar begins."""
    return [float(bar.get("d")[1:].split(" ")[0]) for bar in of_class(picture, "time-bar")]


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("width", [1080, NARROW])
def test_later_stands_further_right_in_every_language(language: str, width: float):
    picture = drawn(language, width)
    first, _open, last = starts(picture)[:3]
    assert first < last
    years = {t.text: t.left for t in texts(picture) if t.text.isdigit()}
    assert years
    assert sorted(years, key=years.__getitem__) == sorted(years)


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("width", [1080, NARROW])
def test_no_word_collides_or_leaves_the_paper(language: str, width: float):
    picture = drawn(language, width)
    assert not outside(picture)
    assert not collisions(picture)


def test_work_on_the_system_has_another_shape_and_not_only_another_colour():
    bars = of_class(drawn("en"), "time-bar")
    fills = {bar.get("class"): bar.get("fill") for bar in bars}
    assert fills["time-bar system"] != fills["time-bar programme"]
    assert {bar.get("stroke") for bar in bars} == {fills["time-bar programme"]}


def test_an_open_side_ends_in_an_arrow():
    closed, from_the_past, into_the_future = of_class(drawn("en"), "time-bar")[:3]
    assert "L" not in closed.get("d")
    assert from_the_past.get("d").count("L") == 1
    assert into_the_future.get("d").count("L") == 2
