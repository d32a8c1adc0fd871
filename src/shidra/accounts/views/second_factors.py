"""Adding and removing second factors: authenticator app, passkeys, recovery codes."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from shidra.accounts.actions import (
    add_authenticator_app,
    add_passkey,
    begin_making,
    begin_using,
    is_made,
    remove_factor,
    renew_recovery_codes,
)
from shidra.accounts.forms import CodeForm, PasskeyForm
from shidra.accounts.models.safekeeping import seal, unseal
from shidra.accounts.permissions import confirmed_recently, may_use_passkeys, person_of
from shidra.accounts.presentation import in_groups, qr_picture
from shidra.accounts.queries import factors_of
from shidra.accounts.views.arriving import next_page, waiting_person
from shidra.ui.policies import for_everybody, for_signed_in

__all__ = [
    "add_app",
    "add_own_passkey",
    "challenge",
    "challenge_to_add",
    "recovery_codes",
    "remove",
    "second_factor",
]

OWN = "only about the person who asks"
# Where, in the session, the secret of an app waits, sealed, until the app has shown a right code.
NEW_APP = "new_app"
# Where the page waits from which somebody was sent here.
THEN = "after_second_factor"


@require_safe
@never_cache
@for_signed_in(OWN)
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why a second factor, and how to add one; those are led here who need it to go on."""
    if "next" in request.GET:
        request.session[THEN] = next_page(request)
    context = {
        "factors": factors_of(person_of(request)),
        "then": request.session.get(THEN),
        "may_use_passkeys": may_use_passkeys(request),
    }
    return render(request, "accounts/second_factor.html", context)


@never_cache
@for_signed_in(OWN)
@confirmed_recently
def add_app(request: HttpRequest) -> HttpResponse:
    """Show the secret as a picture and in letters, and keep it when the app has shown a code."""
    if NEW_APP not in request.session:
        request.session[NEW_APP] = seal(generate_totp_secret())
    secret = unseal(request.session[NEW_APP])
    form = CodeForm(request.POST or None)
    codes = _connect(request, form, secret) if request.method == "POST" else None
    if codes is not None:
        return _after_adding(request, codes, _("Your authenticator app is connected."))
    address = get_adapter().build_totp_url(person_of(request), secret)
    context = {"form": form, "address": address, "secret": in_groups(secret)}
    return render(request, "accounts/app.html", context | {"picture": qr_picture(address)})


def _connect(request: HttpRequest, form: CodeForm, secret: str) -> list[str] | None:
    person = person_of(request)
    if not form.is_valid() or not form.counted(request, person.email):
        return None
    codes = add_authenticator_app(
        user=person,
        secret=secret,
        code=form.cleaned_data["code"],
        by=person.actor,
        keep_session=request.session.session_key or "",
    )
    if codes is None:
        form.refuse()
        return None
    form.forget()
    del request.session[NEW_APP]
    return codes


@never_cache
@for_signed_in(OWN)
@confirmed_recently
def add_own_passkey(request: HttpRequest) -> HttpResponse:
    """Make a passkey in this browser, or on a telephone or a key that it reaches."""
    person = person_of(request)
    form = PasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = form.cleaned_data
        if is_made(made["credential"]):
            here = request.session.session_key or ""
            codes = add_passkey(user=person, by=person.actor, keep_session=here, **made)
            return _after_adding(request, codes, _("Your passkey is added."))
        form.add_error(None, _("The passkey was not made. Please try once more."))
    context = {"form": form, "may_use_passkeys": may_use_passkeys(request)}
    return render(request, "accounts/passkey.html", context)


def _after_adding(request: HttpRequest, codes: list[str], said: str) -> HttpResponse:
    messages.success(request, said)
    then = request.session.pop(THEN, None)
    if codes:
        return _show_codes(request, codes, then)
    return redirect(then or "accounts:account")


def _show_codes(request: HttpRequest, codes: list[str], then: str | None = None) -> HttpResponse:
    context = {"codes": [in_groups(code) for code in codes], "then": then}
    return render(request, "accounts/new_recovery_codes.html", context)


@never_cache
@for_signed_in(OWN)
@confirmed_recently
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes; they are shown this once."""
    person = person_of(request)
    factors = factors_of(person)
    if not factors.is_strong:
        return redirect("accounts:second-factor")
    if request.method == "POST":
        return _show_codes(request, renew_recovery_codes(user=person, by=person.actor))
    return render(request, "accounts/recovery_codes.html", {"factors": factors})


@never_cache
@for_signed_in(OWN)
@confirmed_recently
def remove(request: HttpRequest, factor: int) -> HttpResponse:
    """Take a second factor away, after asking."""
    person = person_of(request)
    factors = factors_of(person)
    every: list[Any] = [*factors.passkeys, *([factors.app] if factors.app else [])]
    found = next((each for each in every if each.pk == factor), None)
    if found is None:
        raise Http404
    if request.method == "POST":
        remove_factor(user=person, factor=factor, by=person.actor)
        messages.success(request, _("It opens nothing here any more."))
        return redirect("accounts:account")
    context = {"factor": found, "is_app": found == factors.app, "is_last": len(every) == 1}
    return render(request, "accounts/remove_factor.html", context)


@require_POST
@never_cache
@for_everybody("a number to sign: nothing that was not in the browser's own session")
def challenge(request: HttpRequest) -> HttpResponse:
    """What a passkey has to sign: of who waits at the second step or is signed in, else of anybody."""
    waiting = waiting_person(request)
    person = person_of(request) if request.user.is_authenticated else waiting and waiting[0]
    return JsonResponse(begin_using(person or None))


@require_POST
@never_cache
@for_signed_in(OWN)
@confirmed_recently
def challenge_to_add(request: HttpRequest) -> HttpResponse:
    """What a new passkey has to sign."""
    return JsonResponse(begin_making(person_of(request)))
