"""The form of one record: new, or one that is there."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shidra.initiatives.permissions import Access, Right, opens
from shidra.records.actions import Outcome, save_record
from shidra.records.forms import RecordForm, opened_cells
from shidra.records.permissions import Scope, scope_of, table_in_scope
from shidra.records.presentation.page import Opened, change_lines, form_page
from shidra.records.queries.cells import cells_in_words, columns_for

__all__ = ["add", "edit"]


@opens(Right.EDIT_OWN)
def add(request: HttpRequest, access: Access, table: str) -> HttpResponse:
    """A new record; the address may say what stands in it at first, or which one it is like."""
    scope = scope_of(access)
    table_in_scope(scope, table)
    if not scope.may_add(table):
        raise Http404
    given = _like(scope, table, request.GET.get("like", "")) | request.GET.dict()
    return _form(request, Opened.new(scope, table, given, get_language() or "he"))


@opens(Right.EDIT_OWN)
def edit(request: HttpRequest, access: Access, table: str, number: int) -> HttpResponse:
    """A record that is there, to read and to change."""
    scope = scope_of(access)
    table_in_scope(scope, table)
    row = scope.row_or_none(table, number)
    if row is None:
        raise Http404
    return _form(request, Opened.stored(scope, table, row, get_language() or "he"))


def _like(scope: Scope, table: str, number: str) -> dict[str, str]:
    """The cells of the record that a new one is to be like, without what tells them apart."""
    row = scope.row_or_none(table, int(number)) if number.isascii() and number.isdigit() else None
    if row is None:
        return {}
    cells = cells_in_words(table, row, columns_for(table, scope.access.initiative))
    return {name: said for name, said in cells.items() if name != "code"}


def _form(request: HttpRequest, opened: Opened) -> HttpResponse:
    if request.method != "POST":
        return _shown(request, opened, RecordForm(opened.plans, cells=opened.cells))
    if opened.scope.access.initiative.is_read_only:
        raise Http404
    form = RecordForm(opened.plans, data=request.POST)
    form.is_valid()
    is_preview = request.POST.get("act") == "preview"
    outcome = save_record(
        scope=opened.scope,
        table=opened.table,
        cells=form.cells(),
        number=opened.number,
        opened=opened_cells(request.POST),
        reason=form.cleaned_data.get("why", ""),
        dry_run=is_preview,
    )
    form.refuse(outcome.rejections)
    if outcome.is_saved and not form.errors and not is_preview:
        return _saved(request, opened, outcome)
    return _shown(request, opened, form, outcome)


def _saved(request: HttpRequest, opened: Opened, outcome: Outcome) -> HttpResponse:
    said = _("Saved.") if outcome.changed else _("Nothing was different, so nothing was saved.")
    if outcome.waits_in_draft:
        said = _("Saved in the draft of the map. It counts once the draft is adopted.")
    messages.success(request, said)
    code = opened.scope.access.initiative.code
    if request.POST.get("act") == "another":
        return redirect("records:add", code, opened.table)
    return redirect(reverse("records:edit", args=[code, opened.table, outcome.number]))


def _shown(
    request: HttpRequest, opened: Opened, form: RecordForm, outcome: Outcome | None = None
) -> HttpResponse:
    typed = dict(outcome.after) if outcome else None
    context = {
        "page": form_page(opened, typed),
        "form": form,
        "sections": list(form.sections(opened.sections)),
        "offers": list(form.offers()),
        "preview": change_lines(opened, outcome.before, outcome.after)
        if outcome and outcome.is_saved
        else None,
        "outcome": outcome,
    }
    return render(request, "records/form.html", context)
