"""Who changed what, and when: for those who keep the initiative, and for auditors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from shidra.audit.queries import records_of, rows_told
from shidra.desk.presentation.trail import trail_page
from shidra.desk.queries import acts_of_trail, people_acted_on, people_of_trail
from shidra.i18n.languages import known
from shidra.initiatives.permissions import Access, Right, opens

__all__ = ["trail"]

# Digits of what a number of a record may have, on every database.
LONGEST_NUMBER = 18


@opens(Right.SEE_TRAIL)
def trail(request: HttpRequest, access: Access) -> HttpResponse:
    """The acts of the initiative, newest first, by person or by act if wanted."""
    code, asked = access.initiative.code, request.GET
    before = asked.get("before", "")
    found = records_of(
        code,
        before=int(before) if before.isdecimal() and len(before) < LONGEST_NUMBER else None,
        actor_id=asked.get("person", ""),
        action=asked.get("act", ""),
    )
    chosen = {"person": asked.get("person", ""), "act": asked.get("act", "")}
    page = trail_page(
        found,
        people_of_trail(code),
        acts_of_trail(code),
        people_acted_on(found.records),
        rows_told(found.records),
        chosen,
        known(get_language()),
    )
    return render(request, "desk/trail.html", {"access": access, "page": page})
