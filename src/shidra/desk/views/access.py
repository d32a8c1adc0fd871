"""What one may see here, and why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from shidra.desk.presentation.access import access_page
from shidra.i18n.languages import known
from shidra.initiatives.permissions import Access, Right, opens

__all__ = ["own_access"]


@opens(Right.SEE)
def own_access(request: HttpRequest, access: Access) -> HttpResponse:
    """Roles, rights and rules of the person who asks, in plain words."""
    page = access_page(access, known(get_language()))
    return render(request, "desk/access.html", {"access": access, "page": page})
