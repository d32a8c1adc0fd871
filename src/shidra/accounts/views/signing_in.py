"""Signing in and out, and the first visit of a new installation."""

from typing import Any

from django.contrib.auth import login
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shidra.accounts.actions import AlreadySetUp, create_first_administrator
from shidra.accounts.forms import FirstAdministratorForm, SignInForm
from shidra.accounts.presentation import personas
from shidra.accounts.queries import demo_people, has_anybody
from shidra.ui.policies import for_everybody

__all__ = ["SignIn", "SignOut", "first_visit"]


@for_everybody("the door")
class SignIn(LoginView):
    """The sign-in page."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Sign in"),
            lead=_("Everybody sees what is public. Partners sign in to see more and to take part."),
            submit=_("Sign in"),
            personas=personas(demo_people()),
            **kwargs,
        )


@for_everybody("signs out the browser that asks")
class SignOut(LogoutView):
    """Leaves by POST, so that no link or picture can sign anybody out."""


@for_everybody("before the first person there is nobody to ask; afterwards it leads away")
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
