"""Text measured without a browser: it fits, it breaks evenly, it joins Arabic letters."""

import pytest

from shidra.pictures.lettering import joined, shortened, text_width, wrapped

LONG = {
    "he": "נתונים והעברת מידע במעבר מהגן לכיתה א׳ ביישובים קטנים",
    "ar": "متابعة صحة الرضّع في محطات رعاية الأم والطفل في البلدات الصغيرة",
    "en": "Data and hand-over from kindergarten to first grade in small towns",
}


@pytest.mark.parametrize("text", LONG.values())
@pytest.mark.parametrize("limit", [60, 120, 200])
def test_it_never_writes_wider_than_the_limit(text, limit):
    for line in wrapped(text, 14, limit, 3):
        assert text_width(line, 14) <= limit


@pytest.mark.parametrize("text", LONG.values())
def test_it_keeps_every_word_when_there_is_room(text):
    assert " ".join(wrapped(text, 14, 220, 5)) == text


def test_it_says_by_an_ellipsis_that_words_are_left_out():
    lines = wrapped(LONG["he"], 14, 100, 2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert shortened("קצר", 14, 100) == "קצר"


def test_it_breaks_into_lines_of_even_length():
    one, two = wrapped("Data and transition hand-over", 14, 190, 2)
    assert text_width(two, 14) > text_width(one, 14) / 2


def test_it_measures_arabic_letters_as_they_join():
    assert joined("باب") == ["بi", "اf", "ب"]
    assert text_width("ببب", 14) < 3 * text_width("ب", 14) * 0.8


def test_it_gives_marks_no_width():
    assert text_width("\u2067שָׁלוֹם\u2069", 14) == pytest.approx(text_width("שלום", 14))


def test_it_draws_bold_wider():
    assert text_width(LONG["he"], 14, 600) > text_width(LONG["he"], 14)
