"""What a list of gaps can be narrowed to, and what it is narrowed to in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from shidra.gaps.models import GapKind, GapState
from shidra.gaps.presentation.kinds import GapWords
from shidra.gaps.queries import GapBook, GapQuestion
from shidra.i18n import phrases
from shidra.i18n.phrases import Phrase

__all__ = ["Filter", "chosen_in_words", "filters_of"]


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter of the form."""

    name: str
    label: str
    options: tuple[tuple[str, str, bool], ...]


def filters_of(every: GapBook, asked: GapQuestion, words: GapWords) -> Iterator[Filter]:
    """What can be chosen: only what some gap has."""
    gaps = every.gaps
    lines = dict.fromkeys(each.line for each in every.bundles)
    inside = {gap.where.place for gap in gaps if gap.where.place}
    around = {outer for place in inside for outer in _enclosing(place, every.parents)}
    places = [place for place in every.places if place in around]
    groups = {key for gap in gaps for key in gap.where.groups}
    years = sorted({gap.where.year for gap in gaps if gap.where.year})
    yield _filter("kind", _("Kind"), [(str(k), str(k.label)) for k in GapKind], asked.kind)
    yield _filter("factor", _("Line"), [(code, words.line(code)) for code in lines], asked.line)
    yield _filter("place", _("Place"), [(code, words.place(code)) for code in places], asked.place)
    yield _filter(
        "group",
        _("For whom"),
        [(key, words.groups(frozenset({key}))) for key in every.groups if key in groups],
        asked.group,
    )
    yield _filter(
        "year", _("Year"), [(str(y), words.year(y)) for y in years], str(asked.year or "")
    )
    states = [("open", pgettext("gaps", "still open"))]
    states += [(str(each), str(each.label)) for each in GapState.State]
    yield _filter("state", _("State"), states, asked.state)


def _enclosing(place: str, parents: Mapping[str, str | None]) -> Iterator[str]:
    step: str | None = place
    while step is not None:
        yield step
        step = parents.get(step)


def _filter(name: str, label: str, options: Iterable[tuple[str, str]], chosen: str) -> Filter:
    return Filter(name, label, tuple((value, said, value == chosen) for value, said in options))


def chosen_in_words(filters: Iterable[Filter], asked: GapQuestion, words: GapWords) -> Phrase:
    """What the list is narrowed to, in one line."""
    said = [
        phrases.filled("%(label)s: %(name)s", label=each.label, name=name)
        for each in filters
        for _code, name, is_chosen in each.options
        if is_chosen
    ]
    if asked.at_least is not None:
        label, money = _("Money missing, at least"), words.money(asked.at_least)
        said.append(phrases.filled("%(label)s: %(name)s", label=label, name=money))
    return phrases.together(said, " · ") if said else Phrase(_("Narrow what is missing"))
