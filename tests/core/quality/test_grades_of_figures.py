"""The grades of figures, against tables worked out by hand and against rules restated."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shidra.core.figures import months_after, period_end
from shidra.core.quality import (
    Arrival,
    Aspect,
    Fault,
    comparability,
    completeness,
    consistency,
    fault_of,
    quality_of,
    timeliness,
    validity,
)

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("there", "asked", "grade"),
    [(20, 20, "A"), (19, 20, "A"), (18, 20, "B"), (16, 20, "B"), (15, 20, "C"), (10, 20, "C"),
     (9, 20, "D"), (0, 20, "D"), (0, 0, None)],
)  # fmt: skip
def test_it_grades_what_is_there_among_what_was_asked(there, asked, grade):
    assert completeness(there, asked).grade == grade


@given(st.integers(1, 500), st.data())
def test_completeness_follows_the_exact_share(asked, data):
    there = data.draw(st.integers(0, asked))
    share = Fraction(there, asked)
    borders = [(Fraction(95, 100), "A"), (Fraction(8, 10), "B"), (Fraction(1, 2), "C"), (0, "D")]
    assert completeness(there, asked).grade == next(g for least, g in borders if share >= least)


def test_more_cells_than_were_asked_cannot_be_there():
    with pytest.raises(ValueError, match="3 of 2"):
        completeness(3, 2)


@pytest.mark.parametrize(
    ("days", "grade"), [(-40, "A"), (0, "A"), (1, "B"), (31, "B"), (32, "C"), (92, "C"), (93, "D")]
)
def test_it_grades_how_late_figures_came(days, grade):
    due = date(2026, 1, 31)
    found = timeliness(due, date(2027, 1, 31), due + timedelta(days), TODAY)
    assert found.grade == grade
    assert (found.arrival, found.days) == (
        (Arrival.LATE, days) if days > 0 else (Arrival.IN_TIME, 0)
    )


@pytest.mark.parametrize(("missing", "grade"), [(1, "C"), (92, "C"), (93, "D"), (900, "D")])
def test_figures_that_are_overdue_weigh_more_than_how_the_last_ones_came(missing, grade):
    found = timeliness(date(2025, 1, 1), TODAY - timedelta(missing), date(2024, 12, 1), TODAY)
    assert (found.arrival, found.days, found.grade) == (Arrival.OVERDUE, missing, grade)


def test_on_the_day_itself_nothing_is_overdue():
    assert timeliness(date(2026, 1, 1), TODAY, date(2026, 1, 1), TODAY).grade == "A"


def test_what_nobody_said_or_knows_is_not_graded_as_in_time():
    assert timeliness(None, None, date(2026, 1, 1), TODAY).grade is None
    unknown = timeliness(date(2026, 1, 1), date(2027, 1, 1), None, TODAY)
    assert (unknown.arrival, unknown.grade) == (Arrival.SINCE_UNKNOWN, "B")


@pytest.mark.parametrize(
    ("figure", "is_share", "fault"),
    [
        ((5, 10, 0.5), True, None),
        ((10, 10, 1.0), True, None),
        ((0, 0, None), True, None),
        ((5, 10, 0.504), True, None),
        ((5, 10, 0.506), True, Fault.NOT_ITS_COUNTS),
        ((11, 10, None), True, Fault.MORE_THAN_ALL),
        ((11, 10, 1.1), False, None),
        ((3, 0, None), False, Fault.OVER_NOBODY),
        ((None, None, 1.01), True, Fault.ABOVE_ONE),
        ((None, None, 37.2), False, None),
        ((None, None, -0.1), False, Fault.NEGATIVE),
        ((None, None, None), True, None),
    ],
)
def test_it_finds_what_no_figure_can_be(figure, is_share, fault):
    assert fault_of(*figure, is_share=is_share) == fault


@given(st.integers(0, 60), st.integers(1, 60))
def test_a_share_of_some_among_all_has_no_fault(some, more):
    assert fault_of(some, some + more, some / (some + more), is_share=True) is None


@pytest.mark.parametrize(
    ("checked", "impossible", "grade"),
    [(400, 0, "A"), (400, 4, "B"), (400, 5, "C"), (400, 20, "C"), (400, 21, "D"), (1, 1, "D"), (0, 0, None)],
)  # fmt: skip
def test_it_grades_the_share_of_impossible_figures(checked, impossible, grade):
    assert validity(checked, impossible).grade == grade


@pytest.mark.parametrize(
    ("latest", "limits", "left_open", "grade"),
    [
        (0.5, (0.4, 0.6), None, "A"),
        (0.6, (0.4, 0.6), None, "A"),
        (0.61, (0.4, 0.6), None, "B"),
        (0.5, (0.4, 0.6), 0.05, "A"),
        (0.5, (0.4, 0.6), 0.2, "B"),
        (0.9, (0.4, 0.6), 0.21, "C"),
        (None, None, 0.6, "D"),
        (0.5, None, None, None),
        (None, (0.4, 0.6), None, None),
    ],
)
def test_it_grades_jumps_and_rests(latest, limits, left_open, grade):
    assert consistency(latest, limits, left_open).grade == grade


@pytest.mark.parametrize(
    ("stretches", "is_converted", "grade"),
    [
        ((0, 0, 0), False, "A"),
        ((0, 0, 0), True, "B"),
        ((0, 1, 1), True, "C"),
        ((0, 0, 1), False, "D"),
        ((0,), False, None),
        ((), False, None),
    ],
)
def test_it_grades_what_may_be_held_against_what(stretches, is_converted, grade):
    assert comparability(stretches, is_converted=is_converted).grade == grade


def test_the_whole_is_as_good_as_its_weakest_aspect():
    aspects = [
        completeness(20, 20),
        timeliness(None, None, None, TODAY),
        validity(100, 2),
        comparability((0, 0, 1, 1), is_converted=False),
    ]
    found = quality_of(aspects)
    assert (found.grade, found.weakest) == ("C", Aspect.VALIDITY)
    assert quality_of([timeliness(None, None, None, TODAY)]).grade is None


@pytest.mark.parametrize(
    ("period", "end"),
    [
        ("2026", date(2026, 12, 31)),
        ("2025/26", date(2026, 8, 31)),
        ("2026-Q4", date(2026, 12, 31)),
        ("2026-Q1", date(2026, 3, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2026-12", date(2026, 12, 31)),
    ],
)
def test_it_knows_the_last_day_of_a_period(period, end):
    assert period_end(period) == end


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 8, 31), 4, date(2026, 12, 31)),
        (date(2026, 2, 28), 1, date(2026, 3, 31)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 12, 31), 0, date(2026, 12, 31)),
        (date(2026, 1, 30), 1, date(2026, 2, 28)),
        (date(2026, 9, 15), 4, date(2027, 1, 15)),
    ],
)
def test_it_counts_months_on(day, months, later):
    assert months_after(day, months) == later
