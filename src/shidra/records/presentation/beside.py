"""What is there already beside a new record: shown before it is saved, so that nobody doubles it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import ngettext

from shidra.i18n.numbers import number
from shidra.i18n.phrases import Phrase, filled, together
from shidra.initiatives.permissions import Access
from shidra.network.presentation.lines import ActivityLine, activity_line
from shidra.network.presentation.reader import reader_of
from shidra.network.queries import overlapping
from shidra.records.presentation.page import Opened

__all__ = ["Beside", "BesideLine", "beside_new"]

type Cells = Mapping[str, str]

# So many are named; the rest is only counted.
MOST = 10


@dataclass(frozen=True, slots=True)
class BesideLine:
    """One record that is there, with the page that tells more."""

    name: str
    href: str
    detail: Phrase


@dataclass(frozen=True, slots=True)
class Beside:
    """What is there already. `sign` changes with it: who saw it says so with that."""

    title: str
    lines: tuple[BesideLine, ...]
    sign: str


def beside_new(opened: Opened, cells: Cells) -> Beside | None:
    """What is there beside a new record that says this; None where a table is not asked."""
    ask = _ASKED.get(opened.table)
    return ask(opened.scope.access, cells, opened.language) if ask and opened.is_new else None


def _activities(access: Access, cells: Cells, language: str) -> Beside | None:
    """Activities on the same factor whose place, groups and time meet."""
    factors = _codes(cells, "factors")
    if not factors:
        return None
    rows = overlapping(
        access,
        factors=factors,
        places=_codes(cells, "places"),
        groups=_codes(cells, "groups"),
        starts_on=_day(cells, "starts_on"),
        ends_on=_day(cells, "ends_on"),
    )
    if not rows:
        return None
    reader = reader_of(access, timezone.localdate(), language)
    title = ngettext(
        "%(count)s activity is there already, on the same factor, place, group and time",
        "%(count)s activities are there already, on the same factor, place, group and time",
        len(rows),
    ) % {"count": number(len(rows), language)}
    lines = tuple(_line(activity_line(row, reader)) for row in rows[:MOST])
    return Beside(title, lines, "|".join(sorted(row.code for row in rows)))


def _line(line: ActivityLine) -> BesideLine:
    partner = filled("%(partner)s", partner=line.partner.name)
    return BesideLine(line.name, line.href, together((partner, line.detail), " · "))


def _codes(cells: Cells, name: str) -> list[str]:
    return [code for code in cells.get(name, "").split("|") if code]


def _day(cells: Cells, name: str) -> date | None:
    try:
        return date.fromisoformat(cells.get(name, ""))
    except ValueError:
        return None


# By table, who says what is there already.
_ASKED: Mapping[str, Callable[[Access, Cells, str], Beside | None]] = {"activities": _activities}
