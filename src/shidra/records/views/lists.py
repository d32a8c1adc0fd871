"""All tables, and the rows of one."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from shidra.initiatives.permissions import Access, Right, opens
from shidra.records.actions import visible_retired
from shidra.records.permissions import Scope, scope_of, table_in_scope
from shidra.records.presentation.index import index_page
from shidra.records.presentation.listing import list_page
from shidra.records.queries.cells import columns_for
from shidra.records.queries.files import as_csv, as_spreadsheet
from shidra.records.queries.layout import LAYOUTS
from shidra.records.queries.listing import Question, found_rows, list_rows

__all__ = ["file", "index", "rows"]

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@opens(Right.SEE_RECORDS)
def index(request: HttpRequest, access: Access) -> HttpResponse:
    """Every table: what it is for, how many rows it has."""
    page = index_page(scope_of(access), get_language() or "he")
    return render(request, "records/index.html", {"page": page})


@opens(Right.SEE_RECORDS)
def rows(request: HttpRequest, access: Access, table: str) -> HttpResponse:
    """The rows of a table, narrowed and sorted by the address."""
    scope = scope_of(access)
    declared = table_in_scope(scope, table)
    question, language = asked(table, request.GET), get_language() or "he"
    found = list_rows(scope.rows(table), question, language)
    columns = columns_for(declared.name, access.initiative)
    page = list_page(scope, question, found, columns, language)
    context = {"page": page, "restore_href": _restore(scope, table, request.GET.get("done", ""))}
    return render(request, "records/list.html", context)


def _restore(scope: Scope, table: str, done: str) -> str:
    """Where what was just retired can be brought back, for the person who retired it."""
    if not done:
        return ""
    found = [past.change for past in visible_retired(scope, table) if str(past.change.pk) == done]
    if not found or found[0].record.actor_id != scope.access.actor.id:
        return ""
    return reverse("records:restore", args=[scope.access.initiative.code, table, done])


@opens(Right.SEE_RECORDS)
def file(request: HttpRequest, access: Access, table: str, kind: str) -> HttpResponse:
    """The rows that a list finds, all of them, as a file that can be loaded again."""
    scope = scope_of(access)
    table_in_scope(scope, table)
    language = get_language() or "he"
    found = list(found_rows(scope.rows(table), asked(table, request.GET), language))
    columns = columns_for(table, access.initiative)
    if kind == "csv":
        response = HttpResponse(
            as_csv(table, columns, found), content_type="text/csv; charset=utf-8"
        )
    else:
        written = as_spreadsheet(table, columns, found, language)
        response = HttpResponse(written, content_type=SPREADSHEET)
    response["Content-Disposition"] = f'attachment; filename="{table}.{kind}"'
    return response


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
