"""A scenario in words: what it does to the map, and the map beside it."""

from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shidra.audit.presentation import who_acted
from shidra.i18n import dates, numbers
from shidra.i18n.phrases import Phrase, arrow, filled, together
from shidra.i18n.text import Shown
from shidra.roadmap.presentation.wording import MapWording
from shidra.roadmap.queries import MapState
from shidra.structure.models import Scenario
from shidra.structure.presentation.picture import ScenarioPictures, scenario_pictures
from shidra.structure.presentation.words import StructureWords
from shidra.structure.queries import Comparison, OutcomeWorth, name_of, steps_of

__all__ = ["ScenarioPage", "scenario_page", "scenario_rows"]

type Name = Shown | Phrase


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of a scenario."""

    named: str
    sentence: Phrase
    is_lost: bool


@dataclass(frozen=True, slots=True)
class MovedRow:
    """A factor, and what becomes of it: a direction in words, or an amount."""

    code: str
    name: Name
    is_outcome: bool
    words: str
    value: float
    figure: str


@dataclass(frozen=True, slots=True)
class SideRow:
    """Something on the map and in the scenario, side by side."""

    code: str
    name: Name
    figure: str
    before: float
    before_text: str
    after: float
    after_text: str
    change: str


@dataclass(frozen=True, slots=True)
class ScenarioPage:
    """The whole page."""

    name: Shown
    reason: Shown
    made: str
    steps: tuple[StepRow, ...]
    headline: Phrase | str
    moved: tuple[MovedRow, ...]
    ranking: tuple[SideRow, ...]
    order: tuple[SideRow, ...]
    worths: tuple[tuple[Name, tuple[SideRow, ...]], ...]
    broken: tuple[Phrase, ...]
    is_endless: bool
    pictures: ScenarioPictures | None
    discounted: str


def scenario_rows(scenarios: list[Scenario], language: str) -> tuple[dict[str, Any], ...]:
    """The scenarios of a list, each with who made it and when."""
    return tuple(
        {
            "number": each.pk,
            "name": each.name.shown(language),
            "author": who_acted(each.author, language),
            "made": dates.date(localdate(each.made_at), language),
            "steps": len(each.steps),
        }
        for each in scenarios
    )


def scenario_page(
    wording: MapWording, scenario: Scenario, found: Comparison, state: MapState
) -> ScenarioPage:
    """The map and the scenario side by side, what differs first."""
    language, steps = wording.language, steps_of(scenario)
    words = StructureWords(wording.initiative.code, found.before.map, language)
    moved = tuple(_moved(found, words))
    left = {loop.codes for loop in found.after.loops}
    headline = _headline(moved, scenario)
    return ScenarioPage(
        name=scenario.name.shown(language),
        reason=scenario.reason.shown(language),
        made=filled(
            _("%(who)s, %(when)s"),
            {
                "who": who_acted(scenario.author, language),
                "when": dates.date(localdate(scenario.made_at), language),
            },
        ),
        steps=tuple(_steps(scenario, words)),
        headline=headline,
        moved=moved,
        ranking=tuple(_ranking(found, words)),
        order=() if found.before.map.tells_how_much else tuple(_order(found, words)),
        worths=tuple(_worths(found, words)),
        broken=tuple(
            together(words.names((*loop.codes, loop.codes[0])), arrow(language))
            for loop in found.before.loops
            if loop.codes not in left
        ),
        is_endless=bool(found.after.endless),
        pictures=scenario_pictures(state, steps, found, wording, str(headline))
        if scenario.steps
        else None,
        discounted=_share(steps.discount, language) if steps.discount else "",
    )


def _share(discount: float, language: str) -> str:
    """A rate in percent, with a decimal where it has one."""
    is_whole = round(discount * 100, 6).is_integer()
    return numbers.percent(discount, language, 0 if is_whole else 1)


def _headline(moved: tuple[MovedRow, ...], scenario: Scenario) -> Phrase | str:
    reached = [row for row in moved if row.is_outcome]
    if not scenario.steps:
        return _("Nothing is moved or cut yet")
    if not any("move" in step or "cut" in step for step in scenario.steps):
        return _("Effects that are felt later count for less; the worth below is so weighed")
    if not any("move" in step for step in scenario.steps):
        return _("Links are cut; what changes stands below")
    if not reached:
        return _("The move does not reach an outcome")
    return filled("%(outcome)s: %(words)s", outcome=reached[0].name, words=reached[0].words)


def _steps(scenario: Scenario, words: StructureWords) -> list[StepRow]:
    here = words.here
    ties = {(tie.source, tie.target) for tie in here.ties}
    rows = []
    for step in scenario.steps:
        named = name_of(step)
        if "move" in step:
            by = float(step["by"])
            said = (
                _("%(factor)s moves up by %(by)s")
                if by > 0
                else _("%(factor)s moves down by %(by)s")
            )
            amount = numbers.number(abs(by), words.language, None if by == int(by) else 2)
            sentence = filled(said, factor=words.name(step["move"]), by=amount)
            rows.append(StepRow(named, sentence, step["move"] not in here.names))
        elif "discount" in step:
            share = _share(float(step["discount"]), words.language)
            sentence = filled(_("A year of waiting takes off %(share)s"), share=share)
            rows.append(StepRow(named, sentence, not here.with_effect))
        else:
            source, target = step["cut"]
            sentence = filled(
                _("The link from %(source)s to %(target)s is cut"),
                source=words.name(source),
                target=words.name(target),
            )
            rows.append(StepRow(named, sentence, (source, target) not in ties))
    return rows


def _moved(found: Comparison, words: StructureWords) -> list[MovedRow]:
    outcomes = found.before.map.outcomes
    by_effect = [
        MovedRow(code, words.name(code), code in outcomes, words.amount(by), by, "moved")
        for code, by in sorted(
            found.moved.items(), key=lambda each: (each[0] not in outcomes, -abs(each[1]), each[0])
        )
    ]
    directions = {1: _("is drawn up"), -1: _("is drawn down"), 0: _("is drawn both ways alike")}
    return by_effect + [
        MovedRow(
            each.code,
            words.name(each.code),
            each.is_outcome,
            directions[each.direction],
            each.direction,
            "direction",
        )
        for each in found.drawn
    ]


def _side(
    code: str, name: Name, figure: str, before: int, after: int, words: StructureWords
) -> SideRow:
    """Two places: a smaller number is further up."""
    change = ""
    if after != before:
        change = (
            _("up") if after < before else _("down")
        ) + f" {words.number(abs(after - before))}"
    return SideRow(
        code, name, figure, before, words.number(before), after, words.number(after), change
    )


def _ranking(found: Comparison, words: StructureWords) -> list[SideRow]:
    return [
        _side(line.code, words.name(line.code), "score_rank", line.before, line.after, words)
        for line in found.ranking
    ]


def _order(found: Comparison, words: StructureWords) -> list[SideRow]:
    after = {place.code: place.indirect_influence_rank for place in found.after.places}
    return [
        _side(
            place.code,
            words.name(place.code),
            "indirect_influence_rank",
            place.indirect_influence_rank,
            after[place.code],
            words,
        )
        for place in found.before.places
    ]


def _worths(found: Comparison, words: StructureWords) -> list[tuple[Name, tuple[SideRow, ...]]]:
    after = {each.outcome: each for each in found.after.worths}
    return [
        (words.name(each.outcome), tuple(_worth(each, after[each.outcome], words)))
        for each in found.before.worths
        if each.outcome in after
    ]


def _worth(before: OutcomeWorth, after: OutcomeWorth, words: StructureWords) -> list[SideRow]:
    codes = sorted(
        (code for code in before.worth if before.worth[code] or after.worth.get(code)),
        key=lambda code: (-abs(before.worth[code]), code),
    )
    rows = []
    for code in codes:
        was, now = before.worth[code], after.worth.get(code, 0.0)
        change = words.amount(now - was) if now != was else ""
        rows.append(
            SideRow(
                code,
                words.name(code),
                "worth",
                was,
                words.amount(was),
                now,
                words.amount(now),
                change,
            )
        )
    return rows
