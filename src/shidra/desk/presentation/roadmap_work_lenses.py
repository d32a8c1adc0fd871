"""Lenses that read more than the map: results, what is done, and one group or one place."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.desk.presentation.roadmap_lenses import Lens, counted, lens_of
from shidra.desk.presentation.roadmap_question import MapQuestion
from shidra.desk.presentation.roadmap_words import RoadmapWords
from shidra.desk.queries import WorkOnMap, work_on_map
from shidra.funding.analysis.needs_told import ToldNeeds, told_needs
from shidra.funding.queries import MINOR_UNITS, NeedRow, needs_of
from shidra.i18n.phrases import filled, together
from shidra.i18n.text import Shown
from shidra.initiatives.permissions import Access
from shidra.initiatives.queries import groups_of, parent_codes_of_places, places_of
from shidra.measurement.analysis import read_indicators
from shidra.measurement.queries import parents_of
from shidra.network.queries import groups_meet
from shidra.pictures.map import CardMark

__all__ = ["Choice", "choices_of", "looked_at"]

MOST_CHOICES = 400
# Of several measures of a factor the worst standing counts, then what nobody knows.
WORST_FIRST = ("off_path", "unsure", "unknown", "on_path", "ahead", "reached")


@dataclass(frozen=True, slots=True)
class Choice:
    """A group or a place that the map can be looked at for."""

    value: str
    name: Shown
    is_chosen: bool


def choices_of(access: Access, question: MapQuestion, language: str) -> list[Choice]:
    """The groups or the places that the lens can be turned to; the first is taken unasked."""
    if question.lens == "group":
        found = [(key, group.name) for key, group in groups_of(access.initiative).items()]
    elif question.lens == "place":
        named = {need.place for need in needs_of(access.initiative)}
        places = places_of(access.initiative).values()
        found = [(place.code, place.name) for place in places if place.code in named]
        found = (found or [(place.code, place.name) for place in places])[:MOST_CHOICES]
    else:
        return []
    asked = question.group if question.lens == "group" else question.place
    chosen = asked if asked in dict(found) else found[0][0] if found else ""
    return [Choice(code, name.shown(language), code == chosen) for code, name in found]


def looked_at(
    access: Access, words: RoadmapWords, question: MapQuestion, choices: Collection[Choice]
) -> Lens:
    """The lens that is asked for."""
    found = lens_of(question, words)
    if found is not None:
        return found
    if question.lens == "results":
        return _results(access, words)
    work = work_on_map(access)
    if question.lens == "work":
        return _work(words, work)
    chosen = next((choice for choice in choices if choice.is_chosen), None)
    if chosen is None:
        return Lens(_("No groups or places are written down yet"))
    parents = parent_codes_of_places(access.initiative)
    told = told_needs(access, needs_of(access.initiative), parents)
    if question.lens == "group":
        asked = chosen.value
        return _reached(
            words,
            chosen.name,
            _narrowed(told, lambda need: asked in need.groups),
            [each for each in work if groups_meet({asked}, each.groups)],
        )
    return _reached(
        words,
        chosen.name,
        _narrowed(
            told,
            lambda need: bool(need.place) and chosen.value in _around(need.place or "", parents),
        ),
        [each for each in work if _meets(each.places, chosen.value, parents)],
    )


def _results(access: Access, words: RoadmapWords) -> Lens:
    """Which factors are on the path to their target, and which are not."""
    standings: dict[int, set[str]] = {}
    for reading in read_indicators(access, parents_of(access.initiative)):
        factor = reading.indicator.factor_id
        if factor is not None:
            status = reading.aim.status if reading.aim else "unknown"
            standings.setdefault(factor, set()).add(status)
    says: Mapping[str, CardMark] = {
        "off_path": CardMark(_("off path"), "off-path"),
        "on_path": CardMark(_("on path"), "on-path"),
        "ahead": CardMark(_("ahead of path"), "on-path"),
        "unsure": CardMark(_("cannot be told"), "unknown"),
        "reached": CardMark(_("target reached"), "on-path"),
        "unknown": CardMark(_("too early to say"), "unknown"),
    }
    marks, quiet, counts = {}, set(), Counter[str]()
    for entry in words.roadmap.entries:
        code = entry.factor.code
        found = standings.get(entry.factor_id)
        if not found:
            quiet.add(code)
            continue
        worst = next((each for each in WORST_FIRST if each in found), "unknown")
        marks[code] = says[worst]
        counts[says[worst].tone] += 1
    facts = {
        "off": words.number(counts["off-path"]),
        "on": words.number(counts["on-path"]),
        "all": words.number(len(words.roadmap.entries)),
        "count": words.number(len(marks)),
    }
    finding = (
        ngettext(
            "One of %(all)s cards is measured: %(on)s on the path, %(off)s off it",
            "%(count)s of %(all)s cards are measured: %(on)s on the path, %(off)s off it",
            len(marks),
        )
        % facts
        if marks
        else _("Nothing on the map is measured yet")
    )
    off = frozenset(code for code, mark in marks.items() if mark.tone == "off-path")
    return Lens(
        finding=finding,
        column=_("Results"),
        marks=marks,
        words={code: mark.tag for code, mark in marks.items()}
        | dict.fromkeys(quiet, _("not measured")),
        flagged=off,
        tone="off-path",
        quiet=frozenset(quiet),
        key=(
            ("on-path", _("on the path to its target")),
            ("off-path", _("off the path to its target")),
            ("unknown", _("too early to say")),
        ),
        folded=counted(off, _("off path"), "off-path", words.language),
    )


def _work(words: RoadmapWords, work: Iterable[WorkOnMap]) -> Lens:
    """Where there are programmes only, where the system is worked on, where nothing is done."""
    programmes, systems = Counter[str](), Counter[str]()
    for each in work:
        (systems if each.is_system else programmes).update(each.factors)
    marks, said, idle = dict[str, CardMark](), dict[str, str](), set[str]()
    for entry in words.roadmap.entries:
        code = entry.factor.code
        parts = [
            *([_programmes(programmes[code], words)] if programmes[code] else []),
            *([_system_work(systems[code], words)] if systems[code] else []),
        ]
        if parts:
            said[code] = together(parts, " · ")
            tag = _("programmes only") if programmes[code] else _("system work")
            both = programmes[code] and systems[code]
            marks[code] = CardMark(_("both kinds") if both else tag, "plain")
        elif not entry.is_outcome:
            idle.add(code)
            said[code] = _("nothing is done")
            marks[code] = CardMark(_("nothing is done"), "missing")
    only = sum(1 for code in words.factors if programmes[code] and not systems[code])
    facts = {
        "count": words.number(len(idle)),
        "all": words.number(len(words.factors)),
        "only": words.number(only),
    }
    finding = ngettext(
        "Nothing is done about one of %(all)s factors; %(only)s have programmes only",
        "Nothing is done about %(count)s of %(all)s factors; %(only)s have programmes only",
        len(idle),
    )
    if not idle:
        finding = _(
            "Something is done about each of %(all)s factors; %(only)s have programmes only"
        )
    return Lens(
        finding=finding % facts,
        column=_("What is being done"),
        marks=marks,
        words=said,
        flagged=frozenset(idle),
        key=(
            ("plain", _("what kind of work there is")),
            ("missing", _("nothing is done")),
        ),
        folded=counted(frozenset(idle), _("nothing is done"), "missing", words.language),
    )


def _programmes(count: int, words: RoadmapWords) -> str:
    said = ngettext("one programme", "%(count)s programmes", count)
    return said % {"count": words.number(count)}


def _system_work(count: int, words: RoadmapWords) -> str:
    said = ngettext("one change of the system", "%(count)s changes of the system", count)
    return said % {"count": words.number(count)}


def _narrowed(needs: ToldNeeds, is_asked: Callable[[NeedRow], bool]) -> ToldNeeds:
    """Those of one group or place."""
    return ToldNeeds(
        tuple(filter(is_asked, needs.rows)),
        tuple(filter(is_asked, needs.kept)),
    )


def _reached(words: RoadmapWords, name: Shown, needs: ToldNeeds, work: Iterable[WorkOnMap]) -> Lens:
    """For one group or place: what is needed, and whether anything that is done reaches it."""
    needed = Counter[str]()
    for need in needs.rows:
        needed[need.line] += need.amount
    kept = {row.line for row in needs.kept}
    done = Counter(code for each in work for code in each.factors)
    marks, said = dict[str, CardMark](), dict[str, str]()
    quiet, bare = set[str](), set[str]()
    for code in words.entries:
        parts = []
        if needed[code]:
            amount = words.money(needed[code] / MINOR_UNITS)
            parts.append(_("%(money)s needed") % {"money": amount})
        if code in kept:
            parts.append(_("a need that is kept back"))
        if done[code]:
            marks[code] = CardMark(_activities(done[code], words), "plain")
            parts.append(marks[code].tag)
        elif needed[code] or code in kept:
            bare.add(code)
            marks[code] = CardMark(_("no activity"), "missing")
            parts.append(_("no activity"))
        else:
            quiet.add(code)
        if parts:
            said[code] = together(parts, " · ")
    with_need = sum(1 for code in words.entries if needed[code] or code in kept)
    facts = {
        "name": name,
        "count": words.number(len(bare)),
        "all": words.number(with_need),
    }
    if not with_need:
        finding = filled(_("%(name)s: no need is written down for any factor"), facts)
    elif bare:
        finding = filled(
            _("%(name)s: for %(count)s of %(all)s factors with a need, nothing is done"), facts
        )
    else:
        finding = filled(_("%(name)s: something is done for every factor with a need"), facts)
    return Lens(
        finding=finding,
        column=str(name),
        marks=marks,
        words=said,
        flagged=frozenset(bare),
        quiet=frozenset(quiet),
        key=(
            ("plain", _("how many activities reach it")),
            ("missing", _("needed, and nothing is done")),
        ),
        folded=counted(frozenset(bare), _("no activity"), "missing", words.language),
    )


def _activities(count: int, words: RoadmapWords) -> str:
    said = ngettext("one activity", "%(count)s activities", count)
    return said % {"count": words.number(count)}


def _around(place: str, parents: Mapping[str, str | None]) -> list[str]:
    """A place and every place around it."""
    found = [place]
    while (above := parents.get(found[-1])) is not None and above not in found:
        found.append(above)
    return found


def _meets(places: Collection[str], asked: str, parents: Mapping[str, str | None]) -> bool:
    """Whether what happens there reaches a place: it lies within, around, or there is no limit."""
    if not places:
        return True
    around = set(_around(asked, parents))
    return any(place in around or asked in _around(place, parents) for place in places)
