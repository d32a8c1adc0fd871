"""Wherever a page shows words of another language, it says which: in sentences and pictures too."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from django.apps import apps
from django.test import Client

from shidra.i18n.fields import TextField
from shidra.i18n.text import Text
from shidra.initiatives.models import Initiative
from tests.personas import signed_in
from tests.spoken import Page, read_page, unisolated

pytestmark = pytest.mark.django_db

# Pages that belong to no initiative.
PUBLIC = ("", "gallery/", "accessibility/", "sign-in/")
# Looks at the same page that no link leads to.
ASIDE = ("map/?view=table", "map/?view=paths", "missing/?show=overlap", "plan/?year=2027")


def speak_only(language: str) -> None:
    """From now on everything that was written down is there in one language alone."""
    for model in apps.get_models():
        fields = [each for each in model._meta.fields if isinstance(each, TextField)]
        rows = list(model._default_manager.all()) if fields else []
        for row in rows:
            for field in fields:
                said: Text = getattr(row, field.name)
                if said:
                    words = said.words(language) or said.shown(language).text
                    setattr(row, field.name, Text.of(**{language: words}))
        if rows:
            model._default_manager.bulk_update(rows, [field.name for field in fields])


def kind_of(address: str) -> str:
    """Records are many and look alike: one row of each table, one look at each list."""
    if "/records/" not in address:
        return address
    return re.sub(r"/\d+/", "/N/", address.partition("?")[0])


def pages(client: Client, language: str, code: str) -> Iterator[tuple[str, Page]]:
    """Every page of the initiative that a link leads to, each once."""
    home = f"/{language}/i/{code}/"
    waiting = [home, *(home + each for each in ASIDE), *(f"/{language}/{each}" for each in PUBLIC)]
    seen: set[str] = set()
    while waiting:
        address = waiting.pop()
        if (kind := kind_of(address)) in seen:
            continue
        seen.add(kind)
        response = client.get(address)
        if response.status_code != 200 or "html" not in response["Content-Type"]:
            continue
        page = read_page(response.content.decode())
        yield address, page
        for link in page.links:
            found = urlsplit(urljoin(address, link))._replace(fragment="")
            if not found.netloc and found.path.startswith(home):
                waiting.append(found.geturl())


def faults(client: Client, language: str, code: str) -> tuple[int, list[str]]:
    """How many pages were read, and what on them is not marked."""
    count, found = 0, []
    for address, page in pages(client, language, code):
        count += 1
        wrong = (*page.unmarked(), *page.bare_attributes(), *page.torn)
        found += [f"{address}: {each}" for each in dict.fromkeys(wrong)]
    return count, found


@pytest.mark.parametrize(
    ("written", "read"), [("he", "ar"), ("he", "en"), ("ar", "he"), ("ar", "en"), ("en", "ar")]
)
def test_it_says_the_language_of_every_word(ready_together: Initiative, written: str, read: str):
    speak_only(written)
    count, found = faults(signed_in("backbone", ready_together), read, "ready-together")
    assert count > 20
    assert not found, "\n".join(found)


@pytest.mark.parametrize("read", ["he", "ar", "en"])
def test_it_says_the_language_of_every_word_of_real_data(five_units: Initiative, read: str):
    count, found = faults(signed_in("backbone", five_units), read, "five-units")
    assert count > 20
    assert not found, "\n".join(found)


def test_visitors_hear_it_too(ready_together: Initiative):
    speak_only("he")
    count, found = faults(signed_in("anonymous"), "ar", "ready-together")
    assert count > 20
    assert not found, "\n".join(found)


def test_it_would_notice():
    page = read_page(
        '<html lang="en"><p>one שניים <b lang="he">שלוש</b></p><i title="ארבע"></i>'
        '<i title="\u2067חמש\u2069"></i><svg><text>שש</text><text lang="he">שבע</text>'
        '<title>שמונה</title></svg><p title="<span lang="he">">x</p></html>'
    )
    assert [each.split()[-1] for each in page.unmarked()] == ["שניים", "שש"]
    assert [each.split()[-1] for each in page.bare_attributes()] == ["ארבע", "שמונה"]
    assert page.torn
    assert unisolated("a\u2068b\u2069c") == "ac"
