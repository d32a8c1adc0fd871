"""Writes of scenarios. The map itself is never touched here."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from shidra.audit.actions import Row, Touched, put_rows, restore_row, retire_row
from shidra.audit.models import Actor, Change
from shidra.i18n.text import Text
from shidra.initiatives.actions import hold
from shidra.initiatives.models import Initiative
from shidra.structure.models import Scenario
from shidra.structure.queries import name_of

__all__ = [
    "add_step",
    "bring_back_scenario",
    "delete_scenario",
    "keep_scenario",
    "rename_scenario",
    "take_step_back",
]

type Step = dict[str, Any]


@transaction.atomic
def keep_scenario(
    *, initiative: Initiative, name: str, reason: str, language: str, by: Actor
) -> Scenario:
    """Begin a scenario by name, with its author and the reason why it is asked.

    A form that is sent twice begins one: the same words while the first has no step yet.
    """
    hold(initiative.code)
    words = Text.of(**{language: name}), Text.of(**{language: reason})
    own = Scenario.objects.filter(initiative=initiative, author_id=by.id)
    for each in own:
        if not each.steps and each.name.same_words(words[0]) and each.reason.same_words(words[1]):
            return each
    scenario = Scenario(
        initiative=initiative,
        name=words[0],
        reason=words[1],
        author_id=by.id,
        author=by.label,
        made_at=timezone.now(),
    )
    put_rows(
        existing=Scenario.objects.none(),
        rows=[Row(scenario)],
        key=("id",),
        touched=Touched(fields=("steps",), is_part=True),
        by=by,
        initiative=initiative.code,
        reason=reason,
    )
    return scenario


@transaction.atomic
def rename_scenario(
    *, scenario: Scenario, name: str, reason: str, language: str, by: Actor
) -> None:
    """Call a scenario otherwise, or say better why it is asked; other languages stay."""
    hold(scenario.initiative.code)
    live = Scenario.objects.get(pk=scenario.pk)
    said = live.name.words(language), live.reason.words(language)
    if said == (name, reason):
        return
    live.name = _reworded(live.name, name, language, by)
    live.reason = _reworded(live.reason, reason, language, by)
    _put(live, ("name", "reason"), by)


def _reworded(text: Text, words: str, language: str, by: Actor) -> Text:
    said = {each: text.words(each) for each in text.sayings} | {language: words}
    return text.reworded(Text.of(**said), by=by.label, at=timezone.now())


@transaction.atomic
def add_step(*, scenario: Scenario, step: Step, by: Actor) -> None:
    """Add a move, a cut or a discount; a factor is moved once, to where the last step says."""
    code = scenario.initiative.code
    hold(code)
    live = Scenario.objects.get(pk=scenario.pk)
    kept = [each for each in live.steps if name_of(each) != name_of(step)]
    _put_steps(live, [*kept, step], by)


@transaction.atomic
def take_step_back(*, scenario: Scenario, named: str, by: Actor) -> None:
    """Take one step out of a scenario, by what it is about; done twice takes no other with it."""
    hold(scenario.initiative.code)
    live = Scenario.objects.get(pk=scenario.pk)
    _put_steps(live, [each for each in live.steps if name_of(each) != named], by)


def _put_steps(scenario: Scenario, steps: Sequence[Step], by: Actor) -> None:
    scenario.steps = list(steps)
    _put(scenario, ("steps",), by)


def _put(scenario: Scenario, fields: tuple[str, ...], by: Actor) -> None:
    put_rows(
        existing=Scenario.objects.filter(initiative=scenario.initiative),
        rows=[Row(scenario)],
        key=("id",),
        touched=Touched(fields=fields, is_part=True),
        by=by,
        initiative=scenario.initiative.code,
    )


@transaction.atomic
def delete_scenario(*, scenario: Scenario, by: Actor) -> Change:
    """Take a scenario away; the trail keeps it whole, and it can be brought back."""
    hold(scenario.initiative.code)
    return retire_row(instance=scenario, by=by, initiative=scenario.initiative.code, reason="")


@transaction.atomic
def bring_back_scenario(*, change: Change, by: Actor) -> None:
    """Take the deletion of a scenario back."""
    hold(change.record.initiative)
    restore_row(change=change, by=by, reason="")
