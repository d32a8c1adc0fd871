"""An initiative that rounds: every number is told, none exactly, the same on every way out."""

import pytest
from django.test import Client

from shidra.initiatives.models import Initiative
from shidra.measurement.analysis.courses import between
from shidra.measurement.models import Indicator, Observation
from shidra.protection.analysis import roundings
from shidra.protection.models import ProtectedTable
from shidra.protection.permissions import Shown, ShownCell
from tests.measurement.figures import figures_on
from tests.protection.test_the_exit import PAGE, asked, seen, together

__all__ = ["together"]  # a fixture

pytestmark = pytest.mark.django_db

TRUE = {("N", "arab"): (4, 60), ("S", "arab"): (20, 80), ("C", "jewish"): (52, 140)}


@pytest.fixture
def rounding(together: Initiative) -> Initiative:
    Initiative.objects.update(disclosure=Initiative.Disclosure.ROUND)
    return Initiative.objects.get()


def test_every_number_is_told_and_none_exactly(rounding: Initiative) -> None:
    told = seen()
    for place in (None, "N", "S", "C"):
        for sector in (None, "arab", "jewish"):
            for side in ("passed", "pupils"):
                assert told[place, sector, side] % 5 == 0
    for (place, sector), sides in TRUE.items():
        for side, number in zip(("passed", "pupils"), sides, strict=True):
            assert abs(told[place, sector, side] - number) < 5
    assert told["N", "arab", "passed"] in {0, 5}


def test_a_share_is_of_rounded_numbers(rounding: Initiative) -> None:
    (point,) = [p for p in asked("--by", "sector") if p["sector"] == "arab"]
    assert point["value"] == pytest.approx(point["numerator"] / point["denominator"])


def test_a_small_group_has_no_share(rounding: Initiative) -> None:
    """Of six people shares are chance, and an average would be theirs."""
    Observation.objects.filter(numerator=4).update(numerator=1, denominator=6)
    points = asked("--by", "place:district", "--by", "sector")
    (point,) = [p for p in points if (p["place"], p["sector"]) == ("N", "arab")]
    assert point["value"] is None


def test_whether_there_is_a_share_tells_no_more_than_the_rounded_number(
    rounding: Initiative, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 8 and of 12 pupils, both told as 10, the one has a share as little as the other."""
    # Up to 10, and down to it.
    monkeypatch.setattr(roundings, "_chance", lambda _cell, count, _turn: float(count > 10) * 0.99)
    found: dict[float | None, set[bool]] = {}
    for pupils in range(6, 20):
        Observation.objects.filter(place__code="N", group_set__key="sector:arab").update(
            numerator=5, denominator=pupils
        )
        ProtectedTable.objects.all()._raw_delete("default")
        figures = figures_on(Client().get(PAGE, {"place": "N", "by": "sector"}))
        about = "M5@N/sector:arab", "2016"
        found.setdefault(figures.get(("denominator", *about)), set()).add(
            ("value", *about) not in figures
        )
    # Where too little stays open nothing is told at all.
    found.pop(None, None)
    assert {told: len(either) for told, either in found.items()} == dict.fromkeys(found, 1)
    assert found[10] == {True}
    assert found[15] == {False}


def test_a_correction_draws_nothing_anew(rounding: Initiative) -> None:
    """Who asks every day could take the average of what was drawn; so it is drawn once."""
    before = seen()
    for passed in (31, 32, 33):
        Observation.objects.filter(denominator=90).update(numerator=passed)
        after = seen()
        assert after["S", "arab", "passed"] == before["S", "arab", "passed"]
        assert after["N", "arab", "passed"] == before["N", "arab", "passed"]


def test_all_audiences_are_told_the_same(rounding: Initiative) -> None:
    seen()
    assert set(ProtectedTable.objects.values_list("audiences", flat=True)) == {
        "funders partners visitors"
    }


def test_exact_numbers_are_not_told_after_rounded_ones(rounding: Initiative) -> None:
    """Between its two multiples, beside exact sums, a hidden number would be known."""
    seen()
    Initiative.objects.update(disclosure=Initiative.Disclosure.HIDE)
    assert seen() == {}


def test_nobody_and_a_few_look_the_same(rounding: Initiative) -> None:
    """Told as none: neither the number nor how it is written says whether it was nobody."""
    answers = []
    for passed in (0, 1, 2):
        Observation.objects.filter(denominator=60).update(numerator=passed)
        points = asked("--by", "place:district", "--by", "sector")
        (point,) = [p for p in points if (p["place"], p["sector"]) == ("N", "arab")]
        answers.append((point["numerator"], point["value"], point.get("rounded")))
    assert answers[0][:2] == (0, 0)
    told_as_none = [each for each in answers if each[0] == 0]
    assert len(set(told_as_none)) == 1


def test_how_sure_a_rounded_share_is_counts_the_rounding(rounding: Initiative) -> None:
    point = Shown(20.0, is_rounded=True), Shown(80.0, is_rounded=True)
    share = ShownCell(Shown(0.25, is_rounded=True), *point)
    low, high = between(share, Indicator.objects.get())
    exact = between(ShownCell(Shown(0.25), Shown(20.0), Shown(80.0)), Indicator.objects.get())
    assert low < exact[0] < exact[1] < high
