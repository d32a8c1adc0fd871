"""Two records that differ in nothing but figures that are hidden from whoever has no raw rights.

The record has a row of every model, so that every route has something to show. Beside that it has
measures of all kinds over four years, by district, cluster, sector and sex, with needs and
activities for some of their groups. The other record moves people between hidden cells alone.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from shidra.audit.models import SYSTEM
from shidra.equity.models import UniversalGoal
from shidra.funding.models import Need
from shidra.initiatives.models import Group, Place
from shidra.measurement.models import Indicator, Observation, Target
from shidra.network.models import Activity
from shidra.protection.analysis import SAFE, opened
from shidra.protection.models import DisclosureRule, ProtectedTable
from shidra.releases.actions import publish_period
from shidra.submissions.models import SubmittedFigure
from tests.access.world import World, build_world
from tests.factories import make_groups, make_place, text

__all__ = ["build_record", "move", "publish", "told_by_tables"]

SMALLEST = 10
PERIODS = ("2013", "2014", "2015", "2016")
SECTORS = ("arab", "jewish", "druze")
# By district and sector those with the event and all, in the first year.
PUPILS = {
    "N": {"arab": (52, 161), "jewish": (90, 211), "druze": (4, 88)},
    "S": {"arab": (34, 179), "jewish": (60, 109), "druze": (7, 71)},
    "C": {"arab": (29, 73), "jewish": (53, 127), "druze": (47, 103)},
    "E": {"arab": (36, 83), "jewish": (43, 119), "druze": (38, 97)},
}
CLUSTERS = {"N": "1", "S": "1", "C": "2", "E": "2"}
# Of the other measures those with the event and all, by sector and sex in the whole land.
BOTH = {
    ("arab", "f"): (31, 240),
    ("arab", "m"): (44, 260),
    ("jewish", "f"): (61, 530),
    ("jewish", "m"): (83, 560),
    ("druze", "f"): (3, 70),
    ("druze", "m"): (19, 90),
}
KINDS: Mapping[str, dict[str, Any]] = {
    "M5": {"unit": "percent", "better": "higher", "role": "outcome"},
    "M6": {"unit": "percent", "better": "lower", "role": "outcome"},
    "M7": {"unit": "score", "better": "higher", "counts": "denominator"},
    "M8": {"unit": "count", "better": "lower"},
    "M9": {"unit": "rate_1000", "better": "lower", "role": "outcome"},
}
# What is other in the other record: hidden numbers, so that every sum over them stays as it was.
BY_DISTRICT = {
    ("N", "sector:druze"): 1,
    ("N", "sector:arab"): -1,
    ("S", "sector:druze"): -1,
    ("S", "sector:arab"): 1,
}
BY_SEX = {
    (None, "sector:druze|sex:f"): 1,
    (None, "sector:druze|sex:m"): -1,
    (None, "sector:arab|sex:f"): -1,
    (None, "sector:arab|sex:m"): 1,
}
MOVES: Mapping[str, tuple[Mapping[tuple[str | None, str], int], Mapping[str, int]]] = {
    "M5": (BY_DISTRICT, {"numerator": 2}),
    "M6": (BY_SEX, {"numerator": 3}),
    "M7": (BY_SEX, {"numerator": 90, "denominator": 3}),
    "M8": (BY_DISTRICT, {"numerator": 2}),
    "M9": (BY_SEX, {"numerator": 3}),
}


def build_record() -> World:
    """The record, without a release of the measures that are to be looked at."""
    world = build_world()
    things = world.ours
    initiative = things.initiative
    DisclosureRule.objects.filter(initiative=initiative).update(
        people=SMALLEST, events=SMALLEST, without=SMALLEST
    )
    land = Place.objects.get(initiative=initiative, code=things.codes["place"])
    for code, cluster in CLUSTERS.items():
        make_place(initiative, code, land)
        Place.objects.filter(initiative=initiative, code=code).update(
            kind="district", attributes={"cluster": cluster}
        )
    for code, kind in KINDS.items():
        _measure(world, code, kind)
    goal = UniversalGoal.objects.get(initiative=initiative)
    goal.pk, goal.indicator = None, Indicator.objects.get(initiative=initiative, code="M5")
    goal.save()
    _bare_counts(world)
    things.codes["indicator"] = "M5"
    things.group = Group.objects.get(initiative=initiative, code="druze")
    return world


def _measure(world: World, code: str, kind: Mapping[str, Any]) -> None:
    initiative = world.ours.initiative
    outcome = Indicator.objects.get(initiative=initiative, code=world.ours.codes["indicator"])
    measure = Indicator.objects.create(
        initiative=initiative, code=code, factor=outcome.factor, name=text(code), **kind
    )
    for group in (None, make_groups(initiative, "sector:druze")):
        Target.objects.create(indicator=measure, period="2030", group_set=group, value="0.5")
    Observation.objects.bulk_create(
        Observation(indicator=measure, **row) for row in _rows(world, code)
    )


def _rows(world: World, code: str) -> Iterator[dict[str, Any]]:
    initiative = world.ours.initiative
    places = {place.code: place for place in initiative.places.all()}
    land = places[world.ours.codes["place"]]
    for turn, period in enumerate(PERIODS):
        if code in {"M5", "M8"}:
            for district, sectors in PUPILS.items():
                for sector, (events, people) in sectors.items():
                    grown = events + turn if events > SMALLEST else events
                    yield {
                        "period": period,
                        "place": places[district],
                        "group_set": make_groups(initiative, f"sector:{sector}"),
                        "numerator": grown,
                        "denominator": None if code == "M8" else people,
                    }
            continue
        for (sector, sex), (events, people) in BOTH.items():
            grown = events + 2 * turn if events > SMALLEST else events
            groups = make_groups(initiative, f"sector:{sector}", f"sex:{sex}")
            about = {"period": period, "place": land, "group_set": groups}
            if code == "M7":
                yield about | {"numerator": 50 * grown + people, "denominator": grown}
            else:
                yield about | {"numerator": grown, "denominator": people}


def _bare_counts(world: World) -> None:
    """People whom a need is for and whom activities reach, for parts of everybody."""
    things = world.ours
    need = Need.objects.filter(initiative=things.initiative).latest("pk")
    activity = Activity.objects.filter(initiative=things.initiative, visibility="public").latest(
        "pk"
    )
    factors = list(activity.factors.all())
    for number, (district, sector) in enumerate((("N", "druze"), ("N", "arab"), ("S", "druze"))):
        groups = make_groups(things.initiative, f"sector:{sector}")
        place = things.initiative.places.get(code=district)
        need.pk, need.place, need.group_set, need.people = None, place, groups, 300 + number
        need.save()
        activity.pk, activity.code, activity.group_set = None, f"reach{number}", groups
        activity.reach_planned, activity.reach_actual = 210 + number, 110 + number
        activity.save()
        activity.factors.set(factors)
        activity.places.set([place])


def publish(world: World) -> None:
    """A release of the last year, which is the one that is asked for from now on."""
    things = world.ours
    found = publish_period(initiative=things.initiative, period=PERIODS[-1], note="", by=SYSTEM)
    things.numbers["release"] = found.release.pk


def move(world: World) -> None:
    """Make the other record of it, as if the first had never been."""
    initiative = world.ours.initiative
    rows = Observation.objects.filter(indicator__initiative=initiative)
    for code, (spots, by) in MOVES.items():
        for (district, groups), sign in spots.items():
            moved = rows.filter(
                indicator__code=code,
                place__code=district or world.ours.codes["place"],
                group_set__key=groups,
            )
            for row in moved:
                for name, number in by.items():
                    setattr(row, name, getattr(row, name) + sign * number)
                row.save(update_fields=[*by])
    # Of these nothing but the sum is the same.
    for model, field in ((Need, "people"), (Activity, "reach_planned"), (Activity, "reach_actual")):
        last = model.objects.filter(initiative=initiative).order_by("-pk")[:2]
        for row, by in zip(last, (30, -30), strict=True):
            model.objects.filter(pk=row.pk).update(**{field: getattr(row, field) + by})
    handed = SubmittedFigure.objects.filter(submission__initiative=initiative)
    handed.update(numerator=12_121)


def told_by_tables(world: World) -> dict[tuple[str, str, str], dict[str, int]]:
    """Every number that the protected tables of our initiative tell, by audience, measure, period."""
    return {
        (table.audiences, table.subject, table.period): {
            name: count
            for name, (count, status) in opened(bytes(table.cells)).cells.items()
            if status == SAFE
        }
        for table in ProtectedTable.objects.filter(initiative=world.ours.initiative)
    }
