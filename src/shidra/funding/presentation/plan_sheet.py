"""A plan as a spreadsheet: who pays what, what is protected, what stands beside."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from shidra.funding.presentation.plan_parts import PlanPage
from shidra.i18n.phrases import plain

__all__ = ["plan_workbook"]

RIGHT_TO_LEFT = {"he", "ar"}


def plan_workbook(page: PlanPage) -> bytes:
    """The plan as .xlsx, right to left where its language is; text never becomes a formula."""
    import xlsxwriter

    file = BytesIO()
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    _sheet(book, page, _("Plan"), _grant_header(), _grant_rows(page), money_column=6)
    _sheet(book, page, _("Protected lines"), _protected_header(), _protected_rows(page), 3)
    _sheet(book, page, _("Beside the plan"), _beside_header(), _beside_rows(page), None)
    _sheet(book, page, _("Proof"), [_("What"), _("Value")], _proof_rows(page), None)
    book.close()
    return file.getvalue()


def _sheet(
    book: Any,
    page: PlanPage,
    name: str,
    header: Sequence[str],
    rows: Sequence[Sequence[Any]],
    money_column: int | None,
) -> None:
    sheet = book.add_worksheet(name[:31])
    if page.language in RIGHT_TO_LEFT:
        sheet.right_to_left()
    bold = book.add_format({"bold": True, "bottom": 1})
    money = book.add_format({"num_format": "#,##0.00"})
    sheet.write_row(0, 0, header, bold)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            form = money if column == money_column else None
            sheet.write(number, column, plain(value) if isinstance(value, str) else value, form)
    sheet.freeze_panes(1, 0)
    sheet.autofit()


def _grant_header() -> list[str]:
    return [
        _("Funder"), _("Option"), _("Factor"), _("Place"), _("Groups"), _("Year"), _("Amount"),
        _("Why"), _("Code"),
    ]  # fmt: skip


def _grant_rows(page: PlanPage) -> list[list[Any]]:
    return [
        [part.name, g.option, g.line, g.where, g.groups, g.year, g.amount, g.why, g.key]
        for part in page.funders
        for g in (*part.grants, *part.smaller)
    ]


def _protected_header() -> list[str]:
    return [_("Funder"), _("Line"), _("Year"), _("Amount")]


def _protected_rows(page: PlanPage) -> list[list[Any]]:
    return [
        [part.name, row.line, cell.year, cell.amount]
        for part in page.funders
        for row in part.protected
        for cell in row.cells
        if cell.amount
    ]


def _beside_header() -> list[str]:
    return [_("What"), _("Missing"), _("Why it is not compared"), _("Rows")]


def _beside_rows(page: PlanPage) -> list[list[Any]]:
    return [[row.what, row.missing_text, row.reason, row.count] for row in page.beside]


def _proof_rows(page: PlanPage) -> list[list[Any]]:
    return [
        [_("People gaining"), page.people.value],
        [_("People gaining, weighed by the priority of their groups"), page.objective],
        [_("No plan can do better than"), page.bound],
        [_("Distance from it"), page.gap],
        [_("Compared money"), page.granted],
        [_("Protected money"), page.protected],
        [_("Money that finds no use under its rules"), page.stranded],
    ]
