"""The page of what is missing: every figure of the command, in words, for whoever may see it."""

import csv
import json
import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from shidra.initiatives.models import Initiative, Membership
from tests.factories import (
    make_allocation,
    make_commitment,
    make_factor,
    make_groups,
    make_initiative,
    make_link,
    make_need,
    make_organisation,
    make_user,
    text,
)

pytestmark = pytest.mark.django_db

ADDRESS = "/en/i/together/missing/"


@pytest.fixture
def together() -> Initiative:
    initiative = make_initiative(is_public=False)
    owner = make_organisation(initiative, "OWN")
    outcome = make_factor(initiative, "O", kind="outcome", owner=owner)
    therapy = make_factor(initiative, "F2", importance=5, owner=owner, name=text("therapy"))
    language = make_factor(initiative, "F6", name=text("language at home"))
    make_link(therapy, outcome)
    make_link(language, therapy, 2)
    bedouin = make_groups(initiative, "population:bedouin", priority=2)
    make_need(initiative, therapy, 4_800, group_set=bedouin)
    make_need(initiative, therapy, 4_800)
    make_need(initiative, language, 5_400)
    fund = make_organisation(initiative, "FUND", "philanthropy")
    signed = make_commitment(initiative, "C1", fund)
    make_allocation(signed, therapy, 3_400)
    make_allocation(signed, language, 6_100)
    return initiative


@pytest.fixture
def partner(client: Client, together: Initiative) -> Client:
    client.force_login(make_user("p@example.org", together, Membership.Role.PARTNER_EDITOR))
    return client


def figures(page: str) -> dict[tuple[str, str], str]:
    found = re.findall(r'data-figure="([^"]*)" data-of="([^"]*)" data-value="([^"]*)"', page)
    return {(name, of): value for name, of, value in found}


def page(client: Client, address: str = ADDRESS) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_is_not_there_for_a_stranger(client: Client, together: Initiative) -> None:
    assert client.get(ADDRESS).status_code == 404
    assert client.get("/en/i/together/missing.csv").status_code == 404


def test_it_is_there_for_a_visitor_of_a_public_initiative(
    client: Client, together: Initiative
) -> None:
    Initiative.objects.update(is_public=True)
    assert "therapy" in page(client)


def test_it_shows_every_figure_that_the_command_prints(
    partner: Client, together: Initiative
) -> None:
    answer = StringIO()
    call_command("gaps", "together", "--json", stdout=answer)
    shown = figures(page(partner))
    for row in json.loads(answer.getvalue()):
        code = row.pop("factor")
        row.pop("path")
        for name, value in row.items():
            assert json.loads(shown[name, code]) == value, (code, name)
    assert shown["missing", "total"] == "6200"
    assert shown["gap", "total"] == "5500"


def test_it_says_each_line_in_words(partner: Client, together: Initiative) -> None:
    from shidra.i18n.isolates import strip

    said = strip(page(partner)).replace("\u00a0", " ")
    assert "What is missing most: therapy, ₪6,200" in said
    assert "₪6,200 are missing of ₪9,600." in said
    assert "50% of the need is of groups that come first: bedouin." in said
    assert "It acts on the outcome, factor O, by way of therapy." in said
    assert "₪700 of what was committed meets no need here: overlap." in said
    assert "Answering for it: partner OWN." in said
    assert "Nobody answers for it yet." in said


@pytest.mark.parametrize(
    ("chosen", "lines"),
    [("all", {"F2", "F6", "O"}), ("need", {"F2"}), ("overlap", {"F6"}), ("?", {"F2", "F6", "O"})],
)
def test_it_filters_without_a_script(
    partner: Client, together: Initiative, chosen: str, lines: set[str]
) -> None:
    shown = figures(page(partner, f"{ADDRESS}?show={chosen}"))
    found = {of for _, of in shown} & {"F2", "F6", "O"}
    assert found == lines


@pytest.mark.parametrize("language", ["he", "ar", "en"])
def test_it_speaks_each_language(partner: Client, together: Initiative, language: str) -> None:
    said = page(partner, f"/{language}/i/together/missing/")
    word = {"he": "כפילות", "ar": "ازدواجية", "en": "overlap"}[language]
    assert word in said
    if language != "en":
        assert "Line by line" not in said
        # The navigation leads to the disparities; the page itself speaks of gaps alone.
        assert "פער" not in said.partition("<main")[2]


def test_it_says_when_nothing_is_known_yet(client: Client) -> None:
    make_initiative("empty")
    assert "What is missing is not known yet" in page(client, "/en/i/empty/missing/")


def test_it_withholds_private_money_of_few_funders(partner: Client, together: Initiative) -> None:
    together.commitments.update(visibility="private")
    answer = page(partner)
    shown = figures(answer)
    assert ("missing", "F2") not in shown
    assert ("score", "F2") not in shown
    assert ("missing", "total") not in shown
    assert shown["need", "F2"] == "9600"
    assert shown["path_strength", "F2"] == "1"
    assert "6,200" not in answer
    rows = list(
        csv.DictReader(
            StringIO(partner.get("/en/i/together/missing.csv").content.decode("utf-8-sig"))
        )
    )
    assert {row["factor"]: row["missing"] for row in rows}["F2"] == ""


def test_its_sheet_has_the_figures_and_is_safe_to_open(
    partner: Client, together: Initiative
) -> None:
    entry = together.roadmap_versions.get().entries.get(factor__code="F2")
    entry.name = text("=1+1")
    entry.save()
    sheet = partner.get("/en/i/together/missing.csv").content.decode("utf-8-sig")
    [first, *_] = csv.DictReader(StringIO(sheet))
    assert (first["factor"], first["missing"], first["path"]) == ("F2", "6200", "F2 > O")
    assert first["name"] == "'=1+1"


def test_it_asks_the_database_as_often_for_much_as_for_little(
    partner: Client, together: Initiative, django_assert_max_num_queries: Any
) -> None:
    page(partner)
    # One of them asks whether any goal for all was agreed, of which somebody may be furthest; one
    # by which rule this reader is told of people; two which targets and prices there are, by which
    # a need would tell of people who are too few.
    with django_assert_max_num_queries(30) as few:
        page(partner)
    outcome = together.factors.get(code="O")
    for number in range(30):
        factor = make_factor(together, f"X{number}")
        make_link(factor, outcome)
        make_need(together, factor, 100)
    with django_assert_max_num_queries(len(few)):
        page(partner)


def test_it_folds_what_follows_the_first_lines_and_keeps_every_line(together, client: Client):
    for number in range(30):
        make_need(together, make_factor(together, f"X{number}"), 100 + number)
    client.force_login(make_user("many@example.org", together, Membership.Role.BACKBONE))
    page = client.get(ADDRESS).content.decode()
    open_part, folded = page.split('<details class="fold"><summary>13 more lines', 1)
    assert open_part.count('<li id="') == 24
    assert folded.count('<li id="') == 13
    assert 'start="25"' in folded
