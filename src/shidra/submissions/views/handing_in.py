"""Hand figures in: a file, pasted rows or typed numbers, by the same steps."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shidra.exchange.actions import Upload, forget_upload, keep_upload, kept_upload_or_none
from shidra.exchange.workbook import WorkbookError
from shidra.i18n.languages import known
from shidra.i18n.text import Shown
from shidra.initiatives.permissions import Access, Right, opens
from shidra.network.models import Organisation
from shidra.submissions.actions import (
    MovedMeanwhile,
    MoveRefused,
    NothingToKeep,
    remember_matching,
    take_in,
)
from shidra.submissions.analysis import NOT_WIDE, Opened, look, numbers_in, open_file, terms_of
from shidra.submissions.forms import AnswersForm, FileForm, MatchingForm, NumbersForm, PasteForm
from shidra.submissions.models import Submission
from shidra.submissions.permissions import (
    known_cells,
    may_hand_in,
    organisation_or_404,
    submission_or_404,
)
from shidra.submissions.presentation.findings import MOST_SHOWN
from shidra.submissions.presentation.owed import owed_lines
from shidra.submissions.presentation.pages import dry_run
from shidra.submissions.presentation.template import AskedRow, write_template
from shidra.submissions.presentation.words import ways_to_stand
from shidra.submissions.queries.duties import bounds_of, duties_of, owed_by, places_reported
from shidra.submissions.queries.figures import Cell, Numbers
from shidra.submissions.queries.kept import answers_to, figures_of
from shidra.submissions.queries.matching import Terms, header_key
from shidra.submissions.queries.taken import Taken

__all__ = ["columns", "hand_in", "numbers", "review", "template"]

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = ("file", "paste", "form")
MOST_NUMBERS = 40
LONGEST_NUMBER = 9


@opens(Right.SEE_RECORDS)
def template(
    request: HttpRequest,  # noqa: ARG001 - the access says who asks
    access: Access,
    organisation: str,
) -> HttpResponseBase:
    """A spreadsheet with the partner's measures and places, what is owed filled in."""
    found, language = organisation_or_404(access, organisation), known(get_language())
    terms, today = terms_of(access), timezone.localdate()
    bounds = bounds_of(duties_of(found), access.initiative)
    measures = [each for code, each in terms.indicators.items() if not bounds or code in bounds]
    places = {each.code: each.name for each in places_reported(bounds, access.initiative)}
    asked = [
        AskedRow(
            each.duty.indicator.code, each.period, each.duty.place.code if each.duty.place else ""
        )
        for each in owed_by(found, today)
        if each.is_missing and each.is_over(today)
    ]
    file = io.BytesIO()
    write_template(file, asked, measures, places, terms, language)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="figures.xlsx", content_type=SPREADSHEET)


@opens(Right.EDIT_OWN)
def hand_in(request: HttpRequest, access: Access, organisation: str) -> HttpResponse:
    """A file of the partner's own, or rows pasted from a spreadsheet."""
    found = _handed_in_for(access, organisation)
    is_pasted = request.method == "POST" and "rows" in request.POST
    sent = request.method == "POST"
    file_form = FileForm(*((request.POST, request.FILES) if sent and not is_pasted else ()))
    paste_form = PasteForm(request.POST if is_pasted else None)
    if is_pasted and paste_form.is_valid():
        text = paste_form.cleaned_data["rows"]
        return _kept(request, access, found, "paste", _("pasted rows"), text.encode())
    if sent and not is_pasted and file_form.is_valid():
        file = file_form.cleaned_data["file"]
        return _kept(request, access, found, "file", file.name, b"".join(file.chunks()))
    context = _context(access, found) | {"file_form": file_form, "paste_form": paste_form}
    return render(request, "submissions/hand_in.html", context)


