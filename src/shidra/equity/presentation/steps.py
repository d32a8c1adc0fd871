"""The five steps to one goal for all, ready for their page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from shidra.agenda.models import AgendaVersion
from shidra.equity.models import StructuralBarrier, TargetedStrategy
from shidra.equity.presentation.blocks import (
    BarrierBlock,
    Blocks,
    OnMapBlock,
    StrategyBlock,
)
from shidra.equity.presentation.distances import DistanceRow, GoalWords, SplitTable
from shidra.equity.presentation.goals import done_steps
from shidra.equity.queries import Against, BarrierOnMap, Funding, strategies_in
from shidra.i18n import dates
from shidra.i18n.phrases import Phrase
from shidra.i18n.text import Shown
from shidra.initiatives.permissions import Access, Right
from shidra.measurement.presentation.words import value_in_words
from shidra.measurement.queries import Names
from shidra.protection.presentation import rule_in_words
from shidra.roadmap.models import Voice

__all__ = ["Gathered", "StepsPage", "steps_page"]


PERCENT = Decimal(100)


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that the page is about, as its reader may see it."""

    against: Against
    barriers: Sequence[StructuralBarrier]
    strategies: Sequence[TargetedStrategy]
    funding: Mapping[int, Funding]
    on_map: Sequence[BarrierOnMap]
    voices: Mapping[int, Sequence[Voice]]
    agenda: AgendaVersion | None


@dataclass(frozen=True, slots=True)
class Step:
    """One of the five: where it stands on the page, and whether it was taken."""

    number: int
    anchor: str
    name: str
    is_done: bool
    state: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """The first step: the goal, why, until when, and where each was taken from."""

    goal: Shown | None
    goal_from: str
    why: Shown | None
    why_from: str
    target: str
    by_when: str
    agreed_on: str
    note: str
    edit_href: str
    add_href: str
    target_href: str


@dataclass(frozen=True, slots=True)
class Whose:
    """A group that is furthest, and whether anything is to be done for it with money."""

    name: Phrase | Shown
    said: str
    tone: str
    icon: str
    add_href: str


@dataclass(frozen=True, slots=True)
class StepsPage:
    """Everything that the template shows."""

    title: Phrase | Shown
    finding: Phrase
    measure: Shown
    measure_href: str
    steps: tuple[Step, ...]
    agreed: Agreed
    everybody: DistanceRow | None
    everybody_period: str
    splits: tuple[SplitTable, ...]
    places: SplitTable | None
    barriers: tuple[BarrierBlock, ...]
    on_map: tuple[OnMapBlock, ...]
    barrier_href: str
    strategies: tuple[StrategyBlock, ...]
    furthest: tuple[Whose, ...]
    strategy_href: str
    rule: str
    protection_href: str
    board_href: str
    crumbs: tuple[tuple[str, str], ...]


def steps_page(access: Access, found: Gathered, names: Names, language: str) -> StepsPage:
    """The worked steps of one measure for one reader."""
    against = found.against
    words = GoalWords(against, names, language)
    blocks = Blocks(access, names, language, found.voices)
    code, measure = access.initiative.code, against.indicator.code
    may_edit = access.may(Right.EDIT)
    everybody = against.everybody
    return StepsPage(
        title=words.name,
        finding=words.finding(),
        measure=words.name,
        measure_href=reverse("measurement:indicator", args=[code, measure]),
        steps=tuple(_steps(done_steps(against, found.barriers, found.strategies))),
        agreed=_agreed(access, found, words),
        everybody=words.row(everybody, _("Everybody"), against.period) if everybody else None,
        everybody_period=dates.period(against.period, language) if everybody else "",
        splits=tuple(words.table(each) for each in against.splits),
        places=words.table(against.places) if against.places else None,
        barriers=tuple(blocks.barrier(each) for each in found.barriers),
        on_map=tuple(blocks.on_map(each, measure) for each in found.on_map),
        barrier_href=_form(code, "barriers", {"indicators": measure}) if may_edit else "",
        strategies=tuple(
            blocks.strategy(each, found.funding[each.pk], against) for each in found.strategies
        ),
        furthest=tuple(_furthest(access, found, words)),
        strategy_href=_form(code, "strategies", {"indicator": measure}) if may_edit else "",
        rule=rule_in_words(against.reading.policy),
        protection_href=reverse("measurement:protection", args=[code]),
        board_href=reverse("disparities:board", args=[code]) if against.splits else "",
        crumbs=((_("One goal for all"), reverse("equity:goals", args=[code])),),
    )


