"""An initiative whose figures are small in every way: the rules of audiences tell them apart."""

from shidra.audit.models import SYSTEM
from shidra.initiatives.models import Initiative, Place
from shidra.measurement.models import Indicator, Observation
from shidra.protection.actions import set_rules
from shidra.protection.models import DisclosureRule
from tests.factories import make_factor, make_groups, make_initiative, make_place, text

# Of each district and sector those who passed, and all pupils.
COUNTS = {
    "N": {"arab": (7, 61), "jewish": (90, 211), "druze": (41, 88)},
    "S": {"arab": (14, 79), "jewish": (60, 109), "druze": (33, 71)},
    "C": {"arab": (29, 73), "jewish": (23, 67), "druze": (47, 103)},
    "E": {"arab": (36, 83), "jewish": (3, 59), "druze": (38, 97)},
}
SECTORS = ("arab", "jewish", "druze")
LEAST = {"visitors": 20, "funders": 10, "partners": 5}


def rule(audience: str, people: int, **flags: bool) -> DisclosureRule:
    """One number for people, for those to whom it happened, and for the others."""
    return DisclosureRule(audience=audience, people=people, events=people, without=people, **flags)


def make_districts(code: str = "together") -> Initiative:
    """Four districts and three sectors; the share of pupils who passed."""
    initiative = make_initiative(code, min_cell=10, is_public=True)
    outcome = make_factor(initiative, "O", kind="outcome")
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
    for district, sectors in COUNTS.items():
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
    return initiative


def rules_by_audience(initiative: Initiative) -> None:
    """Visitors are told least, funders more, partners most."""
    set_rules(
        initiative=initiative,
        rules=[rule(audience, least) for audience, least in LEAST.items()],
        by=SYSTEM,
        reason="agreed by the steering committee",
    )
