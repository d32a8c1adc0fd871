"""Writes of the five conditions and of the functions of the backbone."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from shidra.audit.actions import record
from shidra.audit.models import Actor
from shidra.backbone.models import ConditionNote, FunctionHolder
from shidra.i18n.text import Text
from shidra.initiatives.actions import hold
from shidra.initiatives.models import Initiative

__all__ = ["Filling", "put_holders", "put_notes"]


@dataclass(frozen=True, slots=True)
class Filling:
    """A function, the organisation that fills it, since when, at what cost in minor units."""

    function: str
    organisation_id: int
    since: date | None = None
    yearly_cost: int | None = None


@transaction.atomic
def put_notes(
    *, initiative: Initiative, sentences: Mapping[str, str], language: str, by: Actor
) -> None:
    """Put the sentence on each condition, in one language; the other languages stay."""
    hold(initiative.code)
    notes = {note.condition: note for note in initiative.condition_notes.all()}
    now, changed = timezone.now(), []
    for condition, sentence in sentences.items():
        note = notes.get(condition) or ConditionNote(initiative=initiative, condition=condition)
        if note.sentence.words(language) == sentence:
            continue
        said = {**note.sentence.sayings, **Text.of(**{language: sentence}).sayings}
        note.sentence = note.sentence.reworded(Text(said), by=by.label, at=now)
        note.save()
        changed.append(condition)
    if changed:
        record(
            action="say how we work",
            by=by,
            initiative=initiative.code,
            detail={"conditions": sorted(changed), "language": language},
        )


@transaction.atomic
def put_holders(
    *,
    initiative: Initiative,
    fillings: Iterable[Filling],
    ended: Collection[tuple[str, int]] = (),
    by: Actor,
) -> None:
    """Say who fills functions of the backbone, and who, by function and id, fills one no more.

    What is in neither stays, so that two people who save at once both keep what they wrote.
    """
    hold(initiative.code)
    wanted = {(each.function, each.organisation_id): each for each in fillings}
    stored = {(row.function, row.organisation_id): row for row in initiative.function_holders.all()}
    changes = []
    for key, row in stored.items():
        if key in ended and key not in wanted:
            changes.append({"ended": f"{row.function} {row.organisation_id}"})
            row.delete()
    for key, each in wanted.items():
        row = stored.get(key) or FunctionHolder(
            initiative=initiative, function=each.function, organisation_id=each.organisation_id
        )
        if row.pk and (row.since, row.yearly_cost) == (each.since, each.yearly_cost):
            continue
        row.since, row.yearly_cost = each.since, each.yearly_cost
        row.save()
        changes.append({"filled": f"{each.function} {each.organisation_id}"})
    if changes:
        record(
            action="fill functions of the backbone",
            by=by,
            initiative=initiative.code,
            detail={"changes": changes},
        )
