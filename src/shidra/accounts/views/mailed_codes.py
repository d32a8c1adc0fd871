"""Signing in by a code that comes by e-mail; absent where no mail server is set up."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from shidra.accounts.actions import (
    Purpose,
    address_of_code,
    mail_code,
    waiting_code,
)
from shidra.accounts.forms import CodeForm, EmailForm
from shidra.accounts.queries import mail_is_set_up, person_with_email_or_none
from shidra.accounts.views.arriving import arrive, next_page
from shidra.ui.policies import for_everybody

__all__ = ["ask_for_code", "enter_code"]

SIGN_IN = "sign in"
# Where, in the session, the page waits to which the person wanted to go.
THEN = "after_code"


@never_cache
@for_everybody("whoever has forgotten the password comes in here")
def ask_for_code(request: HttpRequest) -> HttpResponse:
    """Have a code mailed; what is answered does not tell who has an account."""
    if not mail_is_set_up():
        raise Http404
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if form.counted(request, email):
            person = person_with_email_or_none(email)
            is_known = person is not None and person.is_active
            mail_code(request.session, email=email, purpose=SIGN_IN, is_known=is_known)
            request.session[THEN] = next_page(request)
            return redirect("accounts:enter-code")
    return render(request, "accounts/ask_for_code.html", {"form": form, "next": next_page(request)})


@never_cache
@for_everybody("whoever has forgotten the password comes in here")
def enter_code(request: HttpRequest) -> HttpResponse:
    """Come in by the code that was mailed."""
    if not (email := waiting_code(request.session, purpose=SIGN_IN)):
        return redirect("accounts:sign-in")
    form = CodeForm(request.POST or None, purpose=Purpose.MAILED_CODE)
    if request.method == "POST" and form.is_valid() and form.counted(request, email):
        code = form.cleaned_data["code"]
        is_right = address_of_code(request.session, code=code, purpose=SIGN_IN)
        person = person_with_email_or_none(email) if is_right else None
        if person is not None and person.is_active:
            form.forget()
            return arrive(request, person, request.session.pop(THEN, "/"))
        form.refuse()
    is_over = not waiting_code(request.session, purpose=SIGN_IN)
    context = {"form": form, "email": email, "is_over": is_over}
    return render(request, "accounts/enter_code.html", context)
