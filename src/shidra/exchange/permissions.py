"""Who hands in the workbook of a new initiative."""

from django.http import Http404, HttpRequest

from shidra.accounts.models import User
from shidra.audit.models import Actor

__all__ = ["administrator_asking"]


def administrator_asking(request: HttpRequest) -> Actor:
    """The administrator who founds a new initiative.

    Raises:
        Http404: for everybody else.
    """
    person = User.objects.filter(pk=request.user.pk or 0, is_superuser=True, is_active=True).first()
    if person is None:
        raise Http404
    return person.actor
