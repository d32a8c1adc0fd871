"""A draft is begun from what is there, and saved by several people without losing a word."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from shidra.agenda.models import (
    AgendaVersion,
    AgreedNumber,
    Clause,
    EarlierWork,
    Named,
    Wording,
    with_equity_first,
)
from shidra.agenda.queries import adopted_agenda_or_none, open_agenda_or_none
from shidra.audit.actions import record
from shidra.audit.models import Actor
from shidra.i18n.text import Text
from shidra.initiatives.actions import hold
from shidra.initiatives.models import Initiative, Place
from shidra.measurement.models import Indicator
from shidra.measurement.queries import goals_of, outcome_indicators

__all__ = [
    "Merge",
    "NoLongerOpen",
    "SavedMeanwhile",
    "current",
    "discard_draft",
    "merged",
    "save_draft",
    "start_draft",
]

# A move in more localities than this is about a country, and somebody chooses what to name.
MOST_PLACES = 40
_LAST_DAYS = {
    Indicator.PeriodKind.CALENDAR_YEAR: (12, 31),
    Indicator.PeriodKind.SCHOOL_YEAR: (8, 31),
}


class NoLongerOpen(Exception):
    """The version was adopted or thrown away meanwhile; its words do not change any more."""


class SavedMeanwhile(Exception):
    """Somebody else saved since the form was opened; `version` is what they left."""

    def __init__(self, version: AgendaVersion) -> None:
        super().__init__(version.edition)
        self.version = version


@transaction.atomic
def start_draft(*, initiative: Initiative, by: Actor) -> AgendaVersion:
    """Begin the next version: a copy of the adopted one, else what the initiative says already.

    Where a version is open, that one is answered, and nothing is begun twice.
    """
    hold(initiative.code)
    if version := open_agenda_or_none(initiative):
        return version
    adopted = adopted_agenda_or_none(initiative)
    now = timezone.now()
    version = AgendaVersion.objects.create(
        initiative=initiative,
        number=adopted.number + 1 if adopted else 1,
        wording=adopted.wording if adopted else _from_initiative(initiative, by),
        edited_by=by.label,
        edited_at=now,
    )
    record(
        action="start agenda",
        by=by,
        initiative=initiative.code,
        subject=f"agenda {version.number}",
        detail={"from": f"agenda {adopted.number}" if adopted else "initiative"},
    )
    return version


def _from_initiative(initiative: Initiative, by: Actor) -> Wording:
    initiative = Initiative.objects.get(pk=initiative.pk)
    outcome = outcome_indicators(initiative).first()
    localities = list(initiative.places.filter(kind=Place.Kind.LOCALITY)[: MOST_PLACES + 1])
    places = localities if len(localities) <= MOST_PLACES else []
    return Wording(
        result=initiative.result,
        problem=initiative.problem,
        scope=initiative.scope,
        principles=Text().reworded(
            with_equity_first(initiative.principles), by=by.label, at=timezone.now()
        ),
        where=tuple(Named(place.code, place.name) for place in places),
        groups=tuple(
            Named(group.key, group.name) for group in initiative.groups.filter(priority__gt=1)
        ),
        measure=Named(outcome.code, outcome.name) if outcome else None,
        unit=outcome.unit if outcome else "",
        target=_target_of(outcome) if outcome else AgreedNumber(),
    )


def _target_of(outcome: Indicator) -> AgreedNumber:
    goals = [goal for goal in goals_of(outcome) if goal.place is None and not goal.groups]
    if not goals:
        return AgreedNumber()
    year, last = (
        int(goals[-1].period[:4]),
        _LAST_DAYS.get(Indicator.PeriodKind(outcome.period_kind)),
    )
    if outcome.period_kind == Indicator.PeriodKind.SCHOOL_YEAR:
        year += 1
    return AgreedNumber(Decimal(str(goals[-1].value)), date(year, *last) if last else None)


def current(version: AgendaVersion) -> AgendaVersion:
    """The version as it is stored now, with everybody else who changes the initiative waiting.

    Raises:
        NoLongerOpen: it was thrown away.
    """
    hold(version.initiative.code)
    stored = AgendaVersion.objects.filter(pk=version.pk).select_related("initiative").first()
    if stored is None:
        raise NoLongerOpen
    return stored


@transaction.atomic
def save_draft(
    *, version: AgendaVersion, wording: Wording, edition: int, by: Actor
) -> AgendaVersion:
    """Let the open version say this, if nobody saved since `edition` was read.

    Saving what stands there already changes nothing, whatever edition it began from.

    Raises:
        SavedMeanwhile: somebody did.
        NoLongerOpen: it was adopted or thrown away.
    """
    stored = current(version)
    if not stored.is_open:
        raise NoLongerOpen
    before = stored.wording
    wording = replace(wording, principles=with_equity_first(wording.principles))
    changed = wording.changed_from(before)
    if not changed:
        return stored
    if stored.edition != edition:
        raise SavedMeanwhile(stored)
    stored.wording = _stamped(before, wording, by)
    stored.edition, stored.edited_by, stored.edited_at = edition + 1, by.label, timezone.now()
    stored.save(update_fields=["wording", "edition", "edited_by", "edited_at"])
    old, new = before.as_document(), stored.wording.as_document()
    record(
        action="save agenda",
        by=by,
        initiative=stored.initiative.code,
        subject=f"agenda {stored.number}",
        detail={
            "edition": stored.edition,
            "clauses": {
                clause.value: [old[clause.value], new[clause.value]] for clause in sorted(changed)
            },
        },
    )
    return stored


def _stamped(before: Wording, after: Wording, by: Actor) -> Wording:
    """The new words with who wrote them when; words that did not change keep theirs."""
    now = timezone.now()

    def text(old: Text, new: Text) -> Text:
        return old.reworded(new, by=by.label, at=now)

    def row(place: int, new: EarlierWork) -> EarlierWork:
        old = (
            before.earlier_work[place] if place < len(before.earlier_work) else EarlierWork(Text())
        )
        return replace(new, what=text(old.what, new.what), who=text(old.who, new.who))

    texts: dict[str, Any] = {
        name: text(getattr(before, name), getattr(after, name))
        for name in ("result", "problem", "whom", "scope", "out_of_scope", "principles")
    }
    rows = tuple(row(place, new) for place, new in enumerate(after.earlier_work))
    return replace(after, earlier_work=rows, **texts)


@transaction.atomic
def discard_draft(*, version: AgendaVersion, by: Actor) -> None:
    """Throw a draft away that nobody was shown; what it said stays in the audit trail.

    Raises:
        NoLongerOpen: it is no draft any more, and so was read by others.
    """
    stored = current(version)
    if stored.status != AgendaVersion.Status.DRAFT:
        raise NoLongerOpen
    record(
        action="discard agenda",
        by=by,
        initiative=stored.initiative.code,
        subject=f"agenda {stored.number}",
        detail={"wording": stored.wording.as_document()},
    )
    stored.delete()


@dataclass(frozen=True, slots=True)
class Merge:
    """Two people's changes of one text.

    Attributes:
        wording: mine where I changed something, theirs everywhere else.
        both: clauses that both changed, each otherwise.
        theirs: clauses that only they changed.
    """

    wording: Wording
    both: frozenset[Clause]
    theirs: frozenset[Clause]


def merged(base: Wording, mine: Wording, theirs: Wording) -> Merge:
    """Bring two versions of one text together, clause by clause."""
    i_changed, they_changed = mine.changed_from(base), theirs.changed_from(base)
    taken: dict[str, Any] = {}
    for clause in i_changed:
        taken[clause.value] = getattr(mine, clause)
        if clause == Clause.MEASURE:
            taken["unit"] = mine.unit
    return Merge(
        replace(theirs, **taken),
        (i_changed & they_changed) & mine.changed_from(theirs),
        they_changed - i_changed,
    )
