"""Writes of whole tables: indicators with their definitions, observations, targets, questions."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from shidra.audit.actions import Changes, Row, Touched, given_reason, put_rows
from shidra.audit.models import Actor
from shidra.initiatives.models import Initiative
from shidra.measurement.models import (
    CurveStory,
    Indicator,
    IndicatorDefinition,
    IndicatorStep,
    Observation,
    OpenQuestion,
    Target,
)

__all__ = [
    "CELL",
    "DEFINITION",
    "WORDS",
    "keep_words",
    "put_definitions",
    "put_indicators",
    "put_observations",
    "put_questions",
    "put_stories",
    "put_targets",
]

# What tells a figure from all others of its initiative.
CELL = ("indicator_id", "period", "place_id", "group_set_id")
# What tells a version of a definition from all others.
DEFINITION = ("indicator_id", "version")
# What an indicator means: the words that a version of its definition keeps.
WORDS = ("numerator", "denominator", "exclusions", "population", "method", "source")


def put_indicators(
    *, initiative: Initiative, rows: Iterable[Row], touched: Touched, by: Actor
) -> Changes:
    """Put the indicators that all partners measure by; who changes state leaves a step."""
    existing = Indicator.objects.filter(initiative=initiative)
    before: dict[str, str] = dict(existing.values_list("code", "state"))
    changes = put_rows(
        existing=existing,
        rows=rows,
        key=("code",),
        touched=touched,
        by=by,
        initiative=initiative.code,
    )
    moved = [key[0] for key in (*changes.added, *changes.changed)]
    usual = str(Indicator.State.ADOPTED)
    IndicatorStep.objects.bulk_create(
        IndicatorStep(
            indicator=each,
            before=before.get(each.code, ""),
            after=each.state,
            on=timezone.localdate(),
            by_label=by.label,
            reason=given_reason(),
        )
        for each in existing.filter(code__in=moved)
        # Of those that came with the first file, only states that say something are a step.
        if each.state != before.get(each.code, usual)
    )
    return changes


def keep_words(*, initiative: Initiative, versions: Mapping[str, int], by: Actor) -> None:
    """Before later versions come: keep the words of those that are in force, as they read now.

    `versions` gives by the code of an indicator the latest version that is about to be put.
    """
    found = Indicator.objects.filter(initiative=initiative, code__in=list(versions))
    kept: list[Row] = []
    for each in found.prefetch_related("definitions"):
        latest = max(each.definitions.all(), key=lambda one: one.version, default=None)
        number = latest.version if latest else 1
        if versions[each.code] > number and (latest is None or not _has_words(latest)):
            words = {name: getattr(each, name) for name in WORDS}
            row = IndicatorDefinition(indicator=each, version=number, **words)
            kept.append(Row(row))
    put_rows(
        existing=_definitions(initiative),
        rows=kept,
        key=DEFINITION,
        touched=Touched(WORDS, is_part=True),
        by=by,
        initiative=initiative.code,
    )


def put_definitions(
    *, initiative: Initiative, rows: Iterable[Row], touched: Touched, by: Actor
) -> Changes:
    """Put versions of definitions; an earlier one never loses the words that were kept of it."""
    given = list(rows)
    _refill(initiative, given)
    return put_rows(
        existing=_definitions(initiative),
        rows=given,
        key=DEFINITION,
        touched=touched,
        by=by,
        initiative=initiative.code,
    )


def _definitions(initiative: Initiative) -> Any:
    return IndicatorDefinition.objects.filter(indicator__initiative=initiative)


def _has_words(definition: IndicatorDefinition) -> bool:
    return any(bool(getattr(definition, name)) for name in WORDS)


def _refill(initiative: Initiative, rows: Iterable[Row]) -> None:
    stored = {(each.indicator_id, each.version): each for each in _definitions(initiative)}
    for row in rows:
        given: Any = row.instance
        old = stored.get((given.indicator_id, given.version))
        if old is not None and not _has_words(given):
            for name in WORDS:
                setattr(given, name, getattr(old, name))


def put_questions(
    *, initiative: Initiative, rows: Iterable[Row], touched: Touched, by: Actor
) -> Changes:
    """Put what one would want to know and cannot measure yet."""
    return put_rows(
        existing=OpenQuestion.objects.filter(initiative=initiative),
        rows=rows,
        key=("code",),
        touched=touched,
        by=by,
        initiative=initiative.code,
    )


def put_stories(
    *, initiative: Initiative, rows: Iterable[Row], touched: Touched, by: Actor
) -> Changes:
    """Put how curves are to be turned; who gives no author or day writes in their own name, today."""
    existing = CurveStory.objects.filter(indicator__initiative=initiative)
    written = {
        (indicator, period): (author, day)
        for indicator, period, author, day in existing.values_list(
            "indicator_id", "period", "written_by", "written_on"
        )
    }
    told = list(rows)
    for row in told:
        story = row.instance
        assert isinstance(story, CurveStory)
        before = written.get((story.indicator_id, story.period), ("", None))
        story.written_by = story.written_by or before[0] or by.label[:200]
        story.written_on = story.written_on or before[1] or timezone.localdate()
    return put_rows(
        existing=existing,
        rows=told,
        key=("indicator_id", "period"),
        touched=touched,
        by=by,
        initiative=initiative.code,
    )


def put_observations(
    *,
    initiative: Initiative,
    rows: Iterable[Row],
    touched: Touched,
    by: Actor,
    is_few: bool = False,
) -> Changes:
    """Put what was observed.

    With `is_few` the rows are some of very many: only stored figures of their measures and periods
    are looked at.
    """
    given = list(rows)
    existing = Observation.objects.filter(indicator__initiative=initiative)
    if is_few:
        keys: list[Any] = [row.instance for row in given]
        existing = existing.filter(
            indicator_id__in={each.indicator_id for each in keys},
            period__in={each.period for each in keys},
        )
    return put_rows(
        existing=existing,
        rows=given,
        key=CELL,
        touched=touched,
        by=by,
        initiative=initiative.code,
    )


def put_targets(
    *, initiative: Initiative, rows: Iterable[Row], touched: Touched, by: Actor
) -> Changes:
    """Put what indicators should reach."""
    return put_rows(
        existing=Target.objects.filter(indicator__initiative=initiative),
        rows=rows,
        key=CELL,
        touched=touched,
        by=by,
        initiative=initiative.code,
    )
