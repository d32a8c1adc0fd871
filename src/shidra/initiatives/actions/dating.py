"""Date what is said of a place: from which period on an attribute of it holds."""

from collections.abc import Collection, Iterable

from django.db import transaction

from shidra.audit.actions import Changes, Row, Touched, because, put_rows, retire_row
from shidra.audit.models import Actor
from shidra.initiatives.actions.initiative import hold, put_places
from shidra.initiatives.analysis import begins
from shidra.initiatives.models import Initiative, Place, PlaceHistory

__all__ = [
    "begins_at",
    "date_place",
    "drop_lone_beginning",
    "forget",
    "forget_date",
    "hold_as_dated",
    "keep_dated",
    "put_place_history",
]


def put_place_history(
    *, initiative: Initiative, rows: Iterable[Row], touched: Touched, by: Actor
) -> Changes:
    """Put what is said of places from which period on."""
    return put_rows(
        existing=PlaceHistory.objects.filter(place__initiative=initiative),
        rows=rows,
        key=("place_id", "name", "from_period"),
        touched=touched,
        by=by,
        initiative=initiative.code,
    )


@transaction.atomic
def date_place(
    *, place: Place, name: str, from_period: str, value: str, reason: str, by: Actor
) -> None:
    """Say that an attribute of a place holds from a period on; what held before is kept."""
    hold(place.initiative.code)
    place = Place.objects.get(pk=place.pk)
    with because(reason):
        before = str(place.attributes.get(name) or "")
        keep_dated(place, name, from_period, value, before, by)
        _hold_today(place, name, by)


@transaction.atomic
def forget_date(*, row: PlaceHistory, reason: str, by: Actor) -> None:
    """Take back that something holds from a period on.

    Raises:
        ChangedSince: it was taken back already.
    """
    place = row.place
    hold(place.initiative.code)
    with because(reason):
        retire_row(instance=row, by=by, initiative=place.initiative.code, reason=reason)
        _hold_today(place, row.name, by)
        drop_lone_beginning(place, row.name, by)


def keep_dated(
    place: Place, name: str, from_period: str, value: str, before: str, by: Actor
) -> None:
    """One dated row, and where it is the first, what held before it."""
    rows = [PlaceHistory(place=place, name=name, from_period=from_period, value=value)]
    if from_period and not place.history.filter(name=name).exists():
        rows.insert(0, PlaceHistory(place=place, name=name, from_period="", value=before))
    put_place_history(
        initiative=place.initiative,
        rows=[Row(each) for each in rows],
        touched=Touched(("value",), is_part=True),
        by=by,
    )


def forget(place: Place, name: str, from_period: str, by: Actor) -> None:
    for row in place.history.filter(name=name, from_period=from_period):
        retire_row(instance=row, by=by, initiative=place.initiative.code, reason="")


def drop_lone_beginning(place: Place, name: str, by: Actor) -> None:
    """What holds from the beginning and for ever needs no date."""
    rows = list(place.history.filter(name=name))
    if len(rows) == 1 and not rows[0].from_period:
        retire_row(instance=rows[0], by=by, initiative=place.initiative.code, reason="")


def _hold_today(place: Place, name: str, by: Actor) -> None:
    hold_as_dated(initiative=place.initiative, said={(place.pk, name)}, by=by)


@transaction.atomic
def hold_as_dated(*, initiative: Initiative, said: Collection[tuple[int, str]], by: Actor) -> None:
    """Let places themselves say what holds last, of these names by the ids of their places."""
    wanted = {place for place, _name in said}
    latest: dict[tuple[int, str], PlaceHistory] = {}
    rows = PlaceHistory.objects.filter(place__in=wanted, place__initiative=initiative)
    for row in sorted(rows, key=begins_at):
        if (row.place_id, row.name) in said:
            latest[row.place_id, row.name] = row
    places = Place.objects.in_bulk({place for place, _name in latest})
    parents: dict[str, str | None] = {}
    told: dict[int, Row] = {}
    for (pk, name), row in latest.items():
        if name == PlaceHistory.PARENT:
            parents[places[pk].code] = row.value or None
            continue
        others = {key: value for key, value in places[pk].attributes.items() if key != name}
        places[pk].attributes = others | ({name: row.value} if row.value else {})
        told[pk] = Row(places[pk])
    put_places(
        initiative=initiative,
        rows=list(told.values()),
        parents=parents,
        touched=Touched(("attributes",), is_part=True),
        by=by,
    )


def begins_at(row: PlaceHistory) -> float:
    return begins(row.from_period)
