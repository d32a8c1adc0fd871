"""The money: who gives what to which line, and what each line still misses."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from shidra.desk.presentation.money import money_csv_rows, money_page
from shidra.funding.analysis.money import money_book
from shidra.i18n.languages import known
from shidra.initiatives.permissions import Access, Right, opens
from shidra.ui.downloads import csv_download

__all__ = ["money", "money_csv"]


@opens(Right.SEE)
def money(request: HttpRequest, access: Access) -> HttpResponse:
    """Need and money by line and by funder, as this person may see them."""
    book = money_book(access, timezone.localdate())
    page = money_page(book, known(get_language()))
    context = {"access": access, "page": page, "may_add": access.may(Right.EDIT)}
    return render(request, "desk/money.html", context)


@opens(Right.SEE)
def money_csv(request: HttpRequest, access: Access) -> HttpResponse:  # noqa: ARG001 - the access says who asks
    """The same tables for a spreadsheet."""
    book = money_book(access, timezone.localdate())
    header, rows = money_csv_rows(book, known(get_language()))
    return csv_download(f"{access.initiative.code}-money", header, rows)
