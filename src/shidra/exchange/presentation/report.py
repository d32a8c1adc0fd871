"""A load report in words, for the page: counts formatted once, rejections by table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shidra.exchange.queries.report import LoadReport
from shidra.exchange.workbook import Notice, Rejection
from shidra.i18n.numbers import number
from shidra.i18n.text import Shown

__all__ = ["ReportPage", "report_page", "saved_sentence", "table_name"]

# Of each table; more would hide the rest, and the file can be checked again.
MOST_SHOWN = 100

_TABLES = {
    "initiative": gettext_lazy("Initiative"),
    "labels": gettext_lazy("Names of codes"),
    "places": gettext_lazy("Places"),
    "groups": gettext_lazy("Groups"),
    "organisations": gettext_lazy("Organisations"),
    "factors": gettext_lazy("Factors"),
    "links": gettext_lazy("Links between factors"),
    "category_changes": gettext_lazy("Changes of categories"),
    "place_history": gettext_lazy("What places were, and when"),
    "protection": gettext_lazy("Rules of protection"),
    "evidence": gettext_lazy("Evidence"),
    "indicators": gettext_lazy("Indicators"),
    "definitions": gettext_lazy("Versions of definitions"),
    "questions": gettext_lazy("What cannot be measured yet"),
    "stories": gettext_lazy("Turning the curve"),
    "observations": gettext_lazy("Observations"),
    "targets": gettext_lazy("Targets"),
    "duties": gettext_lazy("Figures that partners owe"),
    "activities": gettext_lazy("Activities"),
    "promises": gettext_lazy("Promises"),
    "needs": gettext_lazy("Needs"),
    "commitments": gettext_lazy("Commitments of money"),
    "instalments": gettext_lazy("Instalments"),
    "allocations": gettext_lazy("Allocations"),
    "options": gettext_lazy("What money can buy"),
    "goals": gettext_lazy("Goals for all"),
    "barriers": gettext_lazy("Barriers"),
    "strategies": gettext_lazy("Targeted strategies"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A count, formatted; nothing is shown quietly."""

    text: str
    is_nothing: bool


@dataclass(frozen=True, slots=True)
class TableLine:
    """One table's counts: read, new, changed, unchanged, missing here, rejected."""

    name: str
    code: str
    cells: tuple[Cell, ...]
    has_rejections: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One rejected cell, or something worth a look."""

    row: str
    column: str
    value: Shown
    message: str
    accepted: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found in one table."""

    table: str
    code: str
    title: str
    found: tuple[Finding, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Everything that the page of a dry run shows."""

    file: str
    initiative: str
    headline: str
    tone: str
    details: tuple[str, ...]
    can_save: bool
    lines: tuple[TableLine, ...]
    rejections: tuple[Findings, ...]
    warnings: tuple[Findings, ...]


def table_name(table: str) -> str:
    """The name of a table in the reader's language."""
    return str(_TABLES.get(table, table))


def report_page(report: LoadReport, language: str) -> ReportPage:
    """The dry run in words."""
    return ReportPage(
        file=report.file,
        initiative=report.initiative,
        headline=_headline(report, language),
        tone=_tone(report),
        details=tuple(_details(report, language)),
        can_save=report.is_change and not report.is_refused,
        lines=tuple(_lines(report, language)),
        rejections=_findings(report.rejections, language),
        warnings=_findings(report.warnings, language),
    )


def saved_sentence(report: LoadReport, language: str) -> str:
    """What was saved, in one or two sentences."""
    saved = report.total("added") + report.total("changed")
    said = ngettext("%(count)s row was saved.", "%(count)s rows were saved.", saved) % {
        "count": number(saved, language)
    }
    if report.waits_in_draft:
        said += " " + _("Changes to factors and links wait in a draft of the map.")
    return said


def _tone(report: LoadReport) -> str:
    if report.is_refused:
        return "error"
    return "warning" if report.total("rejected") else "success"


def _headline(report: LoadReport, language: str) -> str:
    rejected = report.total("rejected")
    if report.is_refused:
        return _("The initiative itself was rejected, so nothing can be saved.")
    if rejected:
        return ngettext(
            "%(count)s row would be rejected; all others hold.",
            "%(count)s rows would be rejected; all others hold.",
            rejected,
        ) % {"count": number(rejected, language)}
    if not report.is_change:
        return _("All of this is stored already: nothing would change.")
    return _("Every row holds.")


def _details(report: LoadReport, language: str) -> Iterable[str]:
    if report.is_refused:
        return
    added, changed = report.total("added"), report.total("changed")
    missing = report.total("missing_here")
    if added:
        yield ngettext("%(count)s row would be added.", "%(count)s rows would be added.", added) % {
            "count": number(added, language)
        }
    if changed:
        yield ngettext(
            "%(count)s row would be changed.", "%(count)s rows would be changed.", changed
        ) % {"count": number(changed, language)}
    if missing:
        yield ngettext(
            "%(count)s stored row is not in this file. It stays as it is.",
            "%(count)s stored rows are not in this file. They stay as they are.",
            missing,
        ) % {"count": number(missing, language)}
    if report.waits_in_draft:
        yield _(
            "Changes to factors and links would wait in a draft of the map until it is adopted."
        )


def _lines(report: LoadReport, language: str) -> Iterable[TableLine]:
    for table in report.tables:
        counts = (
            table.read,
            table.added,
            table.changed,
            table.unchanged,
            table.missing_here,
            table.rejected,
        )
        yield TableLine(
            table_name(table.table),
            table.table,
            tuple(Cell(number(count, language), not count) for count in counts),
            bool(table.rejected),
        )


def _findings(found: Iterable[Rejection] | Iterable[Notice], language: str) -> tuple[Findings, ...]:
    return tuple(
        _of_table(table, list(of_table), language)
        for table, of_table in groupby(found, key=_table_of)
    )


def _table_of(one: Rejection | Notice) -> str:
    return one.table


def _of_table(table: str, found: Sequence[Rejection | Notice], language: str) -> Findings:
    more = len(found) - MOST_SHOWN
    return Findings(
        table=table_name(table),
        code=table,
        title=table_name(table),
        found=tuple(
            Finding(
                row=number(one.row, language) if one.row else "",
                column=one.column,
                value=Shown.by_script(one.value, language),
                message=one.message,
                accepted=getattr(one, "accepted", ""),
            )
            for one in found[:MOST_SHOWN]
        ),
        more=ngettext("%(count)s more of this table.", "%(count)s more of this table.", more)
        % {"count": number(more, language)}
        if more > 0
        else "",
    )
