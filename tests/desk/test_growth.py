"""Pages ask the database as often for many rows as for few."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shidra.initiatives.models import Initiative
from shidra.measurement.models import Indicator
from shidra.network.models import Activity
from tests.factories import (
    make_allocation,
    make_commitment,
    make_factor,
    make_groups,
    make_initiative,
    make_link,
    make_need,
    make_organisation,
    make_place,
    text,
)
from tests.personas import signed_in

PAGES = [
    *("", "map/?view=map", "map/?view=table", "map/?view=paths", "missing/", "missing.csv"),
    *("money/", "money.csv", "partners/", "indicators/", "indicators/I0/", "factors/F0/", "load/"),
]


@pytest.fixture
def together(db) -> Initiative:
    initiative = make_initiative()
    make_factor(initiative, "O", kind="outcome")
    make_groups(initiative, "population:arab")
    grow(initiative, 0, 2)
    return initiative


def grow(initiative: Initiative, first: int, last: int) -> None:
    """Rows of every kind, each tied to the others as in life."""
    outcome = initiative.factors.get(code="O")
    groups = make_groups(initiative, "population:arab")
    for step in range(first, last):
        partner = make_organisation(initiative, f"P{step}", "philanthropy")
        place = make_place(initiative, f"town{step}")
        factor = make_factor(initiative, f"F{step}", owner=partner)
        make_link(factor, outcome)
        make_need(initiative, factor, 9_600, place=place, group_set=groups, people=400)
        commitment = make_commitment(initiative, f"C{step}", partner, visibility="public")
        commitment.instalments.create(due_on=date(2026, 1, 1), amount=100_000)
        make_allocation(commitment, factor, 3_400)
        activity = Activity.objects.create(
            initiative=initiative, code=f"A{step}", organisation=partner, name=text("work")
        )
        activity.factors.add(factor)
        activity.places.add(place)
        measure = Indicator.objects.create(
            initiative=initiative,
            code=f"I{step}",
            factor=factor,
            name=text(f"measure {step}"),
            unit="percent",
            better="higher",
        )
        for period in ("2024", "2025"):
            measure.observations.create(period=period, numerator=40, denominator=100)
            measure.observations.create(
                period=period, numerator=20, denominator=60, group_set=groups, place=place
            )


def questions(browser, page: str) -> int:
    # Whoever comes first after a change makes the protected tables; here the others are counted.
    browser.get(f"/he/i/together/{page}")
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(f"/he/i/together/{page}").status_code == 200
    return len(asked)


@pytest.mark.parametrize("role", ["anonymous", "backbone"])
def test_a_page_asks_no_more_for_more_rows(together: Initiative, role: str):
    browser = signed_in(role, together)
    pages = [page for page in PAGES if role == "backbone" or page != "load/"]
    few = {page: questions(browser, page) for page in pages}
    grow(together, 2, 14)
    many = {page: questions(browser, page) for page in pages}
    assert {page: (few[page], many[page]) for page in pages if many[page] > few[page]} == {}
