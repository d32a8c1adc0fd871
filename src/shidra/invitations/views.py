"""People of an initiative, inviting them, and joining."""

from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from shidra.accounts.actions import AddressTaken
from shidra.accounts.models import User
from shidra.accounts.queries import has_second_factor, mail_is_set_up
from shidra.initiatives.actions import LastOfBackbone
from shidra.initiatives.permissions import Access, Right, opens
from shidra.invitations import presentation
from shidra.invitations.actions import (
    DAYS,
    Made,
    NotOpen,
    accept,
    accept_with_new_account,
    invite,
    let_in,
    mail_invitation,
    may_mail,
    remove_person,
    withdraw,
)
from shidra.invitations.forms import InvitationForm, JoinForm
from shidra.invitations.models import Invitation
from shidra.invitations.permissions import (
    Offer,
    invitation_or_404,
    may_invite,
    offer_of,
    person_or_404,
    refusal_of_link,
)
from shidra.invitations.queries import (
    Standing,
    invitation_of_or_none,
    invitations_of,
    people_among,
    people_of,
    standing_of,
)
from shidra.ui.policies import Policy, declares

__all__ = ["invite_person", "join", "people", "remove", "sign_in_link", "withdraw_invitation"]

PAGE = 50


@opens(Right.SEE_PEOPLE)
def people(request: HttpRequest, access: Access) -> HttpResponse:
    """Who takes part, in which role, for whom; and who is invited."""
    language, invites = get_language() or "he", may_invite(access)
    wanted, role = request.GET.get("wanted", "").strip(), request.GET.get("role", "")
    is_backbone = access.may(Right.INVITE)
    found = people_of(access.initiative, wanted, role, by_address=is_backbone)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    made_by = None if is_backbone else access.actor.id
    invitations = invitations_of(access.initiative, made_by)[:PAGE] if invites else []
    context = {
        "access": access,
        "page": page,
        "wanted": wanted,
        "people": presentation.people_rows(
            people_among(access.initiative, list(page)), language, with_addresses=is_backbone
        ),
        "invitations": presentation.invitation_rows(invitations, language),
        "may_invite": invites,
        "may_remove": is_backbone,
    }
    return render(request, "invitations/people.html", context)


@never_cache
@opens(Right.SEE_PEOPLE)
def invite_person(request: HttpRequest, access: Access) -> HttpResponse:
    """Make a link; it is shown once, to copy, or to send with one's own mail program."""
    offer = _offer_or_404(access)
    asked = {"belongs_to": to} if (to := request.GET.get("belongs_to")) else {}
    form = InvitationForm(
        request.POST or None, offer=offer, has_mail=mail_is_set_up(), initial=asked
    )
    if request.method == "POST" and form.is_valid():
        made = invite(
            initiative=access.initiative,
            offer=offer,
            by=access.actor,
            spoken=get_language() or "he",
            **form.invitation,
        )
        context = _made(request, access, made, form.mailed_to)
        return render(request, "invitations/made.html", context)
    return render(request, "invitations/invite.html", {"access": access, "form": form})


@require_POST
@opens(Right.SEE_PEOPLE)
def withdraw_invitation(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    """Take an invitation back."""
    _offer_or_404(access)
    invitation = invitation_or_404(access, pk)
    withdraw(invitation=invitation, by=access.actor)
    messages.success(request, _("The link opens nothing any more."))
    return redirect("invitations:people", access.initiative.code)


@require_POST
@opens(Right.INVITE)
def remove(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    """Take a person's roles and belonging in this initiative."""
    person = person_or_404(access, pk)
    try:
        remove_person(initiative=access.initiative, user=person, by=access.actor)
    except LastOfBackbone:
        messages.error(
            request, _("This is the last person of the backbone: give the role to another first.")
        )
    else:
        messages.success(request, _("%(person)s takes no part here any more.") % {"person": person})
    return redirect("invitations:people", access.initiative.code)


@never_cache
@require_POST
@opens(Right.INVITE)
def sign_in_link(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    """Make a link for somebody who cannot come in any more; it is shown once."""
    person = person_or_404(access, pk)
    if (refusal := refusal_of_link(access, person)) is not None:
        messages.error(request, presentation.refusal_of_link_in_words(refusal))
        return redirect("invitations:people", access.initiative.code)
    named, token = let_in(access=access, user=person)
    address = request.build_absolute_uri(reverse("accounts:by-link", args=[named, token]))
    context = {
        "access": access,
        "address": address,
        "person": person,
        "has_second_factor": has_second_factor(person),
    }
    return render(request, "invitations/sign_in_link.html", context)


@never_cache
@declares(Policy("key", why="whoever holds the secret of an invitation may join once"))
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """What an invitation offers, and the way in: with one's account, or with a new one."""
    invitation = invitation_of_or_none(secret)
    if invitation is None:
        raise Http404
    if (standing := standing_of(invitation)) is not Standing.OPEN:
        return _gone(request, invitation, standing)
    signed_in = request.user.is_authenticated
    form = JoinForm(request.POST or None)
    if request.method == "POST" and (signed_in or form.is_valid()):
        try:
            _join(request, invitation, form)
        except NotOpen as closed:
            return _gone(request, invitation, closed.standing)
        except AddressTaken:
            form.refuse_address()
        else:
            messages.success(request, _("Welcome. This is what everybody here works on."))
            return redirect("desk:overview", invitation.initiative.code)
    context = {
        "form": form,
        "signed_in": signed_in,
        "offer": presentation.invitation_words(invitation, get_language() or "he"),
        "sign_in": f"{reverse('accounts:sign-in')}?{urlencode({'next': request.path})}",
    }
    return render(request, "invitations/join.html", context)


def _join(request: HttpRequest, invitation: Invitation, form: JoinForm) -> None:
    if isinstance(request.user, User):
        accept(invitation=invitation, user=request.user)
        return
    person = accept_with_new_account(invitation=invitation, **form.cleaned_data)
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")


def _gone(request: HttpRequest, invitation: Invitation, standing: Standing) -> HttpResponse:
    context = {"why": presentation.refusal(standing), "made_by": invitation.made_by}
    return render(request, "invitations/gone.html", context, status=410)


def _offer_or_404(access: Access) -> Offer:
    offer = offer_of(access)
    if not offer.is_anything:
        raise Http404
    return offer


def _made(request: HttpRequest, access: Access, made: Made, send_to: str) -> dict[str, Any]:
    """The link, and the letter that carries it: sent now, or to be sent with one's own program."""
    invitation = made.invitation
    with override(invitation.language):
        address = request.build_absolute_uri(reverse("invitations:join", args=[made.secret]))
        letter = presentation.letter(invitation, address, DAYS)
    is_too_many = bool(send_to) and not may_mail(invitation=invitation)
    has_gone = (
        bool(send_to)
        and not is_too_many
        and mail_invitation(invitation=invitation, letter=letter, to=send_to, by=access.actor)
    )
    to = send_to or (invitation.meant_for if "@" in invitation.meant_for else "")
    words = {"subject": letter.subject, "body": letter.text}
    return {
        "access": access,
        "address": address,
        "mail": f"mailto:{quote(to)}?{urlencode(words, quote_via=quote)}",
        "offer": presentation.invitation_words(invitation, get_language() or "he"),
        "sent_to": send_to,
        "has_gone": has_gone,
        "is_too_many": is_too_many,
        "most": settings.SHIDRA_INVITATION_MAILS,
    }