@opens(Right.EDIT_OWN)
def numbers(request: HttpRequest, access: Access, organisation: str) -> HttpResponse:
    """The few numbers that are owed, typed."""
    found, today = _handed_in_for(access, organisation), timezone.localdate()
    owed = [each for each in owed_by(found, today) if each.is_missing and each.is_over(today)]
    lines = owed_lines(owed, today, known(get_language()))[:MOST_NUMBERS]
    terms = terms_of(access)
    form = NumbersForm(lines, terms.indicators, _sent(request))
    if request.method == "POST" and form.is_valid():
        if rows := form.rows():
            return _kept(request, access, found, "form", _("typed numbers"), _as_csv(rows))
        form.add_error(None, _("Write at least one number."))
    context = _context(access, found) | {"form": form, "is_all": len(lines) == len(owed)}
    return render(request, "submissions/numbers.html", context)


@opens(Right.EDIT_OWN)
def columns(
    request: HttpRequest, access: Access, organisation: str, kind: str, upload: str
) -> HttpResponse:
    """Which column of the file says what."""
    at = _opened(request, access, organisation, kind, upload)
    if isinstance(at, HttpResponse):
        return at
    form = MatchingForm(at.opened, _sent(request))
    if request.method == "POST" and form.is_valid():
        remember_matching(
            organisation=at.partner,
            header=header_key(at.opened.table.header),
            matching=form.matching(),
            by=access.actor,
        )
        return redirect(at.address("review"))
    context = _context(access, at.partner) | {
        "form": form,
        "file": Shown.by_script(at.kept.name, known(get_language())),
        "sheets": [each.title for each in at.opened.file.tables],
        "sheet": at.opened.table.title,
        "ways": ways_to_stand(at.opened.terms, known(get_language())),
        "wide": at.opened.matching.spread.names if at.opened.matching.spread else NOT_WIDE,
        "is_remembered": at.opened.is_remembered,
        "cancel_href": reverse(
            "submissions:hand-in", args=[access.initiative.code, at.partner.code]
        ),
    }
    return render(request, "submissions/columns.html", context)


@opens(Right.EDIT_OWN)
def review(
    request: HttpRequest, access: Access, organisation: str, kind: str, upload: str
) -> HttpResponse:
    """What would be kept of a file, and what has to be mended; by POST, keep or hand it in."""
    at = _opened(request, access, organisation, kind, upload)
    if isinstance(at, HttpResponse):
        return at
    if not at.opened.is_settled:
        return redirect(at.address("columns"))
    taken, into = look(access, at.partner, at.opened, kind), _into(request, access, at.partner)
    before = answers_to(figures_of(into)) if into else {}
    form = AnswersForm(taken.questions[:MOST_SHOWN], before, _sent(request))
    if request.method == "POST" and form.is_valid():
        return _take_in(request, access, at, taken, into, form.answers())
    page = _page(access, at.partner, taken, at.opened.terms)
    context = _context(access, at.partner) | {
        "page": page,
        "asked": form.beside(page.questions),
        "file": Shown.by_script(at.kept.name, known(get_language())),
        "unknown": bool(at.opened.unknown),
        "columns_href": at.address("columns"),
        "into": into,
        "is_remembered": at.opened.is_remembered,
    }
    return render(request, "submissions/review.html", context)


@dataclass(frozen=True, slots=True)
class _At:
    """A file that somebody looks at before it is kept: whose it is, and how it is read."""

    access: Access
    partner: Organisation
    kind: str
    kept: Upload
    opened: Opened
    asked: str

    def address(self, route: str) -> str:
        """The page of this file of that name."""
        return _address(route, self.access, self.partner, self.kind, self.kept.digest, self.asked)


def _opened(
    request: HttpRequest, access: Access, organisation: str, kind: str, upload: str
) -> _At | HttpResponse:
    """The file with its reading; or, where it is gone or cannot be read, the way to the next one."""
    if kind not in KINDS:
        raise Http404
    found = _handed_in_for(access, organisation)
    again = redirect("submissions:hand-in", access.initiative.code, found.code)
    kept = kept_upload_or_none(digest=upload, person=access.actor.id)
    if kept is None:
        messages.warning(request, _("This file is no longer kept. Please hand it in again."))
        return again
    try:
        opened = open_file(
            access,
            found,
            Path(kept.path),
            kept.name,
            sheet=request.GET.get("sheet", ""),
            wide_by=request.GET.get("wide", ""),
        )
    except WorkbookError as error:
        forget_upload(kept)
        messages.error(request, str(error))
        return again
    return _At(access, found, kind, kept, opened, request.GET.urlencode())


