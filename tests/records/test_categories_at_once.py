"""Two change the same categories at once: one is saved, the other refused, nothing is half done."""

import json
import random
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError

from shidra.audit.models import Record
from shidra.initiatives.actions import ChangeRefused, NewCategory, categories
from shidra.initiatives.models import CategoryChange, Group, Place
from shidra.initiatives.permissions import Access
from shidra.measurement.models import Indicator, Observation
from shidra.records.actions import WantedChange, look_at_change, write_change
from tests.exchange.test_at_once import ON_POSTGRES, at_once
from tests.factories import make_factor, make_groups, make_initiative, make_place, text
from tests.personas import person, signed_in


def wanted(kind, before, after, period="2020", dimension="sector"):
    return WantedChange(
        dimension=dimension,
        kind=kind,
        from_period=period,
        before=tuple(before.split()),
        after=tuple(NewCategory(code, text(code)) for code in after.split()),
        note="the ministry",
        on=date(2026, 1, 31),
    )


def access(initiative, role="data_lead"):
    return Access(initiative, frozenset({role}), person(role, initiative).actor)


def make_measured(code="together", *more):
    """An initiative with one measure by sector; the same codes in each."""
    initiative = make_initiative(code)
    land = make_place(initiative, "L")
    make_place(initiative, "N", land)
    make_place(initiative, "S", land)
    measure = Indicator.objects.create(
        initiative=initiative,
        code="M5",
        factor=make_factor(initiative, "O", kind="outcome"),
        name=text("five units"),
        unit="percent",
        better="higher",
        role="outcome",
    )
    for number, one in enumerate(("a", "b", "c", "d", *more), 1):
        group = make_groups(initiative, f"sector:{one}")
        for period in ("2019", "2020", "2021"):
            Observation.objects.create(
                indicator=measure,
                period=period,
                group_set=group,
                numerator=number * 10,
                denominator=100,
            )
    return initiative


@ON_POSTGRES
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_changes_the_categories_and_the_other_is_refused():
    initiative = make_measured()
    roles = ("backbone", "data_lead")
    who = [access(initiative, role) for role in roles]

    def change(number):
        try:
            write_change(access=who[number], wanted=wanted("merge", "a b", f"m{number}"))
        except ChangeRefused as refused:
            return refused.problem
        return ""

    said = at_once(*[lambda number=number: change(number) for number in range(2)])
    assert sorted(said) == ["", "gone"]
    (made,) = CategoryChange.objects.all()
    assert Group.objects.filter(code__in=["m0", "m1"]).values_list("code", flat=True).get() == (
        made.after
    )


@pytest.mark.django_db
def test_a_look_that_somebody_overtook_is_refused_and_leaves_nothing():
    initiative = make_measured()
    first, second = access(initiative, "backbone"), access(initiative)
    made, otherwise = look_at_change(access=second, wanted=wanted("merge", "a b", "ours"))
    assert (made.after, otherwise) == ("ours", {})
    write_change(access=first, wanted=wanted("merge", "a b", "theirs"))
    trail = Record.objects.count()
    with pytest.raises(ChangeRefused, match="gone"):
        write_change(access=second, wanted=wanted("merge", "a b", "ours"))
    assert not Group.objects.filter(code="ours").exists()
    assert Record.objects.count() == trail


@pytest.mark.django_db
@pytest.mark.parametrize("dimension", ["sector", "place"])
def test_a_write_that_fails_half_way_leaves_all_as_it_was(monkeypatch, dimension):
    initiative, trail = make_measured(), Record.objects.count()
    who = access(initiative)

    def broken(**_named):
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(categories, "put_category_changes", broken)
    before = "a b" if dimension == "sector" else "N S"
    with pytest.raises(DatabaseError):
        write_change(access=who, wanted=wanted("merge", before, "new", dimension=dimension))
    assert not Group.objects.filter(code="new").exists()
    assert not Place.objects.filter(code="new").exists()
    assert not CategoryChange.objects.exists()
    assert Record.objects.count() == trail


def told(initiative, *by):
    out = StringIO()
    call_command("series", initiative.code, "M5", *by, "--unprotected", "--json", stdout=out)
    return json.loads(out.getvalue())


def change_at_random(initiative, draw):
    """Some changes of an initiative's sectors and places, whatever of them can be."""
    who, kinds = access(initiative), ("rename", "merge", "split", "move")
    for number in range(6):
        kind, pool = draw.choice(kinds), ["a", "b", "c", "d", f"canary{number - 1}"]
        before = draw.sample(pool, {"rename": 1, "split": 1}.get(kind, 2))
        after = [f"canary{number}"] + ([f"canary{number}x"] if kind == "split" else [])
        if kind == "move":
            after = draw.sample(pool, 1)
        period = str(draw.randrange(2018, 2023))
        try:
            write_change(access=who, wanted=wanted(kind, " ".join(before), " ".join(after), period))
        except ChangeRefused:
            continue


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(6))
def test_changes_of_others_never_reach_an_initiative(seed):
    """The same codes in both: whatever others do to theirs, ours are told as before."""
    ours, theirs = make_measured("ours"), make_measured("theirs")
    draw = random.Random(seed)
    before = [told(ours), told(ours, "--by", "sector")]
    page = "/en/i/ours/indicators/M5/?by=sector"
    reader = signed_in("auditor", ours)
    change_at_random(theirs, draw)
    assert CategoryChange.objects.filter(initiative=theirs).exists()
    assert [told(ours), told(ours, "--by", "sector")] == before
    for address in (page, f"{page}&then=1", "/en/i/ours/records/categories/"):
        assert "canary" not in reader.get(address).content.decode()
    assert signed_in("auditor", ours).get("/en/i/theirs/records/categories/").status_code == 404
    # And the other way round: what we change then is read from our changes alone.
    change_at_random(ours, draw)
    after = told(theirs, "--by", "sector")
    CategoryChange.objects.filter(initiative=ours).delete()
    assert told(theirs, "--by", "sector") == after
    assert told(ours, "--by", "sector") == before[1]
