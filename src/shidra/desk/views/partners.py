"""The partners: who is at the table, who is not yet, and each of them on a page of its own."""

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from shidra.desk.presentation.partners import behind, funding_of
from shidra.i18n.languages import known
from shidra.initiatives.permissions import Access, Right, opens
from shidra.network.permissions import own_of
from shidra.network.presentation.partners import partners_page
from shidra.network.presentation.reader import reader_of
from shidra.network.presentation.sheets import group_page, organisation_page
from shidra.network.queries import (
    PartnerQuestion,
    earlier_wordings,
    group_sheet_or_none,
    network_of,
    organisation_sheet_or_none,
)

__all__ = ["group", "organisation", "partners"]

LONGEST = 200


@opens(Right.SEE)
def partners(request: HttpRequest, access: Access) -> HttpResponse:
    """Partners by sector with the empty chairs, their activities, promises and money."""
    today, language = timezone.localdate(), known(get_language())
    network = network_of(access, asked(request.GET), today)
    page = partners_page(
        network,
        reader_of(access, today, language),
        funding_of(access, [partner.id for partner in network.partners], today, language),
    )
    return render(request, "network/partners.html", {"access": access, "page": page})


@opens(Right.SEE)
def organisation(request: HttpRequest, access: Access, organisation: str) -> HttpResponse:
    """One partner: its people, what it does, promised, asks for, offers, signed and gives."""
    today, language = timezone.localdate(), known(get_language())
    sheet = organisation_sheet_or_none(access, organisation, today)
    if sheet is None:
        raise Http404
    page = organisation_page(
        sheet,
        reader_of(access, today, language),
        own_of(access),
        earlier_wordings(access, sheet.promises),
    )
    beside = behind(access, sheet.organisation, today, language)
    context = {"access": access, "page": page, **beside}
    return render(request, "desk/organisation.html", context)


@opens(Right.SEE)
def group(request: HttpRequest, access: Access, group: str) -> HttpResponse:
    """One group of residents: who speaks for it, and what it promised."""
    today, language = timezone.localdate(), known(get_language())
    sheet = group_sheet_or_none(access, group, today)
    if sheet is None:
        raise Http404
    page = group_page(
        sheet,
        reader_of(access, today, language),
        own_of(access),
        earlier_wordings(access, sheet.promises),
    )
    return render(request, "desk/group.html", {"access": access, "page": page})


def asked(given: QueryDict) -> PartnerQuestion:
    """What the address asks of the partners."""
    page = given.get("page", "")
    is_number = page.isascii() and page.isdigit() and len(page) < 9  # noqa: PLR2004
    return PartnerQuestion(
        words=given.get("q", "").strip()[:LONGEST],
        sector=given.get("sector", "")[:LONGEST],
        page=int(page) if is_number else 1,
    )
