"""The check of interface texts: it must fail when a reader would miss something."""

import shutil
from pathlib import Path

import pytest

from tools import texts

PO = "locale/{}/LC_MESSAGES/django.po"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package with one app that speaks Hebrew and Arabic completely."""
    app = tmp_path / "garden"
    (app / "templates").mkdir(parents=True)
    (app / "views.py").write_text(
        "from django.utils.translation import gettext_lazy as _, ngettext\n"
        'TITLE = _("A garden")\n'
        "def trees(count):\n"
        '    return ngettext("%(count)s tree", "%(count)s trees", count) % {"count": count}\n',
        encoding="utf-8",
    )
    (app / "templates" / "page.html").write_text(
        '{% load i18n %}<p title="{% translate "Water it" %}">'
        "{% blocktranslate with name=plant %}{{ name }} is thirsty{% endblocktranslate %}</p>"
        '{% include "x.html" with text=_("Soon") %}',
        encoding="utf-8",
    )
    texts.collect(tmp_path)
    for language, count in (("he", 3), ("ar", 6)):
        path = app / PO.format(language)
        po = path.read_text(encoding="utf-8")
        for place in range(count):
            po = po.replace(f'msgstr[{place}] ""', f'msgstr[{place}] "%(count)s x{place}"')
        po = po.replace('thirsty"\nmsgstr ""', 'thirsty"\nmsgstr "%(name)s צמא"')
        head, mark, body = po.partition("\n#:")
        path.write_text(head + mark + body.replace('msgstr ""', 'msgstr "דבר"'), encoding="utf-8")
    assert texts.faults(tmp_path) == []
    return tmp_path


def edit(package: Path, language: str, old: str, new: str) -> None:
    path = package / "garden" / PO.format(language)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_it_finds_the_texts_of_python_and_of_templates(package):
    found = {str(message.id) for message in texts.collected(package / "garden") if message.id}
    assert found == {
        "A garden", "('%(count)s tree', '%(count)s trees')", "Water it", "%(name)s is thirsty",
        "Soon",
    }  # fmt: skip


def test_it_fails_on_a_message_that_nobody_collected(package, capsys):
    with (package / "garden" / "views.py").open("a", encoding="utf-8") as file:
        file.write('MORE = _("A planted message")\n')
    assert texts.main(["check", "--package", str(package)]) == 1
    said = capsys.readouterr().out
    assert "garden [he] missing from the po file: 'A planted message'" in said
    assert "garden [ar] missing from the po file: 'A planted message'" in said


def test_it_fails_on_a_message_without_translation(package):
    with (package / "garden" / "views.py").open("a", encoding="utf-8") as file:
        file.write('MORE = _("A planted message")\n')
    texts.collect(package)
    assert {(fault.language, fault.what) for fault in texts.faults(package)} == {
        ("he", "untranslated"), ("ar", "untranslated"),
    }  # fmt: skip


def test_it_fails_on_a_fuzzy_message(package):
    edit(package, "ar", 'msgid "A garden"', '#, fuzzy\nmsgid "A garden"')
    assert [fault.what for fault in texts.faults(package)] == ["fuzzy"]


def test_it_fails_on_a_missing_plural_form(package):
    edit(package, "ar", 'msgstr[4] "%(count)s x4"', 'msgstr[4] ""')
    assert [fault.what for fault in texts.faults(package)] == ["untranslated"]


def test_it_fails_on_a_placeholder_that_does_not_exist(package):
    edit(package, "he", "%(name)s צמא", "%(nome)s צמא")
    assert ["wrong placeholders" in fault.what for fault in texts.faults(package)] == [True]


def test_it_fails_on_a_placeholder_left_out(package):
    edit(package, "he", "%(name)s צמא", "מישהו צמא")
    assert ["without the placeholders" in fault.what for fault in texts.faults(package)] == [True]


def test_a_plural_form_may_say_its_number_in_a_word(package):
    edit(package, "he", 'msgstr[0] "%(count)s x0"', 'msgstr[0] "עץ אחד"')
    assert texts.faults(package) == []


def test_it_fails_on_a_translation_that_nothing_uses(package):
    source = package / "garden" / "views.py"
    source.write_text(source.read_text(encoding="utf-8").replace("A garden", "An orchard"))
    assert "no longer used" in {fault.what for fault in texts.faults(package)}


def test_it_fails_when_two_apps_say_the_same_words_differently(package):
    shutil.copytree(package / "garden", package / "park")
    path = package / "park" / PO.format("he")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"A garden"\nmsgstr "דבר"', '"A garden"\nmsgstr "גן"'))
    assert ["translated otherwise in garden" in f.what for f in texts.faults(package)] == [True]


def test_collecting_keeps_translations_and_drops_what_is_gone(package):
    source = package / "garden" / "views.py"
    code = source.read_text(encoding="utf-8")
    source.write_text(code.replace("A garden", "An orchard"), encoding="utf-8")
    texts.collect(package)
    he = texts.kept(package / "garden", "he")
    assert he.get("Water it").string == "דבר"
    assert he.get("A garden") is None
    assert he.get("An orchard").string == ""


def test_collecting_twice_changes_nothing(package):
    assert texts.collect(package) == []


def test_a_new_message_takes_the_translation_of_a_neighbour(package):
    park = package / "park"
    park.mkdir()
    source = 'from django.utils.translation import gettext as _\nNAME = _("A garden")\n'
    (park / "views.py").write_text(source, encoding="utf-8")
    texts.collect(package)
    assert texts.kept(park, "he").get("A garden").string == "דבר"
    assert texts.faults(package) == []


def test_po_files_hold_no_line_numbers_and_no_dates(package):
    text = (package / "garden" / PO.format("he")).read_text(encoding="utf-8")
    assert "#: garden/views.py\n" in text
    assert "Date" not in text


def test_it_compiles_what_django_reads(package):
    import gettext

    texts.main(["compile", "--package", str(package)])
    with (package / "garden" / PO.format("ar")).with_suffix(".mo").open("rb") as file:
        arabic = gettext.GNUTranslations(file)
    assert arabic.gettext("A garden") == "דבר"
    assert [
        arabic.ngettext("%(count)s tree", "%(count)s trees", n)[-1] for n in (0, 1, 2, 5, 11, 100)
    ] == list("012345")


def test_it_refuses_an_app_that_does_not_exist(package):
    with pytest.raises(SystemExit, match="no such app: grden"):
        texts.main(["check", "grden", "--package", str(package)])


@pytest.mark.parametrize("app", [path.name for path in texts.apps()])
def test_every_text_of_this_product_is_there_in_hebrew_and_arabic(app):
    assert [str(fault) for fault in texts.faults(wanted=[app])] == []


def test_no_two_apps_of_this_product_say_the_same_words_differently():
    assert [str(fault) for fault in texts.faults() if "otherwise" in fault.what] == []
