"""Factors and links change one at a time, and nobody writes over what somebody else just wrote.

A form carries what each field said when the page was made. A field that somebody else has changed
since is never written over: `Met` tells what both made of it. Fields that only one of two changed
are put together without a word, for neither loses anything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from shidra.exchange.queries.stored import lasting_id
from shidra.exchange.workbook import Rejection
from shidra.i18n.text import Text
from shidra.initiatives.actions import hold
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import Access
from shidra.mapping.queries import code_of_same_or_none, entry_or_none, link_or_none, row_cells
from shidra.records.actions import Refused as CannotTakeBack
from shidra.records.actions import restore_record, retire_record, save_record, undo
from shidra.records.permissions import scope_of
from shidra.records.queries.past import last_change
from shidra.roadmap.models import FactorEntry, Link, RoadmapVersion

__all__ = [
    "Met",
    "Refused",
    "Saved",
    "add_factor",
    "add_link",
    "change_factor",
    "change_link",
    "remove_factor",
    "remove_link",
    "take_back",
]

type Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Saved:
    """What was done, and the marks by which it is taken back, newest first."""

    codes: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    is_change: bool = True


@dataclass(frozen=True, slots=True)
class Met(Exception):
    """Somebody else changed the same field since the page was made; nothing was written.

    Attributes:
        was, theirs, mine: the cells in question, as the page said, as they are, as was asked.
    """

    table: str
    was: Cells
    theirs: Cells
    mine: Cells


@dataclass(frozen=True, slots=True)
class Refused(Exception):
    """It cannot be done: gone, still_needed, already_there, changed_since, or rejected."""

    problem: str
    rejections: tuple[Rejection, ...] = ()


@transaction.atomic
def add_factor(
    *,
    access: Access,
    name: Text,
    stage: int,
    track: str = "",
    after: str = "",
    reason: str = "",
) -> Saved:
    """A new factor; with `after`, that factor leads to it. A form sent twice adds one.

    Raises:
        Refused: it breaks a rule of the map, or the one before it is gone.
    """
    hold(access.initiative.code)
    if after and entry_or_none(access.initiative, after) is None:
        raise Refused("gone")
    if there := code_of_same_or_none(access.initiative, name, stage, track):
        return Saved((there,), is_change=False)
    cells = {"code": "", "kind": "factor", "stage": str(stage), "track": track}
    cells |= {f"name_{language}": saying.text for language, saying in name.sayings.items()}
    code = _save(access, "factors", cells, reason)["code"]
    marks = [_mark(access.initiative, "factors", code)]
    if after:
        _save(access, "links", _new_link(after, code), reason)
        marks.insert(0, _mark(access.initiative, "links", f"{after}>{code}"))
    return Saved((code,), tuple(marks))


@transaction.atomic
def add_link(
    *,
    access: Access,
    source: str,
    target: str,
    sign: str = "+",
    strength: int = 2,
    evidence: str = "none",
    reason: str = "",
) -> Saved:
    """A new link, a hypothesis until somebody says more.

    Raises:
        Refused: it is there already, leads to itself, or an end is gone.
    """
    hold(access.initiative.code)
    cells = _new_link(source, target)
    cells |= {"sign": sign, "strength": str(strength), "evidence": evidence}
    _save(access, "links", cells, reason)
    return Saved((source, target), (_mark(access.initiative, "links", f"{source}>{target}"),))


def _new_link(source: str, target: str) -> dict[str, str]:
    said = {"source": source, "target": target, "sign": "+", "strength": "2"}
    return said | {"evidence": "none", "status": "hypothesised"}


@transaction.atomic
def change_factor(
    *, access: Access, code: str, was: Cells, cells: Cells, reason: str = ""
) -> Saved:
    """Change fields of a factor; `was` is what the page said of them.

    Raises:
        Met: somebody else changed one of them meanwhile.
        Refused: it is gone, or a rule of the map is broken.
    """
    hold(access.initiative.code)
    row = entry_or_none(access.initiative, code)
    if row is None:
        raise Refused("gone")
    return _change(access, "factors", row, row.factor_id, was, cells, reason, code)


@transaction.atomic
def change_link(
    *, access: Access, source: str, target: str, was: Cells, cells: Cells, reason: str = ""
) -> Saved:
    """Change fields of a link; `was` is what the page said of them.

    Raises:
        Met: somebody else changed one of them meanwhile.
        Refused: it is gone, or a rule of the map is broken.
    """
    hold(access.initiative.code)
    row = link_or_none(access.initiative, source, target)
    if row is None:
        raise Refused("gone")
    key = f"{source}>{target}"
    return _change(access, "links", row, row.pk, was, cells, reason, key)


def _change(
    access: Access,
    table: str,
    row: Any,
    number: int,
    was: Cells,
    cells: Cells,
    reason: str,
    key: str,
) -> Saved:
    codes = tuple(key.split(">"))
    now = row_cells(access.initiative, table, row, cells.keys())
    mine = {name: said for name, said in cells.items() if said != was.get(name, "")}
    met = [name for name in mine if now[name] not in {was.get(name, ""), mine[name]}]
    if met:
        raise Met(table, *({name: said.get(name, "") for name in met} for said in (was, now, mine)))
    new = {name: said for name, said in mine.items() if said != now[name]}
    if not new:
        return Saved(codes, is_change=False)
    _save(access, table, new, reason, number)
    if row.version.status == RoadmapVersion.Status.ADOPTED:  # what was saved is in a draft of it
        return Saved(codes, (_mark(access.initiative, table, key),))
    return Saved(codes, (_mark_of(table, row),))


@transaction.atomic
def remove_link(*, access: Access, source: str, target: str, was: Cells, reason: str = "") -> Saved:
    """Take a link off the map; the trail keeps it whole.

    Raises:
        Met: somebody else changed it since the page was made.
        Refused: it is gone.
    """
    hold(access.initiative.code)
    row = link_or_none(access.initiative, source, target)
    if row is None:
        raise Refused("gone")
    now = row_cells(access.initiative, "links", row)
    changed = [name for name in was if now[name] != was[name]]
    if changed:
        theirs = {name: now[name] for name in changed}
        raise Met("links", {name: was[name] for name in changed}, theirs, {})
    return Saved((source, target), (_retire(access, "links", row.pk, reason),))


@transaction.atomic
def remove_factor(*, access: Access, code: str, was: Cells, reason: str = "") -> Saved:
    """Take a factor off the map, with the links that begin or end at it.

    Raises:
        Met: somebody else changed it since the page was made.
        Refused: money, measures or people hang on it, or it is gone.
    """
    hold(access.initiative.code)
    row = entry_or_none(access.initiative, code)
    if row is None:
        raise Refused("gone")
    now = row_cells(access.initiative, "factors", row)
    changed = [name for name in was if now[name] != was[name]]
    if changed:
        theirs = {name: now[name] for name in changed}
        raise Met("factors", {name: was[name] for name in changed}, theirs, {})
    marks: list[str] = []
    for link in _links_at(row):
        marks.insert(0, _retire(access, "links", link.pk, reason))
    marks.insert(0, _retire(access, "factors", row.factor_id, reason))
    return Saved((code,), tuple(marks))


def _links_at(entry: FactorEntry) -> Sequence[Link]:
    links = Link.objects.filter(version=entry.version_id)
    return [each for each in links if entry.factor_id in {each.source_id, each.target_id}]


@transaction.atomic
def take_back(*, access: Access, marks: Sequence[str]) -> None:
    """Take back what was done, the newest first, all of it or nothing.

    Raises:
        Refused: something has been changed again since.
    """
    hold(access.initiative.code)
    scope = scope_of(access)
    for mark in marks:
        table, number, change = _read(mark)
        try:
            if number:
                undo(scope=scope, table=table, number=number, change=change)
            else:
                restore_record(scope=scope, table=table, change=change)
        except CannotTakeBack as cannot:
            raise Refused(cannot.problem, cannot.rejections) from cannot


def _read(mark: str) -> tuple[str, int, int]:
    table, _colon, rest = mark.partition(":")
    number, _colon, change = rest.partition(":")
    is_sound = table in {"factors", "links"} and number.isdecimal() and change.isdecimal()
    if not is_sound or max(len(number), len(change)) > len(str(2**62)):
        raise Refused("gone")
    return table, int(number), int(change)


def _save(
    access: Access, table: str, cells: Cells, reason: str, number: int | None = None
) -> Cells:
    outcome = save_record(
        scope=scope_of(access), table=table, cells=cells, number=number, reason=reason
    )
    if outcome.is_saved:
        return outcome.after
    is_there = any(each.problem == "already_there" for each in outcome.rejections)
    raise Refused("already_there" if is_there else "rejected", outcome.rejections)


def _retire(access: Access, table: str, number: int, reason: str) -> str:
    try:
        change = retire_record(scope=scope_of(access), table=table, number=number, reason=reason)
    except CannotTakeBack as cannot:
        raise Refused(cannot.problem, cannot.rejections) from cannot
    return f"{table}:0:{change.pk}"


def _mark(initiative: Initiative, table: str, key: str) -> str:
    """By what the last change of a factor or link is taken back."""
    if table == "factors":
        row = entry_or_none(initiative, key)
    else:
        row = link_or_none(initiative, *key.split(">"))
    return _mark_of(table, row) if row is not None else ""


def _mark_of(table: str, row: Any) -> str:
    change = last_change(table, row)
    return f"{table}:{lasting_id(table, row)}:{change.pk}" if change is not None else ""
