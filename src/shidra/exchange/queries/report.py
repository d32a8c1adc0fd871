"""What a load did, or would do: counts by table, rejections and warnings."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from shidra.audit.actions import Changes
from shidra.exchange.maps import Matched
from shidra.exchange.workbook import FORMAT, Notice, Rejection

__all__ = ["LoadReport", "MapLoad", "TableReport", "report_document"]

DONE, SOME_REJECTED, NOT_UNDERSTOOD = 0, 1, 2


@dataclass(frozen=True, slots=True)
class TableReport:
    """One table of the workbook."""

    table: str
    read: int
    added: int
    changed: int
    unchanged: int
    missing_here: int
    rejected: int
    rejections: tuple[Rejection, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadReport:
    """A whole load. `is_refused`: the initiative itself was rejected, so nothing was written."""

    file: str
    sha256: str
    initiative: str
    is_new: bool
    is_dry_run: bool
    is_refused: bool
    tables: tuple[TableReport, ...]
    notices: tuple[Notice, ...] = ()
    map_version: int | None = None
    waits_in_draft: bool = False

    @property
    def rejections(self) -> Iterator[Rejection]:
        """All rejections, by table and row."""
        return (rejection for table in self.tables for rejection in table.rejections)

    @property
    def rejections_mark(self) -> str:
        """Tells these rejections from others."""
        found = [(each.table, each.row, each.column, each.problem) for each in self.rejections]
        return sha256(repr(found).encode()).hexdigest()[:16]

    @property
    def warnings(self) -> Iterator[Notice]:
        """All warnings: about the file first, then by table."""
        yield from self.notices
        for table in self.tables:
            yield from table.notices

    @property
    def is_change(self) -> bool:
        """Whether the load adds or changes anything."""
        return any(table.added or table.changed for table in self.tables)

    @property
    def exit_code(self) -> int:
        """0 done, 1 some rows were rejected, 2 nothing could be written."""
        if self.is_refused:
            return NOT_UNDERSTOOD
        return SOME_REJECTED if any(table.rejected for table in self.tables) else DONE

    def total(self, count: str) -> int:
        """The sum of one count over all tables."""
        return sum(getattr(table, count) for table in self.tables)


@dataclass(frozen=True, slots=True)
class MapLoad:
    """What putting a map did, or would do, and what to tell of how it was read.

    `withheld` rows of evidence have the code of an item that this reader does not see.
    """

    report: LoadReport
    matched: Matched
    withheld: int = 0


COUNTS = ("read", "added", "changed", "unchanged", "missing_here", "rejected")


def table_report(
    table: str, changes: Changes | None, *, read: int, rejected: int, **more: Any
) -> TableReport:
    """One table's report; without changes nothing of it was put."""
    done = changes or Changes()
    return TableReport(
        table=table,
        read=read,
        added=len(done.added),
        changed=len(done.changed),
        unchanged=len(done.unchanged),
        missing_here=len(done.missing),
        rejected=rejected,
        **more,
    )


def report_document(report: LoadReport) -> dict[str, Any]:
    """The report for machines: English keys; messages in the language that is active."""
    return {
        "format": f"load-report/{FORMAT}",
        "file": report.file,
        "sha256": report.sha256,
        "initiative": report.initiative,
        "new": report.is_new,
        "dry_run": report.is_dry_run,
        "written": not (report.is_dry_run or report.is_refused),
        "map_version": report.map_version,
        "map_waits_in_draft": report.waits_in_draft,
        "totals": {count: report.total(count) for count in COUNTS},
        "tables": {
            table.table: {count: getattr(table, count) for count in COUNTS}
            for table in report.tables
        },
        "rejections": [
            {
                "table": found.table,
                "row": found.row,
                "column": found.column,
                "value": found.value,
                "problem": found.problem,
                "message": found.message,
                "accepted": found.accepted,
            }
            for found in report.rejections
        ],
        "warnings": [
            {
                "table": found.table,
                "row": found.row or None,
                "column": found.column,
                "value": found.value,
                "problem": found.problem,
                "message": found.message,
            }
            for found in report.warnings
        ],
    }
