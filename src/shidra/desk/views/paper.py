"""The map and a factor as sheets of paper, for whoever may see the pages."""

from dataclasses import replace
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from shidra.desk.analysis import map_gaps
from shidra.desk.presentation.factor import factor_sheet
from shidra.desk.presentation.roadmap import map_page
from shidra.desk.presentation.roadmap_paper import factor_on_paper, map_on_paper
from shidra.desk.presentation.roadmap_part import around
from shidra.desk.presentation.roadmap_question import MapQuestion
from shidra.desk.queries import adopted_roadmap_or_none
from shidra.gaps.analysis import missing_list
from shidra.i18n.languages import known
from shidra.initiatives.permissions import Access, Right, opens
from shidra.ui.downloads import pdf_download

__all__ = ["factor_paper", "map_paper"]


@opens(Right.SEE)
def map_paper(request: HttpRequest, access: Access) -> HttpResponse:
    """What the map page shows, on one A3 sheet."""
    asked = replace(MapQuestion.of(request.GET), view="map")
    roadmap = adopted_roadmap_or_none(access, partial(around, question=asked))
    if roadmap is None or not roadmap.entries:
        raise Http404
    language, today = known(get_language()), timezone.localdate()
    missing, kinds = map_gaps(access, asked, roadmap.near_codes)
    page = map_page(access, roadmap, missing, asked, language=language, today=today, kinds=kinds)
    made = map_on_paper(page, access.initiative, language, today)
    return pdf_download(f"{access.initiative.code}-map", made)


@opens(Right.SEE)
def factor_paper(request: HttpRequest, access: Access, factor: str) -> HttpResponse:  # noqa: ARG001 - the access says who asks
    """What the page of a factor says, on one A4 sheet."""
    roadmap = adopted_roadmap_or_none(access)
    entry = roadmap.entry_or_none(factor) if roadmap else None
    if roadmap is None or entry is None:
        raise Http404
    language, today = known(get_language()), timezone.localdate()
    missing = missing_list(access, {factor})
    sheet = factor_sheet(access, roadmap, entry, missing, language=language)
    made = factor_on_paper(sheet, roadmap, access.initiative, language, today)
    return pdf_download(f"{access.initiative.code}-{factor}", made)
