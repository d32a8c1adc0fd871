"""Promises and activities of all partners."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from shidra.i18n.languages import known
from shidra.initiatives.permissions import Access, Right, opens
from shidra.network.permissions import own_of
from shidra.network.presentation.promises import promises_page
from shidra.network.presentation.reader import reader_of
from shidra.network.presentation.timeline import timeline_page
from shidra.network.queries import (
    ActivityQuestion,
    PromiseQuestion,
    earlier_wordings,
    find_promises,
    promisers_of,
    timeline_choices,
    timeline_of,
)

__all__ = ["activities", "promises"]

LONGEST = 200


@opens(Right.SEE)
def promises(request: HttpRequest, access: Access) -> HttpResponse:
    """All promises, late ones first, narrowed by the address."""
    today, language = timezone.localdate(), known(get_language())
    found = find_promises(access, asked_of_promises(request.GET), today)
    page = promises_page(
        found,
        earlier_wordings(access, found.rows),
        promisers_of(access),
        reader_of(access, today, language),
        own_of(access),
    )
    return render(request, "network/promises.html", {"access": access, "page": page})


@opens(Right.SEE)
def activities(request: HttpRequest, access: Access) -> HttpResponse:
    """What is done about each factor, over time."""
    today, language = timezone.localdate(), known(get_language())
    page = timeline_page(
        timeline_of(access, asked_of_activities(request.GET)),
        timeline_choices(access),
        reader_of(access, today, language),
        own_of(access),
    )
    return render(request, "network/activities.html", {"access": access, "page": page})


def asked_of_promises(given: QueryDict) -> PromiseQuestion:
    """What the address asks of the promises."""
    names = ("state", "kind", "sector", "partner", "factor")
    chosen = {name: given.get(name, "").strip()[:LONGEST] for name in names}
    words = given.get("q", "").strip()[:LONGEST]
    return PromiseQuestion(words=words, page=_page(given), **chosen)


def asked_of_activities(given: QueryDict) -> ActivityQuestion:
    """What the address asks of the activities."""
    names = ("factor", "place", "group", "kind", "partner")
    chosen = {name: given.get(name, "").strip()[:LONGEST] for name in names}
    return ActivityQuestion(page=_page(given), **chosen)


def _page(given: QueryDict) -> int:
    page = given.get("page", "")
    return int(page) if page.isascii() and page.isdigit() and len(page) < 9 else 1  # noqa: PLR2004
