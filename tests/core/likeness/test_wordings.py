"""Which wordings say the same: people write one thing in many ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shidra.core.likeness import ALIKE, fold, groups_of_alike, likeness

WORDS = st.text(alphabet="אבגהולםמןנابتالوة abcé־-.", max_size=30)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("הַסָּעוֹת לַגַּנִּים", "הסעות לגנים"),
        ("ילדים", "ילדימ"),
        ("המורים", "מורים"),
        ("الأُسرة والمدرسة", "الاسرة والمدرسة"),
        ("مكتبة", "مكتبه"),
        ("مستشفى", "مستشفي"),
        ("المدارس", "مدارس"),
        ("جمـــيل", "جميل"),
        ("Ünlü café", "unlu CAFE"),
        ("אוטובוס\u200f, אחר־הצהריים", "אוטובוס אחר הצהריים"),
    ],
)
def test_it_folds_what_people_write_differently(one: str, other: str) -> None:
    assert fold(one) == fold(other)
    assert likeness(one, other) == 1


def test_it_keeps_the_article_of_a_word_that_would_be_too_short() -> None:
    assert fold("הר") == "הר"
    assert fold("الأب") == "الاب"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("שכר המטפלות נמוך", "שכר נמוך למטפלות"),
        ("אין אוטובוס אחר הצהריים", "אוטובוס לא מגיע אחר הצהריים"),
        ("أجور المربيات منخفضة", "اجور المربيات"),
    ],
)
def test_it_takes_wordings_of_one_thing_for_alike(one: str, other: str) -> None:
    assert likeness(one, other) >= ALIKE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("איכות המעונות", "איכות הגנים"),
        ("הדרכת הורים", "הדרכת מטפלות"),
        ("نقص المواصلات", "نقص المعلمين"),
    ],
)
def test_it_takes_two_things_for_two(one: str, other: str) -> None:
    assert likeness(one, other) < ALIKE


@given(WORDS, WORDS)
def test_it_is_the_same_both_ways_round_and_stays_between_0_and_1(one: str, other: str) -> None:
    found = likeness(one, other)
    assert found == likeness(other, one)
    assert 0 <= found <= 1


@given(st.lists(WORDS, max_size=12))
def test_each_wording_stands_in_one_group(wordings: list[str]) -> None:
    groups = groups_of_alike(wordings)
    assert sorted(place for group in groups for place in group) == list(range(len(wordings)))
    for first in range(len(wordings)):
        for second in range(first):
            if likeness(wordings[first], wordings[second]) >= ALIKE:
                assert any({first, second} <= set(group) for group in groups)


def test_a_group_hangs_together_over_the_one_in_the_middle() -> None:
    wordings = ["אוטובוס אחר הצהריים", "בריאות", "אין אוטובוס אחר הצהריים", "אין אוטובוס"]
    assert groups_of_alike(wordings) == [[0, 2, 3], [1]]


@pytest.mark.parametrize("alike", [0, -1, 1.1])
def test_it_refuses_a_likeness_that_is_none(alike: float) -> None:
    with pytest.raises(ValueError, match="alike"):
        groups_of_alike(["a"], alike=alike)
