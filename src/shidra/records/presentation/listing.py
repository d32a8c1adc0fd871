"""A table as a list: what stands in its cells, what it can be narrowed and sorted by."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.exchange.queries.stored import cell_text, cells_of, lasting_id
from shidra.exchange.workbook import TABLES, Column
from shidra.exchange.workbook.explanations import table_meaning
from shidra.i18n.numbers import number
from shidra.initiatives.models import Initiative
from shidra.records.permissions import Scope
from shidra.records.presentation.wording import Wording, shown_name, wanted_names
from shidra.records.presentation.words import choice_words, label_of, one_of, table_name
from shidra.records.queries.layout import LAYOUTS
from shidra.records.queries.listing import PAGE, Listing, Question, sortable
from shidra.records.queries.naming import (
    MOST_CHOICES,
    currencies_of,
    names_of,
    said_before,
    units_of,
)

__all__ = ["ListPage", "list_page", "wording_of"]

# Tables whose rows change over the years in ways of their own.
_CHANGING = {"groups": "", "category_changes": "", "places": "place", "place_history": "place"}
_NUMBERS = frozenset({"number", "amount", "whole"})
type Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column, and where a click on it leads."""

    text: str
    is_number: bool
    href: str = ""
    sorted: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell of the list."""

    text: Any
    is_number: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list."""

    href: str
    title: Any
    cells: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to narrow the list: a choice, or a code to type where there are too many."""

    name: str
    label: str
    choices: tuple[tuple[str, Any], ...]
    chosen: str
    is_typed: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """Everything that the page of a list shows."""

    table: str
    title: str
    one: str
    count: str
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    filters: tuple[Filter, ...]
    words: str
    sort: str
    is_narrowed: bool
    total: int
    place: str
    earlier: str
    later: str
    query: str
    meaning: str
    empty_title: str
    add_href: str
    crumbs: tuple[tuple[str, str], ...]
    csv_href: str
    xlsx_href: str
    paste_href: str
    retired_href: str
    categories_href: str


def wording_of(
    initiative: Initiative,
    table: str,
    columns: Sequence[Column],
    rows: Iterable[Cells],
    language: str,
    *,
    drafts: bool = False,
) -> Wording:
    """The words for some rows of a table: a query for each table that they point to."""
    rows = list(rows)
    has_units = table in {"observations", "targets"}
    has_currencies = table in {"instalments", "allocations"}
    return Wording(
        table,
        tuple(columns),
        language,
        names_of(initiative, wanted_names(columns, rows), drafts=drafts),
        initiative.currency,
        currencies_of(initiative, (row.get("commitment", "") for row in rows))
        if has_currencies
        else {},
        units_of(initiative, (row.get("indicator", "") for row in rows)) if has_units else {},
    )


def list_page(
    scope: Scope, question: Question, listing: Listing, columns: Sequence[Column], language: str
) -> ListPage:
    """The list in words."""
    table, code = question.table, scope.access.initiative.code
    shown = LAYOUTS[table].shown
    wanted = tuple(
        column for column in columns if column.field in {*shown, *TABLES[table].key, "currency"}
    )
    rows = [(row, _cells(table, row, wanted)) for row in listing.rows]
    wording = wording_of(
        scope.access.initiative,
        table,
        wanted,
        (cells for _row, cells in rows),
        language,
        drafts=scope.is_all,
    )
    return ListPage(
        table=table,
        title=table_name(table),
        one=one_of(table),
        count=_count(listing, question, language),
        heads=tuple(_head(table, name, question) for name in shown),
        lines=tuple(_line(scope, table, row, cells, wording) for row, cells in rows),
        filters=tuple(_filters(scope, question, language)),
        words=question.words,
        sort=question.sort,
        is_narrowed=question.is_narrowed,
        total=listing.total,
        place=_place(listing, language),
        earlier=_query(question, page=listing.page - 1) if listing.page > 1 else "",
        later=_query(question, page=listing.page + 1) if listing.page < listing.pages else "",
        query=_query(question),
        meaning=table_meaning(table),
        empty_title=_("Here will stand: %(table)s") % {"table": table_name(table)},
        add_href=reverse("records:add", args=[code, table]) if scope.may_add(table) else "",
        crumbs=((_("Records"), reverse("records:index", args=[code])),),
        csv_href=reverse("records:file", args=[code, table, "csv"]) + _query(question),
        xlsx_href=reverse("records:file", args=[code, table, "xlsx"]) + _query(question),
        paste_href=reverse("records:paste", args=[code, table]) if scope.may_add(table) else "",
        retired_href=reverse("records:retired", args=[code, table]),
        categories_href=_categories_href(code, table),
    )


def _cells(table: str, row: Any, columns: tuple[Column, ...]) -> dict[str, str]:
    return {name: cell_text(cell) for name, cell in cells_of(table, row, columns).items()}


def _line(scope: Scope, table: str, row: Any, cells: Cells, wording: Wording) -> Line:
    first, *others = LAYOUTS[table].shown
    initiative = scope.access.initiative
    at = [initiative.code, table, lasting_id(table, row)]
    title = wording.field(first, cells) or wording.title(cells)
    return Line(
        # Where changes rest, the history tells what a record says.
        reverse("records:history" if initiative.is_read_only else "records:edit", args=at),
        title,
        tuple(
            Entry(wording.field(name, cells), _is_number(table, name), _name_of(table, name))
            for name in others
        ),
    )


def _name_of(table: str, name: str) -> str:
    """What a column is called over the list."""
    return _("Groups") if name == "groups" else label_of(table, TABLES[table].column_of(name))


def _is_number(table: str, name: str) -> bool:
    if name in {"year", "groups"}:
        return False
    return TABLES[table].column_of(name).kind in _NUMBERS


def _head(table: str, name: str, question: Question) -> Head:
    text = _name_of(table, name)
    if name not in sortable(table):
        return Head(text, is_number=_is_number(table, name))
    current = question.sort.removeprefix("-") == name
    is_up = current and not question.sort.startswith("-")
    return Head(
        text,
        is_number=_is_number(table, name),
        href=_query(question, sort=f"-{name}" if is_up else name),
        sorted=("ascending" if is_up else "descending") if current else "",
    )


def _filters(scope: Scope, question: Question, language: str) -> Iterable[Filter]:
    table = question.table
    for name in LAYOUTS[table].filters:
        column = TABLES[table].column_of(name)
        if words := choice_words(table, column):
            choices: list[tuple[str, Any]] = list(words.items())
        elif column.refers:
            found = scope.choices(column.refers, table, name, MOST_CHOICES + 1)
            choices = [(code, shown_name(code, said, language)) for code, said in found]
        else:
            found = said_before(scope.access.initiative, scope.rows(table), table, column)
            choices = [(code, shown_name(code, said, language)) for code, said in sorted(found)]
        is_typed = len(choices) > MOST_CHOICES
        yield Filter(
            name,
            label_of(table, column),
            () if is_typed else tuple(choices),
            question.chosen.get(name, ""),
            is_typed,
        )


def _count(listing: Listing, question: Question, language: str) -> str:
    counted = {"count": number(listing.total, language)}
    if question.is_narrowed:
        return ngettext("%(count)s row answers.", "%(count)s rows answer.", listing.total) % counted
    return ngettext("%(count)s row", "%(count)s rows", listing.total) % counted


def _place(listing: Listing, language: str) -> str:
    if listing.pages == 1:
        return ""
    last = min(listing.first + PAGE - 1, listing.total)
    return _("%(first)s to %(last)s of %(total)s") % {
        "first": number(listing.first, language),
        "last": number(last, language),
        "total": number(listing.total, language),
    }


def _query(question: Question, *, sort: str | None = None, page: int = 1) -> str:
    """The address of this list asked otherwise; empty parts are left out."""
    asked = {
        "q": question.words,
        **question.chosen,
        "sort": question.sort if sort is None else sort,
    }
    if page > 1:
        asked["page"] = str(page)
    return "?" + urlencode({name: value for name, value in asked.items() if value})


def _categories_href(code: str, table: str) -> str:
    """Where it is written how what stands in this table changed."""
    if table not in _CHANGING:
        return ""
    at = reverse("records:categories", args=[code])
    return f"{at}?{urlencode({'of': _CHANGING[table]})}" if _CHANGING[table] else at
