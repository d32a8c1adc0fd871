"""The backbone says how the network works."""

from typing import Any

from babel.numbers import get_currency_precision
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shidra.backbone.actions import put_holders, put_notes
from shidra.backbone.forms import FillingLines, NotesForm
from shidra.backbone.queries import holders_of, notes_of
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import Access, Right, opens

__all__ = ["edit"]


@opens(Right.CHANGE_SETTINGS)
def edit(request: HttpRequest, access: Access) -> HttpResponse:
    """The five sentences, and who fills which function since when at what cost."""
    initiative, language = access.initiative, get_language() or "he"
    said = {key: text.words(language) for key, text in notes_of(initiative).items()}
    notes = NotesForm(request.POST or None, initial=said)
    lines = FillingLines(
        request.POST or None,
        # What was sent stands for itself: another person may have changed what is stored.
        initial=None if request.POST else _lines(initiative),
        form_kwargs={"initiative": initiative},
    )
    if request.method == "POST" and notes.is_valid() and lines.is_valid():
        fillings = [line.filling for line in lines if line.filling]
        ended = [line.ended for line in lines if line.ended]
        put_notes(
            initiative=initiative, sentences=notes.cleaned_data, language=language, by=access.actor
        )
        put_holders(initiative=initiative, fillings=fillings, ended=ended, by=access.actor)
        messages.success(request, _("Saved: this is how you work."))
        return redirect("desk:how-we-work", initiative.code)
    context = {"access": access, "form": notes, "lines": lines}
    return render(request, "backbone/edit.html", context)


def _lines(initiative: Initiative) -> list[dict[str, Any]]:
    scale = 10 ** get_currency_precision(initiative.currency)
    return [
        {
            "was": f"{each.function.value}:{each.organisation_id}",
            "function": each.function,
            "organisation": each.organisation_id,
            "since": each.since,
            "yearly_cost": None if each.yearly_cost is None else each.yearly_cost / scale,
        }
        for each in holders_of(initiative)
    ]
