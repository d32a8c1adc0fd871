"""What must hold in every initiative, and cannot be said by one constraint of one table."""

from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.utils.translation import gettext as _

from shidra.funding.models import Allocation, Commitment, Instalment
from shidra.initiatives.models import GroupSet, Initiative
from shidra.roadmap.models import RoadmapVersion

__all__ = ["Broken", "broken_invariants"]


@dataclass(frozen=True, slots=True)
class Broken:
    """One thing that does not hold, in which initiative, and how to mend it."""

    initiative: str
    said: str
    remedy: str


def broken_invariants() -> list[Broken]:
    """Everything that does not hold, by initiative."""
    found = [
        *_allocated_too_much(),
        *_instalments_that_do_not_add_up(),
        *_group_sets_that_do_not_match(),
        *_maps_that_were_not_adopted(),
    ]
    return sorted(found, key=lambda broken: broken.initiative)


def _total(model: type[Allocation] | type[Instalment]) -> Subquery:
    rows = model._default_manager.filter(commitment=OuterRef("pk")).order_by().values("commitment")
    return Subquery(rows.annotate(total=Sum("amount")).values("total"))


def _allocated_too_much() -> list[Broken]:
    rows = Commitment.objects.annotate(total=_total(Allocation)).filter(total__gt=F("amount"))
    return [
        Broken(
            code,
            _("Commitment %(code)s gives out more than it holds.") % {"code": commitment},
            _("Correct its allocations in the workbook and load it again."),
        )
        for code, commitment in rows.values_list("initiative__code", "code")
    ]


def _instalments_that_do_not_add_up() -> list[Broken]:
    rows = (
        Commitment.objects.annotate(total=_total(Instalment))
        .filter(total__isnull=False)
        .exclude(total=F("amount"))
    )
    return [
        Broken(
            code,
            _("The instalments of commitment %(code)s do not add up to it.") % {"code": commitment},
            _("Correct its instalments in the workbook and load it again."),
        )
        for code, commitment in rows.values_list("initiative__code", "code")
    ]


def _group_sets_that_do_not_match() -> list[Broken]:
    found = []
    for group_set in GroupSet.objects.select_related("initiative").prefetch_related("groups"):
        groups = group_set.groups.all()
        key = "|".join(sorted(group.key for group in groups))
        is_foreign = any(group.initiative_id != group_set.initiative_id for group in groups)
        if key != group_set.key or is_foreign:
            found.append(
                Broken(
                    group_set.initiative.code,
                    _("The set of groups “%(key)s” does not hold those groups.")
                    % {"key": group_set.key},
                    _("Restore the last backup: shidra restore FILE --yes"),
                )
            )
    return found


def _maps_that_were_not_adopted() -> list[Broken]:
    adopted = Count(
        "roadmap_versions", filter=Q(roadmap_versions__status=RoadmapVersion.Status.ADOPTED)
    )
    rows = Initiative.objects.annotate(maps=Count("roadmap_versions"), adopted=adopted)
    return [
        Broken(
            code,
            _("The initiative has %(count)d adopted road maps; it must have one.")
            % {"count": count},
            _("Adopt one version of the map."),
        )
        for code, count in rows.filter(maps__gt=0).exclude(adopted=1).values_list("code", "adopted")
    ]
