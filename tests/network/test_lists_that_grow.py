"""Lists of the network ask the database as often for many rows as for few."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shidra.initiatives.models import Group, Initiative
from shidra.network.models import Activity, Affiliation
from tests.factories import make_factor, make_organisation, make_place, make_user, text
from tests.network.conftest import browser_of, member, promise

pytestmark = pytest.mark.django_db

PAGES = (
    "partners/",
    "partners/?page=2",
    "partners/NABTA/",
    "groups/population:bedouin/",
    "promises/",
    "promises/?page=2&state=open",
    "activities/",
    "activities/?page=2&place=rahat&group=population:bedouin",
    "activities/A1/",
    "promises/N0/state/",
)


def grow(initiative: Initiative, first: int, last: int) -> None:
    """Partners, people, promises changed and late, activities on several factors and places."""
    bedouin = Group.objects.get(initiative=initiative)
    nabta = initiative.organisations.get(code="NABTA")
    for step in range(first, last):
        partner = make_organisation(initiative, f"B{step:03}", "business")
        factor = make_factor(initiative, f"X{step:03}", owner=partner)
        place = make_place(initiative, f"town{step}")
        for code, owner in ((f"N{step}", nabta), (f"B{step}", partner)):
            promise(initiative, code, organisation=owner, factor=factor)
            activity = Activity.objects.create(
                initiative=initiative, code=f"W{code}", organisation=owner, name=text("work")
            )
            activity.factors.add(factor, initiative.factors.get(code="F2"))
            activity.places.add(place)
        promise(initiative, f"G{step}", organisation=None, group=bedouin)
        user = make_user(f"{step}@people.example", initiative, "partner_editor")
        Affiliation.objects.create(user=user, organisation=nabta)
        Affiliation.objects.create(user=user, group=bedouin)


def questions(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/he/i/together/{page}").status_code == 200
    return len(asked)


@pytest.mark.parametrize("role", ["", "backbone"])
def test_a_page_asks_no_more_for_more_rows(network: Initiative, role: str):
    grow(network, 0, 2)
    client = browser_of(member(network, role) if role else None)
    pages = [page for page in PAGES if role or "state" not in page.split("?")[0]]
    few = {page: questions(client, page) for page in pages}
    grow(network, 2, 70)
    many = {page: questions(client, page) for page in pages}
    assert {page: (few[page], many[page]) for page in pages if many[page] > few[page]} == {}
