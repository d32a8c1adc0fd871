"""Whoever has no raw rights walks every address there is, and is told what their rule tells.

No list of pages is written down to be walked: the addresses come from the resolver, so that a page
that is added tomorrow is walked tomorrow.
"""

import logging
from collections import Counter
from collections.abc import Iterator

import pytest

from shidra.config.routes import Route, routes
from shidra.measurement.analysis.exits import Exit
from shidra.protection.permissions import as_it_is
from tests.protection.everywhere import (
    AUDIENCE_OF,
    FOR_KEEPERS,
    TELLING,
    build_everything,
    silent_routes,
    undecided,
    walk,
)
from tests.protection.hunting import CELLS, given_away, hidden_from, stated_in, told_by_table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_moment")]


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Most addresses are for others; that each refusal is told says nothing here."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_of_every_route_it_is_said_whether_it_tells_figures():
    twice = [name for name, times in Counter([*TELLING, *silent_routes()]).items() if times > 1]
    assert twice == []
    assert undecided(routes()) == set(), "say in TELLING or SILENT whether these tell figures"
    assert {*TELLING, *silent_routes()} <= {each.name for each in routes()}


def test_a_route_that_is_added_is_asked_about():
    new = Route("measurement:feed", "i/<slug:code>/indicators.json", lambda: None, None)
    assert undecided([*routes(), new]) == {"measurement:feed"}


@pytest.mark.parametrize("reader", AUDIENCE_OF)
def test_no_route_tells_a_reader_one_cell_more(reader):
    world, audience = build_everything(), AUDIENCE_OF[reader]
    told, stated, wrong = told_by_table(audience), set(), {}
    opened = set()
    for each in walk(world, reader):
        opened.add(each.route)
        if found := given_away(each.said, told):
            wrong[each.address] = found
        stated |= stated_in(each.said) if each.route in TELLING else set()
    assert wrong == {}
    assert told <= stated, "what the rule allows is told"
    assert opened >= TELLING - FOR_KEEPERS


def test_the_same_walk_finds_every_hidden_cell_where_nothing_is_hidden():
    """Those who have raw rights are told all, by the routes that are said to tell, and no others."""
    world = build_everything()
    told, by_route = told_by_table("visitors"), dict[str, set]()
    for each in walk(world, "backbone"):
        by_route[each.route] = by_route.get(each.route, set()) | given_away(each.said, told)
    assert {name for name, found in by_route.items() if found} == TELLING
    for audience in set(AUDIENCE_OF.values()):
        assert set().union(*by_route.values()) >= hidden_from(audience)


def test_an_exit_that_lets_all_through_is_found_on_every_route_that_tells(monkeypatch):
    """The visitor again, where each figure is handed out as it is stored."""
    world = build_everything()
    told = told_by_table("visitors")
    monkeypatch.setattr(Exit, "cell", lambda _self, point, **_named: as_it_is(point))
    found = {
        each.route: cells
        for each in walk(world, "anonymous", TELLING.__contains__)
        if (cells := given_away(each.said, told))
    }
    assert set(found) == TELLING - FOR_KEEPERS
    assert set().union(*found.values()) <= set(CELLS)
