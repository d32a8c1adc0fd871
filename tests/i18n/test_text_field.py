"""The field of a text in three languages, on whichever database the tests run."""

import pytest
from django.db import IntegrityError, connection, models, transaction

from shidra.i18n.fields import contains, in_language, shown_words
from shidra.i18n.text import State, Text
from shidra.initiatives.models import Initiative, Label

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative():
    return Initiative.objects.create(code="x", name=Text.of(he="שדרה"), currency="ILS")


def put(initiative, code, **words):
    return Label.objects.create(
        initiative=initiative, kind="track", code=code, name=Text.of(**words)
    )


def test_it_keeps_each_language_with_its_state(initiative):
    put(initiative, "a", he="ילדים", ar="أطفال")
    name = Label.objects.get(code="a").name
    assert name.words("he") == "ילדים"
    assert name.sayings["he"].state is State.SOURCE
    assert name.sayings["ar"].state is State.TRANSLATED


def test_it_falls_back_visibly(initiative):
    put(initiative, "a", he="ילדים")
    shown = Label.objects.get(code="a").name.shown("ar")
    assert (shown.text, shown.language, shown.is_fallback) == ("ילדים", "he", True)


def test_it_finds_words_in_any_language(initiative):
    put(initiative, "a", he="פסיכולוגים בבית הספר", en="School psychologists")
    put(initiative, "b", ar="أخصائيون نفسيون")

    def found(words):
        return set(Label.objects.filter(contains("name", words)).values_list("code", flat=True))

    assert found("סיכולוג") == {"a"}
    assert found("PSYCHOLOG") == {"a"}
    assert found("نفسيون") == {"b"}
    assert found("אין כזה") == set()


def test_it_orders_by_what_the_reader_sees(initiative):
    put(initiative, "b", he="ב", en="A")
    put(initiative, "a", he="א", en="C")
    put(initiative, "c", en="B")

    def order(code):
        rows = Label.objects.order_by(shown_words("name", code))
        return list(rows.values_list("code", flat=True))

    assert order("en") == ["b", "c", "a"]
    assert order("he") == ["c", "a", "b"]


def test_its_words_can_be_unique_in_one_language(initiative):
    constraint = models.UniqueConstraint(in_language("name", "he"), name="label_he_once")
    with (
        connection.schema_editor(atomic=False)
        if connection.vendor == "postgresql"
        else PlainEditor() as editor
    ):
        editor.execute(constraint.create_sql(Label, editor))
    put(initiative, "a", he="אחד")
    put(initiative, "b", he="שניים", ar="واحد")
    with pytest.raises(IntegrityError), transaction.atomic():
        put(initiative, "c", he="אחד", en="one")


class PlainEditor:
    """SQLite's editor wants foreign keys off, which a running test cannot do: build SQL only."""

    def __enter__(self):
        self.editor = connection.SchemaEditorClass(connection, atomic=False)
        self.editor.deferred_sql = []
        return self.editor

    def __exit__(self, *raised):
        return None


def test_it_refuses_a_language_that_is_not_ours():
    with pytest.raises(ValueError, match="unknown language"):
        Text.from_document({"fr": {"text": "bonjour", "state": "source"}})
