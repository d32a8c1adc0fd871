"""What became of a promise, in one form, by the rules of the records."""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shidra.i18n.languages import LANGUAGES, known
from shidra.initiatives.permissions import Access, Right, opens
from shidra.network.forms import PromiseStateForm
from shidra.network.models import Promise
from shidra.network.permissions import own_of
from shidra.network.presentation.lines import promise_line
from shidra.network.presentation.reader import reader_of
from shidra.network.queries import earlier_wordings, promise_row_of
from shidra.records.actions import Outcome, save_record
from shidra.records.permissions import Scope, scope_of
from shidra.records.queries.cells import cells_in_words, columns_for

__all__ = ["promise_state"]

TABLE = "promises"


@opens(Right.EDIT_OWN)
def promise_state(request: HttpRequest, access: Access, promise: str) -> HttpResponse:
    """Say that a promise was kept, is late or was changed, and why."""
    scope, language = scope_of(access), known(get_language())
    row = scope.rows(TABLE).filter(code=promise).first()
    if row is None or access.initiative.is_read_only:
        raise Http404
    cells = cells_in_words(TABLE, row, columns_for(TABLE, access.initiative))
    form = PromiseStateForm(
        request.POST if request.method == "POST" else None,
        initial=_stands(request, row, cells, language),
        stood=row.text.shown(language),
    )
    if request.method == "POST" and form.is_valid():
        opened = _opened(request)
        outcome = (
            Outcome(theirs=cells)  # nobody can tell what it said when the form was opened
            if opened is None
            else _save(scope, row, opened, form.cleaned_data, language)
        )
        if outcome.is_saved:
            messages.success(request, _("Saved."))
            return redirect(_back(access, row))
        _refuse(form, outcome)
    return _shown(request, access, row, form, cells)


def _stands(request: HttpRequest, row: Any, cells: dict[str, str], language: str) -> dict[str, Any]:
    to = request.GET.get("to", "")
    return {
        "state": to if to in Promise.State.values else "",
        "text": row.text.shown(language).text,
        "due_on": row.due_on,
        "reason": cells.get(f"reason_{language}", ""),
    }


def _opened(request: HttpRequest) -> dict[str, str] | None:
    """What the promise said when the form was opened."""
    try:
        said = json.loads(request.POST.get("opened", ""))
    except (ValueError, RecursionError):
        return None
    is_plain = isinstance(said, dict) and all(isinstance(each, str) for each in said.values())
    return said if is_plain else None


def _save(
    scope: Scope, row: Any, opened: dict[str, str], given: dict[str, Any], language: str
) -> Outcome:
    """Other words leave no translation of the old ones behind."""
    said: dict[str, str] = {"state": given["state"]}
    said["due_on"] = given["due_on"].isoformat() if given["due_on"] else ""
    said |= _alone("reason", given["reason"], opened.get(f"reason_{language}", ""), language)
    if given["text"]:
        said |= _alone("text", given["text"], row.text.shown(language).text, language)
    return save_record(
        scope=scope,
        table=TABLE,
        cells={**opened, **said},
        number=row.pk,
        opened=opened,
        reason=given["reason"],
    )


def _alone(field: str, words: str, before: str, language: str) -> dict[str, str]:
    if words == before:
        return {}
    return {f"{field}_{code}": words if code == language else "" for code in LANGUAGES}


def _refuse(form: PromiseStateForm, outcome: Outcome) -> None:
    if outcome.is_gone or outcome.theirs is not None:
        form.add_error(
            None,
            _("Somebody changed this promise meanwhile. Look at it as it is now, and save again."),
        )
    for found in outcome.rejections:
        field = found.column if found.column in form.fields else None
        form.add_error(field, f"{found.message} {found.accepted}".strip())


def _back(access: Access, row: Any) -> str:
    partner = row.organisation.code if row.organisation else row.group.key
    route = "desk:organisation" if row.organisation else "desk:group"
    return reverse(route, args=[access.initiative.code, partner])


def _shown(
    request: HttpRequest, access: Access, row: Any, form: PromiseStateForm, cells: dict[str, str]
) -> HttpResponse:
    today, language = timezone.localdate(), known(get_language())
    promise = promise_row_of(row.pk)
    reader = reader_of(access, today, language)
    context = {
        "access": access,
        "form": form,
        "title": _("What became of this promise?"),
        "line": promise_line(
            promise, reader, own_of(access), earlier_wordings(access, [promise]).get(row.pk, ())
        ),
        "opened": json.dumps(cells, ensure_ascii=False),
        "cancel_href": _back(access, row),
        "crumbs": ((_("Promises"), reverse("network:promises", args=[access.initiative.code])),),
    }
    return render(request, "desk/promise_state.html", context)
