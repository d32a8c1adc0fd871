"""Change the code of a record, or whatever else tells it from the others."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shidra.initiatives.permissions import Access, Right, opens
from shidra.records.actions import rename_record
from shidra.records.forms import RecordForm, opened_cells
from shidra.records.permissions import scope_of, table_in_scope
from shidra.records.presentation.page import Opened, form_page

__all__ = ["rename"]


@opens(Right.EDIT_OWN)
def rename(request: HttpRequest, access: Access, table: str, number: int) -> HttpResponse:
    """The fields that tell a record apart, and why they change."""
    scope = scope_of(access)
    table_in_scope(scope, table)
    row = scope.row_or_none(table, number)
    if row is None or not scope.may_rename(table):
        raise Http404
    opened = Opened.stored(scope, table, row, get_language() or "he")
    if request.method != "POST":
        return _shown(request, opened, RecordForm(opened.key_plans, cells=opened.cells))
    form = RecordForm(opened.key_plans, data=request.POST)
    if not form.is_valid():
        return _shown(request, opened, form)
    outcome = rename_record(
        scope=scope,
        table=table,
        number=number,
        cells=form.cells(),
        opened=opened_cells(request.POST),
        reason=form.cleaned_data["why"],
    )
    if outcome.theirs is not None:
        form.add_error(
            None, _("Somebody changed this record meanwhile. Look at it, and try again.")
        )
    form.refuse(outcome.rejections)
    if not outcome.is_saved:
        return _shown(request, opened, form)
    messages.success(request, _("Changed. What pointed to it points to it still."))
    return redirect("records:edit", access.initiative.code, table, number)


def _shown(request: HttpRequest, opened: Opened, form: RecordForm) -> HttpResponse:
    context = {
        "page": form_page(opened),
        "form": form,
        "sections": list(form.sections(opened.key_sections)),
        "offers": list(form.offers()),
    }
    return render(request, "records/rename.html", context)
