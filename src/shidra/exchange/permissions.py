"""Who may load a workbook from a page."""

from django.http import Http404, HttpRequest

from shidra.accounts.models import User
from shidra.audit.models import Actor
from shidra.initiatives.permissions import Access, Right, open_initiative

__all__ = ["open_for_load", "open_for_new"]


def open_for_load(request: HttpRequest, code: str) -> Access:
    """The initiative, if this person may load into it.

    Raises:
        Http404: there is none of that code, or not for this person.
    """
    return open_initiative(request, code, to=Right.LOAD)


def open_for_new(request: HttpRequest) -> Actor:
    """The administrator who founds a new initiative.

    Raises:
        Http404: for everybody else.
    """
    person = User.objects.filter(pk=request.user.pk or 0, is_superuser=True, is_active=True).first()
    if person is None:
        raise Http404
    return person.actor
