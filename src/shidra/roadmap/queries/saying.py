"""What people say about the map, as far as a person may read it."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from shidra.i18n.text import Text
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import Access, Right, readable
from shidra.roadmap.models import (
    ContextSheet,
    Doubt,
    Factor,
    FactorEntry,
    MapComment,
    RoadmapVersion,
    TalkEntry,
    Voice,
)

__all__ = [
    "About",
    "FactorSaid",
    "about_in",
    "comments_on",
    "context_or_none",
    "open_doubts",
    "said_about",
    "said_in_all",
    "waiting_voices",
]


def open_doubts(initiative: Initiative) -> QuerySet[Doubt]:
    """Doubts that nobody has answered yet."""
    return Doubt.objects.filter(initiative=initiative, answer="").select_related("source", "target")


def waiting_voices(initiative: Initiative) -> list[int]:
    """Voices that nobody has read yet, the oldest first."""
    rows = Voice.objects.filter(initiative=initiative, state=Voice.State.WAITING)
    return list(rows.values_list("pk", flat=True))


def comments_on(version: RoadmapVersion, access: Access) -> QuerySet[MapComment]:
    """All comments for members; for visitors those that were answered, and so read before."""
    comments = MapComment.objects.filter(version=version).select_related("factor", "target")
    return comments if access.is_member else comments.exclude(answer="")


@dataclass(frozen=True, slots=True)
class About:
    """What of a map is spoken of: a factor, a link, or with neither the whole of it."""

    factor: Factor | None = None
    target: Factor | None = None
    names: tuple[Text, ...] = ()


def about_in(version: RoadmapVersion | None, factor: str = "", target: str = "") -> About:
    """A factor, or a link with `target`, as a version names them; codes it lacks are left out."""
    codes = [code for code in (factor, target) if code]
    entries = FactorEntry.objects.filter(version=version, factor__code__in=codes)
    found = {entry.factor.code: entry for entry in entries.select_related("factor")}
    known = [found[code] for code in codes if code in found]
    factors = [entry.factor for entry in known]
    return About(
        factors[0] if factors else None,
        factors[1] if len(factors) > 1 else None,
        tuple(entry.name for entry in known),
    )


def context_or_none(factor: Factor) -> ContextSheet | None:
    """What lies under a factor, if anything is written down."""
    return ContextSheet.objects.filter(factor=factor).first()


@dataclass(frozen=True, slots=True)
class FactorSaid:
    """All that stands under one factor, as far as this person may read it."""

    sheet: ContextSheet | None
    voices: tuple[Voice, ...]
    doubts: tuple[Doubt, ...]
    talk: tuple[TalkEntry, ...]


def said_about(factor: Factor, access: Access) -> FactorSaid:
    """The context sheet, voices, doubts about its links and the talk of one factor: four reads."""
    doubts = _doubts(access).filter(Q(source=factor) | Q(target=factor))
    return FactorSaid(
        ContextSheet.objects.filter(factor=factor).first(),
        tuple(_voices(access).filter(factor=factor)),
        tuple(doubts.select_related("source", "target")),
        tuple(_talk(access).filter(factor=factor)),
    )


def said_in_all(access: Access) -> int:
    """How much people said about all factors and links, as far as this person may read it."""
    sheets = ContextSheet.objects.filter(initiative=access.initiative)
    read = (sheets, _voices(access), _doubts(access), _talk(access))
    return sum(rows.count() for rows in read)


def _voices(access: Access) -> QuerySet[Voice]:
    voices = Voice.objects.filter(initiative=access.initiative)
    if not access.carries(Right.MODERATE):
        own = Q(state=Voice.State.WAITING, added_by_id=access.actor.id or None)
        voices = voices.filter(own | Q(state=Voice.State.SHOWN, visibility__in=readable(access)))
    return voices.exclude(state=Voice.State.WITHDRAWN)


def _doubts(access: Access) -> QuerySet[Doubt]:
    doubts = Doubt.objects.filter(initiative=access.initiative)
    return doubts if access.is_member else doubts.exclude(answer="")


def _talk(access: Access) -> QuerySet[TalkEntry]:
    talk = TalkEntry.objects.filter(initiative=access.initiative)
    if not access.is_member:
        return talk.none()
    return talk if access.carries(Right.MODERATE) else talk.filter(retired_at__isnull=True)
