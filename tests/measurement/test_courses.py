"""What may be said of change and chance: by how many periods, by counts, never without a test."""

import random
from dataclasses import replace

import pytest
from django.utils import translation

from shidra.core import series as core
from shidra.i18n.isolates import strip
from shidra.measurement.analysis.courses import course_of
from shidra.measurement.models import Indicator
from shidra.measurement.presentation.change import present_change
from shidra.measurement.presentation.drawings import axis_of
from shidra.measurement.presentation.readings import Aim, Reading
from shidra.protection.permissions import Policy, Reason, Shown, ShownCell

BETTER = {"he": ("שיפור", "טוב יותר"), "ar": ("تحسّن", "أفضل"), "en": ("mproved", "better")}
WORSE = {"he": ("הרעה", "גרוע יותר"), "ar": ("تراجع", "أسوأ"), "en": ("orsened", "worse")}


def cell(figure):
    """A value, a pair of counts, or None where it is hidden."""
    if figure is None:
        return ShownCell(*[Shown(reason=Reason.TOO_FEW)] * 3)
    if isinstance(figure, tuple):
        return ShownCell(Shown(figure[0] / figure[1]), Shown(figure[0]), Shown(figure[1]))
    return ShownCell(Shown(figure), Shown(), Shown())


def reading(
    figures,
    *,
    unit="percent",
    better="higher",
    target=None,
    first=2010,
    rounded=False,
    stretches=(),
):
    cells = [cell(figure) for figure in figures]
    if rounded:
        hidden = Shown(reason=Reason.COUNT_OF_A_PART)
        cells = [ShownCell(Shown(c.value.value, is_rounded=True), hidden, hidden) for c in cells]
    periods = tuple(str(first + place) for place in range(len(cells)))
    found = Reading(
        indicator=Indicator(code="M", unit=unit, better=better),
        policy=Policy(10, has_raw_rights=True),
        periods=periods,
        axis=periods,
        total=tuple(cells),
        aim=Aim("2040", target) if target is not None else None,
        stretches=stretches,
    )
    return replace(found, course=course_of(found))


def section_of(found, language="en"):
    with translation.override(language):
        return present_change(found, language)


def said(found, language="en"):
    section = section_of(found, language)
    return strip(" ".join([section.title, *section.notes])).replace("\u00a0", " ")


STEADY = [0.50, 0.52, 0.49, 0.51, 0.50, 0.53, 0.50, 0.51, 0.49, 0.52, 0.50, 0.51, 0.50, 0.52]


def test_one_period_has_no_course():
    assert reading([0.5]).course is None
    assert present_change(reading([0.5]), "en") is None


@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_fewer_than_six_periods_have_a_median_and_never_limits(count):
    found = reading([0.1, 0.9, 0.2, 0.8, 0.3][:count])
    assert not found.course.has_limits
    assert (found.course.level.lower, found.course.level.upper) == (None, None)
    assert not any(spot.rule for spot in found.course.spots)
    assert "too few to tell a lasting change" in said(found)
    section = section_of(found)
    assert [name for name, _f in section.levels] == (["Median"] if count > 2 else [])
    assert (section.picture is not None) == (count > 2)


@pytest.mark.parametrize(("count", "is_provisional"), [(6, True), (12, True), (13, False)])
def test_six_periods_have_limits_that_are_provisional_up_to_twelve(count, is_provisional):
    found = reading(STEADY[:count])
    assert found.course.has_limits
    assert found.course.is_provisional is is_provisional
    assert ("provisional" in said(found)) is is_provisional
    wanted = core.limits_of(STEADY[:count])
    level = found.course.level
    assert (level.lower, level.middle, level.upper) == (wanted.lower, wanted.mean, wanted.upper)
    svg = section_of(found).picture
    assert ('stroke-dasharray="7 5"' in svg) is is_provisional


def test_the_first_and_the_last_are_tested_by_their_counts():
    found = reading([(120, 1000), (130, 1000), (180, 1000)])
    assert found.course.tested == 1
    first = found.course.spots[0].sure
    wanted = core.share_interval(120, 1000)
    assert (first.lower, first.upper) == (wanted.lower, wanted.upper)
    text = said(found)
    assert text.startswith("Improved from 12.0% in 2010 to 18.0% in 2012: more than the chance")
    assert "the two ranges do not meet" in text
    assert "3 periods are too few to tell a lasting change" in text


def test_the_same_change_of_few_people_is_within_chance():
    found = reading([(12, 100), (13, 100), (18, 100)])
    assert found.course.tested == 0
    assert said(found).startswith("From 12.0% in 2010 to 18.0% in 2012: the chance in counting")
    assert "the two ranges meet" in said(found)


def test_rates_are_tested_by_byar_per_thousand():
    periods = ("2020", "2021", "2022")
    cells = [
        ShownCell(Shown(1000 * count / 9000), Shown(count), Shown(9000))
        for count in (200, 150, 100)
    ]
    found = Reading(
        Indicator(code="R", unit="rate_1000", better="lower"),
        Policy(10, has_raw_rights=True),
        periods=periods,
        total=tuple(cells),
    )
    course = course_of(found)
    assert course.tested == -1
    wanted = core.rate_interval(200, 9000)
    assert course.spots[0].sure.upper == pytest.approx(1000 * wanted.upper)


def test_counts_that_are_not_shown_are_not_used():
    found = reading([(120, 1000), (130, 1000), (180, 1000)], rounded=True)
    assert found.course.tested is None
    assert all(spot.sure is None for spot in found.course.spots)
    assert "Reckoned from the rounded figures" in said(found)
    assert "Improved" not in said(found)


