"""What was: the history of a record, what was retired, and ways back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shidra.initiatives.permissions import Access, Right, opens
from shidra.records.actions import (
    Refused,
    restore_record,
    retire_record,
    undo,
    visible_past,
    visible_retired,
)
from shidra.records.forms import ReasonForm
from shidra.records.permissions import Scope, scope_of, table_in_scope
from shidra.records.presentation.page import Opened, change_lines, crumbs, form_page
from shidra.records.presentation.past import acts, needing, refusal, retired_acts
from shidra.records.presentation.words import table_name

__all__ = ["history", "restore", "retire", "retired", "take_back"]


@opens(Right.SEE_RECORDS)
def history(request: HttpRequest, access: Access, table: str, number: int) -> HttpResponse:
    """Who changed a record, when, why, from what to what."""
    opened = _opened(access, table, number)
    row = opened.scope.row_or_none(table, number)
    past = visible_past(opened.scope, table, row)
    context = {
        "page": form_page(opened),
        "acts": acts(access.initiative, table, past, opened.language),
        "now": change_lines(opened, {}, opened.cells),
        "number": number,
        "table": table,
    }
    return render(request, "records/history.html", context)


@opens(Right.EDIT_OWN)
def retire(request: HttpRequest, access: Access, table: str, number: int) -> HttpResponse:
    """Take a record out, with a reason."""
    opened = _opened(access, table, number)
    if not opened.scope.may_retire(table):
        raise Http404
    form = ReasonForm(request.POST or None)
    page = form_page(opened)
    context: dict[str, Any] = {"page": page, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            change = retire_record(
                scope=opened.scope, table=table, number=number, reason=form.cleaned_data["why"]
            )
        except Refused as refused:
            context["refused"] = refusal(refused.problem)
            context["needing"] = needing(opened.scope, refused.pointing, opened.language)
        else:
            messages.success(request, _("Retired. It stands in the list of what was retired."))
            return redirect(f"{page.list_href}?done={change.pk}")
    return render(request, "records/retire.html", context)


@opens(Right.SEE_RECORDS)
def retired(request: HttpRequest, access: Access, table: str) -> HttpResponse:
    """What was retired of a table, each with a way back."""
    scope = _scope(access, table)
    language = get_language() or "he"
    context = {
        "acts": retired_acts(scope, table, visible_retired(scope, table), language),
        "title": table_name(table),
        "crumbs": crumbs(access.initiative.code, table),
        "here": _("Retired"),
        "may_restore": scope.may_retire(table),
    }
    return render(request, "records/retired.html", context)


@require_POST
@opens(Right.EDIT_OWN)
def restore(request: HttpRequest, access: Access, table: str, change: int) -> HttpResponse:
    """Bring a retired record back."""
    scope = _scope(access, table)
    if not scope.may_retire(table):
        raise Http404
    try:
        number = restore_record(scope=scope, table=table, change=change)
    except Refused as refused:
        messages.error(request, _said(refused))
        return redirect("records:retired", access.initiative.code, table)
    messages.success(request, _("It is back, as it was."))
    if number is None:
        return redirect("records:list", access.initiative.code, table)
    return redirect("records:edit", access.initiative.code, table, number)


@require_POST
@opens(Right.EDIT_OWN)
def take_back(
    request: HttpRequest, access: Access, table: str, number: int, change: int
) -> HttpResponse:
    """Undo one change of a record."""
    opened = _opened(access, table, number)
    if access.initiative.is_read_only:
        raise Http404
    try:
        undo(scope=opened.scope, table=table, number=number, change=change)
    except Refused as refused:
        messages.error(request, _said(refused))
        return redirect("records:history", access.initiative.code, table, number)
    messages.success(request, _("Undone. The history keeps both."))
    if opened.scope.row_or_none(table, number) is None:
        return redirect("records:list", access.initiative.code, table)
    return redirect("records:edit", access.initiative.code, table, number)


def _said(refused: Refused) -> str:
    return " ".join([refusal(refused.problem), *(each.message for each in refused.rejections)])


def _scope(access: Access, table: str) -> Scope:
    scope = scope_of(access)
    table_in_scope(scope, table)
    return scope


def _opened(access: Access, table: str, number: int) -> Opened:
    scope = _scope(access, table)
    row = scope.row_or_none(table, number)
    if row is None:
        raise Http404
    return Opened.stored(scope, table, row, get_language() or "he")
