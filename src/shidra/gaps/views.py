"""What is missing as pages and sheets; one gap, and what people say of it."""

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shidra.audit.actions import ChangedSince
from shidra.gaps.actions import NotNow, SaidSince, Saying, reserve_several, say, take_back
from shidra.gaps.analysis import gap_book, gap_books, missing_list
from shidra.gaps.forms import QuestionForm, ReserveForm, SayForm
from shidra.gaps.permissions import (
    closing_activities,
    closing_commitments,
    gap_or_404,
    last_change_or_404,
    may_let_go,
    payers_of,
    reservable_beside,
)
from shidra.gaps.presentation import (
    FILTERS,
    csv_rows,
    gap_page,
    gap_rows,
    gaps_page,
    gaps_workbook,
    missing_page,
)
from shidra.gaps.queries import Gap, fulfilling, life_history
from shidra.i18n.languages import known
from shidra.initiatives.permissions import Access, Right, opens
from shidra.ui.downloads import csv_download

__all__ = ["gap", "gaps_file", "missing_csv", "missing_lines", "reserve", "say_of_it", "undo"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@opens(Right.SEE)
def missing_lines(request: HttpRequest, access: Access) -> HttpResponse:
    """What is missing: the ranked lines with their gaps, or the gaps that the filter leaves."""
    language, asked = known(get_language()), QuestionForm(request.GET).question
    if asked.is_narrowed:
        page = gaps_page(*gap_books(access, asked), asked, language)
        return render(request, "gaps/gaps.html", {"access": access, "page": page})
    book, chosen = gap_book(access), request.GET.get("show", "all")
    page = gaps_page(book, book, asked, language)
    chosen = chosen if chosen in FILTERS else "all"
    lines = missing_page(book.missing, language, chosen, page.by_line)
    return render(request, "gaps/list.html", {"access": access, "page": lines, "gaps": page})


@opens(Right.SEE)
def missing_csv(request: HttpRequest, access: Access) -> HttpResponse:  # noqa: ARG001 - the access says who asks
    """The lines for a spreadsheet."""
    header, rows = csv_rows(missing_list(access), known(get_language()))
    return csv_download(f"{access.initiative.code}-missing", header, rows)


@opens(Right.SEE)
def gaps_file(request: HttpRequest, access: Access, form: str) -> HttpResponse:
    """The gaps that the filter leaves, for a spreadsheet."""
    language = known(get_language())
    book = gap_book(access, QuestionForm(request.GET).question)
    header, rows = gap_rows(book, language)
    name = f"{access.initiative.code}-gaps"
    if form == "csv":
        return csv_download(name, header, rows)
    if form != "xlsx":
        raise Http404
    answer = HttpResponse(gaps_workbook(header, rows, language), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer


@opens(Right.SEE)
def gap(request: HttpRequest, access: Access, gap: str) -> HttpResponse:
    """One gap: what is missing, how that was computed, and its life."""
    book = gap_book(access)
    found = gap_or_404(book, gap)
    page = gap_page(
        book,
        found,
        life_history(found.life.pk),
        known(get_language()),
        together=reservable_beside(book, found),
        fulfilling=fulfilling(access, found.where, found.life.reserved_by),
        activities=closing_activities(access, found.where.line),
        commitments=closing_commitments(access),
        payers=payers_of(access),
        lets_go=may_let_go(access, found),
    )
    return render(request, "gaps/gap.html", {"access": access, "page": page})


@require_POST
@opens(Right.EDIT)
def say_of_it(request: HttpRequest, access: Access, gap: str) -> HttpResponse:
    """Confirm, work on, close, accept or reopen a gap."""
    found = gap_or_404(gap_book(access), gap)
    form = SayForm(
        request.POST,
        activities=closing_activities(access, found.where.line),
        commitments=closing_commitments(access),
    )
    if not form.is_valid():
        return _refused(request, access, found, form)
    given = form.cleaned_data
    saying = Saying(
        act=given["act"],
        reason=given["reason"],
        activity_id=given["activity"].pk if given["activity"] else None,
        commitment_id=given["commitment"].pk if given["commitment"] else None,
        version=given["version"],
    )
    return _said(request, access, found, saying)


@require_POST
@opens(Right.EDIT_OWN)
def reserve(request: HttpRequest, access: Access, gap: str) -> HttpResponse:
    """Reserve a gap for an organisation of one's own, or give it back."""
    book = gap_book(access)
    found, payers = gap_or_404(book, gap), payers_of(access)
    others = reservable_beside(book, found)
    form = ReserveForm(request.POST, payers=payers, others=others)
    is_given_back = request.POST.get("act") == "let_go"
    if not (may_let_go(access, found) if is_given_back else payers.exists()):
        raise Http404
    if not form.is_valid():
        return _refused(request, access, found, form)
    given = form.cleaned_data
    saying = Saying(
        act=given["act"],
        reason=given["reason"],
        organisation_id=given["organisation"].pk if given["organisation"] else None,
        version=given["version"],
    )
    also = [each for each in others if each.ref in given["also"] and not is_given_back]
    return _said(request, access, found, saying, also)


def _said(
    request: HttpRequest, access: Access, found: Gap, saying: Saying, also: Sequence[Gap] = ()
) -> HttpResponse:
    """Say it of one gap, and reserve others together with it."""

    def write() -> None:
        say(initiative=access.initiative, gap=found, saying=saying, by=access.actor)
        if also and saying.organisation_id:
            reserve_several(
                initiative=access.initiative,
                gaps=also,
                organisation_id=saying.organisation_id,
                by=access.actor,
            )

    return _tried(request, access, found, write)


@require_POST
@opens(Right.EDIT)
def undo(request: HttpRequest, access: Access, gap: str, change: int) -> HttpResponse:
    """Take back what was said last."""
    found = gap_or_404(gap_book(access), gap)
    last = last_change_or_404(found, change)
    reason = request.POST.get("reason", "")
    return _tried(
        request,
        access,
        found,
        lambda: take_back(
            initiative=access.initiative, change=last, by=access.actor, reason=reason
        ),
    )


def _tried(
    request: HttpRequest, access: Access, found: Gap, write: Callable[[], object]
) -> HttpResponse:
    """Write, and say how it went; either way back to the page of the gap."""
    try:
        write()
    except (SaidSince, ChangedSince):
        messages.error(request, _("Somebody said something else meanwhile. Nothing was saved."))
    except NotNow:
        messages.error(request, _("This does not follow from how it stands now."))
    else:
        messages.success(request, _("Saved."))
    return redirect("gaps:gap", access.initiative.code, found.ref)


def _refused(
    request: HttpRequest, access: Access, found: Gap, form: SayForm | ReserveForm
) -> HttpResponse:
    for errors in form.errors.values():
        for each in errors:
            messages.error(request, str(each))
    return redirect("gaps:gap", access.initiative.code, found.ref)
