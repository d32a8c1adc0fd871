"""Reading: what counts now, any version, and two of them side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from shidra.agenda.permissions import readable_versions, version_or_404
from shidra.agenda.presentation.comparing import comparison_of
from shidra.agenda.presentation.pages import version_page
from shidra.agenda.queries import current_among
from shidra.initiatives.permissions import Access, Right, opens

__all__ = ["agenda", "differences", "version"]

LONGEST_NUMBER = 9


@opens(Right.SEE)
def agenda(request: HttpRequest, access: Access) -> HttpResponse:
    """The agenda that counts; before there is one, what is open; before that, how to begin."""
    shown = current_among(readable_versions(access))
    if shown is None:
        may_begin = access.may(Right.WRITE_AGENDA)
        return render(request, "agenda/empty.html", {"access": access, "may_begin": may_begin})
    return _version(request, access, shown.number)


@opens(Right.SEE)
def version(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """One version, for ever at its own address."""
    return _version(request, access, number)


def _version(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    shown = version_or_404(access, number)
    page = version_page(access, shown, get_language() or "he")
    return render(request, "agenda/version.html", {"access": access, "page": page})


@opens(Right.SEE)
def differences(request: HttpRequest, access: Access) -> HttpResponse:
    """What one version says otherwise than another: `?from=1&to=2`, else the last two."""
    versions = list(readable_versions(access))
    old, new = _chosen(request, [each.number for each in versions])
    if old is None or new is None:
        return render(request, "agenda/empty.html", {"access": access, "may_begin": False})
    comparison = comparison_of(
        version_or_404(access, old), version_or_404(access, new), get_language() or "he"
    )
    context = {"access": access, "page": comparison, "versions": versions}
    return render(request, "agenda/differences.html", context)


def _chosen(request: HttpRequest, numbers: list[int]) -> tuple[int | None, int | None]:
    """The two numbers of the address; what it leaves out are the newest and the one before."""
    newest = numbers[0] if numbers else None
    before = numbers[1] if len(numbers) > 1 else newest

    def number(name: str, otherwise: int | None) -> int | None:
        asked = request.GET.get(name, "")
        is_number = asked.isascii() and asked.isdecimal() and len(asked) <= LONGEST_NUMBER
        return int(asked) if is_number else otherwise

    return number("from", before), number("to", newest)
