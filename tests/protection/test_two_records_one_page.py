"""Whoever has no raw rights finds the same on every address, whichever of two records it is.

The records differ in nothing but hidden figures (`twins.py`). The addresses come from the resolver,
and from what pages link and offer: every choice of a form that asks by address, one at a time. A new
page or a new choice is walked by itself. Everything counts: words, order, colours, widths, titles,
attributes, files, status, and headers such as sizes and marks.
"""

import logging
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils.translation import override

from shidra.measurement.analysis.exits import Exit
from shidra.protection import actions
from shidra.protection.permissions import Policy, Shown, as_it_is
from tests.access.asking import questions
from tests.access.world import World
from tests.postgres import is_asked_for
from tests.protection.twins import build_record, move, publish, told_by_tables

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("one_moment"),
    pytest.mark.skipif(
        is_asked_for(),
        reason="a key that was taken back is not given again there: two records differ by their keys",
    ),
    # Two walks over all addresses, one after the other.
    pytest.mark.timeout(900),
]

# Nobody of these has raw rights, and none handed in the figures that differ.
# Each reads in a language of their own: the words differ, what stands behind them does not.
BELOW = {"anonymous": "he", "funder": "en", "othereditor": "en", "community_member": "ar"}
# So many choices of one route are walked, those of fewest parts first; of files fewer.
MOST_CHOICES, MOST_FILES = 12, 2
FILES = (".csv", ".pdf", ".svg", ".xlsx")
# Made anew for each answer, and telling nothing: secrets of forms, and moments.
BY_CHANCE = re.compile(
    rb'csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|nonce-[\w+/=-]+|csrftoken=[^;]*'
    rb"|20\d\d-\d\d-\d\dT[\d:]{8}[^<]*</(?:dcterms|xmp):\w+>|\(D:\d{14}[^)]*\)"
    rb'|name="token" value="\w+"'
    rb"|/ID ?\[[^]]*\]|<xmpMM:\w+>[^<]*"
)
# How long packed files are hangs on those moments.
PACKED = (b"PK", b"%P")
OK = 200
# Where whoever sees all figures would find another record.
TELLING = (
    "indicators/M5/?place=N",
    "indicators/M5/figures.csv?place=N",
    "disparities/?by=sector%2Bsex",
    "activities/reach1/",
)
type Answer = tuple[int, tuple[tuple[str, str], ...], bytes]


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


