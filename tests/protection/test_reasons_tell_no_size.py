"""Why a figure is hidden must not tell how large it is.

If a small number said of itself that it is small, and the one that is hidden with it that it is
not, whoever knows the sum of both would often know each: of 11 one is at least 10.
"""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from shidra.initiatives.models import Initiative
from shidra.measurement.analysis import exits
from shidra.measurement.models import Indicator, Observation
from shidra.protection.models import ProtectedTable
from shidra.protection.permissions import Reason
from tests.factories import make_factor, make_groups, make_initiative, make_place, text

pytestmark = pytest.mark.django_db

SMALLEST, ALL = 10, 100
EVENTS = {"arab": 1, "druze": 10, "jewish": 500}
PEOPLE = {"arab": ALL, "druze": ALL, "jewish": 10 * ALL}


@pytest.fixture
def together() -> Initiative:
    """One Arab pupil and ten Druze passed: together 11, which everybody can reckon."""
    initiative = make_initiative(min_cell=SMALLEST, is_public=True)
    outcome, land = make_factor(initiative, "O", kind="outcome"), make_place(initiative, "L")
    measure = Indicator.objects.create(
        initiative=initiative,
        code="M5",
        factor=outcome,
        name=text("five units"),
        unit="percent",
        better="higher",
        role="outcome",
    )
    for sector, passed in EVENTS.items():
        Observation.objects.create(
            indicator=measure,
            period="2016",
            place=land,
            group_set=make_groups(initiative, f"sector:{sector}"),
            numerator=passed,
            denominator=PEOPLE[sector],
        )
    return initiative


def asked(*by: str) -> list[dict[str, object]]:
    out = StringIO()
    options = (option for one in by for option in ("--by", one))
    call_command("series", "together", "M5", *options, "--json", stdout=out)
    return json.loads(out.getvalue())


def possible() -> set[int]:
    """How many Arab pupils may have passed, for a visitor who takes every reason at its word."""
    (whole,), parts = asked(), asked("sector")
    shown = sum(part["numerator"] or 0 for part in parts)
    hidden = {part["sector"]: part["hidden"] for part in parts if part["hidden"]}
    assert set(hidden) == {"arab", "druze"}

    small = {sector for sector, reason in hidden.items() if reason == Reason.TOO_FEW}

    def is_told(sector: str, events: int) -> bool:
        # What says of all the same tells nothing of each.
        return len(small) == len(hidden) or (0 < events < SMALLEST) == (sector in small)

    left = int(whole["numerator"] - shown)
    return {one for one in range(left + 1) if is_told("arab", one) and is_told("druze", left - one)}


def test_a_reason_leaves_open_which_of_the_hidden_is_small(together: Initiative) -> None:
    assert len(possible()) > SMALLEST


def test_a_reason_of_its_own_for_each_gives_the_small_one_away(
    together: Initiative, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = {"primary": Reason.TOO_FEW, "complementary": Reason.NOT_CERTIFIED}
    monkeypatch.setattr(exits, "REASONS", own)
    assert possible() == {EVENTS["arab"]}


@pytest.mark.parametrize("language", ["he", "ar", "en"])
def test_the_page_says_the_same_of_both(together: Initiative, language: str) -> None:
    page = Client().get(f"/{language}/i/together/indicators/M5/?by=sector").content.decode()
    before = page
    Observation.objects.filter(group_set__key="sector:arab").update(numerator=10)
    Observation.objects.filter(group_set__key="sector:druze").update(numerator=1)
    ProtectedTable.objects.all()._raw_delete("default")
    after = Client().get(f"/{language}/i/together/indicators/M5/?by=sector").content.decode()
    assert before.partition("<main")[2] == after.partition("<main")[2]
