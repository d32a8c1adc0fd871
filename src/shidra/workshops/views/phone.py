"""What people in the room see on their phones, without an account."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from shidra.accounts.permissions import client_of
from shidra.ui.policies import for_everybody, for_whoever_holds_the_key
from shidra.workshops.actions import NotOpen, TooMany, admit_phone, suggest
from shidra.workshops.forms import CodeForm, DoubtForm, FactorForm, LinkForm, spoken_language
from shidra.workshops.models import Suggestion
from shidra.workshops.permissions import Phone, phone_for, remember_phone
from shidra.workshops.presentation.choices import abouts_for, ends_for
from shidra.workshops.presentation.pages import phone_page
from shidra.workshops.presentation.words import workshop_heading
from shidra.workshops.queries import ends_of_choice, last_speaker

__all__ = ["enter", "room", "suggestion"]

Kind = Suggestion.Kind
type _Page = Callable[..., HttpResponse]


def with_code(page: _Page) -> _Page:
    """A page behind the code of a workshop; a code that opens nothing leads to the question for it."""

    @never_cache
    @for_whoever_holds_the_key("whoever holds the code of a workshop that goes on may suggest")
    @wraps(page)
    def route(request: HttpRequest, key: str, **parts: Any) -> HttpResponse:
        phone = phone_for(request, key)
        if not admit_phone(phone=phone, key=key, client=client_of(request)):
            return render(request, "workshops/wait.html", status=429)
        if phone is None:
            form = CodeForm(initial={"code": key[:20]})
            return render(request, "workshops/enter.html", {"form": form, "tried": key}, status=404)
        if not phone.is_open:
            return _over(request, phone)
        response = page(request, phone, **parts)
        remember_phone(request, response, phone)
        return response

    return route


@never_cache
@for_everybody("asks for the code of a workshop, and tells nothing")
def enter(request: HttpRequest) -> HttpResponse:
    """Where the code from the wall is typed."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("workshops:room", form.cleaned_data["code"])
    return render(request, "workshops/enter.html", {"form": form})


@with_code
def room(request: HttpRequest, phone: Phone) -> HttpResponse:
    """The question, three ways to answer it, and what became of what one sent."""
    page = phone_page(phone.workshop, phone.mark, get_language() or "he")
    return render(request, "workshops/room.html", {"page": page, "key": phone.workshop.code})


@with_code
def suggestion(request: HttpRequest, phone: Phone, kind: str) -> HttpResponse:
    """Suggest a factor, a link or a doubt."""
    if kind not in Kind.values:
        raise Http404
    form = _form(request, phone, Kind(kind))
    if request.method == "POST" and form.is_valid():
        try:
            suggest(phone=phone, kind=Kind(kind), **_given(phone, form))
        except NotOpen:
            return _over(request, phone)
        except TooMany:
            form.add_error(None, _("This is a lot at once. Take a breath, and send it in a while."))
        else:
            messages.success(request, _("Thank you! It has reached the facilitator."))
            return redirect("workshops:room", phone.workshop.code)
    context = {
        "form": form,
        "kind": kind,
        "key": phone.workshop.code,
        "workshop": workshop_heading(phone.workshop, get_language() or "he"),
    }
    status = 422 if form.errors else 200
    return render(request, "workshops/suggest.html", context, status=status)


def _form(request: HttpRequest, phone: Phone, kind: Suggestion.Kind) -> Any:
    language, given = get_language() or "he", request.POST or None
    speaker = last_speaker(phone.workshop, phone.mark)
    if kind == Kind.LINK:
        ends = ends_for(phone.workshop, phone.mark, language)
        return LinkForm(given, ends=ends, speaker=speaker)
    if kind == Kind.DOUBT:
        abouts = abouts_for(phone.workshop, phone.mark, language)
        return DoubtForm(given, abouts=abouts, speaker=speaker)
    return FactorForm(given, speaker=speaker)


def _given(phone: Phone, form: Any) -> dict[str, Any]:
    """What was typed, as the action takes it."""
    given = dict(form.cleaned_data)
    about = given.pop("about", "")
    choices = (given.pop("source", "") or about, given.pop("target", ""))
    source, target, sign = ends_of_choice(phone.workshop, *choices)
    return given | {
        "language": spoken_language(given["words"], get_language()),
        "source": source,
        "target": target,
        "sign": given.get("sign") or sign,
    }


def _over(request: HttpRequest, phone: Phone) -> HttpResponse:
    context = {"workshop": workshop_heading(phone.workshop, get_language() or "he")}
    return render(request, "workshops/over.html", context, status=410)
