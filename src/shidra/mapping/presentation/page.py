"""The page on which the map is edited: the picture, what is chosen, and what was done last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.audit.models import Change
from shidra.exchange.workbook import Rejection
from shidra.i18n import numbers
from shidra.i18n.languages import LANGUAGES
from shidra.i18n.phrases import Phrase, filled, listed, together
from shidra.i18n.text import Shown
from shidra.initiatives.permissions import Access, Right
from shidra.mapping.presentation.words import WorkWords, as_json
from shidra.mapping.queries import (
    MapInWork,
    last_act,
    latest_changes,
    others_here,
    row_cells,
)
from shidra.pictures.map import (
    CardMark,
    MapColumn,
    MapLink,
    MapNode,
    MapTrack,
    draw_path,
    draw_road_map,
)
from shidra.records.presentation.listing import wording_of
from shidra.records.presentation.past import signed
from shidra.records.presentation.wording import ChangeLine
from shidra.records.queries.cells import columns_for
from shidra.roadmap.models import FactorEntry, Link
from shidra.roadmap.queries import outcome_or_first

__all__ = ["Asked", "edit_page", "here_line", "met_lines", "refusal"]

MOST_FOUND = 30
FACTOR_FIELDS = ("stage", "track", "importance", "state", "controllability")
LINK_FIELDS = ("sign", "strength", "evidence", "status")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for.

    Attributes:
        factor: the one that is chosen. link: `source>target`.
        words: what a factor to link to is searched by.
        done: the marks of what was just done, and `moved` where it was only its order.
        is_whole: all of a map that is too large to be read at once.
    """

    factor: str = ""
    link: str = ""
    words: str = ""
    wants: str = ""
    done: str = ""
    moved: str = ""
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """Something that was done to the map of late."""

    what: str
    about: Any
    fields: str
    who: Shown
    when: str
    why: Shown | None


def edit_page(access: Access, work: MapInWork, asked: Asked, language: str) -> dict[str, Any]:
    """All that the page shows."""
    words = WorkWords(work, language, is_whole=asked.is_whole)
    part = _Part.of(work, asked)
    entry = work.entry_or_none(asked.factor)
    link = _link(work, asked.link)
    return {
        "headline": _headline(work, language),
        "is_draft": work.is_draft,
        "number": work.version.number,
        "may_adopt": work.is_draft and access.may(Right.ADOPT_ROADMAP),
        "svg": _picture(work, words, asked, part),
        "walk_svg": _walk(work, words, asked, part),
        "part": part.in_words(work, words),
        "whole": words.href(factor=asked.factor, link=asked.link, whole="1"),
        "stages": as_json({each.factor.code: str(each.stage) for each in work.entries}),
        "factors": [
            {"name": words.names[each.factor.code], "href": words.href(factor=each.factor.code)}
            for each in work.entries
        ],
        "chosen": _factor_panel(access, entry, words) if entry else None,
        "link": _link_panel(access, link, words) if link else None,
        "asked": asked,
        "done": asked.done,
        "moved": asked.moved,
        "latest": _latest(access, work, words),
        "act": last_act(access.initiative),
        "here": here_line(access, language),
    }


def _link(work: MapInWork, named: str) -> Link | None:
    source, _arrow, target = named.partition(">")
    return next(
        (each for each in work.links if (each.source.code, each.target.code) == (source, target)),
        None,
    )


def _headline(work: MapInWork, language: str) -> str:
    if not work.is_draft:
        return _("The map as it counts: the first change opens a draft")
    if not work.waiting:
        return _("Draft %(number)s: nothing has changed yet") % {"number": work.version.number}
    said = ngettext(
        "Draft %(number)s: one change waits",
        "Draft %(number)s: %(count)s changes wait",
        work.waiting,
    )
    count = numbers.number(work.waiting, language)
    return said % {"number": work.version.number, "count": count}


def here_line(access: Access, language: str) -> str:
    """Who else edits this map just now; empty where nobody does."""
    others = others_here(access)
    if not others:
        return ""
    names = listed([Shown.by_script(each, language) for each in others], language)
    return ngettext(
        "%(names)s is editing this map too", "%(names)s are editing this map too", len(others)
    ) % {"names": names}


# --- the picture ---


