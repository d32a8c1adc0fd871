"""The pages of the measures."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from shidra.i18n import languages
from shidra.initiatives.permissions import Access, Right, opens
from shidra.measurement.analysis import read_indicator, read_indicators
from shidra.measurement.presentation.cards import present_cards
from shidra.measurement.presentation.pages import present_indicator
from shidra.measurement.queries import indicator_or_none, names_of
from shidra.protection.permissions import policy_for
from shidra.protection.presentation import rule_in_words

__all__ = ["indicator", "indicator_list"]


@opens(Right.SEE)
def indicator_list(request: HttpRequest, access: Access) -> HttpResponse:
    """All indicators of an initiative, the disparity beside every average."""
    names, language = names_of(access.initiative), languages.known(get_language())
    cards = present_cards(read_indicators(access, names.parents), names, language)
    context = {
        "access": access,
        "cards": cards,
        "rule": rule_in_words(policy_for(access)),
        "may_add": access.may(Right.EDIT),
    }
    return render(request, "measurement/indicator_list.html", context)


@opens(Right.SEE)
def indicator(request: HttpRequest, access: Access, indicator: str) -> HttpResponse:
    """One indicator over time, by the groups of a dimension, everywhere or in one place."""
    found = indicator_or_none(access.initiative, indicator)
    if found is None:
        raise Http404
    names, language = names_of(access.initiative), languages.known(get_language())
    reading = read_indicator(
        access,
        found,
        names.parents,
        by=request.GET.get("by", ""),
        place=names.known_place(request.GET.get("place", "")),
    )
    page = present_indicator(reading, names, language)
    return render(request, "measurement/indicator.html", {"access": access, "page": page})
