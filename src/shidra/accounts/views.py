"""Signing in and out, and the first visit of a new installation."""

from django.contrib.auth import login
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shidra.accounts.actions import AlreadySetUp, create_first_administrator
from shidra.accounts.forms import FirstAdministratorForm, SignInForm
from shidra.accounts.queries import has_anybody

__all__ = ["SignIn", "SignOut", "first_visit"]


class SignIn(LoginView):
    """The sign-in page."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


class SignOut(LogoutView):
    """Leaves by POST, so that no link or picture can sign anybody out."""


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
    return render(request, "accounts/first_visit.html", {"form": form})
