"""Wherever a page shows words of another language, it says which: in sentences and pictures too."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.apps import apps
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import translation

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


# Pages of one kind that are read: of a second one the first tells nothing that is not there.
ALIKE = 2

# What an address is a page of; it is read while any of that was read less often than it should be.
type Kinds = dict[str, int]


def each_kind(address: str) -> Kinds:
    """Pages of one route are made by the same templates, and each thing asked of it adds to them.

    What is asked is taken one by one: all the ways to look at a map together are thousands.
    """
    path, _mark, asked = address.partition("?")
    try:
        with translation.override(path.split("/")[1]):
            found = resolve(path)
    except Resolver404:
        return {path: 1}
    name = f"{found.view_name} {found.kwargs.get('table', '')}"
    return {f"{name} {each}": ALIKE for each in parse_qs(asked, keep_blank_values=True) or [""]}


def every_page(address: str) -> Kinds:
    """Every page without what is asked of it; of records, which are many, one row of each table."""
    path = address.partition("?")[0]
    if "/records/" in path:
        path = re.sub(r"/\d+/", "/N/", path)
    return each_kind(address) | {path: 1}


def pages(
    client: Client, language: str, code: str, kinds_of: Callable[[str], Kinds] = each_kind
) -> Iterator[tuple[str, Page]]:
    """The pages of the initiative to which links lead: all of them, or some of each kind."""
    home = f"/{language}/i/{code}/"
    waiting = [home, *(home + each for each in ASIDE), *(f"/{language}/{each}" for each in PUBLIC)]
    asked, read = set[str](), Counter[str]()
    while waiting:
        address = waiting.pop()
        if address in asked:
            continue
        # Of a kind that was read often enough nothing is read later either.
        asked.add(address)
        kinds = kinds_of(address)
        if all(read[kind] >= wanted for kind, wanted in kinds.items()):
            continue
        read.update(list(kinds))
        response = client.get(address)
        if response.status_code != 200 or "html" not in response["Content-Type"]:
            continue
        page = read_page(response.content.decode())
        yield address, page
        for link in page.links:
            found = urlsplit(urljoin(address, link))._replace(fragment="")
            if not found.netloc and found.path.startswith(home):
                waiting.append(found.geturl())


def faults(
    client: Client, language: str, code: str, kinds_of: Callable[[str], Kinds] = each_kind
) -> tuple[int, list[str]]:
    """How many pages were read, and what on them is not marked."""
    count, found = 0, []
    for address, page in pages(client, language, code, kinds_of):
        count += 1
        wrong = (*page.unmarked(), *page.bare_attributes(), *page.torn)
        found += [f"{address}: {each}" for each in dict.fromkeys(wrong)]
    return count, found


@pytest.mark.parametrize(
    ("written", "read"), [("he", "ar"), ("he", "en"), ("ar", "he"), ("ar", "en"), ("en", "ar")]
)
def test_it_says_the_language_of_every_word(ready_together: Initiative, written: str, read: str):
    speak_only(written)
    # Once every page is read; in the other languages some of each kind.
    wanted = every_page if (written, read) == ("he", "ar") else each_kind
    count, found = faults(signed_in("backbone", ready_together), read, "ready-together", wanted)
    assert count > 20
    assert not found, "\n".join(found)


@pytest.mark.parametrize("read", ["he", "ar", "en"])
def test_it_says_the_language_of_every_word_of_real_data(five_units: Initiative, read: str):
    wanted = every_page if read == "ar" else each_kind
    count, found = faults(signed_in("backbone", five_units), read, "five-units", wanted)
    assert count > 20
    assert not found, "\n".join(found)


def test_visitors_hear_it_too(ready_together: Initiative):
    speak_only("he")
    count, found = faults(signed_in("anonymous"), "ar", "ready-together")
    assert count > 20
    assert not found, "\n".join(found)


def test_it_reads_each_way_to_ask_and_not_all_of_them_together():
    map_at = "/he/i/a/map/"
    assert each_kind(f"{map_at}?lens=none&focus=O") == each_kind(f"{map_at}?focus=F1&lens=plain")
    assert len(each_kind(f"{map_at}?lens=none&focus=O")) == 2
    assert each_kind("/ar/i/a/factors/F1/") == each_kind("/ar/i/a/factors/F2/")
    assert every_page("/ar/i/a/factors/F1/") != every_page("/ar/i/a/factors/F2/")
    assert every_page("/he/i/a/records/needs/3/") == every_page("/he/i/a/records/needs/4/")
    assert each_kind("/he/i/a/records/needs/") != each_kind("/he/i/a/records/factors/")


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