def test_only_the_last_unbroken_run_is_told():
    found = reading([0.1, None, 0.5, 0.6, 0.7, None])
    assert [spot.period for spot in found.course.spots] == ["2012", "2013", "2014"]
    assert found.course.begins_late
    assert "Told from 2012 on" in said(found)
    assert reading([0.1, None, 0.2]).course is None
    section = section_of(found)
    assert [row.period for row in section.ahead_rows] == ["\u20662015\u2069"]


def test_nothing_is_told_across_a_break_of_the_definition():
    found = reading([(120, 1000), (130, 1000), (300, 1000), (310, 1000)], stretches=(0, 0, 1, 1))
    assert [spot.period for spot in found.course.spots] == ["2012", "2013"]
    assert found.course.tested == 0
    assert "measured by another definition" in said(found)


def test_a_converted_figure_is_not_tested_by_counts_that_gave_another_one():
    before, after = cell((120, 1000)), cell((180, 1000))
    converted = replace(before, value=Shown(0.08))
    found = reading([0.08, 0.18])
    found = replace(found, total=(converted, after))
    course = course_of(found)
    assert course.tested is None
    assert [spot.sure is None for spot in course.spots] == [True, False]


@pytest.mark.parametrize("language", ["he", "ar", "en"])
@pytest.mark.parametrize(
    ("last", "better", "words"),
    [(0.70, "higher", BETTER), (0.70, "lower", WORSE), (0.30, "higher", WORSE)],
)
def test_a_point_outside_the_limits_is_better_or_worse_by_its_direction(
    language, last, better, words
):
    found = reading([*STEADY, last], better=better)
    assert found.course.spots[-1].rule == "outside"
    assert any(word in said(found, language) for word in words[language])
    other = WORSE if words is BETTER else BETTER
    assert not any(word in said(found, language) for word in other[language])
    row = section_of(found).rows[-1]
    assert row.stands_out == ("above the upper limit" if last > 0.5 else "below the lower limit")
    assert row.tone == ("on-path" if words is BETTER else "off-path")


def test_a_steady_series_is_within_chance():
    text = said(reading(STEADY))
    assert text.startswith("The latest figure lies within what chance alone does.")


@pytest.mark.parametrize(
    ("target", "better", "words"),
    [
        (0.40, "higher", "every period would reach the target of 40.0%"),
        (0.80, "higher", "no period would reach the target of 80.0%"),
        (0.51, "higher", "chance decides which periods reach the target of 51.0%"),
        (0.80, "lower", "every period would reach the target of 80.0%"),
    ],
)
def test_assurance_is_told_in_words(target, better, words):
    assert words in said(reading(STEADY, better=better, target=target))


def test_without_limits_there_is_no_assurance():
    assert reading(STEADY[:5], target=0.4).course.assurance == ""


@pytest.mark.parametrize("language", ["he", "ar", "en"])
def test_nothing_is_called_better_or_worse_without_its_rule_or_its_test(language):
    """Many series of chance and of change: the words appear exactly where something holds."""
    draw = random.Random(7)
    seen = set()
    for _one in range(150):
        count, slope = draw.randint(2, 16), draw.choice([0, 0, 15, -15])
        counts = [
            (min(max(300 + slope * place + draw.randint(-40, 40), 0), 900), 900)
            for place in range(count)
        ]
        figures = counts if draw.random() < 0.5 else [above / 900 for above, _n in counts]
        better = draw.choice(["higher", "lower"])
        found = reading(figures, better=better)
        text, course = said(found, language), found.course
        sign = 1 if better == "higher" else -1
        holds = {
            "better": course.spots[-1].variation == "improvement" or course.tested == sign,
            "worse": course.spots[-1].variation == "concern" or course.tested == -sign,
        }
        for name, words in (("better", BETTER), ("worse", WORSE)):
            if any(word in text for word in words[language]):
                assert holds[name], text
                seen.add(name)
        if not any(holds.values()):
            seen.add("neither")
    assert seen == {"better", "worse", "neither"}


@pytest.mark.parametrize("count", [2, 3, 5, 6, 9, 16])
def test_the_fan_reaches_at_most_a_third_as_far_as_the_periods_known(count):
    found = (
        reading([*STEADY[:14], 0.5, 0.51], first=2000) if count == 16 else reading(STEADY[:count])
    )
    values = [spot.value for spot in found.course.spots]
    ahead = found.course.ahead
    assert len(ahead) == count // 3
    if not ahead:
        return
    wanted = core.forecast(values, count // 3, "drift")
    for step, one in zip(ahead, wanted, strict=True):
        assert (step.mean, step.bounds.lower, step.bounds.upper) == (one.mean, one.lo80, one.hi80)
    assert int(ahead[0].period) == int(found.course.spots[-1].period) + 1


def test_a_share_leaves_neither_nothing_nor_everything_behind():
    found = reading([0.02, 0.30, 0.01, 0.28, 0.02, 0.29, 0.01])
    assert found.course.level.lower == 0.0
    assert all(step.bounds.lower >= 0 for step in found.course.ahead)
    high = reading([0.7, 0.8, 0.9, 0.99])
    assert high.course.ahead[0].bounds.upper == 1.0
    assert high.course.ahead[0].mean == 1.0


def test_an_axis_of_shares_rounds_no_step_away():
    """Steps of 2.5 points are not told as 13% and 8%."""
    axis = axis_of(Indicator(code="M", unit="percent"), "en")
    assert [strip(axis(value)) for value in (0.125, 0.1, 0.1 + 0.2, 0.075)] == [
        "12.5%", "10%", "30%", "7.5%",
    ]  # fmt: skip
