"""Which figures of a series stand beside each other, and in which terms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shidra.core.figures import Terms, Version, terms_of

YEARS = ["2013", "2014", "2015", "2016"]


def test_without_versions_all_figures_stand_as_they_are():
    assert terms_of(YEARS, []) == (Terms(),) * 4
    assert terms_of([], []) == ()


def test_each_period_belongs_to_the_version_in_force():
    versions = [Version(1), Version(2, "2014", is_comparable=True), Version(3, "2016")]
    found = terms_of(YEARS, versions)
    assert [one.version for one in found] == [1, 2, 2, 3]
    assert [one.stretch for one in found] == [0, 0, 0, 1]
    assert not any(one.is_converted for one in found)


def test_conversions_follow_each_other_to_the_last_version():
    versions = [
        Version(1),
        Version(2, "2014", is_comparable=True, times=2.0, plus=1.0),
        Version(3, "2015", is_comparable=True, times=10.0, plus=5.0),
    ]
    # 3 in the first is 7 in the second and 75 in the third.
    assert [one.told(3.0) for one in terms_of(YEARS, versions)] == [75.0, 35.0, 3.0, 3.0]


def test_nothing_is_converted_across_a_break():
    versions = [
        Version(1),
        Version(2, "2014", is_comparable=True, times=2.0),
        Version(3, "2015"),
        Version(4, "2016", is_comparable=True, times=3.0),
    ]
    found = terms_of(YEARS, versions)
    assert [one.told(1.0) for one in found] == [2.0, 1.0, 3.0, 1.0]
    assert [one.stretch for one in found] == [0, 0, 1, 1]


def test_a_version_that_is_yet_to_come_changes_nothing():
    versions = [Version(2, "2020", is_comparable=True, times=2.0)]
    assert [one.told(1.0) for one in terms_of(YEARS, versions)] == [1.0] * 4


def test_what_held_before_the_first_version_that_was_written_down_is_one_too():
    assert [one.version for one in terms_of(YEARS, [Version(2, "2015")])] == [1, 1, 2, 2]


def test_school_years_and_quarters_are_told_in_time():
    versions = [Version(1), Version(2, "2025/26")]
    assert [one.version for one in terms_of(["2024/25", "2025/26"], versions)] == [1, 2]
    versions = [Version(1), Version(2, "2026-Q2")]
    assert [one.version for one in terms_of(["2026-Q1", "2026-Q2"], versions)] == [1, 2]


def test_what_is_no_period_is_refused():
    with pytest.raises(ValueError, match="not a period"):
        terms_of(["soon"], [])


@given(
    st.lists(
        st.tuples(
            st.booleans(), st.sampled_from([0.5, 2.0, 4.0]), st.sampled_from([-1.0, 0.0, 1.0])
        ),
        max_size=3,
    ),
    st.sampled_from([1.0, 8.0]),
)
def test_two_figures_that_say_the_same_are_told_the_same(steps, value):
    """A figure, and what its definition makes of it a version later, meet in the last version."""
    versions = [Version(1)] + [
        Version(number, YEARS[number - 1], comparable, times, plus)
        for number, (comparable, times, plus) in enumerate(steps, start=2)
    ]
    told = value
    for before, after, version in zip(
        terms_of(YEARS, versions), terms_of(YEARS, versions)[1:], versions[1:], strict=False
    ):
        following = version.times * told + version.plus
        if version.is_comparable:
            assert before.told(told) == pytest.approx(after.told(following))
        else:
            assert before.stretch < after.stretch
        told = following
