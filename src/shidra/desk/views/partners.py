"""The partners: who is at the table, who is not yet, and what each does and promised."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from shidra.desk.presentation.partners import funding_in_words
from shidra.funding.analysis.money import money_book
from shidra.i18n.languages import known
from shidra.initiatives.permissions import Access, Right, opens
from shidra.network.presentation import partners_page
from shidra.network.queries import network_of
from shidra.protection.permissions import policy_for

__all__ = ["partners"]


@opens(Right.SEE)
def partners(request: HttpRequest, access: Access) -> HttpResponse:
    """Partners by sector with the empty chairs, their activities, promises and money."""
    today, language = timezone.localdate(), known(get_language())
    page = partners_page(
        network_of(access),
        policy_for(access),
        funding_in_words(money_book(access, today), language),
        today,
        language,
    )
    return render(request, "network/partners.html", {"access": access, "page": page})
