"""The page of one record: its form, who will see it, and what a change would do."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from shidra.exchange.queries.stored import lasting_id
from shidra.exchange.workbook import Column
from shidra.records.permissions import Scope
from shidra.records.presentation.editing import (
    FieldPlan,
    SectionPlan,
    field_plans,
    first_cells,
    section_plans,
)
from shidra.records.presentation.listing import wording_of
from shidra.records.presentation.seeing import Sight, sights
from shidra.records.presentation.wording import ChangeLine, Wording
from shidra.records.presentation.words import label_of, one_of, table_name
from shidra.records.queries.cells import cells_in_words, columns_for, key_columns
from shidra.records.queries.naming import next_code

__all__ = ["ChangeLine", "FormPage", "Opened", "change_lines", "crumbs", "form_page"]

type Cells = Mapping[str, str]


@dataclass(frozen=True)
class Opened:
    """A form that is open for one person: which record, and what it says now."""

    scope: Scope
    table: str
    number: int | None
    columns: tuple[Column, ...]
    cells: Cells
    language: str

    @classmethod
    def new(cls, scope: Scope, table: str, given: Cells, language: str) -> "Opened":
        """An empty form, filled with what is given and with what is usual."""
        initiative = scope.access.initiative
        columns = columns_for(table, initiative)
        cells = first_cells(scope, table, columns, given)
        if "code" in cells and not cells["code"]:
            cells["code"] = next_code(initiative, table, scope.rows(table))
        return cls(scope, table, None, columns, cells, language)

    @classmethod
    def stored(cls, scope: Scope, table: str, row: Any, language: str) -> "Opened":
        """The form of a record that is there."""
        columns = columns_for(table, scope.access.initiative)
        number = lasting_id(table, row)
        return cls(scope, table, number, columns, cells_in_words(table, row, columns), language)

    @property
    def is_new(self) -> bool:
        return self.number is None

    @cached_property
    def fixed(self) -> frozenset[str]:
        """The columns that stay as they are here."""
        return frozenset() if self.is_new else self.keys | KEPT.get(self.table, frozenset())

    @cached_property
    def keys(self) -> frozenset[str]:
        """The columns that tell the record from the others of its table."""
        return key_columns(self.table, self.columns)

    @cached_property
    def plans(self) -> tuple[FieldPlan, ...]:
        """The inputs."""
        return field_plans(self.scope, self.table, self.columns, self.fixed, self.language)

    @cached_property
    def sections(self) -> tuple[SectionPlan, ...]:
        """The inputs part by part."""
        return section_plans(self.table, self.plans)

    @cached_property
    def key_plans(self) -> tuple[FieldPlan, ...]:
        """The inputs for what tells the record from the others of its table."""
        others = frozenset(column.name for column in self.columns) - self.keys
        return field_plans(self.scope, self.table, self.columns, others, self.language)

    @cached_property
    def key_sections(self) -> tuple[SectionPlan, ...]:
        """The same, part by part."""
        return section_plans(self.table, self.key_plans)

    def wording(self, *rows: Cells) -> Wording:
        """The words for these cells, and those of the record itself."""
        initiative = self.scope.access.initiative
        return wording_of(
            initiative,
            self.table,
            self.columns,
            [self.cells, *rows],
            self.language,
            drafts=self.scope.is_all,
        )


# What has a page of its own to be changed on: of a measure, the steps of its life.
KEPT: Mapping[str, frozenset[str]] = {"indicators": frozenset({"state"})}


@dataclass(frozen=True, slots=True)
class FormPage:
    """Everything around the form of a record."""

    title: Any
    here: str
    one: str
    list_href: str
    crumbs: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, Any], ...]
    sights: tuple[Sight, ...]
    opened: str
    is_new: bool
    is_read_only: bool
    edit_href: str = ""
    copy_href: str = ""
    history_href: str = ""
    retire_href: str = ""
    rename_href: str = ""
    # Why what tells the record apart stays as it is; empty where it may change.
    why_fixed: str = ""


def form_page(opened: Opened, typed: Cells | None = None, now: Cells | None = None) -> FormPage:
    """What stands around the form.

    `typed` is what the person has written, if anything, and `now` what the record says by now.
    """
    access = opened.scope.access
    code, table = access.initiative.code, opened.table
    wording = opened.wording()
    title = "" if opened.is_new else wording.title(opened.cells)
    add_href = reverse("records:add", args=[code, table]) if opened.scope.may_add(table) else ""
    return FormPage(
        title=title,
        here=title or one_of(table),
        one=one_of(table),
        list_href=reverse("records:list", args=[code, table]),
        crumbs=crumbs(code, table),
        facts=tuple(_facts(opened, wording)),
        sights=sights(access.initiative, table, typed or opened.cells, opened.language),
        opened=json.dumps(dict(now or opened.cells), ensure_ascii=False),
        is_new=opened.is_new,
        is_read_only=access.initiative.is_read_only,
        edit_href=_at("edit", opened),
        copy_href=f"{add_href}?like={opened.number}" if add_href and opened.number else "",
        history_href=_at("history", opened),
        retire_href=_at("retire", opened) if opened.scope.may_retire(table) else "",
        rename_href=_at("rename", opened) if opened.scope.may_rename(table) else "",
        why_fixed="" if opened.is_new else _why_fixed(table),
    )


def _why_fixed(table: str) -> str:
    match table:
        case "initiative":
            return _("Its code stands in all its addresses, so it stays as it is.")
        case "links":
            return _(
                "A link is its two ends, so these stay as they are. If it leads elsewhere, retire it "
                "and add another like it."
            )
    return ""


def crumbs(code: str, table: str) -> tuple[tuple[str, str], ...]:
    """The way to a page of one table."""
    return (
        (_("Records"), reverse("records:index", args=[code])),
        (table_name(table), reverse("records:list", args=[code, table])),
    )


def _at(route: str, opened: Opened) -> str:
    if opened.is_new:
        return ""
    code = opened.scope.access.initiative.code
    return reverse(f"records:{route}", args=[code, opened.table, opened.number])


def _facts(opened: Opened, wording: Wording) -> list[tuple[str, Any]]:
    found = []
    for column in opened.columns:
        if column.name in opened.fixed and opened.cells.get(column.name):
            said = wording.cell(column, opened.cells[column.name], opened.cells)
            found.append((label_of(opened.table, column), said))
    return found


def change_lines(opened: Opened, before: Cells, after: Cells) -> tuple[ChangeLine, ...]:
    """Each field that differs, before and after, in words."""
    return opened.wording(before, after).changes(before, after)
