"""What is worth seeing before a record is saved: what a new one would double, what was signed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.agenda.queries import WRITTEN_THROUGH, departure_or_none
from shidra.i18n.languages import LANGUAGES
from shidra.i18n.numbers import number
from shidra.i18n.phrases import Phrase, filled, listed, together
from shidra.i18n.text import Text
from shidra.initiatives.permissions import Access
from shidra.network.presentation.lines import ActivityLine, activity_line
from shidra.network.presentation.reader import reader_of
from shidra.network.queries import overlapping
from shidra.records.presentation.page import Opened

__all__ = ["Beside", "BesideLine", "beside"]

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
    advice: str


def beside(opened: Opened, cells: Cells) -> Beside | None:
    """What is there beside a record that would say this; None where there is nothing."""
    if opened.table == "initiative":
        return _signed(opened.scope.access, cells, opened.language)
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
    advice = _(
        "Nothing is saved yet. Perhaps one of them is the same, or you could work together; or "
        "save, if yours is something else."
    )
    return Beside(title, lines, "|".join(sorted(row.code for row in rows)), advice)


def _signed(access: Access, cells: Cells, language: str) -> Beside | None:
    """The agenda, where partners have signed other words than the initiative would say."""
    words = {
        clause.value: Text.of(
            **{code: cells.get(f"{clause.value}_{code}", "") for code in LANGUAGES}
        )
        for clause in WRITTEN_THROUGH
    }
    departure = departure_or_none(access.initiative, words)
    if departure is None:
        return None
    version = departure.version.number
    title = ngettext(
        "A partner has signed other words than these",
        "%(count)s partners have signed other words than these",
        departure.signatures,
    ) % {"count": number(departure.signatures, language)}
    href = reverse("agenda:version", args=[access.initiative.code, version])
    name = _("Version %(number)s of the common agenda") % {"number": number(version, language)}
    clauses = listed([str(clause.label) for clause in departure.clauses], language)
    advice = _(
        "Nothing is saved yet. What they signed stays as it is, and the pages will say that the "
        "two differ. To change what was agreed, begin the next version of the agenda: another "
        "outcome needs a decision with its reason."
    )
    sign = f"{version}|{'|'.join(departure.clauses)}"
    return Beside(title, (BesideLine(name, href, clauses),), sign, advice)


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
