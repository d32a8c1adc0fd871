"""The facilitator decides: into the draft of the map, joined with another, or set aside.

What is accepted goes the way of every record, so that it meets the same rules, waits in the same
draft, and stands in the same history, with the workshop as its reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shidra.audit.actions import record
from shidra.exchange.workbook import Rejection
from shidra.i18n import dates
from shidra.i18n.languages import LANGUAGES, known
from shidra.i18n.text import Text
from shidra.initiatives.actions import hold
from shidra.initiatives.permissions import Access
from shidra.records.actions import Outcome, save_record
from shidra.records.permissions import scope_of
from shidra.roadmap.actions import raise_doubt
from shidra.roadmap.models import Link
from shidra.workshops.models import Suggestion, Workshop
from shidra.workshops.queries import factor_became, map_of, stands_on

__all__ = [
    "Refused",
    "accept_doubt",
    "accept_factor",
    "accept_link",
    "join_with",
    "put_back",
    "set_aside",
]

Kind, State = Suggestion.Kind, Suggestion.State
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Refused(Exception):
    """It cannot be decided so.

    Attributes:
        problem: decided_already, end_waits, end_set_aside, gone, is_on_the_map, or rejected.
        rejections: which rules of the map it breaks.
    """

    problem: str
    rejections: tuple[Rejection, ...] = ()


@transaction.atomic
def accept_factor(
    *,
    access: Access,
    suggestion: Suggestion,
    name: Text,
    stage: int,
    track: str = "",
    alike: Sequence[int] = (),
    note: str = "",
) -> str:
    """Put a suggested factor into the draft of the map; those of `alike` are joined with it.

    Returns the code of the factor.

    Raises:
        Refused: somebody decided on it meanwhile, or it breaks a rule of the map.
    """
    held = _waiting(access, suggestion)
    cells = {"kind": "factor", "stage": str(stage), "track": track} | {
        f"name_{language}": name.words(language) for language in LANGUAGES
    }
    saved = _saved(access, held, "factors", cells, note)
    held.became, held.worded = saved.after["code"], name
    _decide(access, held, State.ACCEPTED)
    _join(access, held, alike)
    return held.became


@transaction.atomic
def accept_link(
    *,
    access: Access,
    suggestion: Suggestion,
    sign: str,
    strength: int,
    alike: Sequence[int] = (),
    note: str = "",
) -> None:
    """Put a suggested link into the draft of the map, as a hypothesis.

    Raises:
        Refused: one of its ends is not on the map, the link is there, or somebody decided on it.
    """
    held = _waiting(access, suggestion)
    source, target = _end(held.source_code, held.source), _end(held.target_code, held.target)
    cells = {"source": source, "target": target, "sign": sign, "strength": str(strength)}
    cells |= {"evidence": "none", "status": Link.Status.HYPOTHESISED.value}
    _saved(access, held, "links", cells, note)
    held.sign = sign
    _decide(access, held, State.ACCEPTED)
    _join(access, held, alike)


@transaction.atomic
def accept_doubt(
    *,
    access: Access,
    suggestion: Suggestion,
    words: Text,
    alike: Sequence[int] = (),
    note: str = "",
) -> None:
    """Let a doubt stand beside what it is about.

    A doubt about a link contests it, as from its page: it shows as contested until somebody
    answers. One about a factor stands as evidence that contradicts.

    Raises:
        Refused: what it is about is not on the map, or somebody decided on it.
    """
    held = _waiting(access, suggestion)
    source, target = _about(held)
    if target:
        _contest(access, held, source, target, words)
    else:
        cells = {
            "about": source,
            "citation": _citation(held.workshop),
            "strength": "local",
            "direction": "contradicts",
            "visibility": "partners",
        } | {f"finding_{language}": words.words(language) for language in LANGUAGES}
        _saved(access, held, "evidence", cells, note)
    held.worded = words
    _decide(access, held, State.ACCEPTED, note)
    _join(access, held, alike)


@transaction.atomic
def set_aside(*, access: Access, suggestion: Suggestion, reason: str) -> None:
    """Keep it out of the map; whoever sent it reads why.

    Raises:
        Refused: somebody decided on it meanwhile.
    """
    held = _waiting(access, suggestion)
    held.reason = reason
    _decide(access, held, State.SET_ASIDE)


@transaction.atomic
def join_with(
    *, access: Access, suggestion: Suggestion, other: int | None = None, code: str = ""
) -> None:
    """Say that it is the same as another suggestion, or as a factor that is on the map already.

    Raises:
        Refused: somebody decided on it or on the other meanwhile, or the other is not there.
    """
    held = _waiting(access, suggestion)
    if code:
        if code not in map_of(access.initiative, drafts=True).names:
            raise Refused("gone")
        held.became = code
    else:
        held.merged_into = _of_workshop(held).filter(pk=other or 0).exclude(pk=held.pk).first()
        if held.merged_into is None or held.merged_into.kind != held.kind:
            raise Refused("gone")
        if held.merged_into.state not in {State.WAITING, State.ACCEPTED}:
            raise Refused("decided_already")  # else both could be joined, and neither wait
    _decide(access, held, State.MERGED)


@transaction.atomic
def put_back(*, access: Access, suggestion: Suggestion) -> None:
    """Let it wait again: it was set aside, joined, or its draft of the map was thrown away.

    Raises:
        Refused: it is on the map; there its own undo takes it back.
    """
    hold(access.initiative.code)
    held = (
        Suggestion.objects.select_for_update(of=("self",))
        .select_related("source", "target")
        .get(pk=suggestion.pk)
    )
    is_on_map = held.state == State.ACCEPTED and stands_on(
        held, map_of(access.initiative, drafts=True)
    )
    if held.state == State.WAITING or is_on_map:
        raise Refused("decided_already")
    held.reason, held.merged_into, held.became = "", None, ""
    _decide(access, held, State.WAITING)


def _waiting(access: Access, suggestion: Suggestion) -> Suggestion:
    hold(access.initiative.code)
    held = (
        Suggestion.objects.select_for_update(of=("self",))
        .select_related("source", "target", "workshop")
        .get(pk=suggestion.pk)
    )
    held.workshop.initiative = access.initiative
    if held.state != State.WAITING:
        raise Refused("decided_already")
    return held


def _of_workshop(suggestion: Suggestion) -> QuerySet[Suggestion]:
    return Suggestion.objects.filter(workshop=suggestion.workshop_id)


def _saved(
    access: Access, held: Suggestion, table: str, cells: Mapping[str, str], note: str
) -> Outcome:
    outcome = save_record(
        scope=scope_of(access),
        table=table,
        cells={"code": "", **cells} if table != "links" else cells,
        reason=_reason(held.workshop, note),
    )
    if outcome.rejections:
        is_there = any(each.problem == "already_there" for each in outcome.rejections)
        raise Refused("is_on_the_map" if is_there else "rejected", outcome.rejections)
    return outcome


def _reason(workshop: Workshop, note: str) -> str:
    title = workshop.title.shown(known(get_language())).text
    said = _("From the workshop “%(title)s”") % {"title": title}
    return f"{said}: {note}" if note else said


def _citation(workshop: Workshop) -> str:
    language = known(get_language())
    return _("Workshop “%(title)s”, %(day)s") % {
        "title": workshop.title.shown(language).text,
        "day": dates.date(timezone.localdate(workshop.made_at), language),
    }


def _end(code: str, suggested: Suggestion | None) -> str:
    """The code of the factor at an end of a link, whatever it was when the link was suggested."""
    if code or suggested is None:
        return code
    if found := factor_became(suggested):
        return found
    is_aside = suggested.state == State.SET_ASIDE
    raise Refused("end_set_aside" if is_aside else "end_waits")


def _about(held: Suggestion) -> tuple[str, str]:
    """The codes that a doubt is about; the second is empty where it is about a factor."""
    suggested = held.source
    if suggested is not None and suggested.kind == Kind.LINK:
        if suggested.state == State.WAITING:
            raise Refused("end_waits")
        return (
            _end(suggested.source_code, suggested.source),
            _end(suggested.target_code, suggested.target),
        )
    return _end(held.source_code, suggested), held.target_code


def _contest(access: Access, held: Suggestion, source: str, target: str, words: Text) -> None:
    """Raise the doubt in the name of the room; a suggestion raises one once."""
    found = next(
        (
            link
            for link in map_of(access.initiative, drafts=True).links
            if (link.source.code, link.target.code) == (source, target)
        ),
        None,
    )
    if found is None:
        raise Refused("gone")
    raise_doubt(
        source=found.source,
        target=found.target,
        text=words,
        token=f"suggestion {held.pk}",
        by=access.actor,
        passed_on_from=_room(held),
    )


def _room(held: Suggestion) -> str:
    """In whose name: the workshop, and as whom somebody spoke there if they said so."""
    parts = [_citation(held.workshop), held.speaker]
    return " · ".join(filter(None, parts))[:LONGEST_NAME]


def _join(access: Access, held: Suggestion, alike: Sequence[int]) -> None:
    others = _of_workshop(held).filter(pk__in=alike, kind=held.kind, state=State.WAITING)
    for other in others.exclude(pk=held.pk):
        other.merged_into, other.workshop = held, held.workshop
        _decide(access, other, State.MERGED)


def _decide(access: Access, held: Suggestion, state: Suggestion.State, note: str = "") -> None:
    before, held.state = held.state, state
    is_decided = state != State.WAITING
    held.decided_by = access.actor.label if is_decided else ""
    held.decided_at = timezone.now() if is_decided else None
    held.save()
    record(
        action="decide on suggestion",
        by=access.actor,
        initiative=access.initiative.code,
        subject=f"workshop {held.workshop_id}",
        reason=held.reason or note,
        detail={
            "suggestion": held.pk,
            "before": before,
            "after": str(state),
            "became": held.became,
            "merged_into": held.merged_into_id,
        },
    )
