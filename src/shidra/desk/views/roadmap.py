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

from shidra.desk.analysis import map_gaps
from shidra.desk.presentation.factor import factor_sheet
from shidra.desk.presentation.roadmap import MapPage, map_page
from shidra.desk.presentation.roadmap_part import around
from shidra.desk.presentation.roadmap_question import MapQuestion
from shidra.desk.queries import Roadmap, adopted_roadmap_or_none, roadmap_of_factor_or_none
from shidra.gaps.analysis import gap_book
from shidra.gaps.presentation import gaps_on_line
from shidra.i18n.languages import known
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
    page = _map(access, roadmap, asked) if roadmap else None
    return render(request, "desk/map.html", {"access": access, "page": page})


def _map(access: Access, roadmap: Roadmap, asked: MapQuestion) -> MapPage:
    missing, kinds = map_gaps(access, asked, roadmap.near_codes)
    language, today = get_language() or "he", timezone.localdate()
    return map_page(access, roadmap, missing, asked, language=language, today=today, kinds=kinds)


@opens(Right.SEE)
def factor(request: HttpRequest, access: Access, factor: str) -> HttpResponse:
    """Everything about one factor."""
    roadmap = roadmap_of_factor_or_none(access, factor)
    entry = roadmap.entry_or_none(factor) if roadmap else None
    if roadmap is None or entry is None:
        raise Http404
    language, book = known(get_language()), gap_book(access, around={factor})
    names = {each.factor.code: each.name.shown(language) for each in roadmap.entries}
    context = {
        "access": access,
        "sheet": factor_sheet(access, roadmap, entry, book.missing, language=language),
        "gaps": gaps_on_line(book, factor, language),
        "depth": factor_depth(access, entry, names, timezone.localdate(), language),
        "draft": roadmap.version.number if roadmap.version.is_open else None,
    }
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
