"""The facilitator's table: what arrives in groups, and one suggestion with what can become of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.exchange.workbook import Rejection
from shidra.i18n import numbers
from shidra.i18n.text import Shown
from shidra.workshops.models import Suggestion, Workshop
from shidra.workshops.presentation.choices import stages_of, tracks_of
from shidra.workshops.presentation.pages import counts_in_words
from shidra.workshops.presentation.words import Line, WorkshopWords, workshop_heading
from shidra.workshops.queries import Arrived, stands_on, suggestions_of

__all__ = ["Decision", "Group", "decision_on", "next_waiting_or_none", "refusal", "table_page"]

Kind, State = Suggestion.Kind, Suggestion.State


@dataclass(frozen=True, slots=True)
class Group:
    """Suggestions that are likely to say the same; the first stands for all.

    Attributes:
        like_on_map: names of factors of the map that say much the same.
    """

    first: Line
    others: tuple[Line, ...]
    size_text: str
    like_on_map: tuple[Shown, ...]
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """One suggestion, and what its forms need.

    Attributes:
        initial: what stands in the form that accepts it at first.
        choices: what may be chosen there. same: what it may be the same as.
    """

    kind: Suggestion.Kind
    line: Line
    is_waiting: bool
    may_wait_again: bool
    initial: Mapping[str, Any] = field(default_factory=dict)
    choices: Mapping[str, Any] = field(default_factory=dict)
    same: list[tuple[str, Any]] = field(default_factory=list)


def table_page(
    workshop: Workshop, arrived: Arrived, language: str, chosen: int | None = None
) -> dict[str, Any]:
    """What arrives, likely duplicates together, and what was decided, newest first."""
    words = WorkshopWords(arrived.map, language)
    decided = suggestions_of(workshop).exclude(state=State.WAITING).order_by("-decided_at", "-pk")
    return {
        "workshop": workshop_heading(workshop, language),
        "counts": counts_in_words(workshop, language),
        "groups": [_group(group, arrived, words, chosen) for group in arrived.groups],
        "decided": [words.line(each) for each in decided],
    }


def _group(
    group: Sequence[Suggestion], arrived: Arrived, words: WorkshopWords, chosen: int | None
) -> Group:
    size = len(group) - 1
    text = ngettext("%(count)s more says much the same", "%(count)s more say much the same", size)
    return Group(
        first=words.line(group[0]),
        others=tuple(words.line(each) for each in group[1:]),
        size_text=text % {"count": numbers.number(size, words.language)} if size else "",
        like_on_map=tuple(
            arrived.map.names[code].shown(words.language)
            for code in arrived.like.get(group[0].pk, ())
        ),
        is_chosen=chosen in {each.pk for each in group},
    )


def decision_on(suggestion: Suggestion, arrived: Arrived, language: str) -> Decision:
    """A suggestion with all that may become of it."""
    words, kind = WorkshopWords(arrived.map, language), Kind(suggestion.kind)
    alike = next((g for g in arrived.groups if suggestion.pk in {each.pk for each in g}), ())
    choices: dict[str, Any] = {
        "page": language,
        "alike": [(each.pk, words.says(each)) for each in alike if each.pk != suggestion.pk],
    }
    initial: dict[str, Any] = {}
    if kind == Kind.FACTOR:
        initiative = suggestion.workshop.initiative
        initial = {f"name_{suggestion.language}": suggestion.words, "stage": 1}
        choices["stages"] = stages_of(initiative, arrived.map, language)
        choices["tracks"] = tracks_of(initiative, arrived.map, language)
    elif kind == Kind.LINK:
        initial = {"sign": suggestion.sign or "+", "strength": 2}
    else:
        initial = {f"words_{suggestion.language}": suggestion.words}
    return Decision(
        kind=kind,
        line=words.line(suggestion),
        is_waiting=suggestion.state == State.WAITING,
        may_wait_again=suggestion.state in {State.SET_ASIDE, State.MERGED}
        or (suggestion.state == State.ACCEPTED and not stands_on(suggestion, arrived.map)),
        initial=initial,
        choices=choices,
        same=_same(suggestion, arrived, words),
    )


def _same(suggestion: Suggestion, arrived: Arrived, words: WorkshopWords) -> list[tuple[str, Any]]:
    """What it may be the same as: others of its kind, and for a factor those of the map."""
    others = suggestions_of(suggestion.workshop).filter(
        kind=suggestion.kind, state__in=[State.WAITING, State.ACCEPTED]
    )
    suggested = [(f"s:{each.pk}", words.says(each)) for each in others if each.pk != suggestion.pk]
    on_map: list[tuple[str, Any]] = []
    if suggestion.kind == Kind.FACTOR:
        like = list(arrived.like.get(suggestion.pk, ()))
        became = {each.became for each in others if each.became}
        codes = [*like, *(code for code in arrived.map.names if code not in like)]
        on_map = [
            (f"f:{code}", arrived.map.names[code].shown(words.language))
            for code in codes
            if code not in became
        ]
    groups = [(_("On the map"), on_map), (_("Suggested in this workshop"), suggested)]
    filled: list[Any] = [(label, found) for label, found in groups if found]
    return filled


def next_waiting_or_none(arrived: Arrived, number: int) -> int | None:
    """The group that comes after this suggestion, else the first that waits."""
    firsts = [group[0].pk for group in arrived.groups]
    return next((pk for pk in firsts if pk > number), firsts[0] if firsts else None)


def refusal(problem: str, rejections: Sequence[Rejection] = ()) -> str:
    """Why it could not be decided so, and what to do."""
    if problem == "rejected":
        return " ".join(f"{each.message} {each.accepted}".strip() for each in rejections)
    return {
        "decided_already": _("Somebody decided on it meanwhile; below you see how."),
        "end_waits": _(
            "What this is about waits too. Take that into the map first, then come back to this."
        ),
        "end_set_aside": _("What this is about was set aside, so it has nothing to stand on."),
        "gone": _("What this is about is no longer on the map."),
        "is_on_the_map": _("This stands on the map already."),
    }[problem]
