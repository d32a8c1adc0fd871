"""What belongs to a person, and which records of the network they see."""

from dataclasses import dataclass

from django.db.models import Q

from shidra.initiatives.permissions import Access, readable
from shidra.network.models import Affiliation

__all__ = ["Own", "own_of", "seen_by"]


@dataclass(frozen=True, slots=True)
class Own:
    """Ids of what a person belongs to, and of that to which they may invite others."""

    organisations: frozenset[int] = frozenset()
    groups: frozenset[int] = frozenset()
    invites_to: frozenset[int] = frozenset()
    invites_to_groups: frozenset[int] = frozenset()

    @property
    def is_anything(self) -> bool:
        return bool(self.organisations or self.groups)


def own_of(access: Access) -> Own:
    """What belongs to the person of this access in its initiative; nothing for a visitor."""
    if not access.actor.id:
        return Own()
    here = Q(organisation__initiative=access.initiative) | Q(group__initiative=access.initiative)
    rows = Affiliation.objects.filter(here, user_id=access.actor.id).values_list(
        "organisation_id", "group_id", "is_administrator"
    )
    organisations = frozenset(row[0] for row in rows if row[0])
    return Own(
        organisations=organisations,
        groups=frozenset(row[1] for row in rows if row[1]),
        invites_to=frozenset(row[0] for row in rows if row[0] and row[2]),
        invites_to_groups=frozenset(row[1] for row in rows if row[1] and row[2]),
    )


def seen_by(access: Access, *, way: str = "", groups: bool = False, own: Own | None = None) -> Q:
    """Which records with a visibility this person sees: those open to their roles, and their own.

    `way` leads from the rows that are asked for to the record, `groups` says that groups of
    residents may own one, `own` is what belongs to the person where that was asked already.
    """
    own = own or own_of(access)
    found = Q(**{f"{way}visibility__in": readable(access)})
    found |= Q(**{f"{way}organisation__in": own.organisations})
    if groups:
        found |= Q(**{f"{way}group__in": own.groups})
    return found
