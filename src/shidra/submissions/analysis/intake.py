"""From a file that somebody hands in to rows that were looked through."""

from dataclasses import dataclass
from pathlib import Path

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
    unknown_words,
)
from shidra.submissions.queries.taken import Source, Taken

__all__ = ["Opened", "look", "open_file", "terms_of"]


@dataclass(frozen=True, slots=True)
class Opened:
    """A file with the way in which it is read."""

    file: LooseFile
    table: LooseTable
    terms: Terms
    matching: Matching
    is_remembered: bool

    @property
    def unknown(self) -> dict[str, list[str]]:
        """By column of ours, words of the file that name nothing we know."""
        return unknown_words(self.table, self.matching, self.terms)


def terms_of(access: Access) -> Terms:
    """What things of the initiative are called."""
    return Terms(indicators_of(access.initiative), names_of(access.initiative))


def open_file(
    access: Access, organisation: Organisation, path: Path, name: str, sheet: str = ""
) -> Opened:
    """Open a file, and match its columns as the last one of its kind, or else by their names.

    Raises:
        WorkbookError: it cannot be read.
    """
    file = read_loose(path, name)
    terms = terms_of(access)
    table = file.table(sheet or _sheet_known(organisation, file))
    known = remembered(organisation, table)
    if known is None:
        return Opened(file, table, terms, guessed(table, terms), is_remembered=False)
    return Opened(file, table, terms, known, is_remembered=True)


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
