"""Who sees which figures about people, and what stays locked."""

from dataclasses import dataclass

import pytest

from shidra.protection.permissions import Form, Kind, Policy, Reason, Shown, Sides
from shidra.protection.presentation import reason_in_words, rule_in_words

VISITOR = Policy(min_cell=10, has_raw_rights=False)
DATA_LEAD = Policy(min_cell=10, has_raw_rights=True)
SHARE = Kind(Sides.BOTH, Form.SHARE)


@dataclass(frozen=True)
class Observed:
    numerator: float | None = None
    denominator: float | None = None
    value: float | None = None
    n: float | None = None


def share(numerator, denominator):
    return Observed(numerator, denominator, numerator / denominator if denominator else None)


def test_it_shows_everything_to_those_with_raw_rights():
    (shown,) = DATA_LEAD.breakdown([share(1, 3)], SHARE)
    assert shown.value == Shown(1 / 3)
    assert shown.numerator == Shown(1)
    assert not shown.value.is_rounded


def test_it_shows_counts_of_the_whole_where_they_are_large():
    shown = VISITOR.whole(share(8851, 73371), SHARE)
    assert shown.value == Shown(8851 / 73371)
    assert (shown.numerator.value, shown.denominator.value) == (8851, 73371)


@pytest.mark.parametrize(
    ("numerator", "denominator"),
    [(9, 100), (91, 100), (0, 100), (4, 9)],
    ids=["few events", "few without the event", "no event", "few people"],
)
def test_it_locks_the_whole_where_anybody_is_rare(numerator, denominator):
    shown = VISITOR.whole(share(numerator, denominator), SHARE)
    for part in (shown.value, shown.numerator, shown.denominator):
        assert part == Shown(reason=Reason.TOO_FEW)
        assert part.is_hidden


def test_it_shows_parts_as_whole_percent_without_counts():
    first, second = VISITOR.breakdown([share(1500, 12791), share(192, 3336)], SHARE)
    assert first.value == Shown(0.12, is_rounded=True)
    assert second.value == Shown(0.06, is_rounded=True)
    assert first.numerator == first.denominator == Shown(reason=Reason.COUNT_OF_A_PART)


def test_it_locks_the_whole_breakdown_when_one_group_is_small():
    shown = VISITOR.breakdown([share(1500, 12791), share(3, 63), share(50, 100)], SHARE)
    # Which of them is small is not told: of the sum of two it would often tell both.
    assert [cell.value.reason for cell in shown] == [Reason.TOO_FEW] * 3
    assert all(cell.value.value is None for cell in shown)


def test_it_takes_exactly_the_threshold_as_enough():
    assert VISITOR.part(share(10, 20), SHARE).value == Shown(0.5, is_rounded=True)
    assert VISITOR.part(share(9, 20), SHARE).value.is_hidden


@pytest.mark.parametrize(
    ("value", "shown"), [(0.125, 0.13), (0.164485, 0.16), (0.005, 0.01), (0.29, 0.29), (0.57, 0.57)]
)
def test_it_rounds_shares_half_up_without_noise(value, shown):
    people = 1_000_000
    assert VISITOR.part(share(value * people, people), SHARE).value.value == shown


def test_it_looks_only_at_the_side_that_counts_people():
    class_size = Kind(Sides.NUMERATOR, Form.AVERAGE)
    (shown,) = VISITOR.breakdown([Observed(1162, 4, 290.5)], class_size)
    assert shown.value == Shown(290.0, is_rounded=True)
    budget = Kind(Sides.DENOMINATOR, Form.AVERAGE)
    assert VISITOR.part(Observed(5, 80, 0.0625), budget).value == Shown(0.063, is_rounded=True)
    assert VISITOR.part(Observed(900, 9, 100.0), budget).value.reason is Reason.TOO_FEW


def test_it_leaves_alone_what_counts_nobody():
    towns = Kind(Sides.NONE, Form.COUNT)
    assert VISITOR.part(Observed(numerator=3, value=3), towns).value == Shown(3)


def test_it_never_shows_a_count_of_people_of_a_part():
    children = Kind(Sides.NUMERATOR, Form.COUNT)
    for cell in (Observed(numerator=500, value=500), Observed(value=500)):
        assert VISITOR.part(cell, children).value == Shown(reason=Reason.COUNT_OF_A_PART)
        assert VISITOR.whole(cell, children).value == Shown(500)
    assert VISITOR.whole(Observed(value=9), children).value.is_hidden


def test_it_judges_a_survey_by_the_number_of_people_asked():
    assert VISITOR.part(Observed(value=0.5, n=100), SHARE).value == Shown(0.5, is_rounded=True)
    assert VISITOR.part(Observed(value=0.04, n=100), SHARE).value.reason is Reason.TOO_FEW
    assert VISITOR.part(Observed(value=0.5), SHARE).value.reason is Reason.SIZE_UNKNOWN
    assert VISITOR.whole(Observed(value=0.524), SHARE).value == Shown(0.52, is_rounded=True)


def test_it_keeps_what_nobody_observed_apart_from_what_is_hidden():
    shown = DATA_LEAD.part(Observed(), SHARE)
    assert shown.value == Shown()
    assert not shown.value.is_hidden


def test_it_shows_bare_numbers_of_people_only_for_the_whole():
    assert DATA_LEAD.count(3, is_whole=False) == Shown(3)
    assert VISITOR.count(3, is_whole=True).reason is Reason.TOO_FEW
    assert VISITOR.count(300, is_whole=True) == Shown(300)
    assert VISITOR.count(300, is_whole=False).reason is Reason.COUNT_OF_A_PART
    assert VISITOR.count(None, is_whole=False) == Shown()


def test_it_gives_each_reason_its_own_sentence():
    sentences = {reason_in_words(reason, VISITOR) for reason in Reason}
    assert len(sentences) == len(Reason)
    assert any("10" in sentence for sentence in sentences)
    assert "10" in rule_in_words(VISITOR)
    assert rule_in_words(DATA_LEAD) == ""
