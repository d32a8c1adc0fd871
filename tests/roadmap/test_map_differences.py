"""What changed between two versions of a map, told completely and not twice."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shidra.i18n import isolates
from shidra.i18n.text import Text
from shidra.roadmap.models import FactorEntry, Link
from shidra.roadmap.queries import ChangeKind, MapState, difference_between, difference_of
from tests.factories import text
from tests.roadmap.people import add, at, change, connect, draft, said

WORDS = st.sampled_from(["therapy", "places", "training"])
CODES = st.sampled_from([f"F{number}" for number in range(1, 8)])


@st.composite
def maps(draw: Any) -> MapState:
    codes = draw(st.lists(CODES, unique=True, max_size=7))
    factors = {
        code: FactorEntry(
            kind="factor",
            name=Text.of(en=draw(WORDS)),
            track=draw(st.sampled_from(["", "child"])),
            stage=draw(st.integers(1, 2)),
            importance=draw(st.sampled_from([None, 3, 5])),
        )
        for code in codes
    }
    ends = draw(st.lists(st.tuples(CODES, CODES), unique=True, max_size=8))
    links = {
        (source, target): Link(sign=draw(st.sampled_from("+-")), strength=draw(st.integers(1, 3)))
        for source, target in ends
        if source != target and source in factors and target in factors
    }
    return MapState(factors, links)


@given(maps())
def test_nothing_changes_between_a_map_and_itself(state):
    assert not difference_of(state, state)


@given(maps(), maps())
def test_what_is_added_and_taken_off_accounts_for_every_factor_and_link(old, new):
    found = difference_of(old, new)
    for before, after, added, removed in (
        (old.factors, new.factors, ChangeKind.ADDED, ChangeKind.REMOVED),
        (old.links, new.links, ChangeKind.LINK_ADDED, ChangeKind.LINK_REMOVED),
    ):
        assert len(before) + len(found.of(added)) - len(found.of(removed)) == len(after)


@given(maps(), maps())
def test_the_other_way_round_it_is_the_same_with_before_and_after_exchanged(old, new):
    there, back = difference_of(old, new), difference_of(new, old)
    other = {
        ChangeKind.ADDED: ChangeKind.REMOVED,
        ChangeKind.REMOVED: ChangeKind.ADDED,
        ChangeKind.LINK_ADDED: ChangeKind.LINK_REMOVED,
        ChangeKind.LINK_REMOVED: ChangeKind.LINK_ADDED,
    }
    moved = {ChangeKind.MOVED}  # which of two neighbours moved is a matter of the reading

    def told(difference: Any, turned: dict[ChangeKind, ChangeKind]) -> set[Any]:
        return {
            (turned.get(each.kind, each.kind), each.codes)
            for each in difference.changes
            if each.kind not in moved
        }

    assert told(there, other) == told(back, {})


@given(maps(), maps())
def test_applying_what_is_told_of_the_fields_gives_the_new_map(old, new):
    found = difference_of(old, new)
    for change_of in found.changes:
        after = new.factors if len(change_of.codes) == 1 else new.links
        key: Any = change_of.codes[0] if len(change_of.codes) == 1 else change_of.codes
        for field in change_of.fields:
            if field.name != "position":
                assert getattr(after[key], field.name) == field.after
    told = {each.codes[0] for each in found.changes if len(each.codes) == 1}
    for code in old.factors.keys() & new.factors.keys() - told:
        before, now = old.factors[code], new.factors[code]
        assert (before.name, before.track, before.stage, before.importance) == (
            now.name,
            now.track,
            now.stage,
            now.importance,
        )


@given(st.permutations([f"F{number}" for number in range(1, 8)]))
def test_a_new_order_tells_the_fewest_that_moved(order):
    def state(codes: Any) -> MapState:
        return MapState({code: FactorEntry(kind="factor", stage=1) for code in codes}, {})

    codes = sorted(order)
    moved = difference_of(state(codes), state(order)).of(ChangeKind.MOVED)
    staying = [code for code in order if code not in {each.codes[0] for each in moved}]
    assert staying == sorted(staying)
    if order != codes:
        one = [c for c in codes if [x for x in order if x != c] == [x for x in codes if x != c]]
        assert len(moved) == 1 if one else len(moved) > 1


@pytest.fixture
def second(together):
    version = draft(together)
    change(version, "F1", importance=5, stage=2)
    change(version, "F2", name=text("more places"))
    add(version, "F3", stage=1)
    link = version.links.get(source__code="F1")
    link.sign, link.strength = "-", 1
    link.save()
    version.links.get(source__code="F2").delete()
    connect(version, "F3", "O")
    return version


def test_each_change_stands_under_its_kind(adopted, second):
    assert difference_between(adopted, second).counts() == {
        "added": 1,
        "moved": 1,
        "weighed": 1,
        "reworded": 1,
        "link_added": 1,
        "link_removed": 1,
        "link_signed": 1,
        "link_weighed": 1,
    }


def test_the_page_says_them_in_words_and_marks_them_on_one_map(backbone, second):
    page = said(backbone.get(at("map/versions/differences/")))
    assert "From version" not in page
    for words in ("1 factor added", "1 factor moved", "1 link turned", "1 link removed"):
        assert words in page
    assert "more places" in page
    assert "factor F2" in page  # as it was called before
    svg = page[page.index("<svg") : page.rindex("</svg>")]
    for mark in ("new", "changed"):
        assert f"{mark}" in svg


@pytest.mark.parametrize("page", ["map/versions/differences/", "map/versions/2/"])
def test_a_hand_held_screen_is_told_what_changed_too(backbone, second, page):
    html = backbone.get(at(page)).text
    walk = re.findall(r'<div class="map-narrow">(<svg.*?</svg>)', html, re.DOTALL)
    assert len(walk) == 1
    for mark in ("+ new", "≠ changed"):
        assert mark in isolates.strip(walk[0])


def test_what_a_draft_changes_is_for_those_who_keep_the_map(second, resident, backbone):
    address = at("map/versions/differences/?from=1&to=2")
    assert backbone.get(address).status_code == 200
    assert resident.get(address).status_code == 404
    assert "factor F3" not in said(resident.get(at("map/versions/differences/")))


@pytest.mark.parametrize("asked", ["?from=9&to=1", "?from=99999999999999999999&to=1"])
def test_versions_that_are_not_there_answer_as_such(backbone, second, asked):
    answer = backbone.get(at(f"map/versions/differences/{asked}"))
    assert answer.status_code in {200, 404}


def test_a_link_between_factors_that_are_gone_still_has_names():
    old = MapState(
        {"A": FactorEntry(name=text("a")), "B": FactorEntry(name=text("b"))},
        {("A", "B"): Link(sign="+", strength=1)},
    )
    [link] = difference_of(old, MapState({}, {})).of(ChangeKind.LINK_REMOVED)
    assert [name.words("en") for name in link.names] == ["a", "b"]


def test_reading_two_versions_takes_four_questions(django_assert_num_queries, adopted, second):
    with django_assert_num_queries(4):
        difference_between(adopted, second)
