"""What the map tells those who wait: a draft to adopt, and how factors are followed."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from shidra.audit.queries import model_label
from shidra.initiatives.permissions import Access, Right, readable
from shidra.notifications.registry import Asking, Due, Moment, Subject
from shidra.roadmap.models import EvidenceItem, FactorEntry, RoadmapVersion
from shidra.roadmap.queries import adopted_version_or_none, entries_of, open_version_or_none

__all__ = ["draft_waits", "factors_as_subjects", "initiative_as_subject"]

WEIGHT = 30
# What of an entry belongs to its version, and says nothing about the factor.
OF_THE_VERSION = {"id", "version_id", "position"}


def draft_waits(asking: Asking) -> Iterator[Due]:
    """A draft of the map waits for those who adopt maps."""
    access: Access = asking.access
    if not access.may(Right.ADOPT_ROADMAP):
        return
    if draft := open_version_or_none(access.initiative):
        yield Due(
            key=f"map/{draft.number}",
            title=_("A draft of the road map waits to be adopted"),
            href=reverse("desk:map", args=[access.initiative.code]),
            detail=_("Version %(number)d") % {"number": draft.number},
            weight=WEIGHT,
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
            changed.get(entry.factor_id, ()),
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


def _moment(at: datetime, number: int) -> Moment:
    return Moment(at, _("It changed with version %(number)d of the map.") % {"number": number})


def _said(entry: FactorEntry) -> dict[str, Any]:
    fields = (field.attname for field in FactorEntry._meta.concrete_fields)
    return {name: getattr(entry, name) for name in fields if name not in OF_THE_VERSION}