@dataclass(frozen=True, slots=True)
class _Part:
    """What of the map is on the sheet; of a large one what is around the chosen factor."""

    entries: Sequence[FactorEntry]
    links: Sequence[Link]
    centre: str
    is_near: bool

    @classmethod
    def of(cls, work: MapInWork, asked: Asked) -> "_Part":
        named = [asked.factor, *asked.link.split(">")]
        found = None if asked.is_whole else work.around(named)
        if found is None:
            return cls(work.entries, work.links, "", is_near=False)
        codes = {each.factor.code for each in work.entries}
        centre = next((code for code in named if code in codes), "")
        return cls(
            [each for each in work.entries if each.factor_id in found],
            [each for each in work.links if {each.source_id, each.target_id} <= found],
            centre or outcome_or_first(work.entries),
            is_near=True,
        )

    def in_words(self, work: MapInWork, words: WorkWords) -> str:
        """How much of a large map it is; empty where it is all."""
        if not self.is_near:
            return ""
        return filled(
            _("Around %(name)s: %(shown)s of %(all)s factors, the strongest ties first"),
            name=words.name(self.centre),
            shown=numbers.number(len(self.entries), words.language),
            all=numbers.number(len(work.entries), words.language),
        )


def _picture(work: MapInWork, words: WorkWords, asked: Asked, part: _Part) -> str:
    stages = sorted({each.stage for each in part.entries})
    tracks = dict.fromkeys(each.track for each in part.entries if each.track)
    return draw_road_map(
        [_node(each, words, asked) for each in part.entries],
        [_arrow(each, words) for each in part.links],
        columns=[MapColumn(number, words.stage(number)) for number in stages],
        tracks=[MapTrack(each, words.track(each)) for each in tracks],
        language=words.language,
        title=_headline(work, words.language),
        description=_summary(part, words),
    )


def _walk(work: MapInWork, words: WorkWords, asked: Asked, part: _Part) -> str:
    """The same cards, to choose from on a hand-held screen."""
    return draw_path(
        [_node(each, words, asked) for each in part.entries],
        [_arrow(each, words) for each in part.links],
        language=words.language,
        title=_headline(work, words.language),
        description=_summary(part, words),
        also_leads_to=_("also leads to {}"),
    )


def _summary(part: _Part, words: WorkWords) -> str:
    count = len(part.entries)
    return ngettext(
        "The map in work, with one factor", "The map in work, with %(count)s factors", count
    ) % {"count": numbers.number(count, words.language)}


def _node(entry: FactorEntry, words: WorkWords, asked: Asked) -> MapNode:
    code, tag = entry.factor.code, words.tag(entry)
    name = words.names[code]
    said: list[str] = [name, str(FactorEntry.Kind(entry.kind).label)]
    return MapNode(
        code=code,
        label=name,
        column=entry.stage,
        description=together([name, tag, *said[1:]] if tag else said, ". "),
        href=words.href(factor=code),
        kind="outcome" if entry.is_outcome else "factor",
        track=entry.track,
        mark=CardMark(tag=tag) if tag else None,
        is_chosen=code == asked.factor,
    )


def _arrow(link: Link, words: WorkWords) -> MapLink:
    return MapLink(
        source=link.source.code,
        target=link.target.code,
        sign="-" if link.sign == Link.Sign.HINDERS else "+",
        strength=link.strength,
        status="contested" if words.is_doubted(link) else link.status,  # type: ignore[arg-type]
        label=words.link(link),
    )


# --- what is chosen ---


def _factor_panel(access: Access, entry: FactorEntry, words: WorkWords) -> dict[str, Any]:
    code = entry.factor.code
    names = [f"name_{language}" for language in LANGUAGES]
    was = row_cells(access.initiative, "factors", entry, (*names, *FACTOR_FIELDS))
    links = words.work.links
    return {
        "code": code,
        "name": words.names[code],
        "kind": FactorEntry.Kind(entry.kind).label,
        "is_outcome": entry.is_outcome,
        "tag": words.tag(entry),
        "where": listed(
            [words.stage(entry.stage), *([words.track(entry.track)] if entry.track else [])],
            words.language,
        ),
        "was": as_json(was),
        "cells": was,
        "stage": entry.stage,
        "earlier": entry.stage - 1,
        "later": entry.stage + 1,
        "was_stage": as_json({"stage": str(entry.stage)}),
        "leads_to": [
            _beside(each, each.target.code, words) for each in links if each.source.code == code
        ],
        "led_by": [
            _beside(each, each.source.code, words) for each in links if each.target.code == code
        ],
    }


