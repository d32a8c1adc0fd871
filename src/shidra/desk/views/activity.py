"""One activity on a page of its own."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from shidra.desk.presentation.partners import money_of_activity
from shidra.i18n.languages import known
from shidra.initiatives.permissions import Access, Right, opens
from shidra.network.permissions import own_of
from shidra.network.presentation.reader import reader_of
from shidra.network.presentation.sheets import activity_page
from shidra.network.queries import activity_sheet_or_none

__all__ = ["activity"]


@opens(Right.SEE)
def activity(request: HttpRequest, access: Access, activity: str) -> HttpResponse:
    """Who does what, where, for whom, until when, with which money; and what is beside it."""
    today, language = timezone.localdate(), known(get_language())
    sheet = activity_sheet_or_none(access, activity)
    if sheet is None:
        raise Http404
    context = {
        "access": access,
        "page": activity_page(sheet, reader_of(access, today, language), own_of(access)),
        "money": money_of_activity(access, sheet.id, language),
    }
    return render(request, "desk/activity.html", context)
