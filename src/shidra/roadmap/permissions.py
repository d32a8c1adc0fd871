"""Who reads which version of the map, and what may be said about what."""

from django.db.models import QuerySet
from django.http import Http404

from shidra.initiatives.models import Membership
from shidra.initiatives.permissions import Access, Right
from shidra.roadmap.models import (
    Doubt,
    Factor,
    FactorEntry,
    Link,
    MapComment,
    RoadmapVersion,
    TalkEntry,
    Voice,
)
from shidra.roadmap.queries import comments_on
from shidra.roadmap.registry import answers_for

__all__ = [
    "comment_or_404",
    "confirmable_or_404",
    "doubt_or_404",
    "entry_or_404",
    "factor_or_404",
    "link_or_404",
    "may_confirm",
    "read_in",
    "readable_versions",
    "roles_to_speak_from",
    "talk_or_404",
    "version_or_404",
    "voice_or_404",
]

Status = RoadmapVersion.Status
# Roles in their order of weight that somebody may speak from; a visitor and an auditor do not.
SPEAKING = (
    Membership.Role.COMMUNITY_MEMBER,
    Membership.Role.PARTNER_EDITOR,
    Membership.Role.FUNDER,
    Membership.Role.DATA_LEAD,
    Membership.Role.BACKBONE,
)


def readable_versions(access: Access) -> QuerySet[RoadmapVersion]:
    """All versions but the draft, which only those who keep the map read before its time."""
    versions = RoadmapVersion.objects.filter(initiative=access.initiative)
    if access.carries(Right.EDIT) or access.carries(Right.ADOPT_ROADMAP):
        return versions
    return versions.exclude(status=Status.DRAFT)


def version_or_404(access: Access, number: int) -> RoadmapVersion:
    """The version of this number, if it may be read.

    Raises:
        Http404: there is none, or not for this person: both look the same.
    """
    version = readable_versions(access).filter(number=number).first()
    if version is None:
        raise Http404
    version.initiative = access.initiative
    return version


def entry_or_404(version: RoadmapVersion | None, code: str) -> FactorEntry:
    """The factor of this code as a version has it.

    Raises:
        Http404: the version has none.
    """
    entry = (
        FactorEntry.objects.filter(version=version, factor__code=code)
        .select_related("factor__initiative")
        .first()
    )
    if version is None or entry is None:
        raise Http404
    return entry


def read_in(access: Access, factor: str) -> RoadmapVersion | None:
    """Where this person reads a factor: the map that counts, else the draft, else None.

    A new factor is thought through, with its evidence, before the draft it is in is adopted.
    """
    having = readable_versions(access).filter(entries__factor__code=factor)
    for status in (Status.ADOPTED, Status.DRAFT, Status.CONSULTATION):
        if version := having.filter(status=status).first():
            return version
    return None


def factor_or_404(access: Access, code: str) -> FactorEntry:
    """The factor of this code where this person reads it.

    Raises:
        Http404: there is none, or not for this person: both look the same.
    """
    return entry_or_404(read_in(access, code), code)


def may_confirm(access: Access, factor: Factor) -> bool:
    """Whether this person may say that a factor still holds: the backbone, and who answers for it."""
    if access.may(Right.EDIT):
        return True
    return access.may(Right.EDIT_OWN) and answers_for(access, factor.pk)


def confirmable_or_404(access: Access, code: str) -> FactorEntry:
    """The factor of this code, if this person may say that it still holds.

    Raises:
        Http404: there is none, or it is not theirs to say: both look the same.
    """
    entry = factor_or_404(access, code)
    if not may_confirm(access, entry.factor):
        raise Http404
    return entry


def link_or_404(version: RoadmapVersion | None, source: str, target: str) -> Link:
    """The link between the factors of these codes as a version has it.

    Raises:
        Http404: the version has none.
    """
    link = (
        Link.objects.filter(version=version, source__code=source, target__code=target)
        .select_related("source__initiative", "target")
        .first()
    )
    if version is None or link is None:
        raise Http404
    return link


def comment_or_404(access: Access, version: RoadmapVersion, pk: int) -> MapComment:
    """The comment of this version, if it may be read.

    Raises:
        Http404: there is none, or not for this person: both look the same.
    """
    return _found(comments_on(version, access).select_related("version__initiative"), pk)


def doubt_or_404(access: Access, pk: int) -> Doubt:
    """The doubt of this initiative.

    Raises:
        Http404: there is none.
    """
    rows = Doubt.objects.filter(initiative=access.initiative)
    return _found(rows.select_related("initiative", "source", "target"), pk)


def talk_or_404(access: Access, pk: int) -> TalkEntry:
    """An entry of a talk that this person may take out of sight: their own, or as who moderates.

    Raises:
        Http404: there is none, or not for this person: both look the same.
    """
    rows = TalkEntry.objects.filter(initiative=access.initiative)
    if not access.may(Right.MODERATE):
        rows = rows.filter(author_id=access.actor.id or None, retired_at__isnull=True)
    return _found(rows.select_related("initiative", "factor"), pk)


def voice_or_404(access: Access, pk: int) -> Voice:
    """A voice that this person may decide about: one that they added, or as who moderates.

    Raises:
        Http404: there is none, or not for this person: both look the same.
    """
    rows = Voice.objects.filter(initiative=access.initiative)
    if not access.may(Right.MODERATE):
        rows = rows.filter(added_by_id=access.actor.id or None)
    return _found(rows.select_related("initiative", "factor"), pk)


def _found[Row: (MapComment, Doubt, TalkEntry, Voice)](rows: QuerySet[Row], pk: int) -> Row:
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def roles_to_speak_from(access: Access) -> list[Membership.Role]:
    """The roles that this person holds here and may speak from."""
    return [role for role in SPEAKING if role in access.roles]
