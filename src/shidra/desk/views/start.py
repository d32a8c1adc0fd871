"""The start page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from shidra.accounts.queries import has_anybody
from shidra.beginning.permissions import may_begin
from shidra.initiatives.permissions import archived_initiatives, visible_initiatives
from shidra.ui.policies import for_everybody

__all__ = ["start"]


@for_everybody("lists to each what they may see")
def start(request: HttpRequest) -> HttpResponse:
    """The initiatives that this person may see; on a new installation, the first visit."""
    if not has_anybody():
        return redirect("accounts:first-visit")
    context = {
        "initiatives": visible_initiatives(request.user),
        "may_begin": may_begin(request.user),
        "has_archive": bool(archived_initiatives(request.user)),
    }
    return render(request, "desk/start.html", context)
