"""The money page: what each may see of who gives what, and that it all adds up."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from shidra.funding.analysis.money import money_book
from shidra.initiatives.models import Initiative, Membership
from shidra.initiatives.permissions import full_access
from tests.factories import (
    make_allocation,
    make_commitment,
    make_factor,
    make_initiative,
    make_need,
    make_organisation,
    make_user,
)

pytestmark = pytest.mark.django_db

ADDRESS = "/en/i/together/money/"


@pytest.fixture
def together() -> Initiative:
    initiative = make_initiative(is_public=False)
    therapy, language = make_factor(initiative, "F2"), make_factor(initiative, "F6")
    make_need(initiative, therapy, 9_600)
    make_need(initiative, language, 5_400)
    ministry = make_organisation(initiative, "MIN", "government")
    fund = make_organisation(initiative, "FUND", "philanthropy")
    public = make_commitment(initiative, "C1", ministry, 5_000, visibility="public")
    private = make_commitment(initiative, "C2", fund, 9_000)
    make_allocation(public, therapy, 3_400)
    make_allocation(private, language, 6_100)
    private.instalments.create(due_on=date(2026, 1, 1), amount=200_000, paid_on=date(2026, 1, 2))
    private.instalments.create(due_on=date(2026, 5, 1), amount=130_000)
    private.instalments.create(due_on=date(2030, 1, 1), amount=570_000)
    return initiative


def figures(page: str) -> dict[tuple[str, str], str]:
    found = re.findall(r'data-figure="([^"]*)" data-of="([^"]*)" data-value="([^"]*)"', page)
    return {(name, of): value for name, of, value in found}


def signed_in(client: Client, initiative: Initiative, role: str) -> Client:
    client.force_login(make_user(f"{role}@example.org", initiative, role))
    return client


def page_for(client: Client) -> dict[tuple[str, str], str]:
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    return figures(answer.content.decode())


def test_it_is_not_there_for_a_stranger(client: Client, together: Initiative) -> None:
    assert client.get(ADDRESS).status_code == 404
    assert client.get("/en/i/together/money.csv").status_code == 404


def test_it_shows_need_and_money_of_each_line(client: Client, together: Initiative) -> None:
    shown = page_for(signed_in(client, together, Membership.Role.BACKBONE))
    assert {name: shown[name, "F6"] for name in ("need", "committed", "missing", "gap")} == {
        "need": "5400",
        "committed": "6100",
        "missing": "0",
        "gap": "-700",
    }
    assert shown["overlap", "F6"] == "700"
    assert shown["allocated", "F2:MIN"] == "3400"
    assert shown["public_committed", "F2"] == "3400"
    assert shown["private_overlap", "total"] == "700"


def test_it_adds_up(client: Client, together: Initiative) -> None:
    shown = page_for(signed_in(client, together, Membership.Role.BACKBONE))
    lines = ("F2", "F6", "backbone", "measurement", "learning", "community")
    for name in ("need", "committed", "covered", "missing", "gap", "overlap", "public_committed"):
        assert sum(float(shown[name, line]) for line in lines) == float(shown[name, "total"]), name
    assert float(shown["committed", "total"]) == 9_500


def test_it_follows_the_payments_up_to_a_day(together: Initiative) -> None:
    book = money_book(full_access("together"), date(2026, 11, 22))
    [ministry, fund] = book.funders
    assert (fund.due, fund.paid, fund.overdue, fund.free) == (3_300, 2_000, 1_300, 2_900)
    assert fund.commitments[0].payments.next_due_on == date(2030, 1, 1)
    assert money_book(full_access("together"), date(2026, 4, 30)).funders[1].overdue == 0
    assert ministry.is_public_money
    assert not fund.is_public_money


def test_it_never_counts_a_pledge(client: Client, together: Initiative) -> None:
    fund = together.organisations.get(code="FUND")
    pledge = make_commitment(together, "C3", fund, 500, signed_on=None)
    make_allocation(pledge, together.factors.get(code="F2"), 500)
    shown = page_for(signed_in(client, together, Membership.Role.BACKBONE))
    assert shown["committed", "F2"] == "3400"
    assert shown["pledged", "FUND"] == "500"
    assert shown["signed", "FUND"] == "9000"


def test_it_merges_what_a_visitor_may_not_see(client: Client, together: Initiative) -> None:
    Initiative.objects.update(is_public=True)
    answer = client.get(ADDRESS).content.decode()
    shown = figures(answer)
    assert ("signed", "FUND") not in shown
    assert "partner FUND" not in answer
    assert shown["allocated", "F6:others"] == "6100"
    assert shown["committed", "F6"] == "6100"
    assert "1 funder who is not shown to you" in answer


def test_it_withholds_private_money_of_few_funders(client: Client, together: Initiative) -> None:
    together.commitments.filter(code="C2").update(visibility="private")
    answer = signed_in(client, together, Membership.Role.FUNDER).get(ADDRESS).content.decode()
    shown = figures(answer)
    assert ("committed", "F6") not in shown
    assert ("committed", "total") not in shown
    assert shown["need", "F6"] == "5400"
    assert shown["committed", "F2"] == "3400"
    assert "6,100" not in answer
    assert "Fewer than three funders" in answer


def test_its_sheet_is_safe_to_open(client: Client, together: Initiative) -> None:
    from tests.factories import text

    entry = together.roadmap_versions.get().entries.get(factor__code="F2")
    entry.name = text("=cmd()")
    entry.save()
    signed_in(client, together, Membership.Role.BACKBONE)
    sheet = client.get("/en/i/together/money.csv")
    assert sheet["Content-Type"].startswith("text/csv")
    rows = sheet.content.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("line,name,need,public_committed")
    assert rows[1].startswith("F2,'=cmd(),9600,3400")
    assert rows[-1].startswith("total,")


def test_it_asks_the_database_as_often_for_much_as_for_little(
    client: Client, together: Initiative, django_assert_max_num_queries: Any
) -> None:
    signed_in(client, together, Membership.Role.BACKBONE)
    client.get(ADDRESS)
    with django_assert_max_num_queries(16) as few:
        client.get(ADDRESS)
    for number in range(20):
        line = make_factor(together, f"X{number}")
        make_need(together, line, 100)
        funder = make_organisation(together, f"O{number}", "business")
        commitment = make_commitment(together, f"X{number}", funder, 200)
        make_allocation(commitment, line, 100)
        commitment.instalments.create(due_on=date(2026, 1, 1), amount=100)
    with django_assert_max_num_queries(len(few)):
        assert client.get(ADDRESS).status_code == 200