def _steps(done: Sequence[bool]) -> Iterator[Step]:
    names = (
        _("One goal for all"),
        _("All against it"),
        _("Groups and places that differ"),
        _("Barriers"),
        _("A strategy for each group"),
    )
    anchors = ("goal", "all", "groups", "barriers", "strategies")
    for number, (anchor, name, is_done) in enumerate(zip(anchors, names, done, strict=True), 1):
        yield Step(number, anchor, name, is_done, _("taken") if is_done else _("still open"))


def _form(code: str, table: str, known: Mapping[str, str]) -> str:
    """The form of a new record, with what is known already."""
    address = reverse("records:add", args=[code, table])
    return f"{address}?{urlencode({name: said for name, said in known.items() if said})}"


# --- step 1 -------------------------------------------------------------------------------------


def _agreed(access: Access, found: Gathered, words: GoalWords) -> Agreed:
    """What was agreed; what the initiative, its agenda and its targets say is taken from there."""
    initiative, goal, language = access.initiative, found.against.goal, words.language
    code, measure = initiative.code, found.against.indicator.code
    said, why = (goal.goal, goal.why) if goal else (None, None)
    may_edit = access.may(Right.EDIT)
    taken = _("from the agenda")
    return Agreed(
        goal=(said or initiative.result).shown(language) if said or initiative.result else None,
        goal_from="" if said else taken,
        why=(why or initiative.problem).shown(language) if why or initiative.problem else None,
        why_from="" if why else taken,
        target=words.target,
        by_when=words.by_when,
        agreed_on=dates.date(goal.agreed_on, language) if goal and goal.agreed_on else "",
        note=_agenda_note(found, words),
        edit_href=reverse("records:edit", args=[code, "goals", goal.pk])
        if goal and may_edit
        else "",
        add_href=_form(code, "goals", {"indicator": measure}) if not goal and may_edit else "",
        target_href=_form(code, "targets", _target(found, measure))
        if not words.target and may_edit
        else "",
    )


def _target(found: Gathered, measure: str) -> dict[str, str]:
    """What a target would say: the value that the agenda agreed on, where it did."""
    wording = found.agenda.wording if found.agenda else None
    agreed = wording and wording.measure and wording.measure.code == measure
    value = wording.target.value if wording and agreed else None
    if value is None:
        return {"indicator": measure, "value": ""}
    # A workbook has percent where everything else has a share.
    scale = PERCENT if found.against.indicator.is_share else 1
    return {"indicator": measure, "value": format((value * scale).normalize(), "f")}


def _agenda_note(found: Gathered, words: GoalWords) -> str:
    """That the agenda agreed on another number than the targets say."""
    value = _target(found, found.against.indicator.code)["value"]
    if not value:
        return ""
    scale = float(PERCENT) if words.indicator.is_share else 1.0
    agreed = value_in_words(float(value) / scale, words.indicator, words.language)
    if agreed == words.target:
        return ""
    return _("The agenda says %(agreed)s.") % {"agreed": agreed}


# --- step 5: who is furthest, and what is done ---------------------------------------------------


def _furthest(access: Access, found: Gathered, words: GoalWords) -> Iterator[Whose]:
    indicator = found.against.indicator
    for split in found.against.splits:
        for group in split.furthest:
            own = strategies_in(found.strategies, indicator.pk, group)
            funded = [found.funding[each.pk] for each in own]
            said, tone, icon = _money_said(funded)
            known: dict[str, Any] = {"indicator": indicator.code, "groups": group}
            yield Whose(
                name=words.called(group, is_place=False),
                said=said,
                tone=tone,
                icon=icon,
                add_href=_form(access.initiative.code, "strategies", known)
                if not own and access.may(Right.EDIT)
                else "",
            )


def _money_said(funded: Iterable[Funding]) -> tuple[str, str, str]:
    """What can be said of the strategies of a group, with its tone and icon."""
    known = list(funded)
    if not known:
        return _("no strategy yet"), "missing", "circle-dashed"
    if any(not each.is_told for each in known):
        return _("a strategy; its money may not be told to you"), "", "lock"
    if any(each.is_funded for each in known):
        return _("a strategy with signed money"), "on-path", "circle-check"
    if any(each.signed for each in known):
        return _("a strategy of which part of the money is missing"), "missing", "circle-dashed"
    return _("a strategy without money"), "missing", "circle-dashed"
