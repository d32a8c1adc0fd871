"""XmR charts against published limits, a slow oracle, and what must hold of any series."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shidra.core.series import (
    Assurance,
    Chart,
    Improvement,
    Rule,
    SeriesError,
    Side,
    Variation,
    chart_of,
    limits_of,
)

# NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2, flow rates of ten batches of liquid.
FLOW = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]

SIDES = (("high", 1), ("low", -1))
UP, DOWN, NEITHER = Improvement.INCREASE, Improvement.DECREASE, Improvement.NEUTRAL


def flags(chart: Chart) -> list[tuple[str, str | None]]:
    return [(point.rule.value, point.side and point.side.value) for point in chart.points]


def rules(values, **more) -> list[str]:
    return [rule for rule, _side in flags(chart_of(values, UP, **more))]


def test_the_flow_rates_of_the_handbook_have_its_centre_and_limits():
    """The handbook prints 55.8041 and 45.8159, with 3 ÷ 1.128 where the NHS has 2.66."""
    found = limits_of(FLOW)
    assert found.mean == 50.81
    moving = sum(abs(b - a) for a, b in pairwise(FLOW)) / 9
    assert moving == pytest.approx(1.8778, abs=5e-5)
    assert (50.81 + 3 * moving / 1.128, 50.81 - 3 * moving / 1.128) == pytest.approx(
        (55.8041, 45.8159), abs=5e-5
    )
    assert (found.upper, found.lower) == pytest.approx((55.8049, 45.8151), abs=5e-5)


# --- the slow oracle ---------------------------------------------------------------------------


def slow_chart(values, *, cuts, fix_after=None, is_screened=True):
    """Every rule over every window, with fractions, as one reads it in the issue."""
    exact = [Fraction(repr(float(value))) for value in values]
    told = []
    for start, end in cuts:
        told += slow_stretch(exact[start:end], fix_after, is_screened=is_screened)
    return told


def slow_stretch(values, fix_after, *, is_screened):
    base = values if fix_after is None else values[:fix_after]
    mean = sum(base) / len(base)
    ranges = [abs(b - a) for a, b in pairwise(base)]
    if is_screened and ranges:
        average = sum(ranges) / len(ranges)
        ranges = [size for size in ranges if size < Fraction("3.267") * average]
    moving = sum(ranges) / len(ranges) if ranges else Fraction(0)
    far, near = Fraction("2.66") * moving, Fraction("2.66") * moving * 2 / 3
    found = [None] * len(values)
    for rule, side, places in slow_findings(values, mean, near, far):
        for place in places:
            found[place] = found[place] or (rule, side)
    limits = (float(mean - far), float(mean), float(mean + far))
    return [(each or ("none", None), limits) for each in found]


def slow_findings(values, mean, near, far):
    """Each window in which a rule holds, the strongest rule first, with the points it flags."""
    away = [value - mean for value in values]
    for i, z in enumerate(away):
        if abs(z) > far:
            yield "outside", "high" if z > 0 else "low", [i]
    for seven in (range(i, i + 7) for i in range(len(values) - 6)):
        for side, sign in SIDES:
            if all(sign * (values[j] - values[i]) > 0 for i, j in pairwise(seven)):
                yield "trend", side, seven
    yield from slow_sides(away, near, far)


def slow_sides(away, near, far):
    for three in (range(i, i + 3) for i in range(len(away) - 2)):
        for side, sign in SIDES:
            close = [j for j in three if near < sign * away[j] <= far]
            if len(close) >= 2 and all(sign * away[j] > 0 for j in three):
                yield "two_of_three", side, close
    for seven in (range(i, i + 7) for i in range(len(away) - 6)):
        for side, sign in SIDES:
            if all(sign * away[j] > 0 for j in seven):
                yield "shift", side, seven


# Few different values make ties, points on the mean, constant stretches, runs and trends likely.
steps = st.lists(st.sampled_from([-3, -1, -1, 0, 1, 1, 3, 40]), min_size=1, max_size=45)
noise = st.lists(st.integers(-9, 9), min_size=1, max_size=45)


@st.composite
def series(draw):
    if draw(st.booleans()):
        return [value / 10 for value in draw(noise)]
    walked, at = [], 0
    for step in draw(steps):
        at += step
        walked.append(at / 10)
    return walked


@settings(max_examples=500, deadline=None)
@given(
    series(),
    st.none() | st.integers(1, 50),
    st.none() | st.integers(2, 20),
    st.booleans(),
)
def test_every_point_is_flagged_as_the_slow_oracle_flags_it(values, at, fix_after, is_screened):
    chart = chart_of(values, UP, rebase_at=at, fix_after=fix_after, is_screened=is_screened)
    cut = min((at or len(values) + 1) - 1, len(values))
    cuts = [(a, b) for a, b in ((0, cut), (cut, len(values))) if a < b]
    wanted = slow_chart(values, cuts=cuts, fix_after=fix_after, is_screened=is_screened)
    for flag, point, (slow, limits) in zip(flags(chart), chart.points, wanted, strict=True):
        assert flag == slow
        assert (point.lower, point.mean, point.upper) == pytest.approx(limits, rel=1e-12)
    assert chart.is_short == any(b - a < 13 for a, b in cuts)


@settings(max_examples=100, deadline=None)
@given(series(), st.integers(-1000, 1000), st.sampled_from([1, 3, 10, 1000]))
def test_another_unit_or_origin_changes_no_flag(values, shift, scale):
    moved = [float(Fraction(repr(value)) * scale + shift) for value in values]
    before, after = chart_of(values, UP), chart_of(moved, UP)
    assert flags(before) == flags(after)
    for old, new in zip(before.points, after.points, strict=True):
        assert new.upper == pytest.approx(old.upper * scale + shift, rel=1e-9, abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(series(), st.integers(-9, 9))
def test_turned_upside_down_everything_turns(values, target):
    before = chart_of(values, UP, target=target)
    after = chart_of([-value for value in values], DOWN, target=-target)
    turned = {"high": "low", "low": "high", None: None}
    assert [(rule, turned[side]) for rule, side in flags(before)] == flags(after)
    assert [point.variation for point in before.points] == [p.variation for p in after.points]
    assert before.assurance is after.assurance


# --- one rule at a time ------------------------------------------------------------------------


def test_a_point_beyond_a_limit_is_outside_and_one_on_it_is_not():
    steady = [10, 12] * 8
    upper = limits_of(steady).upper
    assert upper == 16.32
    assert rules([*steady, 16.32], fix_after=16)[-1] == "none"
    assert rules([*steady, 16.33], fix_after=16)[-1] == "outside"


def test_seven_points_each_above_the_one_before_are_a_trend_and_six_are_none():
    base = [5, 3] * 8
    assert rules([*base, 3.1, 3.2, 3.3, 3.4, 3.5])[-6:] == ["none"] * 6
    seven = flags(chart_of([*base, 3.1, 3.2, 3.3, 3.4, 3.5, 3.6], UP))
    assert seven[-7:] == [("trend", "high")] * 7
    assert seven[-8] == ("none", None)


def test_a_trend_is_high_where_it_rises_although_it_lies_below_the_mean():
    falling_high = [5, 3] * 8 + [5.0, 4.9, 4.8, 4.7, 4.6, 4.5, 4.4]
    chart = chart_of(falling_high, UP)
    assert all(point.value > point.mean for point in chart.points[-7:])
    assert {(p.side, p.variation) for p in chart.points[-7:]} == {(Side.LOW, Variation.CONCERN)}


def test_a_turning_point_belongs_to_the_trend_that_led_there():
    there_and_back = [0, 1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1, 0]
    found = flags(chart_of([*there_and_back, *[0, 6] * 20], UP))
    assert found[:13] == [("trend", "high")] * 7 + [("trend", "low")] * 6


def test_two_of_three_flags_only_the_near_points_all_on_one_side():
    steady = [10, 12] * 8  # near beyond 14.5466…, outside beyond 16.32
    one = rules([*steady, 15, 11.5, 15], fix_after=16)[-3:]
    assert one == ["two_of_three", "none", "two_of_three"]
    # The third on the other side, on the mean, or outside: no rule, and outside is its own.
    assert rules([*steady, 15, 10.5, 15], fix_after=16)[-3:] == ["none"] * 3
    assert rules([*steady, 15, 11, 15], fix_after=16)[-3:] == ["none"] * 3
    assert rules([*steady, 15, 17, 11.5], fix_after=16)[-3:] == ["none", "outside", "none"]
    assert rules([*steady, 15, 15, 15], fix_after=16)[-3:] == ["two_of_three"] * 3


def test_near_begins_strictly_beyond_two_thirds_of_the_way():
    """Mean 11.5, average moving range 3: two thirds of 2.66 × 3 are 5.32."""
    steady = [10, 13] * 8
    assert rules([*steady, 16.82, 12, 16.82], fix_after=16)[-3:] == ["none"] * 3
    beyond = rules([*steady, 16.83, 12, 16.83], fix_after=16)[-3:]
    assert beyond == ["two_of_three", "none", "two_of_three"]


def test_seven_on_one_side_are_a_shift_and_a_point_on_the_mean_breaks_the_run():
    steady = [10, 12] * 8
    assert rules([*steady, *[11.5, 11.4] * 4], fix_after=16)[-7:] == ["shift"] * 7
    broken = [*steady, 11.5, 11.4, 11.5, 11, 11.5, 11.4, 11.5]
    assert set(rules(broken, fix_after=16)) == {"none"}


def test_a_mean_of_tenths_is_met_exactly():
    """In floats the mean of these is 0.20000000000000004, and the run would go on."""
    values = [0.1, 0.2, 0.3]
    assert sum(values) / 3 != 0.2
    assert limits_of(values).mean == 0.2
    chart = chart_of([*values, *[0.25, 0.24, 0.25, 0.2, 0.24, 0.25, 0.24]], UP, fix_after=3)
    assert {point.rule for point in chart.points} == {Rule.NONE}


def test_precedence_is_outside_trend_two_of_three_shift():
    steady = [10, 12] * 8
    rising = [11.1, 11.2, 11.3, 15, 15.1, 15.2, 17]
    assert rules([*steady, *rising], fix_after=16)[-7:] == ["trend"] * 6 + ["outside"]
    high = [11.1, 11.2, 15, 15.2, 11.3, 11.4, 11.1]
    assert rules([*steady, *high], fix_after=16)[-7:] == [
        *["shift"] * 2, *["two_of_three"] * 2, *["shift"] * 3,
    ]  # fmt: skip


def test_a_wild_range_is_screened_once_and_kept_when_asked():
    values = [10, 11] * 10 + [60, 11, 10, 11]
    ranges = [abs(b - a) for a, b in pairwise(values)]
    kept = [size for size in ranges if size < 3.267 * sum(ranges) / len(ranges)]
    assert kept == [1] * (len(ranges) - 2)
    mean = sum(values) / len(values)
    assert limits_of(values).upper == pytest.approx(mean + 2.66)
    wide = limits_of(values, is_screened=False)
    assert wide.upper == pytest.approx(mean + 2.66 * sum(ranges) / len(ranges))


@pytest.mark.parametrize("values", [[7.3] * 20, [0.1] * 3, [4], [-2, -2]])
def test_a_constant_series_has_limits_equal_to_its_mean_and_no_signal(values):
    chart = chart_of(values, UP, target=values[0])
    for point in chart.points:
        assert (point.lower, point.mean, point.upper) == (values[0],) * 3
        assert (point.rule, point.side, point.variation) == (Rule.NONE, None, Variation.COMMON)
    assert chart.assurance is Assurance.INCONSISTENT


# --- stretches ---------------------------------------------------------------------------------


def test_new_limits_from_a_point_on_and_no_window_over_the_change():
    values = [10, 12] * 7 + [20, 22] * 7
    rebased = chart_of(values, UP, rebase_at=15)
    assert {point.mean for point in rebased.points[:14]} == {11}
    assert {point.mean for point in rebased.points[14:]} == {21}
    assert {point.rule for point in rebased.points} == {Rule.NONE}
    rising = [5, 3] * 8 + [3.1, 3.2, 3.3, 3.4, 3.5, 3.6]
    assert "trend" in rules(rising)
    assert "trend" not in rules(rising, rebase_at=20)


def test_limits_fixed_after_the_first_points_judge_the_later_ones():
    values = [10, 12] * 6 + [13, 13.5] * 6
    assert {point.mean for point in chart_of(values, UP, fix_after=12).points} == {11}
    assert rules(values, fix_after=12)[12:] == ["shift"] * 12
    # Within each stretch, where limits change.
    both = chart_of(values, UP, fix_after=4, rebase_at=13)
    assert (both.points[0].mean, both.points[-1].mean) == (11, 13.25)


@pytest.mark.parametrize(("at", "is_short"), [(None, False), (14, False), (15, True), (1, False)])
def test_a_chart_is_short_where_a_stretch_has_fewer_than_thirteen_points(at, is_short):
    assert chart_of([1, 2] * 13, UP, rebase_at=at).is_short is is_short
    assert chart_of([1, 2] * 6, UP).is_short


@pytest.mark.parametrize(
    ("improvement", "target", "assurance"),
    [
        (UP, 5, "pass"),
        (UP, 20, "fail"),
        (UP, 11, "inconsistent"),
        (UP, 16.32, "inconsistent"),
        (DOWN, 5, "fail"),
        (DOWN, 20, "pass"),
        (NEITHER, 5, "none"),
        (UP, None, "none"),
    ],
)
def test_assurance_weighs_the_target_against_the_limits(improvement, target, assurance):
    assert chart_of([10, 12] * 8, improvement, target=target).assurance == assurance


def test_assurance_is_that_of_the_last_stretch():
    values = [10, 12] * 7 + [30, 32] * 7
    assert chart_of(values, UP, target=20, rebase_at=15).assurance is Assurance.PASS
    assert chart_of(values, UP, target=20).assurance is Assurance.INCONSISTENT


def test_variation_is_the_side_seen_from_what_is_better():
    high = [*[10, 12] * 8, 30]
    told = {better: chart_of(high, better).points[-1].variation for better in Improvement}
    assert told == {
        UP: Variation.IMPROVEMENT, DOWN: Variation.CONCERN, NEITHER: Variation.NEUTRAL,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("values", "more", "said"),
    [
        ([], {}, "no value"),
        ([1, float("nan")], {}, "not finite"),
        ([1, float("inf")], {}, "not finite"),
        ([1, 2], {"target": float("nan")}, "not finite"),
        ([1, 2], {"rebase_at": 0}, "point 1"),
        ([1, 2], {"fix_after": 1}, "two points"),
        ([1.7e308, -1.7e308], {}, "too large"),
    ],
)
def test_what_cannot_be_a_series_is_refused(values, more, said):
    with pytest.raises(SeriesError, match=said):
        chart_of(values, UP, **more)
