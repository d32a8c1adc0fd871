"""Numbers and money as people read them."""

from decimal import Decimal

import pytest

from shidra.i18n import numbers
from shidra.i18n.isolates import LRI, PDI, strip

NBSP = "\u00a0"


def read(text: str) -> str:
    """What a reader sees, without marks and hard spaces."""
    return strip(text).replace(NBSP, " ")


@pytest.mark.parametrize(
    ("amount", "hebrew", "arabic", "english"),
    [
        (0, "₪0", "0 ₪", "₪0"),
        (950, "₪950", "950 ₪", "₪950"),
        (9_999, "₪9,999", "9,999 ₪", "₪9,999"),
        (10_000, "₪10 אלף", "10 آلاف ₪", "₪10 thousand"),
        (12_400, "₪12.4 אלף", "12.4 ألف ₪", "₪12.4 thousand"),
        (700_000, "₪700 אלף", "700 ألف ₪", "₪700 thousand"),
        (999_499, "₪999 אלף", "999 ألف ₪", "₪999 thousand"),
        (999_500, "₪1 מיליון", "1 مليون ₪", "₪1 million"),
        (1_200_000, "₪1.2 מיליון", "1.2 مليون ₪", "₪1.2 million"),
        (5_000_000, "₪5 מיליון", "5 ملايين ₪", "₪5 million"),
        (49_500_000, "₪49.5 מיליון", "49.5 مليون ₪", "₪49.5 million"),
        (999_950_000, "₪1 מיליארד", "1 مليار ₪", "₪1 billion"),
        (-700_000, "−₪700 אלף", "−700 ألف ₪", "−₪700 thousand"),
    ],
)
def test_it_rounds_money_for_reading(amount, hebrew, arabic, english):
    shown = [read(numbers.money(amount, "ILS", language)) for language in ("he", "ar", "en")]
    assert shown == [hebrew, arabic, english]


@pytest.mark.parametrize(
    ("language", "expected"),
    [("he", "₪6,200,000.50"), ("ar", "6,200,000.50 ₪"), ("en", "₪6,200,000.50")],
)
def test_it_shows_money_exactly_on_demand(language, expected):
    assert read(numbers.money(Decimal("6200000.5"), "ILS", language, exact=True)) == expected


def test_it_leaves_out_cents_that_are_not_there():
    assert read(numbers.money(Decimal("3600.00"), "ILS", "he", exact=True)) == "₪3,600"


def test_it_abbreviates_where_space_is_tight():
    shown = [read(numbers.money(6_200_000, "ILS", code, short=True)) for code in ("he", "ar", "en")]
    assert shown == ["₪6.2 מ׳", "6.2 م ₪", "₪6.2M"]


def test_it_names_other_currencies():
    assert read(numbers.money(1_500_000, "USD", "he")) == "$1.5 מיליון"
    assert read(numbers.money(1_500_000, "CHF", "en")) == "CHF 1.5 million"


def test_it_marks_what_is_added_and_what_is_taken():
    assert read(numbers.money(700_000, "ILS", "he", sign=True)) == "+₪700 אלף"
    assert read(numbers.money(-700_000, "ILS", "he", sign=True)) == "−₪700 אלף"
    assert read(numbers.money(0, "ILS", "he", sign=True)) == "₪0"


def test_it_shows_a_table_in_one_unit():
    amounts = [9_600_000, 700_000, 0, -700_000]
    unit = numbers.money_unit(amounts)
    assert unit == 1_000_000
    assert [read(numbers.money(a, "ILS", "he", unit=unit)) for a in amounts] == [
        "9.6", "0.7", "0.0", "−0.7",
    ]  # fmt: skip
    assert numbers.unit_name("ILS", "he", unit) == "מיליוני ₪"


def test_a_small_amount_makes_the_unit_of_its_table_smaller():
    assert numbers.money_unit([9_600_000, 12_000]) == 1_000
    assert numbers.money_unit([4, 9_600_000]) == 1
    assert read(numbers.money(4, "ILS", "he", unit=1)) == "4"


def test_it_tells_when_rounded_parts_do_not_add_up():
    assert numbers.sums_as_shown([1_200_000, 700_000], 1_900_000, 1_000_000)
    assert not numbers.sums_as_shown([1_040_000, 1_040_000], 2_080_000, 1_000_000)


@pytest.mark.parametrize(
    ("share", "digits", "expected"),
    [(0.646, 0, "65%"), (0.125, 0, "13%"), (0.602, 1, "60.2%"), (0, 0, "0%"), (-0.1, 0, "−10%")],
)
def test_it_shows_shares_as_percent(share, digits, expected):
    assert read(numbers.percent(share, "ar", digits)) == expected


@pytest.mark.parametrize(
    ("difference", "hebrew", "arabic", "english"),
    [
        (0.01, "נקודת אחוז אחת", "نقطة مئوية واحدة", "1 percentage point"),
        (0.02, "2 נקודות אחוז", "نقطتان مئويتان", "2 percentage points"),
        (0.03, "3 נקודות אחוז", "3 نقاط مئوية", "3 percentage points"),
        (0.3, "30 נקודות אחוז", "30 نقطة مئوية", "30 percentage points"),
        (-0.01, "−1 נקודות אחוז", "−1 نقطة مئوية", "−1 percentage point"),
    ],
)
def test_it_says_percentage_points_in_words(difference, hebrew, arabic, english):
    shown = [read(numbers.points(difference, language)) for language in ("he", "ar", "en")]
    assert shown == [hebrew, arabic, english]


def test_a_change_in_points_carries_its_sign():
    assert read(numbers.points(0.022, "he", 1, sign=True)) == "+2.2 נקודות אחוז"
    assert read(numbers.points(0.01, "he", sign=True)) == "+1 נקודות אחוז"


def test_it_signs_changes_with_a_true_minus():
    assert [read(numbers.signed(v, "en")) for v in (2.2, -1, 0)] == ["+2.2", "−1", "0"]


@pytest.mark.parametrize("text", [
    numbers.number_range(0, 25, "he"), numbers.signed(-3, "ar"), numbers.number(4409, "en"),
    numbers.percent(0.5, "he"), numbers.money(950, "ILS", "he"),
])  # fmt: skip
def test_every_figure_is_isolated_from_the_text_around_it(text):
    assert text.startswith(LRI)
    assert text.endswith(PDI)


def test_it_writes_western_digits_in_arabic():
    text = numbers.money(1_234_567, "ILS", "ar") + numbers.number(8.25, "ar")
    assert {c for c in text if c.isdigit()} <= set("0123456789")
