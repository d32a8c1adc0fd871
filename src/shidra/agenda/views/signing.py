"""Signing for one's own, withdrawing, and putting a name right."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shidra.agenda.actions import (
    NotSignable,
    SignatureChanged,
    correct_signature,
    sign_agenda,
    withdraw_signature,
)
from shidra.agenda.forms import CorrectionForm, SignatureForm, WithdrawalForm
from shidra.agenda.permissions import (
    correctable,
    signature_or_404,
    signers_of,
    version_or_404,
    withdrawable,
)
from shidra.agenda.presentation.signatures import address_of, signature_line
from shidra.initiatives.permissions import Access, Right, opens
from shidra.network.permissions import own_of

__all__ = ["correct", "sign", "withdraw"]


@opens(Right.SIGN)
def sign(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Sign for what is one's own; the backbone writes down what others signed on paper."""
    version = version_or_404(access, number)
    on_paper = "paper" in request.GET and access.may(Right.WRITE_AGENDA)
    signers = signers_of(access, version, on_paper=on_paper)
    if not signers.is_anybody:
        messages.info(request, _("There is nobody left here for whom you could sign."))
        return redirect("agenda:version", access.initiative.code, number)
    initial = {"on": timezone.localdate(), "signer": "" if on_paper else access.actor.label}
    form = SignatureForm(request.POST or None, signers=signers, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            sign_agenda(version=version, by=access.actor, is_on_paper=on_paper, **form.signature)
        except NotSignable:
            messages.warning(request, _("This version does not count any more."))
        else:
            messages.success(request, _("Signed. It stands under the agenda from now on."))
        return redirect("agenda:version", access.initiative.code, number)
    context = {
        "access": access,
        "version": version,
        "form": form,
        "on_paper": on_paper,
        "submit": _("Write down the signature") if on_paper else _("Sign"),
        "cancel_href": address_of(version, "signatures"),
    }
    return render(request, "agenda/sign.html", context)


@opens(Right.SIGN)
def withdraw(request: HttpRequest, access: Access, number: int, pk: int) -> HttpResponse:
    """Stand behind the version no longer; the backbone writes down what others said on paper."""
    version = version_or_404(access, number)
    signature = signature_or_404(withdrawable(access, version), pk)
    own = own_of(access)
    is_own = signature.organisation_id in own.organisations or signature.group_id in own.groups
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_signature(
                signature=signature, reason=form.why, by=access.actor, on_paper=not is_own
            )
        except NotSignable:
            messages.warning(request, _("This version does not count any more."))
        else:
            messages.success(request, _("Withdrawn. The page says since when, and why."))
        return redirect(address_of(version, "signatures"))
    context = {
        "access": access,
        "version": version,
        "form": form,
        "line": signature_line(signature, get_language() or "he"),
        "is_own": is_own,
        "submit": _("Withdraw the signature"),
        "is_danger": True,
        "cancel_href": address_of(version, "signatures"),
    }
    return render(request, "agenda/withdraw.html", context)


@opens(Right.WRITE_AGENDA)
def correct(request: HttpRequest, access: Access, number: int, pk: int) -> HttpResponse:
    """Put a mistyped name or role under the agenda right."""
    version = version_or_404(access, number)
    signature = signature_or_404(correctable(access, version), pk)
    initial = {"signer": signature.signer, "signer_role": signature.signer_role}
    form = CorrectionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            correct_signature(signature=signature, by=access.actor, **form.given)
        except SignatureChanged:
            messages.warning(request, _("Somebody else has just changed this. Look again."))
        else:
            messages.success(request, _("Put right. What stood there before stays beside it."))
        return redirect(address_of(version, "signatures"))
    context = {
        "access": access,
        "version": version,
        "form": form,
        "line": signature_line(signature, get_language() or "he"),
        "submit": _("Put it right"),
        "cancel_href": address_of(version, "signatures"),
    }
    return render(request, "agenda/correct.html", context)
