"""Money that a reader may not see moves nothing on any page, be it much or little."""

import re

import pytest
from django.urls import reverse

from shidra.initiatives.models import Initiative
from tests.factories import (
    make_allocation,
    make_commitment,
    make_factor,
    make_initiative,
    make_link,
    make_need,
    make_organisation,
)
from tests.personas import signed_in

pytestmark = pytest.mark.django_db

PAGES = ("overview", "map", "money", "money-csv", "partners")
CHANGING = re.compile(r'csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"')


@pytest.fixture
def quiet() -> Initiative:
    """Two lines, one of them with private money beside that of a single other funder."""
    initiative = make_initiative()
    outcome = make_factor(initiative, "O", kind="outcome")
    lines = [make_factor(initiative, code) for code in ("F1", "F2")]
    for line in lines:
        make_link(line, outcome)
        make_need(initiative, line, 900_000)
    seen = make_commitment(
        initiative, "C-OPEN", make_organisation(initiative, "OPEN"), visibility="public"
    )
    make_allocation(seen, lines[0], 100_000)
    make_allocation(seen, lines[1], 200_000)
    hidden = make_commitment(
        initiative, "C-SECRET", make_organisation(initiative, "SECRET"), visibility="private"
    )
    make_allocation(hidden, lines[0], 10_000)
    return initiative


def addresses(initiative: Initiative) -> list[str]:
    code = initiative.code
    found = [reverse(f"desk:{page}", args=[code]) for page in PAGES]
    found += [f"{reverse('desk:map', args=[code])}?view={view}" for view in ("table", "paths")]
    found += [reverse("desk:factor", args=[code, factor]) for factor in ("F1", "F2", "O")]
    found += [reverse("gaps:list", args=[code]), reverse("gaps:csv", args=[code])]
    gaps = reverse("gaps:list", args=[code])
    asked = ["show=need", "show=overlap", "state=open", "at_least=1"]
    asked += [f"kind={kind}" for kind in ("resource", "overlap", "absorption")]
    found += [f"{gaps}?{each}" for each in asked]
    return [*found, reverse("gaps:file", args=[code, "csv"])]


def read(initiative: Initiative, role: str) -> dict[str, str]:
    browser, pages = signed_in(role, initiative), {}
    for address in addresses(initiative):
        answer = browser.get(address)
        assert answer.status_code == 200, address
        pages[address] = CHANGING.sub("", answer.content.decode())
    return pages


def give(initiative: Initiative, amount: int) -> None:
    secret = initiative.commitments.get(code="C-SECRET")
    secret.allocations.update(amount=amount * 100)
    initiative.commitments.filter(pk=secret.pk).update(amount=amount * 300)


@pytest.mark.parametrize("amount", [1, 654_321, 799_999, 876_543])
@pytest.mark.parametrize(
    "role", ["anonymous", "partner_editor", "funder", "community_member", "data_lead"]
)
def test_no_page_tells_how_much_it_is(quiet: Initiative, role: str, amount: int) -> None:
    before = read(quiet, role)
    give(quiet, amount)
    after = read(quiet, role)
    assert [address for address in before if before[address] != after[address]] == []


def test_those_who_may_see_it_do(quiet: Initiative) -> None:
    before = read(quiet, "backbone")
    give(quiet, 654_321)
    after = read(quiet, "backbone")
    changed = [address for address in before if before[address] != after[address]]
    assert len(changed) > len(PAGES)