def _beside(link: Link, other: str, words: WorkWords) -> dict[str, Any]:
    named = f"{link.source.code}>{link.target.code}"
    return {
        "name": words.name(other),
        "says": words.link(link),
        "sign": link.sign,
        "href": words.href(link=named),
    }


def _link_panel(access: Access, link: Link, words: WorkWords) -> dict[str, Any]:
    was = row_cells(access.initiative, "links", link, LINK_FIELDS)
    return {
        "source": link.source.code,
        "target": link.target.code,
        "says": words.link(link),
        "was": as_json(was),
        "cells": was,
    }


# --- what was done, and what could not be ---


def _latest(access: Access, work: MapInWork, words: WorkWords) -> list[Act]:
    changes = latest_changes(work, access.initiative)
    by_entry = {each.pk: each for each in work.entries}
    by_link = {each.pk: each for each in work.links}
    labels = _field_labels(access, words.language)
    kinds = {
        Change.Kind.ADDED: _("Added"),
        Change.Kind.CHANGED: _("Changed"),
        Change.Kind.RETIRED: _("Taken off the map"),
        Change.Kind.RESTORED: _("Brought back"),
    }
    found = []
    for change in changes:
        is_link = change.model.endswith("link")
        entry, link = by_entry.get(change.row), by_link.get(change.row)
        about: Any = ""
        if is_link:
            about = words.link(link) if link else _("a link")
        else:
            about = words.names[entry.factor.code] if entry else _("a factor")
        who, when = signed(change, words.language)
        why = change.record.reason
        fields = [labels.get(name, "") for name in change.after or {}]
        found.append(
            Act(
                what=kinds[Change.Kind(change.kind)],
                about=about,
                fields=listed(list(dict.fromkeys(filter(None, fields))), words.language)
                if change.kind == Change.Kind.CHANGED
                else "",
                who=Shown.by_script(who, words.language),
                when=when,
                why=Shown.by_script(why, words.language) if why else None,
            )
        )
    return found


def _field_labels(access: Access, language: str) -> dict[str, str]:
    found = {"position": _("Order")}
    for table in ("links", "factors"):
        columns = columns_for(table, access.initiative)
        wording = wording_of(access.initiative, table, columns, [], language)
        for column in columns:
            label = wording.label(column)
            found.setdefault(column.field, label.partition(" (")[0] if column.language else label)
    return found


def met_lines(
    access: Access, table: str, states: Sequence[Mapping[str, str]], language: str
) -> list[tuple[ChangeLine, str]]:
    """Each field on which two met: as it was, as it is, and as was asked."""
    was, theirs, mine = states
    columns = [each for each in columns_for(table, access.initiative) if each.name in was]
    wording = wording_of(
        access.initiative, table, columns, [was, theirs, mine], language, drafts=True
    )
    return [
        (
            ChangeLine(
                wording.label(column),
                wording.cell(column, was.get(column.name, ""), was) or _("not said"),
                wording.cell(column, theirs.get(column.name, ""), theirs) or _("not said"),
            ),
            str(wording.cell(column, mine.get(column.name, ""), mine) or "") if mine else "",
        )
        for column in columns
    ]


def refusal(problem: str, rejections: Sequence[Rejection] = ()) -> str | Phrase:
    """Why it could not be done, and what to do."""
    if rejections and problem != "already_there":
        return " ".join(f"{each.message} {each.accepted}".strip() for each in rejections)
    return {
        "already_there": _("This link is on the map already."),
        "still_needed": _(
            "Needs, money, measures or activities hang on it. Move those to another factor first."
        ),
        "changed_since": _(
            "It has been changed again since then, so this change alone cannot be undone."
        ),
        "cannot_return": _(
            "What it said then no longer fits: something that it points to is gone."
        ),
        "not_ones_own": _("It is no longer there."),
        "rejected": _("It could not be saved like this."),
        "gone": _("It is no longer on the map: somebody took it off meanwhile."),
    }[problem]
