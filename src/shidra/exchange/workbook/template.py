"""Write an empty workbook: one sheet per table, explained, with lists and checks.

Names of sheets, columns and choices stay those of the format; all words around them are in the
language asked for, and the sheets run with its script.
"""

from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from shidra.exchange.workbook.explanations import column_meaning, table_meaning
from shidra.exchange.workbook.problems import accepted_in
from shidra.exchange.workbook.tables import EXPLANATIONS, TABLES, Column, Table
from shidra.i18n.languages import is_right_to_left

__all__ = ["write_template"]

# How many rows below the header carry lists and checks.
CHECKED_ROWS = 5_000
# The longest message that a spreadsheet shows beside a cell, and the longest title above it.
LONGEST_MESSAGE, LONGEST_TITLE = 255, 32
LONGEST_LIST = 255
# Spreadsheets would make dates of periods and numbers of codes unless the cells hold text.
_TEXT_KINDS = frozenset(
    {
        "code",
        "codes",
        "slug",
        "period",
        "group",
        "groups",
        "line",
        "lines",
        "factor_or_link",
        "organisation_or_group",
        "dimensions",
        "currency",
    }
)


def write_template(target: Path | IO[bytes], language: str) -> None:
    """An empty workbook that a person can fill in, with explanations in their language."""
    import xlsxwriter

    book_target = str(target) if isinstance(target, Path) else target
    with override(language), xlsxwriter.Workbook(book_target) as book:
        formats = _Formats(book, is_rtl=is_right_to_left(language))
        _write_explanations(book.add_worksheet(EXPLANATIONS[language]), formats)
        for table in TABLES.values():
            _write_table(book.add_worksheet(table.name), table, formats)


class _Formats:
    """The looks of cells, made once."""

    def __init__(self, book: Any, *, is_rtl: bool) -> None:
        order = {"reading_order": 2 if is_rtl else 1}
        self.is_rtl = is_rtl
        self.title = book.add_format({**order, "bold": True, "font_size": 16})
        self.words = book.add_format({**order, "text_wrap": True, "valign": "top"})
        self.strong = book.add_format({**order, "bold": True, "valign": "top"})
        self.name = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        self.required = book.add_format(
            {"bold": True, "bottom": 2, "bg_color": "#FFE8B8", "valign": "top"}
        )
        self.text = book.add_format({"num_format": "@"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})


def _write_explanations(sheet: Any, formats: _Formats) -> None:
    if formats.is_rtl:
        sheet.right_to_left()
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 26)
    sheet.set_column(2, 2, 10)
    sheet.set_column(3, 3, 90)
    sheet.write_string(0, 0, _("The workbook of an initiative"), formats.title)
    row = 2
    for sentence in _opening():
        sheet.merge_range(row, 0, row, 3, sentence, formats.words)
        sheet.set_row(row, 32)
        row += 1
    row += 1
    for place, title in enumerate((_("Sheet"), _("Column"), _("Required"), _("What stands in it"))):
        sheet.write_string(row, place, title, formats.required)
    sheet.freeze_panes(row + 1, 0)
    for table in TABLES.values():
        row += 1
        sheet.write_string(row, 0, table.name, formats.strong)
        sheet.write_string(row, 3, table_meaning(table.name), formats.strong)
        for column in table.columns:
            row += 1
            sheet.write_string(row, 1, column.name, formats.words)
            sheet.write_string(row, 2, _required(column), formats.words)
            sheet.write_string(row, 3, _explanation(table, column), formats.words)


def _opening() -> tuple[str, ...]:
    return (
        _(
            "Fill in the sheets that you need. Only initiative, factors, indicators and "
            "observations are required; a sheet without rows is left alone."
        ),
        _(
            "The first row of each sheet holds the names of the columns. Do not change them; their "
            "order is free. An empty cell means: nothing is said."
        ),
        _(
            "Each text has three columns, one per language: _he Hebrew, _ar Arabic, _en English. "
            "At least one must be filled; where a language is empty, another is shown, and marked."
        ),
        _(
            "A column on a coloured ground is required. Lists are separated by |, a group is "
            "written dimension:code, a date 2026-01-31, a decimal with a point."
        ),
        _(
            "In observations and targets, add one column per dimension of your groups, named as the "
            "dimension is. In places, any further column is an attribute of the place."
        ),
        _(
            "Paste values, not formulas. A row that does not hold is named when you load the "
            "workbook, and stops no other row."
        ),
    )


def _required(column: Column) -> str:
    if not column.is_required:
        return ""
    if column.language:
        return pgettext("required column", "one language")
    return pgettext("required column", "yes")


def _explanation(table: Table, column: Column) -> str:
    meaning = column_meaning(table.name, column.field)
    return f"{meaning} {accepted_in(column)}".strip()


def _write_table(sheet: Any, table: Table, formats: _Formats) -> None:
    if formats.is_rtl:
        sheet.right_to_left()
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(table.columns):
        look = formats.required if column.is_required else formats.name
        sheet.write_string(0, place, column.name, look)
        sheet.write_comment(
            0, place, _explanation(table, column), {"x_scale": 2, "y_scale": 1.2, "author": ""}
        )
        cell_format = None
        if column.kind in _TEXT_KINDS:
            cell_format = formats.text
        elif column.kind == "day":
            cell_format = formats.day
        sheet.set_column(place, place, max(12, min(30, len(column.name) + 6)), cell_format)
        sheet.data_validation(1, place, CHECKED_ROWS, place, _validation(table, column))


def _validation(table: Table, column: Column) -> dict[str, Any]:
    """The check of a column: a list, a range, a date; and what is said beside the cell."""
    message = _explanation(table, column)
    found: dict[str, Any] = {
        "validate": "any",
        "input_title": column.name[:LONGEST_TITLE],
        "input_message": _short(message),
        "error_title": column.name[:LONGEST_TITLE],
        "error_message": _short(accepted_in(column)),
        "error_type": "warning",
        "ignore_blank": True,
    }
    choices = ("yes", "no") if column.kind == "yes_or_no" else column.choices
    if choices and len(",".join(choices)) <= LONGEST_LIST:
        return found | {"validate": "list", "source": list(choices)}
    if column.kind == "day":
        return found | {"validate": "date", "criteria": ">=", "value": _first_day()}
    if column.kind in {"number", "whole", "amount"}:
        kind = "integer" if column.kind == "whole" else "decimal"
        return found | {"validate": kind, **_range(column)}
    return found


def _range(column: Column) -> dict[str, Any]:
    low = 0 if column.kind == "amount" else column.low
    if low is None:
        return {"criteria": ">=", "value": -1_000_000_000_000}
    if column.high is None:
        return {"criteria": ">" if column.is_above_low else ">=", "value": float(low)}
    return {"criteria": "between", "minimum": float(low), "maximum": float(column.high)}


def _first_day() -> Any:
    from datetime import date

    return date(1900, 1, 1)


def _short(message: str) -> str:
    return message if len(message) <= LONGEST_MESSAGE else message[: LONGEST_MESSAGE - 1] + "…"
