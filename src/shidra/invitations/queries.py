"""Reads of invitations and of the people of an initiative."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from django.db.models import Q, QuerySet
from django.utils import timezone

from shidra.accounts.models import User
from shidra.i18n.text import Text
from shidra.initiatives.models import Initiative, Membership
from shidra.invitations.models import Invitation
from shidra.network.models import Affiliation

__all__ = [
    "PersonRow",
    "Standing",
    "fingerprint_of",
    "invitation_of_or_none",
    "invitations_of",
    "people_among",
    "people_of",
    "standing_of",
]


class Standing(StrEnum):
    """What has become of an invitation."""

    OPEN = "open"
    USED = "used"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person of an initiative: the roles, and what they belong to."""

    id: int
    name: str
    email: str
    roles: tuple[str, ...]
    belongs_to: tuple[Text, ...]
    is_administrator: bool


def fingerprint_of(secret: str) -> str:
    """What is kept of the secret of a link."""
    return sha256(secret.encode()).hexdigest()


def standing_of(invitation: Invitation) -> Standing:
    """Whether the link still opens, or why not."""
    if invitation.used_at:
        return Standing.USED
    if invitation.withdrawn_at:
        return Standing.WITHDRAWN
    if invitation.initiative.is_read_only or invitation.expires_at <= timezone.now():
        return Standing.EXPIRED
    return Standing.OPEN


def invitation_of_or_none(secret: str) -> Invitation | None:
    """The invitation that this link is for."""
    return (
        Invitation.objects.filter(fingerprint=fingerprint_of(secret))
        .select_related("initiative", "organisation", "group")
        .first()
    )


def invitations_of(initiative: Initiative, made_by: str | None = None) -> QuerySet[Invitation]:
    """The invitations of an initiative, newest first; with `made_by`, those of one person."""
    found = initiative.invitations.select_related("initiative", "organisation", "group", "used_by")
    return found if made_by is None else found.filter(made_by_id=made_by)


def people_of(
    initiative: Initiative, wanted: str = "", role: str = "", *, by_address: bool = False
) -> QuerySet[User]:
    """The people with a role here, by name; `wanted` stands in the name.

    `by_address` also looks at the addresses, for those who see them: to all others, finding
    somebody by the beginning of an address would tell it letter by letter.
    """
    found = User.objects.filter(memberships__initiative=initiative)
    if wanted:
        named = Q(name__icontains=wanted)
        found = found.filter(named | Q(email__istartswith=wanted) if by_address else named)
    if role:
        found = found.filter(memberships__initiative=initiative, memberships__role=role)
    return found.distinct().order_by("name", "pk")


def people_among(initiative: Initiative, people: Sequence[User]) -> list[PersonRow]:
    """These people with their roles and what they belong to."""
    roles: dict[int, list[str]] = defaultdict(list)
    held = Membership.objects.filter(initiative=initiative, user__in=people).order_by("pk")
    for user_id, role in held.values_list("user_id", "role"):
        roles[user_id].append(role)
    belonging: dict[int, list[Affiliation]] = defaultdict(list)
    here = Q(organisation__initiative=initiative) | Q(group__initiative=initiative)
    for affiliation in Affiliation.objects.filter(here, user__in=people).select_related(
        "organisation", "group"
    ):
        belonging[affiliation.user_id].append(affiliation)
    return [
        PersonRow(
            id=person.pk,
            name=person.name,
            email=person.email,
            roles=tuple(roles[person.pk]),
            belongs_to=tuple(_name(each) for each in belonging[person.pk]),
            is_administrator=any(each.is_administrator for each in belonging[person.pk]),
        )
        for person in people
    ]


def _name(affiliation: Affiliation) -> Text:
    belongs_to = affiliation.organisation or affiliation.group
    assert belongs_to is not None  # by constraint one of the two is there
    name: Text = belongs_to.name
    return name