class _Leads(HTMLParser):
    """Where a page leads by GET: its links, pictures and frames, and the choices of its forms."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self._action: str | None = None
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag in {"a", "area"} and "href" in said:
            self.links.append(said["href"])
        if tag in {"img", "iframe", "object", "embed", "source"}:
            self.links.append(said.get("src") or said.get("data", ""))
        if tag == "form":
            is_asking = said.get("method", "get").lower() == "get"
            self._action = said.get("action", "") if is_asking else None
        if tag == "select":
            self._select = said.get("name", "")
        if tag == "option" and self._select:
            self._choose(self._select, said.get("value", ""))
        if tag == "input" and said.get("type") in {"radio", "checkbox"}:
            self._choose(said.get("name", ""), said.get("value", "on"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._action = None
        if tag == "select":
            self._select = ""

    def _choose(self, name: str, value: str) -> None:
        if self._action is not None and name and value:
            self.links.append(f"{self._action}?{urlencode({name: value})}")


@dataclass
class Walk:
    """What one person is answered, address by address."""

    client: Client
    language: str
    answers: dict[str, Answer] = field(default_factory=dict)
    of_route: Counter[str] = field(default_factory=Counter)

    def through(self, world: World, also: Sequence[str]) -> "Walk":
        with override(self.language):
            waiting = [*_seeds(world), *also]
        while waiting:
            waiting = sorted(
                {lead for address in waiting for lead in self._open(address)},
                key=lambda lead: (len(parse_qsl(urlsplit(lead).query)), lead),
            )
        return self

    def again(self, addresses: Iterable[str]) -> "Walk":
        for address in addresses:
            self.answers[address] = self._ask(address)[0]
        return self

    def _open(self, address: str) -> list[str]:
        if address in self.answers:
            return []
        if "?" in address:
            path, name = urlsplit(address).path, _route(address)
            most = MOST_FILES if path.endswith(FILES) else MOST_CHOICES
            if self.of_route[name] >= most:
                return []
            self.of_route[name] += 1
        self.answers[address], page = self._ask(address)
        return [lead for link in _Leads(page).links if (lead := self._lead(address, link))]

    def _ask(self, address: str) -> tuple[Answer, str]:
        answer: Any = self.client.get(address)
        body = b"".join(answer) if answer.streaming else answer.content
        is_page = answer.get("Content-Type", "").startswith("text/html")
        without = {"Expires"} | ({"Content-Length"} if body[:2] in PACKED else set())
        headers = tuple(
            sorted(
                (name, BY_CHANCE.sub(b"", value.encode()).decode())
                for name, value in answer.items()
                if name not in without
            )
        )
        page = body.decode() if is_page and answer.status_code == 200 else ""
        return (answer.status_code, headers, _without_chance(body)), page

    def _lead(self, address: str, link: str) -> str | None:
        """Where a link leads, if that is a page of our initiative in the same language."""
        parts = urlsplit(urljoin(f"http://testserver{address}", link))
        if parts.netloc != "testserver" or not parts.path.startswith(f"/{self.language}/i/ours/"):
            return None
        return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _seeds(world: World) -> list[str]:
    """Every address of our initiative, as the resolver has it."""
    found = {
        each.address
        for each in questions(world)
        if each.about is world.ours and not each.is_crossed
    }
    return sorted(found)


def _route(address: str) -> str:
    """The name of the route that answers; the address itself where none does."""
    path = urlsplit(address).path
    try:
        with override(path.split("/")[1]):
            return resolve(path).view_name
    except Resolver404:
        return address


def _without_chance(body: bytes) -> bytes:
    if body[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(body)) as parts:
            body = b"\n".join(
                name.encode() + b"\n" + parts.read(name) for name in sorted(parts.namelist())
            )
    return BY_CHANCE.sub(b"", body)


def reader(world: World, who: str) -> Client:
    client = Client()
    if who in world.people:
        client.force_login(world.people[who])
    return client


def both_walks(
    world: World, who: str, only: Sequence[str] = ()
) -> tuple[dict[str, Answer], dict[str, Answer]]:
    """What this person is answered of the one record, and of the other."""
    found = []
    for change in (None, move):
        with transaction.atomic():
            if change:
                change(world)
            # Both tables of a period have the same key and moment here.
            actions._READ.clear()
            publish(world)
            walk, before = Walk(reader(world, who), BELOW[who]), found[0][0] if found else only
            walk = walk.again(before) if before else walk.through(world, telling_to(who))
            found.append((walk.answers, told_by_tables(world)))
            transaction.set_rollback(True)
    (first, told), (second, told_of_other) = found
    # Nothing that may be told differs, so that whatever differs tells what is hidden.
    assert told == told_of_other
    return first, second


def told_apart(first: dict[str, Answer], second: dict[str, Answer]) -> list[str]:
    return [address for address in first if first[address] != second[address]]


def telling_to(who: str) -> list[str]:
    return [f"/{BELOW[who]}/i/ours/{each}" for each in TELLING]


@pytest.mark.parametrize("who", BELOW)
def test_nobody_without_raw_rights_can_tell_which_record_it_is(who: str) -> None:
    first, second = both_walks(build_record(), who)
    assert told_apart(first, second) == []
    # What would tell was there for this person to open.
    opened = {address for address, (status, _headers, _body) in first.items() if status == OK}
    assert opened >= {*telling_to(who)}


def test_an_exit_that_hides_nothing_gives_it_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """So do bare numbers of people, where nobody hides them."""
    monkeypatch.setattr(Exit, "cell", lambda _self, point, **_more: as_it_is(point))
    monkeypatch.setattr(Policy, "count", lambda _self, people, **_more: Shown(people))
    telling = telling_to("funder")
    assert told_apart(*both_walks(build_record(), "funder", telling)) == telling
