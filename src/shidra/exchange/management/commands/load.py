"""`shidra load PATH`: put a workbook into the database."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from shidra.audit.models import SYSTEM
from shidra.exchange.actions import LoadReport, load_workbook, report_document
from shidra.exchange.workbook import WorkbookError
from shidra.initiatives.permissions import full_access
from shidra.ui.management.site import Refused, SiteCommand, print_document

# More of one kind than this says nothing new on a terminal; --json has them all.
MOST_TOLD = 40


class Command(SiteCommand):
    help = "Load an initiative workbook (.xlsx, or a folder of .csv); a bad row stops no good one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH", help=".xlsx file or folder of .csv")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        reading = _Bar(_("reading"))
        saving = _Bar(_("saving"), after=reading)
        try:
            report = load_workbook(
                path=options["path"],
                by=SYSTEM,
                dry_run=options["dry_run"],
                progress=reading,
                saving=saving,
            )
        except WorkbookError as error:
            raise Refused(str(error)) from error
        finally:
            reading.close()
            saving.close()
        if options["json"]:
            print_document(self, report_document(report))
        else:
            self._print_counts(report)
            self._print_details(report)
        if report.exit_code:
            sys.exit(report.exit_code)

    def _print_counts(self, report: LoadReport) -> None:
        titles = [
            _("Table"),
            pgettext("rows", "Read"),
            pgettext("rows", "New"),
            pgettext("rows", "Changed"),
            pgettext("rows", "Unchanged"),
            pgettext("rows", "Missing here"),
            pgettext("rows", "Rejected"),
        ]
        lines = [titles] + [
            [
                table.table,
                *(
                    str(count)
                    for count in (
                        table.read,
                        table.added,
                        table.changed,
                        table.unchanged,
                        table.missing_here,
                        table.rejected,
                    )
                ),
            ]
            for table in report.tables
        ]
        widths = [max(len(line[place]) for line in lines) for place in range(len(titles))]
        for line in lines:
            first, *others = line
            cells = [first.ljust(widths[0])]
            cells += [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
            self.stdout.write("  ".join(cells))

    def _print_details(self, report: LoadReport) -> None:
        rejections, warnings = list(report.rejections), list(report.warnings)
        for found in rejections[:MOST_TOLD]:
            self.stderr.write(
                _("Rejected: %(table)s, row %(row)s, column %(column)s, “%(value)s”.")
                % {
                    "table": found.table,
                    "row": found.row,
                    "column": found.column or "–",
                    "value": found.value,
                }
                + f" {found.message} {found.accepted}".rstrip()
            )
        for notice in warnings[:MOST_TOLD]:
            self.stderr.write(
                _("Worth a look: %(table)s, row %(row)s, column %(column)s, “%(value)s”.")
                % {
                    "table": notice.table,
                    "row": notice.row or "–",
                    "column": notice.column or "–",
                    "value": notice.value,
                }
                + f" {notice.message}"
            )
        untold = max(0, len(rejections) - MOST_TOLD) + max(0, len(warnings) - MOST_TOLD)
        if untold:
            self.stderr.write(
                ngettext(
                    "%(count)s more; --json lists them all.",
                    "%(count)s more; --json lists them all.",
                    untold,
                )
                % {"count": untold}
            )
        self.stderr.write(_conclusion(report))
        if report.is_new and not (report.is_refused or report.is_dry_run):
            self.stderr.write(_who_sees(report.initiative))


def _conclusion(report: LoadReport) -> str:
    if report.is_refused:
        return _("The initiative itself was rejected, so nothing was saved.")
    if report.is_dry_run:
        return _("This was a dry run: nothing was saved.")
    if not report.is_change:
        return _("“%(code)s” says all of this already: nothing changed.") % {
            "code": report.initiative
        }
    said = _("“%(code)s” is loaded.") % {"code": report.initiative}
    if report.waits_in_draft:
        said += " " + _("The changes to the map wait in draft %(number)s until it is adopted.") % {
            "number": report.map_version
        }
    return said


def _who_sees(code: str) -> str:
    """A new initiative is closed to visitors, except in a demo."""
    if full_access(code).initiative.is_public:
        return _("This is a demo: its people have their roles here too, and visitors see it.")
    return _("Only members see it; `shidra open %(code)s` opens it to visitors.") % {"code": code}


class _Bar:
    """A progress bar on the terminal's error side, made when there is something to show."""

    def __init__(self, title: str, after: "_Bar | None" = None) -> None:
        self._title, self._after = title, after
        self._bar: Any = None
        self._rows = 0

    def __call__(self, table: str, rows: int) -> None:
        from tqdm import tqdm

        if self._bar is None:
            total = None
            if self._after is not None:
                self._after.close()
                total = self._after._rows
            self._bar = tqdm(desc=self._title, unit="", file=sys.stderr, leave=False, total=total)
        self._rows += rows
        self._bar.set_postfix_str(table, refresh=False)
        self._bar.update(rows)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
