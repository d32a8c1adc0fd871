"""Directions of text, and languages."""

import subprocess
import sys

from shidra.i18n import isolates, languages


def test_a_label_runs_as_its_language_does():
    assert isolates.label("חסר", "he") == "\u2067חסר\u2069"
    assert isolates.label("missing", "en") == "\u2066missing\u2069"


def test_a_name_of_unknown_language_runs_as_its_own_letters_say():
    assert isolates.isolate("Hura חורה") == "\u2068Hura חורה\u2069"


def test_stripping_leaves_nothing_invisible():
    marked = isolates.rtl("\u200fגיל " + isolates.ltr("0–25") + "\u200e\u202b")
    assert isolates.strip(marked) == "גיל 0–25"


def test_hebrew_comes_first_and_stands_in_for_the_unknown():
    assert languages.LANGUAGES == ("he", "ar", "en")
    assert [languages.known(code) for code in ("ar-IL", "en_GB", "fr", "", None)] == [
        "ar", "en", "he", "he", "he",
    ]  # fmt: skip


def test_each_language_has_its_direction_and_its_names():
    assert [languages.direction(code) for code in languages.LANGUAGES] == ["rtl", "rtl", "ltr"]
    assert languages.name_in("ar", "he") == "ערבית"
    assert languages.NAMES["ar"] == "العربية"


def test_numbers_and_dates_know_neither_django_nor_babel_until_asked():
    code = (
        "import sys; from shidra.i18n import numbers, dates, isolates, languages, text;"
        "print([name for name in ('django', 'babel') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
