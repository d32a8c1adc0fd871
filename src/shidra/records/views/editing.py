"""The form of one record: new, or one that is there."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shidra.initiatives.permissions import Access, Right, opens
from shidra.records.actions import Outcome, save_record
from shidra.records.forms import RecordForm, opened_cells, with_choices
from shidra.records.permissions import Scope, scope_of, table_in_scope
from shidra.records.presentation.beside import Beside
from shidra.records.presentation.beside import beside as beside_of
from shidra.records.presentation.difference import difference, merged
from shidra.records.presentation.page import Opened, change_lines, form_page
from shidra.records.presentation.past import signed
from shidra.records.queries.cells import cells_in_words, columns_for
from shidra.records.queries.past import last_change

__all__ = ["add", "edit"]

LONGEST_ADDRESS = 1_500
LONGEST_NUMBER = 18


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
    if row is None and request.method == "POST":
        return _gone(request, scope, table)
    if row is None:
        raise Http404
    return _form(request, Opened.stored(scope, table, row, get_language() or "he"))


def _like(scope: Scope, table: str, number: str) -> dict[str, str]:
    """The cells of the record that a new one is to be like, without what tells them apart."""
    is_number = number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER
    row = scope.row_or_none(table, int(number)) if is_number else None
    if row is None:
        return {}
    cells = cells_in_words(table, row, columns_for(table, scope.access.initiative))
    return {name: said for name, said in cells.items() if name != "code"}


def _form(request: HttpRequest, opened: Opened) -> HttpResponse:
    if request.method != "POST":
        return _shown(request, opened, RecordForm(opened.plans, cells=opened.cells))
    if opened.scope.access.initiative.is_read_only:
        raise Http404
    base = opened_cells(request.POST)
    form = RecordForm(opened.plans, data=with_choices(request.POST, opened.plans, base or {}))
    form.is_valid()
    if base is None and not opened.is_new:
        # Nobody could tell whether somebody else has changed the record since.
        form.add_error(
            None,
            _(
                "The form did not say what the record said when it was opened, so nothing was "
                "saved. What you wrote is still here: compare it with the record, and save again."
            ),
        )
        return _shown(request, opened, form)
    beside = beside_of(opened, form.cells())
    is_unseen = beside is not None and request.POST.get("beside") != beside.sign
    is_preview = request.POST.get("act") == "preview" or is_unseen
    outcome = save_record(
        scope=opened.scope,
        table=opened.table,
        cells=form.cells(),
        number=opened.number,
        opened=base,
        reason=form.cleaned_data.get("why", ""),
        dry_run=is_preview,
    )
    if outcome.is_gone:
        return _gone(request, opened.scope, opened.table)
    form.refuse(outcome.rejections)
    if outcome.is_saved and not form.errors and not is_preview:
        return _saved(request, opened, outcome)
    return _shown(request, opened, form, outcome, beside)


def _saved(request: HttpRequest, opened: Opened, outcome: Outcome) -> HttpResponse:
    code = opened.scope.access.initiative.code
    if not outcome.changed:
        messages.info(request, _("Nothing was different, so nothing was saved."))
    elif outcome.waits_in_draft:
        messages.success(
            request, _("Saved in the draft of the map; it counts once that is adopted.")
        )
    else:
        messages.success(request, _("Saved."))
    if request.POST.get("act") == "another":
        return redirect("records:add", code, opened.table)
    row = opened.scope.row_or_none(opened.table, outcome.number or 0)
    if row is None:
        return redirect("records:list", code, opened.table)
    change = last_change(opened.table, row) if outcome.changed else None
    done = f"?done={change.pk}" if change else ""
    return redirect(reverse("records:edit", args=[code, opened.table, outcome.number]) + done)


def _shown(
    request: HttpRequest,
    opened: Opened,
    form: RecordForm,
    outcome: Outcome | None = None,
    beside: Beside | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "page": form_page(opened),
        "undo_href": _undo(request, opened),
        "beside": beside,
    }
    if outcome is not None:
        context["page"] = form_page(opened, dict(outcome.after), outcome.theirs)
        if outcome.theirs is not None:
            form, context["differences"] = _met(opened, form, outcome)
            context["theirs"] = _whose(opened)
        elif outcome.is_saved:
            context["preview"] = change_lines(opened, outcome.before, outcome.after)
    context |= {
        "form": form,
        "sections": list(form.sections(opened.sections)),
        "offers": list(form.offers()),
        "is_preview": "preview" in context,
    }
    return render(request, "records/form.html", context)


def _met(opened: Opened, form: RecordForm, outcome: Outcome) -> tuple[RecordForm, Any]:
    """The form once more, with what two people made of it put together."""
    theirs, mine = outcome.theirs or {}, form.cells()
    lines = difference(opened, outcome.before, theirs, mine)
    why = form.cleaned_data.get("why", "")
    return RecordForm.of(opened.plans, merged(outcome.before, theirs, mine), why), lines


def _whose(opened: Opened) -> dict[str, str]:
    row = opened.scope.row_or_none(opened.table, opened.number or 0)
    change = last_change(opened.table, row) if row is not None else None
    if change is None:
        return {"who": _("somebody else"), "when": ""}
    who, when = signed(change, opened.language)
    return {"who": who, "when": when}


def _undo(request: HttpRequest, opened: Opened) -> str:
    """Where the change that was just saved can be undone, for the person who saved it."""
    done = request.GET.get("done", "")
    if opened.is_new or not done:
        return ""
    row = opened.scope.row_or_none(opened.table, opened.number or 0)
    change = last_change(opened.table, row) if row is not None else None
    actor = opened.scope.access.actor
    if change is None or str(change.pk) != done or change.record.actor_id != actor.id:
        return ""
    at = [opened.scope.access.initiative.code, opened.table, opened.number, change.pk]
    return reverse("records:undo", args=at)


def _gone(request: HttpRequest, scope: Scope, table: str) -> HttpResponse:
    """Somebody retired it meanwhile: what was typed is not lost."""
    code = scope.access.initiative.code
    opened = Opened.new(scope, table, {}, get_language() or "he")
    form = RecordForm(opened.plans, data=request.POST)
    form.is_valid()
    base = opened_cells(request.POST) or {}
    typed = {
        name: said for name, said in {**base, **_given(form)}.items() if said and name != "code"
    }
    address = urlencode(typed)
    if len(address) > LONGEST_ADDRESS:
        address = ""
    context = {
        "page": form_page(opened),
        "lines": change_lines(opened, {}, typed),
        "again_href": f"{reverse('records:add', args=[code, table])}?{address}"
        if scope.may_add(table)
        else "",
        "retired_href": reverse("records:retired", args=[code, table]),
    }
    return render(request, "records/gone.html", context, status=404)


def _given(form: RecordForm) -> dict[str, str]:
    """What was typed, of the fields that the form had."""
    named = {plan.column.name: key for key, plan in form.plans.items()}
    return {name: said for name, said in form.cells().items() if named[name] in form.data}
