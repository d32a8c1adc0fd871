"""All tables, and the rows of one."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language

from shidra.initiatives.permissions import Access, Right, opens
from shidra.records.permissions import scope_of, table_in_scope
from shidra.records.presentation.index import index_page
from shidra.records.presentation.listing import list_page
from shidra.records.queries.cells import columns_for
from shidra.records.queries.layout import LAYOUTS
from shidra.records.queries.listing import Question, list_rows

__all__ = ["index", "rows"]


@opens(Right.EDIT_OWN)
def index(request: HttpRequest, access: Access) -> HttpResponse:
    """Every table: what it is for, how many rows it has."""
    page = index_page(scope_of(access), get_language() or "he")
    return render(request, "records/index.html", {"page": page})


@opens(Right.EDIT_OWN)
def rows(request: HttpRequest, access: Access, table: str) -> HttpResponse:
    """The rows of a table, narrowed and sorted by the address."""
    scope = scope_of(access)
    declared = table_in_scope(scope, table)
    question, language = asked(table, request.GET), get_language() or "he"
    found = list_rows(scope.rows(table), question, language)
    columns = columns_for(declared.name, access.initiative)
    page = list_page(scope, question, found, columns, language)
    return render(request, "records/list.html", {"page": page})


def asked(table: str, given: QueryDict) -> Question:
    """What the address asks of a list."""
    page = given.get("page", "")
    return Question(
        table=table,
        words=given.get("q", "").strip(),
        chosen={name: said for name in LAYOUTS[table].filters if (said := given.get(name, ""))},
        sort=given.get("sort", ""),
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 9 else 1,  # noqa: PLR2004
    )