def _sent(request: HttpRequest) -> Any:
    """What a form sent, even where nothing was filled in."""
    return request.POST if request.method == "POST" else None


def _take_in(
    request: HttpRequest,
    access: Access,
    at: _At,
    taken: Taken,
    into: Submission | None,
    answers: Mapping[str, str],
) -> HttpResponse:
    edition = request.POST.get("edition", "")
    try:
        done = take_in(
            initiative=access.initiative,
            organisation=at.partner,
            taken=taken,
            by=access.actor,
            hand_in=request.POST.get("act") != "draft",
            into=into,
            answers=answers,
            edition=int(edition) if edition.isdecimal() and len(edition) <= LONGEST_NUMBER else 0,
        )
    except NothingToKeep:
        messages.error(request, _("No row holds yet, so nothing was kept."))
        return redirect("submissions:hand-in", access.initiative.code, at.partner.code)
    except (MovedMeanwhile, MoveRefused):
        messages.warning(
            request,
            _("Somebody has changed this meanwhile. Nothing of yours was done: look again."),
        )
        assert into is not None
        return redirect("submissions:submission", access.initiative.code, into.number)
    forget_upload(at.kept)
    _tell(request, done.submission, is_new=done.is_new)
    return redirect("submissions:submission", access.initiative.code, done.submission.number)


def _tell(request: HttpRequest, submission: Submission, *, is_new: bool) -> None:
    if not is_new:
        messages.info(request, _("These figures are here already: this is where they stand."))
    elif submission.status == Submission.Status.DRAFT:
        messages.success(request, _("Kept as a draft."))
    else:
        messages.success(request, _("Handed in. Thank you."))


def _page(access: Access, found: Organisation, taken: Taken, terms: Terms) -> Any:
    rows: list[tuple[int, Cell, Numbers, str]] = []
    for each in taken.rows:
        row = each.figure
        cell = Cell(row.indicator, row.period, row.place or "", "|".join(row.groups))
        said = numbers_in(row, terms.indicators[row.indicator])
        rows.append((row.number, cell, said, each.remarks))
    codes = frozenset(cell.indicator for _row, cell, *_more in rows)
    before = known_cells(access, found, codes)
    return dry_run(taken, rows, before, terms, known(get_language()))


def _handed_in_for(access: Access, code: str) -> Organisation:
    found = organisation_or_404(access, code)
    if not may_hand_in(access, found):
        raise Http404
    return found


def _into(request: HttpRequest, access: Access, found: Organisation) -> Submission | None:
    """The draft whose figures are to be replaced, if the address names one of this partner."""
    number = request.GET.get("into", "")
    if not number.isdecimal() or len(number) > LONGEST_NUMBER:
        return None
    into = submission_or_404(access, int(number))
    return into if into.organisation_id == found.pk and into.status == "draft" else None


def _kept(
    request: HttpRequest, access: Access, found: Organisation, kind: str, name: str, content: bytes
) -> HttpResponse:
    upload = keep_upload(name=name, chunks=[content], person=access.actor.id)
    asked = request.GET.urlencode()
    return redirect(_address("review", access, found, kind, upload.digest, asked))


def _address(
    route: str, access: Access, found: Organisation, kind: str, upload: str, asked: str
) -> str:
    args = [access.initiative.code, found.code, kind, upload]
    return reverse(f"submissions:{route}", args=args) + (f"?{asked}" if asked else "")


def _context(access: Access, found: Organisation) -> dict[str, Any]:
    return {
        "access": access,
        "organisation": found,
        "name": found.name.shown(known(get_language())),
    }


def _as_csv(rows: list[dict[str, str]]) -> bytes:
    names = dict.fromkeys(name for row in rows for name in row)
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(names))
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()
