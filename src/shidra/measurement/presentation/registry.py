"""What is agreed about a measure: all that is said of it, its life, and what cannot be measured."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from shidra.i18n import dates, numbers
from shidra.i18n.phrases import Phrase, code, filled, listed
from shidra.i18n.text import Shown, Text
from shidra.initiatives.permissions import Access, Right
from shidra.measurement.models import MOVES, Indicator, IndicatorStep, OpenQuestion
from shidra.measurement.presentation.readings import Reading
from shidra.measurement.presentation.words import shown_in_words
from shidra.measurement.queries import Names

__all__ = [
    "STATE_TONES",
    "Agreed",
    "LifeStory",
    "QuestionLine",
    "agreed",
    "life_story",
    "question_lines",
    "state_tabs",
]

State = Indicator.State

# How the tag of a state looks: what is in use is calm, what is not yet or no more is marked.
STATE_TONES = {
    State.PROPOSED: "unknown",
    State.PILOTED: "activities",
    State.ADOPTED: "on-path",
    State.RETIRED: "unknown",
}

type Fact = tuple[str, object]


@dataclass(frozen=True, slots=True)
class Agreed:
    """All that is said of a measure, part by part, and what nobody has said yet."""

    parts: tuple[tuple[str, tuple[Fact, ...]], ...]
    missing: Phrase


def agreed(reading: Reading, names: Names, language: str) -> Agreed:
    """What was agreed about a measure beyond its formula."""
    indicator = reading.indicator
    parts = (
        (_("Whom the figures are about"), list(_about(indicator))),
        (_("How its figures are gathered"), list(_gathered(indicator, names, language))),
        (_("How to read it"), list(_read(reading, language))),
    )
    told = tuple((title, tuple(fact for fact in facts if fact[1])) for title, facts in parts)
    missing = [title for _part, facts in parts for title, said in facts if not said]
    return Agreed(
        tuple(part for part in told if part[1]),
        filled(_("Nobody has said yet: %(parts)s."), parts=listed(missing, language))
        if missing
        else Phrase(),
    )


def _about(indicator: Indicator) -> Iterator[Fact]:
    yield _("Which side counts people"), str(indicator.get_counts_display())
    fewest = indicator.min_n and numbers.number(indicator.min_n, "en")
    yield _("Fewest people of a published figure"), fewest or ""
    yield _("Sensitivity"), str(indicator.get_sensitivity_display())


def _gathered(indicator: Indicator, names: Names, language: str) -> Iterator[Fact]:
    owner = indicator.owner
    yield _("Who answers for its figures"), owner.name if owner else ""
    yield _("Who first asked for it"), str(indicator.get_origin_display())
    yield _("How often figures are gathered"), str(indicator.get_frequency_display())
    lag = indicator.lag_months
    yield _("Figures are there"), "" if lag is None else _lag(lag, language)
    yield _("Down to which places"), str(indicator.get_place_level_display())
    called = (names.labels.get(("dimension", name)) for name in indicator.asked_splits)
    said = [
        text.shown(language) if text else code(name)
        for name, text in zip(indicator.asked_splits, called, strict=True)
    ]
    yield _("By which groups figures are asked for"), listed(said, language) if said else ""


def _lag(months: int, language: str) -> str:
    if not months:
        return _("as soon as the period ends")
    return ngettext(
        "%(count)s month after the period ends", "%(count)s months after the period ends", months
    ) % {"count": numbers.number(months, language)}


def _read(reading: Reading, language: str) -> Iterator[Fact]:
    indicator = reading.indicator
    yield _("Baseline"), _baseline(reading, language)
    yield _("Held against"), indicator.comparator
    yield _("What it does not tell"), indicator.limits


def _baseline(reading: Reading, language: str) -> str:
    """The period that others are compared with, and its figure where it may be seen."""
    period = reading.indicator.baseline_period
    if not period:
        return ""
    said = dates.period(period, language)
    if period not in reading.periods or reading.place is not None:
        return said
    cell = reading.total[reading.periods.index(period)]
    value = shown_in_words(cell.value, reading.indicator, language)
    return f"{said}: {value}" if value else said


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of a life."""

    state: str
    day: str
    who: Shown
    reason: Shown


@dataclass(frozen=True, slots=True)
class LifeStory:
    """Where a measure stands, how it came there, and where it may go."""

    state: str
    text: str
    tone: str
    steps: tuple[StepLine, ...]
    next_states: tuple[tuple[str, str], ...]
    note: str


def life_story(indicator: Indicator, steps: Sequence[IndicatorStep], language: str) -> LifeStory:
    """The life of a measure, its latest step first."""
    state = State(indicator.state)
    return LifeStory(
        state=state,
        text=str(state.label),
        tone=STATE_TONES[state],
        steps=tuple(_step(each, language) for each in reversed(steps)),
        next_states=tuple((str(each), str(each.label)) for each in MOVES[state]),
        note=_state_note(state),
    )


def _step(step: IndicatorStep, language: str) -> StepLine:
    return StepLine(
        str(State(step.after).label),
        dates.date(step.on, language),
        Shown.by_script(step.by_label, language),
        Shown.by_script(step.reason, language),
    )


def _state_note(state: str) -> str:
    match state:
        case State.PROPOSED:
            return _("Somebody proposed it; nobody has tried it out yet.")
        case State.PILOTED:
            return _("It is being tried out: read its figures with care.")
        case State.RETIRED:
            return _("It is no longer in use. Everything that was measured stays here.")
    return _("All partners measure by it.")


def state_tabs(indicators: Iterable[Indicator], chosen: str) -> list[dict[str, object]]:
    """The states as links with how many measures there are in each; one state needs no choice."""
    states = [each.state for each in indicators]
    if len(set(states)) < 2 and not chosen:  # noqa: PLR2004
        return []
    found: list[dict[str, object]] = [
        {
            "href": "?",
            "text": pgettext("measures", "In use"),
            "count": sum(state != State.RETIRED for state in states),
            "is_current": not chosen,
        }
    ]
    found += [
        {
            "href": f"?state={state.value}",
            "text": str(state.label),
            "count": states.count(state.value),
            "is_current": chosen == state.value,
        }
        for state in State
        if state.value in states or chosen == state.value
    ]
    return found


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question that cannot be answered by a measure yet, or could not until lately."""

    code: str
    question: Text
    obstacle: Text
    factor: Text | None
    owner: Text | None
    until: str
    is_late: bool
    origin: str
    answered_by: Text | None
    answered_href: str
    answer_href: str
    edit_href: str


def question_lines(
    questions: Iterable[OpenQuestion], access: Access, names: Names, today: date, language: str
) -> list[QuestionLine]:
    """What cannot be measured yet, with what leads on for those who may."""
    may, initiative = access.may(Right.EDIT), access.initiative.code
    return [
        QuestionLine(
            code=each.code,
            question=each.question,
            obstacle=each.obstacle,
            factor=names.factors.get(each.factor_id or 0),
            owner=each.owner.name if each.owner else None,
            until=dates.date(each.due_on, language) if each.due_on else "",
            is_late=bool(each.due_on and each.due_on < today and each.indicator is None),
            origin=str(each.get_origin_display()),
            answered_by=each.indicator.name if each.indicator else None,
            answered_href=reverse("measurement:indicator", args=[initiative, each.indicator.code])
            if each.indicator
            else "",
            answer_href=reverse("measurement:answer", args=[initiative, each.code])
            if may and each.indicator is None
            else "",
            edit_href=reverse("records:edit", args=[initiative, "questions", each.pk])
            if may
            else "",
        )
        for each in questions
    ]
