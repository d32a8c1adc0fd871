"""Categories and places that change: the page, the worked steps, and the ways back."""

import hashlib
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shidra.initiatives.actions import ChangeRefused
from shidra.initiatives.permissions import Access, Right, opens
from shidra.initiatives.queries import change_or_none, place_or_none
from shidra.records.actions import (
    Refused,
    WantedChange,
    forget_said,
    look_at_change,
    retire_record,
    say_of_place,
    write_change,
)
from shidra.records.forms import ChangeForm, DatingForm, ReasonForm
from shidra.records.permissions import scope_of
from shidra.records.presentation.categories import (
    Offered,
    categories_page,
    kind_words,
    offered,
)
from shidra.records.presentation.category_change import preview_of, refused_in_words
from shidra.records.presentation.dating import dates_page
from shidra.records.presentation.past import refusal

__all__ = ["categories", "change", "dates", "forget", "take_back"]

LONGEST_NUMBER = 6


@opens(Right.SEE_RAW_COUNTS)
def categories(request: HttpRequest, access: Access) -> HttpResponse:
    """The categories of a dimension, or the places, and how they changed."""
    start = request.GET.get("start", "")
    is_number = start.isascii() and start.isdigit() and len(start) <= LONGEST_NUMBER
    page = categories_page(
        scope_of(access),
        request.GET.get("of", ""),
        request.GET.get("q", "").strip()[:200],
        int(start) if is_number else 0,
        get_language() or "he",
    )
    return render(request, "records/categories.html", {"page": page})


@opens(Right.EDIT)
def change(request: HttpRequest, access: Access, kind: str) -> HttpResponse:
    """One change: which, what becomes of it, from when and why; looked at, then saved."""
    language = get_language() or "he"
    found = offered(scope_of(access), request.GET.get("of", ""), language)
    if found is None:
        raise Http404
    form = ChangeForm(kind, found, request.POST or None, initial={"before": request.GET.get("one")})
    preview = None
    if request.method == "POST" and form.is_valid():
        wanted: WantedChange = form.cleaned_data["wanted"]
        is_seen = request.POST.get("seen") == _sign(wanted)
        try:
            if request.POST.get("act") == "save" and is_seen:
                write_change(access=access, wanted=wanted)
                messages.success(request, _("Saved. No figure was retyped."))
                return redirect(_back(access, found.dimension))
            preview = _preview(access, wanted, language)
        except ChangeRefused as refused:
            form.add_error(None, refused_in_words(refused))
    context = _steps(access, kind, found, form, preview)
    return render(request, "records/category_change.html", context)


def _preview(access: Access, wanted: WantedChange, language: str) -> dict[str, Any]:
    made, otherwise = look_at_change(access=access, wanted=wanted)
    after = {one.code: one for one in wanted.after}
    told = preview_of(scope_of(access), made, language, after=after, otherwise=otherwise)
    return {"told": told, "sign": _sign(wanted)}


def _steps(
    access: Access, kind: str, found: Offered, form: ChangeForm, preview: dict[str, Any] | None
) -> dict[str, Any]:
    title, meaning = kind_words(kind)
    return {
        "title": title,
        "meaning": meaning,
        "offered": found,
        "form": form,
        "preview": preview,
        "back_href": _back(access, found.dimension),
        "crumbs": _crumbs(access),
    }


def _crumbs(access: Access) -> list[tuple[str, str]]:
    code = access.initiative.code
    return [
        (_("Records"), reverse("records:index", args=[code])),
        (_("Categories and places"), reverse("records:categories", args=[code])),
    ]


def _back(access: Access, dimension: str) -> str:
    at = reverse("records:categories", args=[access.initiative.code])
    return f"{at}?{urlencode({'of': dimension})}"


def _sign(wanted: WantedChange) -> str:
    """What tells one change that was looked at from another."""
    said = [wanted.dimension, wanted.kind, wanted.from_period, *wanted.before, wanted.note]
    said += [part for one in wanted.after for part in (one.code, str(one.name.as_document()))]
    return hashlib.sha256("\x1f".join([*said, wanted.on.isoformat()]).encode()).hexdigest()[:16]


@opens(Right.EDIT)
def take_back(request: HttpRequest, access: Access, change: str) -> HttpResponse:
    """Undo a change, with a reason: names and places return, figures never left."""
    held = change_or_none(access.initiative, change)
    if held is None:
        raise Http404
    form, problem = ReasonForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            retire_record(
                scope=scope_of(access),
                table="category_changes",
                number=held.pk,
                reason=form.cleaned_data["why"],
            )
        except Refused as refused:
            problem = refusal(refused.problem)
        else:
            messages.success(request, _("Taken back. It is as it was before."))
            return redirect(_back(access, held.dimension))
    told = preview_of(scope_of(access), held, get_language() or "he")
    context = {
        "form": form,
        "told": told,
        "problem": problem,
        "back_href": _back(access, held.dimension),
        "crumbs": _crumbs(access),
    }
    return render(request, "records/category_take_back.html", context)


@opens(Right.EDIT)
def dates(request: HttpRequest, access: Access, place: str) -> HttpResponse:
    """What was said of a place from which period on, and a way to say what holds from now on."""
    found = place_or_none(access.initiative, place)
    if found is None:
        raise Http404
    page = dates_page(scope_of(access), found, get_language() or "he")
    form = DatingForm(page.names, request.POST or None)
    if request.method == "POST" and form.is_valid():
        say_of_place(access=access, place=found, **form.cleaned_data)
        messages.success(
            request, _("Saved. What was said until then stays for the periods before.")
        )
        return redirect("records:place-dates", access.initiative.code, place)
    context = {"page": page, "form": form, "crumbs": _crumbs(access)}
    return render(request, "records/place_dates.html", context)


@opens(Right.EDIT)
def forget(request: HttpRequest, access: Access, place: str, number: int) -> HttpResponse:
    """Take back that something holds of a place from a period on, with a reason."""
    found = place_or_none(access.initiative, place)
    row = found.history.filter(pk=number).first() if found else None
    if found is None or row is None:
        raise Http404
    form, language = ReasonForm(request.POST or None), get_language() or "he"
    page = dates_page(scope_of(access), found, language)
    if request.method == "POST" and form.is_valid():
        forget_said(access=access, row=row, why=form.cleaned_data["why"])
        messages.success(request, _("Taken back. It is as it was before."))
        return redirect("records:place-dates", access.initiative.code, place)
    line = next((each for each in page.lines if each.number == number), None)
    context = {"page": page, "form": form, "line": line, "crumbs": _crumbs(access)}
    return render(request, "records/place_forget.html", context)
