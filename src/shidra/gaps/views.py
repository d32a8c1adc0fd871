"""What is missing, as a page and as a sheet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from shidra.gaps.analysis import missing_list
from shidra.gaps.presentation import FILTERS, csv_rows, missing_page
from shidra.i18n.languages import known
from shidra.initiatives.permissions import Access, Right, opens
from shidra.ui.downloads import csv_download

__all__ = ["missing_csv", "missing_lines"]


@opens(Right.SEE)
def missing_lines(request: HttpRequest, access: Access) -> HttpResponse:
    """The ranked list, all of it or what the filter leaves."""
    chosen = request.GET.get("show", "all")
    page = missing_page(
        missing_list(access), known(get_language()), chosen if chosen in FILTERS else "all"
    )
    return render(request, "gaps/list.html", {"access": access, "page": page})


@opens(Right.SEE)
def missing_csv(request: HttpRequest, access: Access) -> HttpResponse:  # noqa: ARG001 - the access says who asks
    """The same list for a spreadsheet."""
    header, rows = csv_rows(missing_list(access), known(get_language()))
    return csv_download(f"{access.initiative.code}-missing", header, rows)
