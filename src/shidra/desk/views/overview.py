"""The overview of an initiative."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from shidra.agenda.presentation.pages import drift_in_words
from shidra.agenda.queries import drifted_clauses
from shidra.beginning.queries import is_alone, is_young
from shidra.desk.presentation.overview import overview_page
from shidra.funding.analysis.sources import money_by_source
from shidra.gaps.analysis import gap_book
from shidra.gaps.presentation import kind_tiles
from shidra.initiatives.permissions import Access, Right, opens
from shidra.measurement.analysis import read_indicator
from shidra.measurement.queries import names_of, outcome_indicators

__all__ = ["overview"]


@opens(Right.SEE)
def overview(request: HttpRequest, access: Access) -> HttpResponse:
    """The initiative on one page."""
    language = get_language() or "he"
    names = names_of(access.initiative)
    outcome = outcome_indicators(access.initiative).first()
    reading = read_indicator(access, outcome, names.parents) if outcome else None
    book = gap_book(access)
    page = overview_page(access, book.missing, money_by_source(access), reading, names, language)
    keeps = access.may(Right.EDIT)
    context = {
        "access": access,
        "page": page,
        "tiles": kind_tiles(book, language),
        "drift": drift_in_words(drifted_clauses(access.initiative), language),
        "is_young": keeps and is_young(access.initiative),
        "is_alone": keeps and is_alone(access.initiative),
    }
    return render(request, "desk/overview.html", context)
