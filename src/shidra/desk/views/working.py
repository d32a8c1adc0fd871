"""How the network works: the five conditions, and the functions of the backbone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from shidra.agenda.queries import adopted_agenda_or_none, signatures_of, unsigned_of
from shidra.backbone.queries import activities_seen, holders_of, notes_of, talk_seen
from shidra.desk.presentation.working import Seen, working_page
from shidra.gaps.analysis import missing_list
from shidra.initiatives.permissions import Access, Right, opens
from shidra.measurement.queries import measured_of

__all__ = ["how_we_work"]


@opens(Right.SEE)
def how_we_work(request: HttpRequest, access: Access) -> HttpResponse:
    """What the system can see of each condition, and what the backbone says of it."""
    initiative = access.initiative
    agenda = adopted_agenda_or_none(initiative)
    lines = missing_list(access).lines
    seen = Seen(
        agenda=agenda,
        signed=signatures_of(agenda).count() if agenda else 0,
        unsigned=len(unsigned_of(agenda).organisations) if agenda else 0,
        measured=measured_of(initiative),
        activities=activities_seen(access),
        talk=talk_seen(initiative),
        backbone=next((line for line in lines if line.factor == "backbone"), None),
    )
    page = working_page(
        access, seen, notes_of(initiative), holders_of(initiative), get_language() or "he"
    )
    return render(request, "desk/how_we_work.html", {"access": access, "page": page})
