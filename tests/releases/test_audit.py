"""Whoever keeps releases and subtracts them: what an auditor that trusts nobody works out."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from shidra.initiatives.models import Initiative
from shidra.measurement.models import Indicator, Observation
from shidra.protection.analysis import making, roundings
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
        observe(measure, make_place(initiative, code, land), sides)
    return initiative


def observe(measure, place, sides):
    """Of the Arab and the Jewish pupils of a district, who passed and who there are."""
    for sector, (passed, pupils) in zip(("arab", "jewish"), sides, strict=True):
        Observation.objects.create(
            indicator=measure,
            period="2016",
            place=place,
            group_set=make_groups(place.initiative, f"sector:{sector}"),
            numerator=passed,
            denominator=pupils,
        )


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


@pytest.fixture
def rounding(districts):
    """The same rounded, with more districts: a way of rounding shows in many numbers."""
    land = districts.places.get(code="L")
    for number in range(6):
        sides = ((21 + 7 * number, 63 + 11 * number), (32 + 6 * number, 98 + 9 * number))
        observe(Indicator.objects.get(), make_place(districts, f"D{number}", land), sides)
    Initiative.objects.update(disclosure=Initiative.Disclosure.ROUND)
    return Initiative.objects.get()


def rounds(monkeypatch, told):
    """A way of rounding of its own, which nobody looks at: what it tells of each cell and count."""
    real = roundings.rounded_observations

    def broken(*given, **named):
        found, _is_certified = real(*given, **named)
        base = named["base"]
        return {cell: (count, told(cell, count, base)) for cell, (count, _) in found.items()}, True

    monkeypatch.setattr(roundings, "rounded_observations", broken)


def nearest(count, base):
    return base * ((2 * count + base) // (2 * base))


def test_rounded_releases_give_no_small_number_away(rounding):
    """Nor do two of them together, of which the first was corrected."""
    published(rounding)
    correct("C", "jewish", numerator=58)
    published(rounding)
    for which in (["--release", "2016:2"], ["--release", "2016:2", "--against", "2016:1"]):
        told, is_safe = audit(*which)
        assert is_safe
        assert {line["told"] for line in told["measures"]} == {0}
        assert all(line["small"] for line in told["measures"])


def test_rounding_to_the_nearest_beside_exact_totals_is_found_out(rounding, monkeypatch):
    """34 passed in the north, 28 to 32 of them Jewish: 3 to 6 are Arab, where 5 stands."""
    sums = {"place", "by sector"}

    def told(cell, count, base):
        is_total = not sums <= {axis for axis, _name in cell}
        return count if is_total else nearest(count, base)

    rounds(monkeypatch, told)
    published(rounding)
    told, is_safe = audit("--release", "2016")
    assert not is_safe
    (found,) = told["measures"][0]["recoverable"]
    assert found["cell"] == {"outcome": "event", "place": "N", "by sector": "sector:arab"}
    assert (found["low"], found["high"], found["exact"]) == (3, 6, False)


def test_a_small_number_beside_which_all_is_told_exactly_is_found_out(rounding, monkeypatch):
    rounds(monkeypatch, lambda _cell, count, _base: 5 if count == 4 else count)
    published(rounding)
    told, is_safe = audit("--release", "2016")
    assert not is_safe
    (found,) = told["measures"][0]["recoverable"]
    assert (found["low"], found["high"], found["exact"]) == (4, 4, True)


def test_chance_that_is_drawn_twice_is_found_out(rounding, monkeypatch):
    """4 are told as 5 one day and as none the next: 1 to 4 they are."""

    def drawn(up):
        def told(_cell, count, base):
            # What is far from both multiples is told by chance; of the small one we say how.
            rises = count % 3 == 0 or (count == 4 and up)
            return base * (count // base + (count % base > 0 and rises))

        return told

    with monkeypatch.context() as first:
        rounds(first, drawn(up=True))
        published(rounding)
    correct("C", "jewish", numerator=58)
    with monkeypatch.context() as second:
        rounds(second, drawn(up=False))
        published(rounding)
    assert audit("--release", "2016:1")[1]
    assert audit("--release", "2016:2")[1]
    told, is_safe = audit("--release", "2016:2", "--against", "2016:1")
    assert not is_safe
    (found,) = told["measures"][0]["recoverable"]
    assert (found["cell"]["place"], found["low"], found["high"]) == ("N", 1, 4)
