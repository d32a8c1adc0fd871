"""What the page says of a series: it rose or fell, and whether the disparity did too."""

import pytest
from django.utils import translation

from shidra.i18n.isolates import strip
from shidra.measurement.models import Indicator
from shidra.measurement.presentation.readings import Aim, Apart, Reading
from shidra.measurement.presentation.words import (
    caution_in_words,
    change_in_words,
    finding,
    standing_in_words,
    value_in_words,
)
from shidra.protection.permissions import Policy, Reason, Shown, ShownCell

POLICY = Policy(10, has_raw_rights=True)


def reading(values, aparts=None, unit="percent", hidden=()):
    periods = tuple(str(2013 + place) for place in range(len(values)))
    cells = [
        Shown(reason=Reason.TOO_FEW) if period in hidden else Shown(value)
        for period, value in zip(periods, values, strict=True)
    ]
    return Reading(
        indicator=Indicator(code="I1", unit=unit),
        policy=POLICY,
        periods=periods,
        total=tuple(ShownCell(cell, Shown(), Shown()) for cell in cells),
        apart=tuple(
            Apart(period, value if isinstance(value, Shown) else Shown(value), "s:a", "s:b")
            for period, value in zip(periods, aparts or (), strict=bool(aparts))
        ),
    )


def said(found, language="en"):
    with translation.override(language):
        return strip(finding(found, language)).replace("\u00a0", " ")


def test_it_says_that_the_average_rose_while_the_disparity_hardly_moved():
    assert said(reading([0.58, 0.602], [0.31, 0.30])) == (
        "The average rose by 2.2 percentage points, the disparity hardly moved."
    )
    assert said(reading([0.58, 0.602], [0.31, 0.30]), "he") == (
        "הממוצע עלה ב־2.2 נקודות אחוז, הפער כמעט לא זז."
    )


def test_it_tells_the_change_that_a_reader_finds_by_subtracting():
    assert "rose by 2.2 percentage points" in said(reading([0.57953, 0.60240]))


def test_it_writes_hebrew_prefixes_together_with_words_and_apart_from_figures():
    assert said(reading([0.58, 0.59]), "he") == "הממוצע עלה בנקודת אחוז אחת."
    assert "ב־2.0 נקודות אחוז" in said(reading([0.58, 0.60]), "he")


def test_it_bends_two_points_in_arabic():
    assert said(reading([0.38, 0.36]), "ar") == "انخفض المعدل بمقدار نقطتين مئويتين."


@pytest.mark.parametrize(
    ("values", "aparts", "words"),
    [
        ([0.5, 0.6], [0.2, 0.3], ("rose", "grew by 10.0")),
        ([0.6, 0.5], [0.3, 0.2], ("fell", "shrank by 10.0")),
        ([0.5, 0.5002], [0.2, 0.3], ("hardly moved", "grew")),
        ([0.5, 0.5], [0.2, 0.2], ("average and the disparity hardly moved",)),
        ([0.5, 0.4], None, ("fell by 10.0 percentage points.",)),
    ],
)
def test_it_has_a_sentence_for_each_course(values, aparts, words):
    for word in words:
        assert word in said(reading(values, aparts))


def test_it_never_calls_a_change_an_improvement():
    for language in ("he", "ar", "en"):
        text = said(reading([0.3, 0.6], [0.2, 0.1]), language).lower()
        assert not {"improve", "השתפר", "تحسن"} & set(text.split())


def test_it_tells_the_disparity_only_over_the_same_time():
    locked = Shown(reason=Reason.TOO_FEW)
    assert said(reading([0.5, 0.55, 0.6], [Shown(0.1), Shown(0.2), locked])) == (
        "The average rose by 10.0 percentage points."
    )


def test_it_tells_a_single_period_plainly():
    assert said(reading([27.5], [4.6], unit="ratio")) == (
        "The average was 27.5 in 2013, with a disparity of 4.6."
    )


def test_it_says_when_everything_is_hidden_or_nothing_measured():
    assert "hidden" in said(reading([0.1, 0.2], hidden=("2013", "2014")))
    assert said(reading([])) == "Nothing was measured here yet."


def test_it_tells_from_where_to_where():
    with translation.override("en"):
        text = strip(change_in_words(reading([0.1206, 0.13, 0.1524]), "en"))
    assert text == "Rose from 12.1% in 2013 to 15.2% in 2015."
    assert change_in_words(reading([0.1]), "en") == ""


def test_it_warns_of_too_few_periods_and_only_then():
    with translation.override("en"):
        assert caution_in_words(reading([0.1, 0.2])).startswith("2 periods are too few")
        assert caution_in_words(reading([0.1])) == ""
        assert caution_in_words(reading([0.1, 0.2, 0.3, 0.4, 0.5, 0.6])) == ""


def test_it_words_each_standing():
    indicator = Indicator(code="I1", unit="percent")
    texts = {
        standing_in_words(Aim("2019", 0.2, status, 0.16), indicator, "en")
        for status in ("reached", "on_path", "off_path", "unknown")
    }
    assert len(texts) == 4


@pytest.mark.parametrize(
    ("unit", "value", "text"),
    [
        ("percent", 0.1524, "15.2%"),
        ("ratio", 27.549, "27.5"),
        ("ratio", 0.10212, "0.102"),
        ("ILS", 6029.4, "₪6,029"),
        ("count", 7, "7"),
        ("rate_1000", 3.14159, "3.14"),
    ],
)
def test_it_writes_values_in_their_unit(unit, value, text):
    assert strip(value_in_words(value, Indicator(code="I", unit=unit), "en")) == text


def test_it_does_not_speak_of_protection_where_nobody_counted_everybody():
    found = reading([None, None], [0.3, 0.2], unit="ratio")
    assert said(found) == "In 2014 the disparity was 0.2; no figure for everybody was given."
    assert said(found, "he") == "ב־2014 הפער היה 0.2; נתון לכלל האוכלוסייה לא נמסר."
    assert said(reading([None])) == "No figure for everybody was given."
    assert "hidden" in said(reading([None], hidden=("2013",)))
