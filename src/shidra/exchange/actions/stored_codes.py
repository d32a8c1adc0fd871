"""Codes that other rooms keep as text follow a row that gets another one."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.db import models

from shidra.agenda.models import AgendaVersion
from shidra.agenda.models.wording import Named, Wording
from shidra.audit.models import Change, RowChange
from shidra.audit.queries import model_label
from shidra.initiatives.models import (
    PLACES,
    CategoryChange,
    Group,
    Initiative,
    Place,
    PlaceHistory,
)
from shidra.measurement.models import Indicator
from shidra.network.models import Organisation
from shidra.roadmap.models import Factor
from shidra.structure.models import Scenario

__all__ = ["rename_stored_codes"]

Status = AgendaVersion.Status
type Renames = Callable[[Named | None], Named | None]


def rename_stored_codes(
    initiative: Initiative, row: models.Model, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[RowChange]:
    """What names this row by its code in drafts of the agenda and in scenarios of the map.

    An agenda that was adopted stays as it was signed.
    """
    old, new = _key(row, before), _key(row, after)
    if isinstance(row, Factor):
        yield from _in_scenarios(initiative, old, new)
    elif isinstance(row, Indicator | Place | Group | Organisation):
        yield from _in_drafts(initiative, row, old, new)
    if isinstance(row, Place | Group):
        yield from _in_changes(initiative, row, before, after)
    if isinstance(row, Place):
        yield from _in_history(initiative, old, new)


def _in_changes(
    initiative: Initiative, row: Place | Group, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[RowChange]:
    """What categories and places passed into goes on under the new code."""
    old, new = (str(said.get("code", row.code)) for said in (before, after))
    dimension = before.get("dimension", row.dimension) if isinstance(row, Group) else PLACES
    for each in CategoryChange.objects.filter(initiative=initiative, dimension=dimension):
        was = {"before": each.before, "after": each.after, "made": each.made}
        now = {
            name: "|".join(new if code == old else code for code in codes.split("|"))
            for name, codes in was.items()
        }
        if now != was:
            for name, codes in now.items():
                setattr(each, name, codes)
            each.save(update_fields=list(now))
            yield RowChange(model_label(CategoryChange), each.pk, Change.Kind.CHANGED, was, now)


def _in_history(initiative: Initiative, old: str, new: str) -> Iterator[RowChange]:
    rows = PlaceHistory.objects.filter(
        place__initiative=initiative, name=PlaceHistory.PARENT, value=old
    )
    for each in rows:
        each.value = new
        each.save(update_fields=["value"])
        label = model_label(PlaceHistory)
        yield RowChange(label, each.pk, Change.Kind.CHANGED, {"value": old}, {"value": new})


def _key(row: models.Model, said: Mapping[str, Any]) -> str:
    """What other rooms call the row; of a group its dimension stands before its code."""
    code = str(said.get("code", getattr(row, "code", "")))
    if not isinstance(row, Group):
        return code
    return f"{said.get('dimension', row.dimension)}:{code}"


def _in_drafts(
    initiative: Initiative, row: models.Model, old: str, new: str
) -> Iterator[RowChange]:
    def renamed(named: Named | None) -> Named | None:
        return replace(named, code=new) if named is not None and named.code == old else named

    open_ones = [Status.DRAFT, Status.CONSULTATION]
    for version in AgendaVersion.objects.filter(initiative=initiative, status__in=open_ones):
        wording = _reworded(version.wording, row, renamed)
        if wording == version.wording:
            continue
        was, version.wording = version.wording, wording
        version.save(update_fields=["wording"])
        yield RowChange(
            model_label(AgendaVersion),
            version.pk,
            Change.Kind.CHANGED,
            {"wording": was.as_document()},
            {"wording": wording.as_document()},
        )


def _reworded(wording: Wording, row: models.Model, renamed: Renames) -> Wording:
    match row:
        case Indicator():
            return replace(wording, measure=renamed(wording.measure))
        case Place():
            return replace(wording, where=_all(wording.where, renamed))
        case Group():
            return replace(wording, groups=_all(wording.groups, renamed))
    works = tuple(replace(each, by=renamed(each.by)) for each in wording.earlier_work)
    return replace(wording, earlier_work=works)


def _all(named: tuple[Named, ...], renamed: Renames) -> tuple[Named, ...]:
    return tuple(found for each in named if (found := renamed(each)) is not None)


def _in_scenarios(initiative: Initiative, old: str, new: str) -> Iterator[RowChange]:
    for scenario in Scenario.objects.filter(initiative=initiative):
        steps = [_step(each, old, new) for each in scenario.steps]
        if steps == scenario.steps:
            continue
        was, scenario.steps = scenario.steps, steps
        scenario.save(update_fields=["steps"])
        label = model_label(Scenario)
        yield RowChange(label, scenario.pk, Change.Kind.CHANGED, {"steps": was}, {"steps": steps})


def _step(step: Mapping[str, Any], old: str, new: str) -> dict[str, Any]:
    found = dict(step)
    if found.get("move") == old:
        found["move"] = new
    if "cut" in found:
        found["cut"] = [new if code == old else code for code in found["cut"]]
    return found
