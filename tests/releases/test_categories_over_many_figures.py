"""Renaming, dividing and merging over 100,000 figures: nothing lost, the last release as it was."""

import hashlib
import json
import random
from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from shidra.audit.models import Actor
from shidra.initiatives.actions import (
    NewCategory,
    change_categories,
    put_group_sets,
    take_back_categories,
)
from shidra.initiatives.models import CategoryChange, Group, Place
from shidra.measurement.actions import add_observations
from shidra.measurement.models import Indicator, Observation
from shidra.releases.actions import publish_period
from shidra.releases.queries import figures_of
from tests.factories import make_factor, make_initiative, make_place, make_user, text
from tests.measurement.figures import figures_on

pytestmark = pytest.mark.django_db

LEAD = Actor(label="dana@example.org")
# 125 places × 80 categories × 10 periods = 100,000 figures.
PLACES, CATEGORIES, PERIODS = 125, 80, tuple(str(year) for year in range(2015, 2025))
LAST_YEAR = "2024"
MILLION = 1_000_000


@pytest.fixture
def many():
    """One measure with 100,000 figures, each told for one place and one category."""
    initiative = make_initiative(min_cell=10)
    land = make_place(initiative, "L")
    Place.objects.bulk_create(
        Place(initiative=initiative, code=f"p{n}", name=text(f"p{n}"), parent=land, position=n)
        for n in range(PLACES)
    )
    Group.objects.bulk_create(
        Group(initiative=initiative, dimension="s", code=f"c{n}", name=text(f"c{n}"), position=n)
        for n in range(CATEGORIES)
    )
    measure = Indicator.objects.create(
        initiative=initiative,
        code="M5",
        factor=make_factor(initiative, "O", kind="outcome"),
        name=text("five units"),
        unit="percent",
        better="higher",
        role="outcome",
    )
    sets = put_group_sets(
        initiative=initiative, keys=[f"s:c{number}" for number in range(CATEGORIES)]
    )
    with transaction.atomic():
        add_observations(initiative=initiative, lots=[_rows(initiative, measure, sets)], by=LEAD)
    return initiative


def _rows(initiative, measure, sets):
    draw = random.Random(11)
    places = initiative.places.filter(parent__isnull=False).values_list("pk", flat=True)
    return [
        (
            measure.pk,
            period,
            place,
            one,
            draw.randrange(11, 60) * MILLION,
            draw.randrange(60, 400) * MILLION,
            None,
            None,
            "",
            None,
        )
        for period in PERIODS
        for place in places
        for one in sets.values()
    ]


def stored():
    """Every stored figure as it is, to the last digit."""
    rows = Observation.objects.order_by("pk").values_list(
        "pk", "indicator", "period", "place", "group_set", "numerator", "denominator"
    )
    digest = hashlib.sha256()
    for row in rows.iterator(chunk_size=5_000):
        digest.update(repr(row).encode())
    return Observation.objects.count(), digest.hexdigest()


def told(*by):
    out = StringIO()
    call_command("series", "together", "M5", *by, "--unprotected", "--json", stdout=out)
    return json.loads(out.getvalue())


def sums(points):
    """Numerators and denominators of each period, added up over what is told."""
    found = Counter()
    for point in points:
        found[point["period"], "numerator"] += round(point["numerator"])
        found[point["period"], "denominator"] += round(point["denominator"])
    return found


def change_much(initiative):
    """Twelve renames, eight merges, six divisions, and five places united in one."""
    for number in range(12):
        change(initiative, "rename", f"{2016 + number % 8}", [f"c{number}"], [f"r{number}"])
    for number in range(8):
        olds = [f"c{20 + number * 3 + step}" for step in range(3)]
        change(initiative, "merge", f"{2017 + number % 6}", olds, [f"m{number}"])
    for number in range(6):
        parts = [f"x{number}", f"y{number}"]
        change(initiative, "split", "2023", [f"c{60 + number}"], parts)
    change(initiative, "merge", "2020", [f"p{n}" for n in range(5)], ["union"], "place")


def change(initiative, kind, period, before, after, dimension="s"):
    change_categories(
        initiative=initiative,
        dimension=dimension,
        kind=kind,
        from_period=period,
        before=before,
        after=[NewCategory(code, text(code)) for code in after],
        note="as the ministry has it",
        on=date(2026, 1, 31),
        by=LEAD,
    )


def as_read(release, reader):
    """What a release says: rows, names, page, and the bytes of its files."""
    release.refresh_from_db()
    page = reader.get(f"/en/i/together/releases/{release.pk}/")
    files = [(settings.LAKE / file.path).read_bytes() for file in release.files.all()]
    rows = [tuple(row) for row in figures_of(release)]
    return rows, release.names, figures_on(page), page.content.count(b"<tr"), files


def test_nothing_is_lost_or_retyped_and_last_years_release_reads_the_same(many):
    release = publish_period(initiative=many, period=LAST_YEAR, note="", by=LEAD).release
    auditor = Client()
    auditor.force_login(make_user("auditor@example.org", many, "auditor"))
    before, totals, frozen = stored(), told(), as_read(release, auditor)
    assert before[0] == 100_000

    change_much(many)

    assert stored() == before
    assert told() == totals
    by_category = told("--by", "s")
    assert sums(by_category) == sums(totals)
    names = {point["s"] for point in by_category}
    assert len(names & {f"r{number}" for number in range(12)}) == 12
    assert not names & {f"c{number}" for number in (*range(12), *range(20, 44))}
    # A divided category that nobody told by its parts yet is unknown, never guessed.
    assert "unknown" in {point["s"] for point in by_category if point["period"] >= "2023"}
    assert not names & {"x0", "y0"}
    assert as_read(release, auditor) == frozen

    for each in reversed(CategoryChange.objects.filter(initiative=many)):
        take_back_categories(change=each, reason="all of it", by=LEAD)
    assert stored() == before
    assert sums(told("--by", "s")) == sums(totals)
    assert {point["s"] for point in told("--by", "s")} == {f"c{n}" for n in range(CATEGORIES)}
