"""Names of another language inside sentences: plain where no HTML goes, marked where it does."""

import pickle

from shidra.i18n.isolates import strip
from shidra.i18n.phrases import Phrase, code, filled, html_of, listed, plain, together
from shidra.i18n.text import Shown, Text

HEBREW = Text.of(he="שדרה").shown("ar")
OWN = Text.of(ar="عمود").shown("ar")
MARK = '<span class="fallback" lang="he" dir="rtl">שדרה</span>'


def test_a_name_is_its_words_and_knows_its_language():
    assert (HEBREW, HEBREW.text, HEBREW.language, HEBREW.is_fallback) == (
        "שדרה",
        "שדרה",
        "he",
        True,
    )
    assert (html_of(HEBREW), html_of(OWN)) == (MARK, "عمود")
    assert (plain(HEBREW), plain(OWN)) == ("\u2067שדרה\u2069", "عمود")
    assert HEBREW.worded("שד…").language == "he"


def test_a_sentence_marks_the_name_and_nothing_else():
    said = filled("%(name)s < %(other)s: %(n)s", name=HEBREW, other=OWN, n=3)
    assert strip(said) == "שדרה < عمود: 3"
    assert said.startswith("\u2067שדרה\u2069")
    assert html_of(said) == f"{MARK} &lt; \u2068عمود\u2069: 3"


def test_what_people_wrote_never_becomes_markup():
    wild = Shown("<b>&", "he", is_fallback=True)
    for said in (
        filled("%(x)s", x=wild),
        together([wild]),
        filled("%(x)s", x="<b>&"),
        code("<b>&"),
    ):
        assert "<b>" not in html_of(said)
        assert "&lt;b&gt;&amp;" in html_of(said)


def test_sentences_keep_their_marks_in_each_other_and_in_a_row():
    inner = filled("(%(name)s)", name=HEBREW)
    assert html_of(filled("[%(inner)s]", inner=inner)) == f"[({MARK})]"
    assert html_of(together(["", inner, HEBREW], " · ")) == f"({MARK}) · {MARK}"
    assert html_of(listed([HEBREW, OWN], "ar")) == f"{MARK}، \u2068عمود\u2069"
    assert strip(listed(["a", "b"], "en")) == "a, b"
    assert not together([])


def test_a_change_of_the_words_reaches_both_forms():
    said = filled("in %(name)s", name=HEBREW).mended(lambda text: text.replace("in ", "at "))
    assert said.startswith("at ")
    assert html_of(said) == f"at {MARK}"


def test_a_code_stands_for_a_name_that_is_missing():
    assert code("home_language") == "\u2066home_language\u2069"
    assert html_of(code("home_language")) == '<code dir="ltr">home_language</code>'


def test_words_of_unknown_language_tell_it_by_their_script():
    assert Shown.by_script("משרד", "en").language == "he"
    assert html_of(Shown.by_script("وزارة", "he")) == '<span lang="ar" dir="rtl">وزارة</span>'
    assert not Shown.by_script("משרד", "he").is_foreign
    assert not Shown.by_script("Ministry, 2024", "he").is_foreign


def test_both_outlive_a_cache():
    for said in (HEBREW, filled("in %(name)s", name=HEBREW), Phrase("x")):
        again = pickle.loads(pickle.dumps(said))
        assert (again, html_of(again)) == (said, html_of(said))
