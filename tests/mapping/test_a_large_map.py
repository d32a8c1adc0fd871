"""A map too large to be read at once is edited around what is chosen; all of it is a link away."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from shidra.i18n.isolates import strip
from shidra.i18n.text import Text
from shidra.initiatives.models import Initiative
from shidra.roadmap.models import Doubt, Factor, FactorEntry, Link
from tests.factories import make_initiative
from tests.personas import signed_in

pytestmark = pytest.mark.django_db
EDIT = "/en/i/together/map/edit/"
COUNT, SHOWN = 160, 40


@pytest.fixture
def initiative() -> Initiative:
    """A ring of factors, each leading to the next and the third after it."""
    made = make_initiative()
    version = made.roadmap_versions.get()
    factors = Factor.objects.bulk_create(
        Factor(initiative=made, code=f"N{number}") for number in range(COUNT)
    )
    FactorEntry.objects.bulk_create(
        FactorEntry(
            version=version,
            factor=factor,
            kind="outcome" if number == 0 else "factor",
            name=Text.of(en=f"thing {number}"),
            stage=1 + number % 5,
            position=number,
        )
        for number, factor in enumerate(factors)
    )
    Link.objects.bulk_create(
        Link(
            version=version,
            source=factors[number],
            target=factors[(number + step) % COUNT],
            sign="+",
            strength=2,
        )
        for number in range(COUNT)
        for step in range(1, 6)
    )
    return made


@pytest.fixture
def editor(initiative: Initiative) -> Client:
    return signed_in("backbone", initiative)


def page(client: Client, asked: str = "") -> str:
    answer = client.get(EDIT + asked)
    assert answer.status_code == 200
    return strip(answer.content.decode())


def cards(body: str) -> set[str]:
    return set(re.findall(r'data-node="(N\d+)"', body))


def test_it_begins_around_the_outcome_and_says_so(editor: Client) -> None:
    body = page(editor)
    assert len(cards(body)) <= SHOWN
    assert "N0" in cards(body)
    assert f"of {COUNT} factors, the strongest ties first" in body


def test_it_stands_around_the_chosen_factor(editor: Client) -> None:
    found = cards(page(editor, "?factor=N80"))
    assert {"N79", "N80", "N81"} <= found
    assert "N0" not in found


def test_both_ends_of_a_chosen_link_are_there(editor: Client) -> None:
    assert {"N30", "N35"} <= cards(page(editor, "?link=N30%3EN35"))


def test_all_of_it_is_a_link_away_and_stays_whole(editor: Client) -> None:
    body = page(editor, "?factor=N80")
    [whole] = re.findall(r'href="(\?[^"]*whole=1[^"]*)"', body.partition("map-part")[2])
    body = page(editor, whole.replace("&amp;", "&"))
    assert len(cards(body)) == COUNT
    assert "whole=1" in body.partition('data-node="N3"')[0]


def test_a_change_far_from_it_is_saved_and_then_shown(editor: Client) -> None:
    answer = editor.post(
        f"{EDIT}act/", {"act": "add", "factor": "N120", "name_en": "a bus", "stage": "2"}
    )
    assert answer.status_code == 302
    body = strip(editor.get(answer["Location"]).content.decode())
    assert "a bus" in body
    assert len(cards(body)) <= SHOWN


def test_a_doubt_about_a_link_shows_where_it_is_edited(
    editor: Client, initiative: Initiative
) -> None:
    assert "contested" not in page(editor, "?factor=N80").partition("<svg")[2]
    ends = {code: Factor.objects.get(initiative=initiative, code=code) for code in ("N80", "N81")}
    Doubt.objects.create(
        initiative=initiative,
        source=ends["N80"],
        target=ends["N81"],
        text=Text.of(en="not so"),
        token="1",
        author_id="1",
        author="Rana",
        made_at=timezone.now(),
    )
    body = page(editor, "?factor=N80")
    assert "contested" in body.partition("picture-map")[2].partition("</svg>")[0]
