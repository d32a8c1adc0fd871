"""Signing in and out, and the first visit of a new installation."""

from typing import Any

from django.contrib.auth import login
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from shidra.accounts.actions import (
    AlreadySetUp,
    create_first_administrator,
    set_password,
    use_code,
    user_of_used_passkey,
)
from shidra.accounts.forms import (
    CodeForm,
    CredentialForm,
    FirstAdministratorForm,
    NewPasswordForm,
    SignInForm,
)
from shidra.accounts.permissions import may_use_passkeys
from shidra.accounts.presentation import personas
from shidra.accounts.queries import (
    demo_people,
    factors_of,
    has_anybody,
    mail_is_set_up,
    person_of_link_or_none,
)
from shidra.accounts.views.arriving import arrive, enter, next_page, waiting_person
from shidra.ui.policies import for_everybody, for_whoever_holds_the_key

__all__ = ["SignIn", "SignOut", "by_link", "first_visit", "second_step", "sign_in_by_passkey"]


@for_everybody("whoever is not signed in yet comes in here")
class SignIn(LoginView):
    """The sign-in page."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**_sign_in_page(self.request), **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        return arrive(self.request, form.get_user(), next_page(self.request))


def _sign_in_page(request: HttpRequest) -> dict[str, Any]:
    return {
        "title": _("Sign in"),
        "lead": _("Everybody sees what is public. Partners sign in to see more and to take part."),
        "submit": _("Sign in"),
        "personas": personas(demo_people()),
        "has_mail": mail_is_set_up(),
        "may_use_passkeys": may_use_passkeys(request),
    }


@for_everybody("leaving needs no right")
class SignOut(LogoutView):
    """Leaves by POST, so that no link or picture can sign anybody out."""


@never_cache
@for_everybody("whoever is not signed in yet comes in here")
def sign_in_by_passkey(request: HttpRequest) -> HttpResponse:
    """A passkey alone is enough: it is a thing, and the device asked for a finger, face or PIN."""
    form = CredentialForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if person := user_of_used_passkey(form.cleaned_data["credential"]):
            return enter(request, person, next_page(request))
        form.add_error(None, _("This passkey opens nothing here. Please sign in another way."))
    page = _sign_in_page(request) | {"form": SignInForm(request), "next": next_page(request)}
    if request.method == "POST":
        page["wrong"] = [error for errors in form.errors.values() for error in errors]
    return render(request, "accounts/sign_in.html", page)


@never_cache
@for_everybody("who has shown the password waits here; for all others it leads to the sign-in")
def second_step(request: HttpRequest) -> HttpResponse:
    """The second thing, after the password: a code, or a passkey."""
    waiting = waiting_person(request)
    if waiting is None:
        return redirect("accounts:sign-in")
    person, then = waiting
    form = CodeForm(request.POST or None)
    shown = CredentialForm(request.POST) if request.POST.get("credential") else None
    if shown is not None:
        form = CodeForm()
        if shown.is_valid() and user_of_used_passkey(shown.cleaned_data["credential"], of=person):
            return enter(request, person, then)
    elif request.method == "POST" and form.is_valid() and form.counted(request, person.email):
        if use_code(user=person, code=form.cleaned_data["code"]):
            form.forget()
            return enter(request, person, then)
        form.refuse()
    return render(request, "accounts/second_step.html", _second_step_page(request, form, shown))


def _second_step_page(
    request: HttpRequest, form: CodeForm, shown: CredentialForm | None
) -> dict[str, Any]:
    waiting = waiting_person(request)
    factors = factors_of(waiting[0]) if waiting else None
    return {
        "form": form,
        "is_passkey_wrong": shown is not None,
        "factors": factors,
        "may_use_passkeys": may_use_passkeys(request),
    }


@never_cache
@for_whoever_holds_the_key("who was given a sign-in link chooses a password and comes in, once")
def by_link(request: HttpRequest, person: str, token: str) -> HttpResponse:
    """Choose a password by a link from whoever runs this place."""
    found = person_of_link_or_none(person, token)
    if found is None:
        return render(request, "accounts/link_over.html", status=410)
    form = NewPasswordForm(request.POST or None, user=found)
    if request.method == "POST" and form.is_valid():
        set_password(user=found, password=form.cleaned_data["password"], by=found.actor)
        return arrive(request, found, next_page(request))
    return render(request, "accounts/by_link.html", {"form": form, "person": found})


@for_everybody("before the first administrator there is nobody to sign in")
def first_visit(request: HttpRequest) -> HttpResponse:
    """Make the first administrator, once."""
    if has_anybody():
        return redirect("desk:start")
    form = FirstAdministratorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = create_first_administrator(**form.cleaned_data)
        except AlreadySetUp:
            form.add_error(None, _("Somebody else has just set this installation up."))
        else:
            login(request, person)
            return redirect("desk:start")
    context = {
        "form": form,
        "title": _("Welcome to Shidra"),
        "lead": _("Nobody uses this installation yet. You will be its first administrator."),
        "submit": _("Set up"),
    }
    return render(request, "accounts/first_visit.html", context)
