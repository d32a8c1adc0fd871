"""From a file that somebody hands in to rows that were looked through."""

from dataclasses import dataclass, replace
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from shidra.exchange.workbook import WorkbookError
from shidra.exchange.workbook.loose import LooseFile, LooseTable, read_loose
from shidra.initiatives.permissions import Access
from shidra.measurement.queries import indicators_of, names_of
from shidra.network.models import Organisation
from shidra.submissions.analysis.looking import look_through
from shidra.submissions.permissions import bounds_for, past_for
from shidra.submissions.queries.matching import (
    Matching,
    Terms,
    guessed,
    remembered,
    spread_of,
    unknown_words,
)
from shidra.submissions.queries.spreading import Spread
from shidra.submissions.queries.taken import Source, Taken

__all__ = ["NOT_WIDE", "Opened", "look", "open_file", "terms_of"]


@dataclass(frozen=True, slots=True)
class Opened:
    """A file with the way in which it is read."""

    file: LooseFile
    table: LooseTable
    terms: Terms
    matching: Matching
    is_remembered: bool

    @property
    def is_settled(self) -> bool:
        """Whether its rows can be read; a wide table once somebody has said what its columns are."""
        return self.matching.is_enough and (self.is_remembered or self.matching.spread is None)

    @property
    def unknown(self) -> dict[str, list[str]]:
        """By column of ours, words of the file that name nothing we know."""
        return unknown_words(self.table, self.matching, self.terms)


def terms_of(access: Access) -> Terms:
    """What things of the initiative are called."""
    return Terms(indicators_of(access.initiative), names_of(access.initiative))


def open_file(
    access: Access,
    organisation: Organisation,
    path: Path,
    name: str,
    *,
    sheet: str = "",
    wide_by: str = "",
) -> Opened:
    """Open a file, and match its columns as the last one of its kind, or else by their names.

    `wide_by` says what differs from column to column where it is not that: the indicator, the
    period, a dimension, or `-` where each row holds one figure.

    Raises:
        WorkbookError: it cannot be read.
    """
    file = read_loose(path, name)
    terms = terms_of(access)
    table = file.table(sheet or _sheet_known(organisation, file))
    known = remembered(organisation, table)
    matching = guessed(table, terms) if known is None else known
    if wide_by in {*terms.spreadable, NOT_WIDE}:
        matching = _spread_by(wide_by, matching, table, terms)
    if matching.spread and len(table.rows) * len(matching.spread.columns) > MOST_FIGURES:
        raise WorkbookError(
            _("This file holds more than %(most)s figures. Hand it in in parts."),
            most=MOST_FIGURES,
        )
    return Opened(file, table, terms, matching, is_remembered=matching is known)


NOT_WIDE = "-"
# Of a wide table; a long one holds no more rows than can be read.
MOST_FIGURES = 50_000


def _spread_by(wide_by: str, matching: Matching, table: LooseTable, terms: Terms) -> Matching:
    """The same file, read as a wide table by something else, or as none."""
    before = matching.spread
    if wide_by == (before.names if before else NOT_WIDE):
        return matching
    if wide_by == NOT_WIDE:
        return replace(matching, spread=None)
    columns = {ours: name for ours, name in matching.columns.items() if ours != wide_by}
    left = [name for name in table.header if name and name not in columns.values()]
    found = spread_of(left, [wide_by], terms) or Spread(wide_by)
    return replace(matching, columns=columns, spread=found)


def _sheet_known(organisation: Organisation, file: LooseFile) -> str:
    """The first sheet of a kind that was read before."""
    found = (each.title for each in file.tables if remembered(organisation, each))
    return next(found, "")


def look(access: Access, organisation: Organisation, opened: Opened, kind: str) -> Taken:
    """Look through all rows of a file that was opened."""
    return look_through(
        initiative=access.initiative,
        table=opened.table,
        source=Source(kind, opened.file.name, opened.file.sha256, opened.matching),
        terms=opened.terms,
        bounds=bounds_for(access, organisation),
        past=past_for(access, organisation, frozenset(opened.terms.indicators)),
    )
