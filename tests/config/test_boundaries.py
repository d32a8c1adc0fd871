"""The database refuses rows that join two initiatives: each foreign key is tried, on both databases."""

from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction

from shidra.config.boundaries import (
    broken_fences,
    check_homes,
    fences,
    home_fields,
    keep_apart,
    let_go,
)
from shidra.config.health import examine
from shidra.config.settled import SETTLED
from shidra.initiatives.models import GroupSet, Initiative, Place
from shidra.network.models import Activity
from tests.factories import make_initiative
from tests.rows import belongs_to_initiative, row_of, saved_row

pytestmark = pytest.mark.django_db


def joins() -> list[tuple[type[models.Model], Any]]:
    """Every foreign key between two models that belong to an initiative, found without the product."""
    return [
        (model, field)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and belongs_to_initiative(model)
        and isinstance(field.related_model, type)
        and belongs_to_initiative(field.related_model)
    ]


FENCED = [pytest.param(fence, id=str(fence)) for fence in fences()]
HOMES = [
    pytest.param(model, name, id=f"{model._meta.label}.{name}")
    for model in apps.get_models(include_auto_created=True)
    for name in home_fields(model) or ()
]


@pytest.fixture
def ours() -> Initiative:
    return make_initiative("ours")


@pytest.fixture
def theirs() -> Initiative:
    return make_initiative("theirs")


def test_every_foreign_key_between_them_is_a_fence_or_says_where_the_row_belongs():
    known = {str(fence) for fence in fences()}
    undeclared = [
        f"{model._meta.db_table}.{field.column}"
        for model, field in joins()
        if f"{model._meta.db_table}.{field.column}" not in known
        and field.name not in (home_fields(model) or ())
    ]
    assert undeclared == []
    assert check_homes() == []
    assert len(known) >= 33


def test_every_many_to_many_of_them_has_a_fence_in_its_own_table():
    tables = {fence.model._meta.db_table for fence in fences()}
    between = [
        field.remote_field.through._meta.db_table
        for model in apps.get_models()
        if belongs_to_initiative(model)
        for field in model._meta.many_to_many
    ]
    assert between
    assert [table for table in between if table not in tables] == []


def target_in(fence, initiative: Initiative) -> models.Model:
    return saved_row(fence.target, initiative)


def free_of(fence) -> dict[str, Any]:
    """Where one of two keys must be empty, the one that is tried is not."""
    label, name = fence.model._meta.label, fence.field.name
    one_of = {"organisation", "group"}
    either = dict.fromkeys(
        ("network.Promise", "invitations.Invitation", "agenda.AgendaSignature"), one_of
    )
    others = either.get(label, set()) - {name}
    return dict.fromkeys(others) if name in either.get(label, set()) else {}


@pytest.mark.parametrize("fence", FENCED)
def test_it_takes_a_row_within_one_initiative_and_refuses_one_across(fence, ours, theirs):
    within = row_of(
        fence.model, ours, **free_of(fence), **{fence.field.name: target_in(fence, ours)}
    )
    within.save()

    across = row_of(
        fence.model, ours, **free_of(fence), **{fence.field.name: target_in(fence, theirs)}
    )
    with (
        pytest.raises(IntegrityError, match="points into another initiative"),
        transaction.atomic(),
    ):
        across.save()
    with (
        pytest.raises(IntegrityError, match="points into another initiative"),
        transaction.atomic(),
    ):
        fence.model._default_manager.bulk_create([across])


@pytest.mark.parametrize("fence", FENCED)
def test_it_refuses_an_update_across(fence, ours, theirs):
    row = row_of(fence.model, ours, **free_of(fence), **{fence.field.name: target_in(fence, ours)})
    row.save()
    rows = fence.model._default_manager.filter(pk=row.pk)

    with (
        pytest.raises(IntegrityError, match="points into another initiative"),
        transaction.atomic(),
    ):
        rows.update(**{fence.field.name: target_in(fence, theirs)})
    rows.update(**{fence.field.name: target_in(fence, ours)})


@pytest.mark.parametrize(("model", "name"), HOMES)
def test_no_row_moves_to_another_initiative(model, name, ours, theirs):
    given = (
        {"organisation": None}
        if (model._meta.label, name)
        == (
            "network.Affiliation",
            "group",
        )
        else {}
    )
    if given:
        group = model._meta.get_field("group").related_model
        given["group"] = saved_row(group, ours)
    row = saved_row(model, ours, **given)
    key = model._meta.get_field(name)
    # Into a draft: a version that was adopted takes no row of anybody.
    is_version = model in SETTLED and name == "version"
    open_ = {"status": "draft"} if is_version else {}
    behind: Any = key.related_model
    target = theirs if behind is Initiative else saved_row(behind, theirs, **open_)

    with (
        pytest.raises(IntegrityError, match=r"stays in its initiative|points into another"),
        transaction.atomic(),
    ):
        model._default_manager.filter(pk=row.pk).update(**{name: target})


def test_it_refuses_what_the_many_side_adds(ours, theirs):
    activity = saved_row(Activity, ours)
    with pytest.raises(IntegrityError), transaction.atomic():
        activity.places.add(saved_row(Place, theirs))
    with pytest.raises(IntegrityError), transaction.atomic():
        saved_row(Place, theirs).activities.add(activity)
    activity.places.add(saved_row(Place, ours))
    assert activity.places.count() == 1


def test_raw_sql_is_refused_as_well(ours, theirs):
    place, other = saved_row(Place, ours), saved_row(Place, theirs)
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE initiatives_place SET parent_id = %s WHERE id = %s", [other.pk, place.pk]
        )


def test_doctor_tells_when_they_are_not_there_and_putting_them_back_mends_it(ours):
    assert broken_fences() == []
    let_go()

    finding = next(each for each in examine() if each.check == "apart")
    assert finding.state == "wrong"
    assert len(broken_fences()) > len(fences())

    keep_apart()
    assert broken_fences() == []
    assert next(each for each in examine() if each.check == "apart").state == "ok"


def test_doctor_tells_when_one_says_something_else(ours):
    table = GroupSet._meta.db_table
    name = f"apart_{table}_changed"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f'DROP TRIGGER "{name}"')
            cursor.execute(
                f'CREATE TRIGGER "{name}" BEFORE UPDATE OF "key" ON "{table}" BEGIN SELECT 1; END'
            )
        else:
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER "{name}"')
    assert broken_fences() == [name]
    keep_apart()
    assert broken_fences() == []


def test_migrating_puts_them_back(ours):
    let_go()
    call_command("migrate", verbosity=0)
    assert broken_fences() == []
