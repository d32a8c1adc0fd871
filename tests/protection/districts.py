"""An initiative whose figures are small in every way: the rules of audiences tell them apart."""

from collections.abc import Mapping

from shidra.audit.models import SYSTEM
from shidra.initiatives.models import Initiative, Place
from shidra.measurement.models import Indicator, Observation
from shidra.protection.actions import set_rules
from shidra.protection.models import DisclosureRule
from shidra.roadmap.models import Factor
from tests.factories import make_factor, make_groups, make_initiative, make_place, text

type Counts = Mapping[str, Mapping[str, tuple[int, int]]]

# Of each district and sector those who passed, and all pupils.
COUNTS: Counts = {
    "N": {"arab": (7, 61), "jewish": (90, 211), "druze": (41, 88), "bedouin": (5, 53)},
    "S": {"arab": (14, 79), "jewish": (60, 109), "druze": (33, 71), "bedouin": (4, 47)},
    "C": {"arab": (29, 73), "jewish": (23, 67), "druze": (47, 103), "bedouin": (6, 43)},
    "E": {"arab": (36, 83), "jewish": (3, 59), "druze": (38, 97), "bedouin": (2, 41)},
}
# Three districts and two sectors; of the Arab pupils of the north 4 passed.
FEW: Counts = {
    "N": {"arab": (4, 60), "jewish": (30, 90)},
    "S": {"arab": (20, 80), "jewish": (44, 99)},
    "C": {"arab": (31, 75), "jewish": (52, 140)},
}
SECTORS = ("arab", "jewish", "druze", "bedouin")
LEAST = {"visitors": 20, "funders": 10, "partners": 5}


def rule(audience: str, people: int, **flags: bool) -> DisclosureRule:
    """One number for people, for those to whom it happened, and for the others."""
    return DisclosureRule(audience=audience, people=people, events=people, without=people, **flags)


def make_districts(code: str = "together", counts: Counts = COUNTS) -> Initiative:
    """An initiative with the share of pupils who passed, by district and sector."""
    initiative = make_initiative(code, min_cell=10, is_public=True)
    place_districts(make_factor(initiative, "O", kind="outcome"), counts)
    return initiative


def place_districts(outcome: Factor, counts: Counts = COUNTS) -> Indicator:
    """Put districts, sectors and a measure of an outcome by them into its initiative."""
    initiative = outcome.initiative
    land = make_place(initiative, "L")
    measure = Indicator.objects.create(
        initiative=initiative,
        code="M5",
        factor=outcome,
        name=text("five units"),
        unit="percent",
        better="higher",
        role="outcome",
    )
    for district, sectors in counts.items():
        place = make_place(initiative, district, land)
        Place.objects.filter(pk=place.pk).update(kind="district")
        for sector, (passed, pupils) in sectors.items():
            Observation.objects.create(
                indicator=measure,
                period="2016",
                place=place,
                group_set=make_groups(initiative, f"sector:{sector}"),
                numerator=passed,
                denominator=pupils,
            )
    return measure


def rules_by_audience(initiative: Initiative) -> None:
    """Visitors are told least, funders more, partners most."""
    set_rules(
        initiative=initiative,
        rules=[rule(audience, least) for audience, least in LEAST.items()],
        by=SYSTEM,
        reason="agreed by the steering committee",
    )
