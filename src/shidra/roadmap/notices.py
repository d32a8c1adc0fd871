"""What the map tells those who wait: what to adopt, say, answer and read; and what is followed."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.audit.queries import model_label
from shidra.initiatives.models import Membership
from shidra.initiatives.permissions import Access, Right, readable
from shidra.notifications.registry import Asking, Due, Moment, Subject
from shidra.roadmap.models import Doubt, EvidenceItem, FactorEntry, RoadmapVersion, TalkEntry
from shidra.roadmap.queries import (
    adopted_version_or_none,
    entries_of,
    open_doubts,
    open_version_or_none,
    waiting_voices,
)

__all__ = ["factors_as_subjects", "initiative_as_subject", "map_waits"]

ANSWERING, COMMENTING, ADOPTING = 60, 50, 30
# What of an entry belongs to its version, and says nothing about the factor.
OF_THE_VERSION = {"id", "version_id", "position"}
Status = RoadmapVersion.Status


def map_waits(asking: Asking) -> Iterator[Due]:
    """What the open version, doubts and voices ask of this person."""
    access: Access = asking.access
    version = open_version_or_none(access.initiative)
    if version is not None and version.status == Status.CONSULTATION:
        yield from _consultation(version, asking)
    elif version is not None and access.may(Right.ADOPT_ROADMAP):
        yield Due(
            key=f"map/{version.number}",
            title=_("A draft of the road map waits to be adopted"),
            href=_page(access, version),
            detail=_("Version %(number)d") % {"number": version.number},
            weight=ADOPTING,
        )
    if access.may(Right.MODERATE) and not asking.everything:
        yield from _moderation(access)


def _page(access: Access, version: RoadmapVersion) -> str:
    return reverse("roadmap:version", args=[access.initiative.code, version.number])


def _consultation(version: RoadmapVersion, asking: Asking) -> Iterator[Due]:
    access: Access = asking.access
    comes = version.takes_comments_on(asking.today)
    if comes and (access.may(Right.COMMENT) or asking.everything):
        yield Due(
            key=f"map/{version.number}/consultation",
            title=_("Say what you think of the map"),
            href=_page(access, version),
            due_on=version.consultation_until,
            detail=_("The last day on which comments are taken."),
            weight=COMMENTING,
        )
    if asking.everything or not access.may(Right.ADOPT_ROADMAP):
        return
    if number := version.comments.filter(answer="").count():
        words = ngettext(
            "%(number)d comment on the map waits for an answer",
            "%(number)d comments on the map wait for an answer",
            number,
        )
        yield Due(
            key=f"map/{version.number}/answers",
            title=words % {"number": number},
            href=_page(access, version),
            weight=ANSWERING,
        )
    elif not comes:
        yield Due(
            key=f"map/{version.number}",
            title=_("The comments are answered; the map can be adopted"),
            href=_page(access, version),
            weight=ADOPTING,
        )


def _moderation(access: Access) -> Iterator[Due]:
    """Doubts that wait for an answer, and voices that wait to be read."""
    code = access.initiative.code
    for doubt in open_doubts(access.initiative):
        yield Due(
            key=f"doubt/{doubt.pk}",
            title=_("A link is contested, and waits for an answer"),
            href=reverse("roadmap:answer-doubt", args=[code, doubt.pk]),
            detail=f"{doubt.source.code} – {doubt.target.code}",
            weight=ANSWERING,
        )
    for pk in waiting_voices(access.initiative):
        yield Due(
            key=f"voice/{pk}",
            title=_("A voice waits to be read before others see it"),
            href=reverse("roadmap:voice", args=[code, pk]),
            weight=ANSWERING,
        )


def initiative_as_subject(asking: Asking, codes: Iterable[str]) -> Mapping[str, Subject]:
    """What the map adds to an initiative: that another version counts."""
    initiative = asking.access.initiative
    version = adopted_version_or_none(initiative)
    if initiative.code not in set(codes) or version is None or version.adopted_at is None:
        return {}
    words = _("Version %(number)d of the road map counts now.") % {"number": version.number}
    return {initiative.code: Subject("", "", moments=(Moment(version.adopted_at, words),))}


def factors_as_subjects(asking: Asking, codes: Iterable[str]) -> Mapping[str, Subject]:
    """Factors of the map that counts, with the evidence in sight; a draft tells nobody anything."""
    access: Access = asking.access
    version = adopted_version_or_none(access.initiative)
    if version is None:
        return {}
    wanted = list(codes)
    entries = list(entries_of(version).filter(factor__code__in=wanted))
    changed = _changed_with(version, entries)
    said = _said_under(access, [entry.factor_id for entry in entries])
    return {
        entry.factor.code: Subject(
            entry.name.shown(asking.language),
            reverse("desk:factor", args=[access.initiative.code, entry.factor.code]),
            {
                model_label(FactorEntry): [entry.pk],
                model_label(EvidenceItem): list(
                    EvidenceItem.objects.filter(
                        factor_id=entry.factor_id, visibility__in=readable(access)
                    ).values_list("pk", flat=True)
                ),
            },
            (*changed.get(entry.factor_id, ()), *said.get(entry.factor_id, ())),
        )
        for entry in entries
    }


def _changed_with(
    version: RoadmapVersion, entries: list[FactorEntry]
) -> dict[int, tuple[Moment, ...]]:
    """By factor, that its entry in this version is not what it was in the version before.

    Changes gather in a draft that only some may read: they are news on the day it is adopted.
    """
    if version.adopted_at is None:
        return {}
    before = (
        RoadmapVersion.objects.filter(
            initiative_id=version.initiative_id, number__lt=version.number, adopted_at__isnull=False
        )
        .order_by("-number")
        .first()
    )
    if before is None:
        return {}
    ids = [entry.factor_id for entry in entries]
    former = {each.factor_id: each for each in entries_of(before).filter(factor__in=ids)}
    return {
        entry.factor_id: (_moment(version.adopted_at, version.number),)
        for entry in entries
        if entry.factor_id not in former or _said(former[entry.factor_id]) != _said(entry)
    }


def _said_under(access: Access, factors: list[int]) -> dict[int, list[Moment]]:
    """By factor, that somebody spoke under it or contests a link of it: for members alone."""
    found: dict[int, list[Moment]] = {}
    if not access.is_member:
        return found
    for entry in TalkEntry.objects.filter(factor__in=factors, retired_at__isnull=True):
        role = Membership.Role(entry.role).label
        words = _("In the talk, somebody said something as %(role)s.") % {"role": role}
        found.setdefault(entry.factor_id, []).append(Moment(entry.made_at, words))
    for doubt in Doubt.objects.filter(Q(source__in=factors) | Q(target__in=factors)):
        for factor in {doubt.source_id, doubt.target_id} & set(factors):
            moment = Moment(doubt.made_at, _("A link of it was contested."))
            found.setdefault(factor, []).append(moment)
    return found


def _moment(at: datetime, number: int) -> Moment:
    return Moment(at, _("It changed with version %(number)d of the map.") % {"number": number})


def _said(entry: FactorEntry) -> dict[str, Any]:
    fields = (field.attname for field in FactorEntry._meta.concrete_fields)
    return {name: getattr(entry, name) for name in fields if name not in OF_THE_VERSION}
