"""Whoever keeps releases and subtracts them: what an auditor that trusts nobody works out."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from shidra.measurement.models import Indicator, Observation
from shidra.protection.analysis import making
from shidra.releases.actions import publish_period
from shidra.ui.management.site import Refused
from tests.factories import make_factor, make_groups, make_initiative, make_place, text
from tests.releases.conftest import LEAD

pytestmark = pytest.mark.django_db

COUNTS = {"N": ((4, 60), (30, 90)), "S": ((20, 80), (44, 99)), "C": ((31, 75), (52, 140))}


@pytest.fixture
def districts():
    """Three districts and two sectors; of the Arab pupils of the north 4 passed."""
    initiative = make_initiative(min_cell=10)
    land = make_place(initiative, "L")
    measure = Indicator.objects.create(
        initiative=initiative,
        code="M5",
        factor=make_factor(initiative, "O", kind="outcome"),
        name=text("five units"),
        unit="percent",
        better="higher",
        role="outcome",
    )
    for code, sides in COUNTS.items():
        place = make_place(initiative, code, land)
        for sector, (passed, pupils) in zip(("arab", "jewish"), sides, strict=True):
            Observation.objects.create(
                indicator=measure,
                period="2016",
                place=place,
                group_set=make_groups(initiative, f"sector:{sector}"),
                numerator=passed,
                denominator=pupils,
            )
    return initiative


def published(initiative):
    return publish_period(initiative=initiative, period="2016", note="", by=LEAD).release


def audit(*arguments):
    """What the command says, and whether it found nothing."""
    out = StringIO()
    codes = []
    try:
        call_command("certify", "together", *arguments, "--json", stdout=out)
    except Refused as refused:
        codes.append(refused.code)
    assert codes in ([], [1])
    return json.loads(out.getvalue()), not codes


def correct(place, sector, **amounts):
    rows = Observation.objects.filter(place__code=place, group_set__key=f"sector:{sector}")
    assert rows.update(**amounts) == 1


def bare(monkeypatch):
    """A suppressor that hides small counts alone."""
    real = making.protected_observations

    def broken(*given, **named):
        found = real(*given, **named)
        shown = {
            cell: "safe" if status == "complementary" else status
            for cell, status in found.statuses.items()
        }
        return type(found)(shown, found.counts, found.whole, found.beyond, is_certified=True)

    monkeypatch.setattr(making, "protected_observations", broken)


def test_a_release_gives_no_small_number_away(districts):
    published(districts)
    told, is_safe = audit("--release", "2016")
    assert is_safe
    assert told["releases"] == ["2016:1"]
    assert {line["audience"] for line in told["measures"]} == {
        "visitor",
        "partner_editor",
        "funder",
    }
    for line in told["measures"]:
        assert line["told"] > line["hidden"] > line["small"] == 1


def test_the_auditor_finds_what_a_broken_suppressor_gives_away(districts, monkeypatch):
    bare(monkeypatch)
    published(districts)
    told, is_safe = audit("--release", "2016")
    assert not is_safe
    (found,) = told["measures"][0]["recoverable"]
    assert found["cell"] == {"outcome": "event", "place": "N", "by sector": "sector:arab"}
    assert (found["low"], found["high"], found["exact"]) == (4, 4, True)


CORRECTIONS = [
    ("C", "jewish", {"numerator": 58}),
    ("N", "arab", {"numerator": 15}),
    ("N", "jewish", {"numerator": 34, "denominator": 95}),
    ("S", "arab", {"numerator": 26}),
    ("N", "arab", {"numerator": 6}),
]


@pytest.mark.parametrize(("place", "sector", "amounts"), CORRECTIONS)
def test_two_releases_a_day_apart_give_no_small_number_away(districts, place, sector, amounts):
    published(districts)
    correct(place, sector, **amounts)
    published(districts)
    told, is_safe = audit("--release", "2016:2", "--against", "2016:1")
    assert told["releases"] == ["2016:2", "2016:1"]
    assert [line["recoverable"] for line in told["measures"]] == [[]] * 3
    assert is_safe
    assert audit("--release", "2016:1")[1]


def test_a_suppressor_that_forgets_what_it_hid_is_found_out(districts, monkeypatch):
    """Four who passed were fifteen: now nothing is small, and what hid the four is told."""
    monkeypatch.setattr(making, "earlier_states", lambda *_past, **_of: [])
    published(districts)
    correct("N", "arab", numerator=15)
    published(districts)
    assert audit("--release", "2016:1")[1]
    assert audit("--release", "2016:2")[1]
    told, is_safe = audit("--release", "2016:2", "--against", "2016:1")
    assert not is_safe
    (found,) = told["measures"][0]["recoverable"]
    assert (found["cell"]["place"], found["low"], found["high"]) == ("N", 4, 4)


def test_a_release_that_hides_less_than_the_one_before_is_found_out(districts, monkeypatch):
    """Each of the two alone would do; a broken second one opens the first."""
    published(districts)
    correct("C", "jewish", numerator=58)
    bare(monkeypatch)
    published(districts)
    assert audit("--release", "2016:1")[1]
    told, is_safe = audit("--release", "2016:2", "--against", "2016:1")
    assert not is_safe
    assert told["recoverable"] == 3, "one for each audience"


def test_the_command_names_the_releases_there_are(districts):
    published(districts)
    with pytest.raises(Refused, match="2016:1"):
        call_command("certify", "together", "--release", "2015")
    assert audit("--release", "1")[1]


def test_what_is_not_certified_is_not_told_and_gives_nothing_away(districts):
    published(districts).standings.all().delete()
    told, is_safe = audit("--release", "2016")
    assert is_safe
    assert {line["told"] for line in told["measures"]} == {0}
    call_command("certify", "together", stdout=StringIO())
    assert audit("--release", "2016")[0]["measures"][0]["told"] > 0
