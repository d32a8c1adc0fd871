"""Load a workbook, or single tables: all that holds in one transaction, and a report of it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shidra.audit.models import Actor
from shidra.exchange.actions.putting import Load
from shidra.exchange.actions.sifting import sifted
from shidra.exchange.queries import Ids, known_of
from shidra.exchange.queries.report import LoadReport
from shidra.exchange.queries.sight import codes_out_of_sight
from shidra.exchange.workbook import Progress, Sheet, Workbook, WorkbookError, check, read_workbook
from shidra.exchange.workbook.cells import as_text
from shidra.exchange.workbook.columns import Sieve
from shidra.gaps.actions import take_stock
from shidra.initiatives import actions as initiatives
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import Access, InitiativeIsOver, Right

__all__ = ["load_workbook", "put_sheets"]


def load_workbook(
    *,
    path: Path,
    by: Actor,
    dry_run: bool = False,
    access: Access | None = None,
    name: str = "",
    seen: str | None = None,
    progress: Progress | None = None,
    saving: Progress | None = None,
) -> LoadReport:
    """Read a workbook and put all rows that hold; with `dry_run`, take everything back again.

    `access` is that of a person to the one initiative that they may load: records out of their
    sight stay as they are, and so does what is told of people, where that is not theirs to change.
    `name` is what the file is called where its path does not tell. `seen` is the mark of the
    rejections that the person looked at: where there are others by now, this is a dry run again.
    `progress` hears of rows read, `saving` of rows put.

    Raises:
        WorkbookError: the file is not understood, or is of another initiative, or of one that is
            closed; nothing is written.
    """
    workbook = read_workbook(path, progress, leaves_large=True)
    if not all(Sieve.can_read(workbook.sheets[table].header) for table in workbook.large):
        workbook = read_workbook(path, progress)  # row by row it says what is wrong
    if name:
        workbook = replace(workbook, name=name)
    code = _code_of(workbook)
    if access is not None and code != access.initiative.code:
        raise WorkbookError(
            _("This workbook is of the initiative “%(code)s”, not of “%(wanted)s”."),
            code=code,
            wanted=access.initiative.code,
        )
    with transaction.atomic():
        stored = _hold(code)
        hidden = codes_out_of_sight(access) if access else {}
        stays = access is not None and not access.may(Right.CHANGE_SETTINGS)
        known = replace(known_of(stored).without(hidden), protection_stays=stays)
        with sifted(workbook, known, stored) as found:
            report = Load(
                found.checked, by, saving, hidden=hidden, sifted=found, protection_stays=stays
            ).run()
        dry_run = dry_run or seen not in {None, report.rejections_mark}
        if dry_run or report.is_refused:
            transaction.set_rollback(True)
        else:
            take_stock(initiative=Initiative.objects.get(code=code), by=by)
        return replace(report, is_dry_run=dry_run)


def put_sheets(
    *,
    initiative: Initiative,
    sheets: Iterable[Sheet],
    by: Actor,
    dry_run: bool = False,
    hidden: Mapping[str, frozenset[str]] | None = None,
    protection_stays: bool = False,
) -> LoadReport:
    """Put some rows of some tables of a stored initiative, by the rules of a whole workbook.

    Rows that are not named stay as they are and where they stand. `hidden` gives by table the
    codes that the rows may not point to, as if they were not there, nor bear. With
    `protection_stays` no row changes from which numbers on people are told.
    """
    named = {sheet.table: sheet for sheet in sheets}
    with transaction.atomic():
        stored, ids = initiatives.hold(initiative.code), Ids(initiative)
        known = known_of(stored, ids).without({} if hidden is None else hidden)
        known = replace(known, protection_stays=protection_stays, refuses_number=True)
        checked = check(Workbook("", "", named), known)
        report = Load(checked, by, initiative=initiative, ids=ids).run()
        if dry_run:
            transaction.set_rollback(True)
        else:
            take_stock(initiative=initiative, by=by)
        return replace(report, is_dry_run=dry_run)


def _hold(code: str) -> Initiative | None:
    try:
        return initiatives.hold(code)
    except InitiativeIsOver as over:
        raise WorkbookError(
            _("“%(code)s” is closed since %(day)s and takes no changes: %(reason)s"),
            code=code,
            day=over.initiative.state_since or "–",
            reason=over.initiative.state_reason,
        ) from over


def _code_of(workbook: Workbook) -> str:
    sheet = workbook.sheets["initiative"]
    header = [name.lower() for name in sheet.header]
    cells = dict(zip(header, sheet.rows[0].cells, strict=False))
    return as_text(cells.get("code")) or ""
