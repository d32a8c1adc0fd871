"""Reading: all versions, one of them, two of them compared, and the map on a past day."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shidra.initiatives.permissions import Access, Right, opens
from shidra.roadmap.permissions import readable_versions, version_or_404
from shidra.roadmap.presentation.differences import difference_page
from shidra.roadmap.presentation.versions import past_page, version_lines, version_page
from shidra.roadmap.presentation.wording import MapWording
from shidra.roadmap.queries import (
    adopted_version_or_none,
    codes_on,
    first_day_of_map,
    version_before_or_none,
    version_on_or_none,
)
from shidra.roadmap.registry import told_of_day

__all__ = ["differences", "past_day", "version", "versions"]

LONGEST_NUMBER = 9


def _language() -> str:
    return get_language() or "he"


@opens(Right.SEE)
def versions(request: HttpRequest, access: Access) -> HttpResponse:
    """Every version: its number and standing, who adopted it, when, why, and how much changed."""
    words = MapWording(access.initiative, _language())
    lines = version_lines(list(readable_versions(access)), access, words)
    context = {"access": access, "versions": lines, "today": timezone.localdate()}
    return render(request, "roadmap/versions.html", context)


@opens(Right.SEE)
def version(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """One version, for ever at its own address."""
    shown = version_or_404(access, number)
    linked = codes_on(adopted_version_or_none(access.initiative))
    if shown.is_open:  # its new factors have pages already
        linked |= codes_on(shown)
    page = version_page(
        access, shown, version_before_or_none(shown), _language(), with_names=linked
    )
    return render(request, "roadmap/version.html", {"access": access, "page": page})


@opens(Right.SEE)
def differences(request: HttpRequest, access: Access) -> HttpResponse:
    """What one version says otherwise than another: `?from=1&to=2`, else the last two."""
    readable = list(readable_versions(access).order_by("-number"))
    old, new = _chosen(request, [each.number for each in readable])
    if old is None or new is None:
        return redirect("roadmap:versions", access.initiative.code)
    page = difference_page(
        version_or_404(access, old),
        version_or_404(access, new),
        readable,
        MapWording(access.initiative, _language()),
    )
    return render(request, "roadmap/differences.html", {"access": access, "page": page})


def _chosen(request: HttpRequest, numbers: list[int]) -> tuple[int | None, int | None]:
    """The two numbers of the address; what it leaves out are the newest and the one before."""
    newest = numbers[0] if numbers else None
    before = numbers[1] if len(numbers) > 1 else newest

    def number(name: str, otherwise: int | None) -> int | None:
        asked = request.GET.get(name, "")
        is_number = asked.isascii() and asked.isdecimal() and len(asked) <= LONGEST_NUMBER
        return int(asked) if is_number else otherwise

    return number("from", before), number("to", newest)


@opens(Right.SEE)
def past_day(request: HttpRequest, access: Access) -> HttpResponse:
    """The map that counted on a day, `?on=2025-11-22`, beside the one that counts now."""
    now, day = adopted_version_or_none(access.initiative), _day(request)
    then = version_on_or_none(access.initiative, day) if day else None
    if now is None or day is None or then is None:
        first = first_day_of_map(access.initiative)
        if day is None:
            messages.warning(request, _("Choose a day, such as 2026-09-01."))
        elif first:
            messages.info(request, _("On that day there was no adopted map yet."))
        return redirect("roadmap:versions", access.initiative.code)
    page = past_page(access, day, then, now, _language())
    parts = told_of_day(access, day, _language())
    context = {"access": access, "page": page, "on": day, "parts": parts}
    context |= {"today": timezone.localdate()}
    return render(request, "roadmap/past_day.html", context)


def _day(request: HttpRequest) -> date | None:
    """The day of the address; one that has not come yet is today."""
    try:
        day = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return None
    return min(day, timezone.localdate())
