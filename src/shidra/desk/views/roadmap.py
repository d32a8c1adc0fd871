"""The road map as a picture, a table and paths; and one factor on one sheet."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shidra.desk.presentation.factor import factor_sheet
from shidra.desk.presentation.roadmap import map_page
from shidra.desk.presentation.roadmap_part import around
from shidra.desk.presentation.roadmap_question import MapQuestion
from shidra.desk.queries import adopted_roadmap_or_none, roadmap_of_factor_or_none
from shidra.gaps.analysis import missing_list
from shidra.initiatives.permissions import Access, Right, opens
from shidra.roadmap.presentation.depth import factor_depth
from shidra.roadmap.queries import open_version_or_none

__all__ = ["adopt", "factor", "road_map"]


@opens(Right.SEE)
def road_map(request: HttpRequest, access: Access) -> HttpResponse:
    """The map, the table or the paths of the same data, through one lens."""
    if on := request.GET.get("on"):
        past = reverse("roadmap:past-day", args=[access.initiative.code], query={"on": on})
        return redirect(past)
    asked = MapQuestion.of(request.GET)
    roadmap = adopted_roadmap_or_none(access, partial(around, question=asked))
    page = (
        map_page(
            access,
            roadmap,
            missing_list(access, roadmap.near_codes),
            asked,
            language=get_language() or "he",
            today=timezone.localdate(),
        )
        if roadmap
        else None
    )
    return render(request, "desk/map.html", {"access": access, "page": page})


@opens(Right.SEE)
def factor(request: HttpRequest, access: Access, factor: str) -> HttpResponse:
    """Everything about one factor."""
    roadmap = roadmap_of_factor_or_none(access, factor)
    entry = roadmap.entry_or_none(factor) if roadmap else None
    if roadmap is None or entry is None:
        raise Http404
    sheet = factor_sheet(
        access, roadmap, entry, missing_list(access).visible, language=get_language() or "he"
    )
    names = {each.factor.code: each.name.shown(get_language() or "he") for each in roadmap.entries}
    depth = factor_depth(access, entry, names, timezone.localdate(), get_language() or "he")
    draft = roadmap.version.number if roadmap.version.is_open else None
    context = {"access": access, "sheet": sheet, "depth": depth, "draft": draft}
    return render(request, "desk/factor.html", context)


@require_POST
@opens(Right.ADOPT_ROADMAP)
def adopt(request: HttpRequest, access: Access) -> HttpResponse:
    """Lead to where the draft is adopted: on a day, with who decided and why."""
    draft = open_version_or_none(access.initiative)
    if draft is not None:
        return redirect("roadmap:adopt", access.initiative.code, draft.number)
    messages.info(request, _("There is no draft that waits."))
    return redirect("desk:map", access.initiative.code)
