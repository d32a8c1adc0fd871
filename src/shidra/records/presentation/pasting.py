"""Which columns can be pasted, in the order in which they stand without a row of names."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shidra.exchange.workbook import Column
from shidra.exchange.workbook.problems import accepted_in
from shidra.i18n.languages import name_in
from shidra.records.presentation.words import label_of

__all__ = ["PastedColumn", "columns_to_paste"]


@dataclass(frozen=True, slots=True)
class PastedColumn:
    """A column: what it is called, its name in a workbook, whether it must be there, what fits."""

    label: str
    name: str
    required: str
    accepted: str


def columns_to_paste(
    table: str, columns: Sequence[Column], language: str
) -> tuple[PastedColumn, ...]:
    """The columns in the order of the list."""
    return tuple(
        PastedColumn(
            f"{label_of(table, column)} ({name_in(column.language, language)})"
            if column.language
            else label_of(table, column),
            column.name,
            _required(column),
            accepted_in(column),
        )
        for column in columns
    )


def _required(column: Column) -> str:
    if not column.is_required:
        return ""
    return _("one language") if column.language else _("yes")
