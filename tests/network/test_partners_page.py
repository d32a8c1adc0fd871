"""The partners page: who is at the table, the empty chairs, what each does, promised and gives."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from shidra.initiatives.models import Initiative, Membership
from shidra.network.models import Activity, Promise
from tests.factories import (
    make_allocation,
    make_commitment,
    make_factor,
    make_groups,
    make_initiative,
    make_organisation,
    make_user,
    text,
)

pytestmark = pytest.mark.django_db

ADDRESS = "/en/i/together/partners/"


@pytest.fixture
def together() -> Initiative:
    initiative = make_initiative(is_public=False)
    ngo = make_organisation(initiative, "NGO", "ngo")
    fund = make_organisation(initiative, "FUND", "philanthropy")
    therapy = make_factor(initiative, "F2", owner=ngo, name=text("therapy"))
    activity = Activity.objects.create(
        initiative=initiative,
        code="A1",
        organisation=ngo,
        name=text("therapy at home"),
        reach_planned=43_219,
        reach_actual=7,
    )
    activity.factors.add(therapy)
    for code, state, due in (("P1", "kept", 2025), ("P2", "open", 2020), ("P3", "open", 2090)):
        Promise.objects.create(
            initiative=initiative,
            code=code,
            organisation=ngo,
            kind="data",
            text=text(f"promise {code}"),
            due_on=date(due, 1, 1),
            state=state,
        )
    commitment = make_commitment(initiative, "C1", fund, 5_000)
    make_allocation(commitment, therapy, 1_000)
    return initiative


def page(client: Client, initiative: Initiative, role: str = "") -> str:
    if role:
        client.force_login(make_user(f"{role}@example.org", initiative, role))
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    from shidra.i18n.isolates import strip

    return strip(answer.content.decode()).replace("\u00a0", " ")


def test_it_is_not_there_for_a_stranger(client: Client, together: Initiative) -> None:
    assert client.get(ADDRESS).status_code == 404


def test_it_counts_partners_and_names_the_empty_chairs(
    client: Client, together: Initiative
) -> None:
    shown = page(client, together, Membership.Role.FUNDER)
    assert "2 partners from 2 sectors" in shown
    chairs = shown[shown.index('id="empty-chairs"') :]
    for sector in ("academia", "health", "business", "local authorities", "community"):
        assert sector in chairs
    assert "Nobody sits here yet for: government" in shown


def test_it_shows_what_a_partner_does_promised_and_gives(
    client: Client, together: Initiative
) -> None:
    shown = page(client, together, Membership.Role.FUNDER)
    assert "therapy at home" in shown
    assert "Promises: 1 kept, 1 open, 1 late." in shown  # open after its day is late
    assert "Committed ₪5,000. It goes to therapy." in shown


def test_it_keeps_money_from_those_who_may_not_see_it(client: Client, together: Initiative) -> None:
    Initiative.objects.update(is_public=True)
    assert "Committed" not in page(client, together)


def test_it_shows_counts_of_people_to_raw_rights_only(client: Client, together: Initiative) -> None:
    assert 'data-value="43219"' in page(client, together, Membership.Role.DATA_LEAD)
    partner = page(client, together, Membership.Role.PARTNER_EDITOR)
    assert "data-value" not in partner
    assert "43219" not in partner.replace(",", "")
    assert "people planned for and reached" in partner
    assert "Hidden: numbers of people" in partner


def test_it_shows_what_residents_promised(client: Client, together: Initiative) -> None:
    groups = make_groups(together, "population:parents")
    Promise.objects.create(
        initiative=together,
        code="P9",
        group=groups.groups.get(),
        kind="practice",
        text=text("we read together"),
    )
    shown = page(client, together, Membership.Role.FUNDER)
    assert "Groups of residents" in shown
    assert "we read together" in shown


def test_it_teaches_where_nobody_is_there_yet(client: Client) -> None:
    make_initiative("empty")
    assert "The partners will sit here" in client.get("/en/i/empty/partners/").content.decode()


@pytest.mark.parametrize("language", ["he", "ar"])
def test_it_speaks_each_language(client: Client, together: Initiative, language: str) -> None:
    client.force_login(make_user("f@example.org", together, Membership.Role.FUNDER))
    said = client.get(f"/{language}/i/together/partners/").content.decode()
    assert {"he": "כיסאות ריקים", "ar": "مقاعد فارغة"}[language] in said
    assert "Empty chairs" not in said


def test_it_asks_the_database_as_often_for_much_as_for_little(
    client: Client, together: Initiative, django_assert_max_num_queries: Any
) -> None:
    page(client, together, Membership.Role.FUNDER)
    with django_assert_max_num_queries(33) as few:
        page(client, together)
    for number in range(20):
        partner = make_organisation(together, f"X{number}", "business")
        activity = Activity.objects.create(
            initiative=together, code=f"X{number}", organisation=partner, name=text("x")
        )
        activity.factors.add(together.factors.get())
    with django_assert_max_num_queries(len(few)):
        page(client, together)
