"""Put a map of another program into the map that takes changes, by the rules of a workbook."""

import hashlib
from dataclasses import replace
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from shidra.audit.actions import because, record
from shidra.audit.models import Actor
from shidra.exchange.actions.loading import put_sheets
from shidra.exchange.maps import matched, read_map
from shidra.exchange.queries.maps import stored_map
from shidra.exchange.queries.report import MapLoad
from shidra.exchange.workbook import Sheet
from shidra.exchange.workbook.cells import as_text
from shidra.initiatives.actions import hold
from shidra.initiatives.permissions import Access
from shidra.roadmap.models import EvidenceItem
from shidra.roadmap.queries import evidence_for

__all__ = ["load_map"]


def load_map(
    *, access: Access, path: Path, by: Actor, dry_run: bool = False, name: str = ""
) -> MapLoad:
    """Put the factors and links of a file; what it does not speak of stays as it is.

    Raises:
        WorkbookError: the file is none of the formats, or damaged; nothing is written.
        InitiativeIsOver: the initiative is closed.
    """
    initiative = access.initiative
    drawn = read_map(path)
    called = name or path.name
    with transaction.atomic(), because(_("From the file %(file)s") % {"file": called}):
        hold(initiative.code)
        found = matched(drawn, stored_map(initiative))
        unseen = EvidenceItem.objects.filter(initiative=initiative).exclude(
            pk__in=evidence_for(access).values("pk")
        )
        sheets, withheld = _seen(found.sheets, frozenset(unseen.values_list("code", flat=True)))
        report = put_sheets(
            initiative=initiative,
            sheets=sheets,
            by=by,
            dry_run=dry_run,
        )
        report = replace(report, file=called, sha256=_digest(path))
        if report.is_change and not dry_run:
            record(
                action="load map",
                by=by,
                initiative=initiative.code,
                subject=called[:200],
                detail={"sha256": report.sha256},
            )
    return MapLoad(report, found, withheld)


def _seen(sheets: tuple[Sheet, ...], unseen: frozenset[str]) -> tuple[tuple[Sheet, ...], int]:
    """The sheets without evidence whose code is of an item out of sight, and how much that is."""
    kept: list[Sheet] = []
    withheld = 0
    for sheet in sheets:
        if sheet.table != "evidence" or "code" not in sheet.header:
            kept.append(sheet)
            continue
        at = sheet.header.index("code")
        rows = tuple(row for row in sheet.rows if as_text(row.cells[at]) not in unseen)
        withheld += len(sheet.rows) - len(rows)
        kept.append(replace(sheet, rows=rows))
    return tuple(kept), withheld


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
