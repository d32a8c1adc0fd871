"""Reads of places, groups and labels, each in one query and whole."""

from collections.abc import Mapping

from shidra.accounts.models import User
from shidra.accounts.queries import has_second_factor
from shidra.audit.models import Actor
from shidra.i18n.text import Text
from shidra.initiatives.models import (
    PLACES,
    CategoryChange,
    Group,
    GroupSet,
    Initiative,
    Label,
    Place,
    PlaceHistory,
)

__all__ = [
    "actor_has_second_factor",
    "change_or_none",
    "changes_naming",
    "changes_of",
    "group_sets_by_id",
    "groups_of",
    "initiative_codes",
    "labels_of",
    "parent_codes_of_places",
    "parents_of_places",
    "person_or_none",
    "place_history_of",
    "place_or_none",
    "places_of",
]


def initiative_codes() -> list[str]:
    """All codes, for messages that say what would have been accepted."""
    return list(Initiative.objects.values_list("code", flat=True))


def person_or_none(actor: Actor) -> User | None:
    """The person who acts; None for a visitor and for the program itself."""
    return User.objects.filter(pk=actor.id).first() if actor.id else None


def actor_has_second_factor(actor: Actor) -> bool:
    """Whether the person who acts has a second factor; nobody in particular has none."""
    person = person_or_none(actor)
    return person is not None and has_second_factor(person)


def places_of(initiative: Initiative) -> dict[int, Place]:
    """All places by id, in the order of their table."""
    return {place.pk: place for place in Place.objects.filter(initiative=initiative)}


def parents_of_places(initiative: Initiative) -> dict[int, int | None]:
    """For each place the id of the place around it."""
    return dict(Place.objects.filter(initiative=initiative).values_list("id", "parent_id"))


def parent_codes_of_places(initiative: Initiative) -> dict[str, str | None]:
    """For each place, by code, the code of the place around it."""
    return dict(Place.objects.filter(initiative=initiative).values_list("code", "parent__code"))


def groups_of(initiative: Initiative) -> dict[str, Group]:
    """All groups by `dimension:code`, in the order of their table."""
    return {group.key: group for group in Group.objects.filter(initiative=initiative)}


def group_sets_by_id(initiative: Initiative) -> Mapping[int, frozenset[str]]:
    """For each set of groups the `dimension:code` of its members."""
    rows = GroupSet.objects.filter(initiative=initiative).values_list("id", "key")
    return {pk: frozenset(key.split("|")) if key else frozenset() for pk, key in rows}


def labels_of(initiative: Initiative) -> dict[tuple[str, str], Text]:
    """Names of the codes without a table of their own, by kind and code."""
    rows = Label.objects.filter(initiative=initiative).values_list("kind", "code", "name")
    return {(kind, code): name for kind, code, name in rows}


def changes_of(initiative: Initiative) -> list[CategoryChange]:
    """How categories and places changed, in the order in which it was written down."""
    return list(CategoryChange.objects.filter(initiative=initiative))


def changes_naming(initiative: Initiative, row: Group | Place) -> list[CategoryChange]:
    """The changes that speak of a category or a place."""
    dimension = row.dimension if isinstance(row, Group) else PLACES
    rows = CategoryChange.objects.filter(initiative=initiative, dimension=dimension)
    return [each for each in rows if row.code in {*each.olds, *each.news}]


def change_or_none(initiative: Initiative, code: str) -> CategoryChange | None:
    return CategoryChange.objects.filter(initiative=initiative, code=code).first()


def place_or_none(initiative: Initiative, code: str) -> Place | None:
    return Place.objects.filter(initiative=initiative, code=code).first()


def place_history_of(initiative: Initiative, name: str) -> list[tuple[str, str, str]]:
    """For each place the periods from which a name held which value, in order of their codes."""
    rows = PlaceHistory.objects.filter(place__initiative=initiative, name=name)
    return list(rows.values_list("place__code", "from_period", "value"))
