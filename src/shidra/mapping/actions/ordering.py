"""The order of factors within their stage."""

from collections.abc import Sequence
from typing import Literal

from django.db import transaction

from shidra.audit.actions import hold_chain, record
from shidra.audit.models import Change, RowChange
from shidra.audit.queries import model_label
from shidra.initiatives.actions import hold
from shidra.initiatives.permissions import Access
from shidra.mapping.queries import map_in_work_or_none
from shidra.roadmap.actions import version_for_changes
from shidra.roadmap.models import FactorEntry
from shidra.roadmap.queries import entries_of

__all__ = ["move_in_order"]

type Way = Literal["up", "down"]


@transaction.atomic
def move_in_order(*, access: Access, code: str, way: Way, reason: str = "") -> bool:
    """Let a factor change places with the one before or after it in its stage and track.

    Returns whether there was one. The picture follows this order where its links leave it free.
    """
    hold(access.initiative.code)
    hold_chain(access.initiative.code)
    work = map_in_work_or_none(access.initiative)
    if work is None or _swapped(work.entries, code, way) is None:
        return False  # nothing moves, so no draft is opened for it
    version = version_for_changes(initiative=access.initiative, by=access.actor)
    _renumber(access, _swapped(list(entries_of(version)), code, way) or [], reason)
    return True


def _swapped(entries: Sequence[FactorEntry], code: str, way: Way) -> list[FactorEntry] | None:
    """The entries in their new order; None where there is nothing to change places with."""
    mine = next((each for each in entries if each.factor.code == code), None)
    if mine is None:
        return None
    beside = [each for each in entries if (each.stage, each.track) == (mine.stage, mine.track)]
    place = beside.index(mine) + (1 if way == "down" else -1)
    if not 0 <= place < len(beside):
        return None
    found = list(entries)
    first, second = found.index(mine), found.index(beside[place])
    found[first], found[second] = found[second], found[first]
    return found


def _renumber(access: Access, entries: list[FactorEntry], reason: str) -> None:
    label, changes, moved = model_label(FactorEntry), [], []
    for position, entry in enumerate(entries, start=1):
        if entry.position == position:
            continue
        before = {"position": entry.position}
        entry.position = position
        moved.append(entry)
        after = {"position": position}
        changes.append(RowChange(label, entry.pk, Change.Kind.CHANGED, before, after))
    FactorEntry.objects.bulk_update(moved, ["position"])
    record(
        action="move factor",
        by=access.actor,
        initiative=access.initiative.code,
        subject=label,
        reason=reason,
        detail={"reordered": len(moved)},
        changes=changes,
    )
