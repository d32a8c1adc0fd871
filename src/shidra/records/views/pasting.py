"""Rows pasted from a spreadsheet: first what would change, then the decision to save."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shidra.exchange.presentation import report_page, saved_sentence
from shidra.initiatives.permissions import Access, Right, opens
from shidra.records.actions import Pasted, paste_rows, read_pasted
from shidra.records.forms import PasteForm
from shidra.records.permissions import Scope, scope_of, table_in_scope
from shidra.records.presentation.page import crumbs
from shidra.records.presentation.pasting import columns_to_paste
from shidra.records.presentation.words import table_name
from shidra.records.queries.cells import columns_for

__all__ = ["paste"]


@opens(Right.EDIT_OWN)
def paste(request: HttpRequest, access: Access, table: str) -> HttpResponse:
    """Hand in rows; see what each would do; save those that hold."""
    scope = scope_of(access)
    table_in_scope(scope, table)
    if not scope.may_add(table):
        raise Http404
    form = PasteForm(request.POST or None)
    columns = columns_for(table, access.initiative)
    context: dict[str, Any] = {
        "form": form,
        "title": table_name(table),
        "list_href": reverse("records:list", args=[access.initiative.code, table]),
        "crumbs": crumbs(access.initiative.code, table),
        "here": _("Paste rows"),
        "columns": columns_to_paste(table, columns, get_language() or "he"),
    }
    if request.method == "POST" and form.is_valid():
        pasted = read_pasted(table, columns, form.cleaned_data["rows"])
        return _tried(request, scope, table, pasted, context)
    return render(request, "records/paste.html", context)


def _tried(
    request: HttpRequest, scope: Scope, table: str, pasted: Pasted, context: dict[str, Any]
) -> HttpResponse:
    saves = request.POST.get("act") == "save"
    report = paste_rows(
        scope=scope,
        table=table,
        pasted=pasted,
        reason=request.POST.get("why", ""),
        dry_run=not saves,
    )
    language = get_language() or "he"
    if saves and report.is_change:
        messages.success(request, saved_sentence(report, language))
        if not report.total("rejected"):
            return redirect(context["list_href"])
        messages.warning(request, _("The rows below were not saved; everything else was."))
    page = report_page(report, language)
    context |= {"page": page, "pasted": pasted, "is_saved": saves}
    return render(request, "records/paste.html", context)
