"""Who comes in: by a code from the wall, or as the facilitator."""

import secrets
from dataclasses import dataclass

from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse

from shidra.accounts.permissions import client_of
from shidra.initiatives.permissions import Access
from shidra.workshops.models import Suggestion, Workshop
from shidra.workshops.queries import is_open, suggestions_of, workshop_by_code_or_none

__all__ = [
    "Phone",
    "phone_for",
    "remember_phone",
    "suggestion_or_404",
    "workshop_or_404",
]

_SALT = "workshops.phone"


@dataclass(frozen=True, slots=True)
class Phone:
    """A browser that holds the code of a workshop.

    Attributes:
        mark: a random mark that tells this browser from others, and nothing else.
        is_known: whether it came before; who is known has no code left to guess.
    """

    workshop: Workshop
    mark: str
    client: str
    is_known: bool

    @property
    def is_open(self) -> bool:
        """Whether the workshop still goes on."""
        return is_open(self.workshop)


def phone_for(request: HttpRequest, key: str) -> Phone | None:
    """The browser of a request in the workshop of this code; None where the code opens nothing.

    A workshop that is over is there only for browsers that were in it.
    """
    workshop = workshop_by_code_or_none(key)
    if workshop is None:
        return None
    try:
        mark = request.get_signed_cookie(_cookie(workshop), salt=_SALT)
    except (KeyError, BadSignature):
        mark = ""
    if not mark and not is_open(workshop):
        return None
    return Phone(workshop, mark or secrets.token_urlsafe(24), client_of(request), bool(mark))


def remember_phone(request: HttpRequest, response: HttpResponse, phone: Phone) -> None:
    """Let this browser be known again; the cookie says nothing about a person."""
    if phone.is_known:
        return
    response.set_signed_cookie(
        _cookie(phone.workshop),
        phone.mark,
        salt=_SALT,
        expires=phone.workshop.ends_at,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def _cookie(workshop: Workshop) -> str:
    return f"workshop-{workshop.pk}"


def workshop_or_404(access: Access, pk: int) -> Workshop:
    """The workshop of this number in the initiative.

    Raises:
        Http404: there is none.
    """
    found = Workshop.objects.filter(initiative=access.initiative, pk=pk).first()
    if found is None:
        raise Http404
    found.initiative = access.initiative
    return found


def suggestion_or_404(workshop: Workshop, number: int) -> Suggestion:
    """The suggestion of this number in the workshop.

    Raises:
        Http404: there is none.
    """
    found = suggestions_of(workshop).filter(pk=number).first()
    if found is None:
        raise Http404
    found.workshop = workshop
    return found
