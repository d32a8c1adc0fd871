"""Steps in the life of an indicator, and questions that one can answer at last."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max

from shidra.audit.actions import Row, Touched, because, put_rows
from shidra.audit.models import Actor
from shidra.i18n.text import Text
from shidra.initiatives.actions import hold
from shidra.measurement.actions.putting import put_indicators, put_questions
from shidra.measurement.models import MOVES, Indicator, IndicatorStep, OpenQuestion
from shidra.roadmap.models import Factor

__all__ = ["Answer", "MoveRefused", "answer_question", "move_indicator"]


class MoveRefused(Exception):
    """From the state in which the indicator is, no step leads there; or the question is answered."""


@transaction.atomic
def move_indicator(
    *, indicator: Indicator, to: str, on: date, reason: str, by: Actor
) -> IndicatorStep:
    """Take an indicator one allowed step further in its life.

    Raises:
        MoveRefused: no step leads there from the state in which it is by now.
    """
    initiative = indicator.initiative
    hold(initiative.code)
    indicator = Indicator.objects.get(pk=indicator.pk)
    before = indicator.state
    if to not in MOVES[Indicator.State(before)]:
        raise MoveRefused
    indicator.state = to
    put_rows(
        existing=Indicator.objects.filter(initiative=initiative),
        rows=[Row(indicator)],
        key=("code",),
        touched=Touched(("state",), is_part=True),
        by=by,
        initiative=initiative.code,
        reason=reason,
    )
    return IndicatorStep.objects.create(
        indicator=indicator, before=before, after=to, on=on, by_label=by.label, reason=reason
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """The indicator that is to answer a question."""

    code: str
    name: Text
    factor: str
    unit: str
    better: str


@transaction.atomic
def answer_question(*, question: OpenQuestion, answer: Answer, reason: str, by: Actor) -> Indicator:
    """Propose an indicator for what could not be measured; the question points to it from now on.

    Raises:
        MoveRefused: the question has an indicator already, or the code is another one's.
    """
    initiative = question.initiative
    hold(initiative.code)
    question = OpenQuestion.objects.get(pk=question.pk)
    stored = Indicator.objects.filter(initiative=initiative)
    if question.indicator_id is not None or stored.filter(code=answer.code).exists():
        raise MoveRefused
    new = Indicator(
        initiative=initiative,
        code=answer.code,
        name=answer.name,
        factor=Factor.objects.get(initiative=initiative, code=answer.factor),
        unit=answer.unit,
        better=answer.better,
        owner=question.owner,
        origin=question.origin,
        state=Indicator.State.PROPOSED,
        position=(stored.aggregate(last=Max("position"))["last"] or 0) + 1,
    )
    with because(reason):
        put_indicators(
            initiative=initiative, rows=[Row(new)], touched=Touched((), is_part=True), by=by
        )
        made = stored.get(code=answer.code)
        question.indicator = made
        put_questions(
            initiative=initiative,
            rows=[Row(question)],
            touched=Touched(("indicator_id",), is_part=True),
            by=by,
        )
    return made
