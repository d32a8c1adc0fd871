"""One thing has one word: the glossary names every model, and the texts keep to it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.apps import apps

REPOSITORY = Path(__file__).resolve().parents[2]
GLOSSARY = REPOSITORY / "GLOSSARY.md"

GAP = re.compile(r"\b(gaps?|missing)\b", re.IGNORECASE)
DISPARITY = re.compile(r"\bdisparit(y|ies)\b", re.IGNORECASE)
WORDS = {"he": {"gap": "חסר", "disparity": "פער"}, "ar": {"gap": "نقص", "disparity": "فجو"}}


def texts(language: str, *, only_plain: bool = False) -> Iterator[tuple[str, str]]:
    """Every message with each of its translations; plain ones have no context that bends them."""
    files = sorted(REPOSITORY.glob(f"src/shidra/*/locale/{language}/LC_MESSAGES/django.po"))
    assert files, "no texts were found"
    for path in files:
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
        for message in catalogue:
            if not message.id or (only_plain and message.context):
                continue
            plural = isinstance(message.id, tuple)
            said = " ".join(message.id) if plural else message.id
            for translation in message.string if plural else (message.string,):
                yield said, translation


def terms() -> list[tuple[str, str, str, str, str, str]]:
    """The rows of the glossary's tables."""
    rows = []
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and cells[0] != "English" and set(cells[0]) != {"-"}:
            assert len(cells) == 6, line
            rows.append(tuple(cells))
    return rows


def bare(word: str) -> str:
    """A word without the article, vowel marks and letter case that sentences add."""
    word = re.sub("[\u064b-\u0652]", "", word).lower()
    return re.sub(r"\b(ال|ה)", "", word)


def test_it_names_every_model_of_the_domain():
    glossary = GLOSSARY.read_text(encoding="utf-8")
    models = [
        model
        for config in apps.get_app_configs()
        if config.name.startswith("shidra.")
        for model in config.get_models()
        if not model._meta.auto_created
    ]
    assert len(models) > 20
    unnamed = [model.__name__ for model in models if f"`{model.__name__}`" not in glossary]
    assert not unnamed


def test_it_says_each_term_in_three_languages_and_how_sure_the_arabic_is():
    rows = terms()
    assert len(rows) > 80
    for english, hebrew, arabic, meaning, _where, arabic_is in rows:
        assert re.search("[a-z]", english), english
        assert re.search("[א-ת]", hebrew), english
        assert re.search("[\u0621-\u064a]", arabic), english
        assert meaning.endswith((".", ")")), english
        assert arabic_is in {"for review", "attested"}, english
    names = [row[0] for row in rows]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("language", ["he", "ar"])
def test_it_never_swaps_gap_and_disparity(language):
    word = WORDS[language]
    swapped = [
        (said, translation)
        for said, translation in texts(language)
        if (DISPARITY.search(said) and not GAP.search(said) and word["gap"] in translation)
        or (GAP.search(said) and not DISPARITY.search(said) and word["disparity"] in translation)
    ]
    assert not swapped


@pytest.mark.parametrize("language", ["he", "ar"])
def test_it_calls_a_disparity_by_its_name(language):
    said = [(s, t) for s, t in texts(language) if DISPARITY.search(s) and t]
    assert said
    assert not [(s, t) for s, t in said if WORDS[language]["disparity"] not in t]


@pytest.mark.parametrize(("language", "column"), [("he", 1), ("ar", 2)])
def test_it_translates_a_term_alone_as_the_glossary_does(language, column):
    glossary = {row[0].partition(" (")[0].lower(): row[column] for row in terms()}
    met, other = 0, []
    for said, translation in texts(language, only_plain=True):
        term = glossary.get(said.lower())
        if term and translation:
            met += 1
            if bare(translation) != bare(term):
                other.append((said, translation, term))
    assert met > 20
    assert not other
