"""Whoever searches a list finds the words of a text in any language, and nothing else of it."""

import json

import pytest
from django.db import connection
from django.utils import timezone

from shidra.i18n.text import Saying, Text
from shidra.i18n.wordsearch import holds
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import access_initiative
from shidra.network.models import Promise
from shidra.network.queries import PromiseQuestion, find_promises
from tests.network.conftest import member, promise

pytestmark = pytest.mark.django_db

SAID = Text.of(he="נביא שולחן 100% חדש", ar="كُرسي «جديد»", en='A "quiet" room \\ Élan_vital')


def found(words: str) -> set[str]:
    return set(Promise.objects.filter(holds("text", words)).values_list("code", flat=True))


@pytest.mark.parametrize(
    "words",
    ["שולחן", "100%", "كُرسي", "«جديد»", "quiet", "QUIET", '"quiet"', "\\", "Élan_", "A", "נביא ש"],
)
def test_it_finds_words_in_every_language(network: Initiative, words: str):
    promise(network, "P1", text=SAID)
    promise(network, "P2", text=Text.of(he="משהו אחר"))
    assert found(words) == {"P1"}


@pytest.mark.parametrize("words", ["source", "text", "Ruth", "2026", "u05e0", "{", "100_", "Élan%"])
def test_it_finds_nothing_of_how_a_text_is_kept(network: Initiative, words: str):
    promise(network, "P1", text=SAID)
    promise(network, "P2", text=Text({"he": Saying("שולחן", at="2026-11-22", by="Ruth")}))
    assert found(words) == set()


def test_it_finds_a_text_that_was_written_without_escapes(network: Initiative):
    row = promise(network, "P1", text=SAID)
    written = json.dumps(SAID.as_document(), ensure_ascii=False)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE network_promise SET text = %s WHERE id = %s", [written, row.pk])
    assert found("שולחן") == {"P1"}


def test_the_pages_of_promises_follow_one_another_without_a_break(network: Initiative):
    today = timezone.localdate()
    states, days = ("open", "kept", "late", "changed"), (None, today, today.replace(year=2020))
    for number in range(230):
        promise(network, f"N{number:03}", state=states[number % 4], due_on=days[number % 3])
    access = access_initiative(member(network, "backbone"), network.code)
    first = find_promises(access, PromiseQuestion(), today)
    pages = [
        find_promises(access, PromiseQuestion(page=page), today)
        for page in range(1, first.pages + 1)
    ]
    every = [row for page in pages for row in page.rows]

    def urgency(row: object) -> tuple[object, ...]:
        rank = {"late": 0, "open": 1, "changed": 2, "kept": 3}[row.stands(today).value]
        return rank, row.due_on is None, row.due_on or today, row.code

    assert [row.code for row in every] == [row.code for row in sorted(every, key=urgency)]
    assert len({row.code for row in every}) == first.total == first.tally.total == 230
    assert find_promises(access, PromiseQuestion(page=99), today).rows == pages[-1].rows
