"""One's own account: who one is, how one comes in, and where one is signed in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from shidra.accounts.actions import (
    AddressTaken,
    Purpose,
    address_of_code,
    change_email,
    change_name,
    end_other_sessions,
    end_session,
    mail_code,
    set_password,
    user_of_used_passkey,
    waiting_code,
)
from shidra.accounts.forms import (
    CodeForm,
    ConfirmForm,
    CredentialForm,
    EmailForm,
    NameForm,
    NewPasswordForm,
)
from shidra.accounts.permissions import (
    confirmed_recently,
    may_use_passkeys,
    note_confirmation,
    person_of,
)
from shidra.accounts.presentation import factor_rows, session_rows
from shidra.accounts.queries import factors_of, mail_is_set_up, sessions_of
from shidra.accounts.views.arriving import next_page
from shidra.ui.policies import for_signed_in

__all__ = [
    "account",
    "change_own_email",
    "change_own_name",
    "change_own_password",
    "confirm",
    "confirm_own_email",
    "end_one_session",
    "end_sessions_elsewhere",
]

OWN = "only about the person who asks"
NEW_ADDRESS = "new address"


@require_safe
@never_cache
@for_signed_in(OWN)
def account(request: HttpRequest) -> HttpResponse:
    """Everything about one's own account on one page."""
    person, language = person_of(request), get_language() or "he"
    factors = factors_of(person)
    context = {
        "person": person,
        "factors": factors,
        "factor_rows": factor_rows(factors, language),
        "sessions": session_rows(sessions_of(person), request.session.session_key, language),
        "may_use_passkeys": may_use_passkeys(request),
    }
    return render(request, "accounts/account.html", context)


@never_cache
@for_signed_in(OWN)
def confirm(request: HttpRequest) -> HttpResponse:
    """Show once more that it is you, before something is changed that lets people in."""
    person, then = person_of(request), next_page(request)
    shown = CredentialForm(request.POST) if request.POST.get("credential") else None
    form = ConfirmForm(None if shown else request.POST or None)
    if shown is not None:
        credential = shown.cleaned_data["credential"] if shown.is_valid() else {}
        is_they = user_of_used_passkey(credential, of=person) is not None
    else:
        is_they = request.method == "POST" and form.is_valid() and form.confirms(request)
    if is_they:
        note_confirmation(request)
        return redirect(then)
    context = _confirm_page(request, form, is_passkey_wrong=shown is not None)
    return render(request, "accounts/confirm.html", context)


def _confirm_page(
    request: HttpRequest, form: ConfirmForm, *, is_passkey_wrong: bool
) -> dict[str, Any]:
    factors = factors_of(person_of(request))
    return {
        "form": form,
        "next": next_page(request),
        "is_passkey_wrong": is_passkey_wrong,
        "offers_passkey": bool(factors.passkeys) and may_use_passkeys(request),
    }


@for_signed_in(OWN)
def change_own_name(request: HttpRequest) -> HttpResponse:
    """Be called otherwise."""
    person = person_of(request)
    form = NameForm(request.POST or None, initial={"name": person.name})
    if request.method == "POST" and form.is_valid():
        change_name(user=person, name=form.cleaned_data["name"], by=person.actor)
        messages.success(request, _("Your name is saved."))
        return redirect("accounts:account")
    return render(request, "accounts/name.html", {"form": form})


@never_cache
@for_signed_in(OWN)
@confirmed_recently
def change_own_email(request: HttpRequest) -> HttpResponse:
    """Sign in with another address; where mail is set up, a code shows that it is one's own."""
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if not mail_is_set_up():
            return _change_address(request, form, email)
        if form.counted(request, email):
            mail_code(request.session, email=email, purpose=NEW_ADDRESS)
            return redirect("accounts:confirm-email")
    context = {"form": form, "person": person_of(request), "has_mail": mail_is_set_up()}
    return render(request, "accounts/email.html", context)


@never_cache
@for_signed_in(OWN)
@confirmed_recently
def confirm_own_email(request: HttpRequest) -> HttpResponse:
    """Type the code that went to the new address."""
    if not (email := waiting_code(request.session, purpose=NEW_ADDRESS)):
        return redirect("accounts:email")
    form = CodeForm(request.POST or None, purpose=Purpose.MAILED_CODE)
    if request.method == "POST" and form.is_valid() and form.counted(request, email):
        code = form.cleaned_data["code"]
        if address_of_code(request.session, code=code, purpose=NEW_ADDRESS):
            form.forget()
            return _change_address(request, EmailForm({"email": email}), email)
        form.refuse()
    is_over = not waiting_code(request.session, purpose=NEW_ADDRESS)
    context = {"form": form, "email": email, "is_over": is_over, "is_new_address": True}
    return render(request, "accounts/enter_code.html", context)


def _change_address(request: HttpRequest, form: EmailForm, email: str) -> HttpResponse:
    person = person_of(request)
    try:
        change_email(user=person, email=email, by=person.actor)
    except AddressTaken:
        form.add_error("email", _("Somebody else signs in with this address."))
        context = {"form": form, "person": person, "has_mail": mail_is_set_up()}
        return render(request, "accounts/email.html", context)
    messages.success(request, _("From now on you sign in with the new address."))
    return redirect("accounts:account")


@never_cache
@for_signed_in(OWN)
@confirmed_recently
def change_own_password(request: HttpRequest) -> HttpResponse:
    """Choose another password; one stays signed in here, and nowhere else."""
    person = person_of(request)
    form = NewPasswordForm(request.POST or None, user=person)
    if request.method == "POST" and form.is_valid():
        set_password(
            user=person,
            password=form.cleaned_data["password"],
            by=person.actor,
            keep_session=request.session.session_key or "",
        )
        update_session_auth_hash(request, person)
        messages.success(request, _("The new password is saved. Elsewhere you are signed out."))
        return redirect("accounts:account")
    return render(request, "accounts/password.html", {"form": form, "person": person})


@require_POST
@for_signed_in(OWN)
def end_one_session(request: HttpRequest, session: int) -> HttpResponse:
    """Sign out in another place."""
    person = person_of(request)
    if end_session(user=person, session=session, by=person.actor):
        messages.success(request, _("You are signed out there."))
    return redirect("accounts:account")


@require_POST
@for_signed_in(OWN)
def end_sessions_elsewhere(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    person = person_of(request)
    end_other_sessions(user=person, but=request.session.session_key or "", by=person.actor)
    messages.success(request, _("You are signed in here, and nowhere else."))
    return redirect("accounts:account")
