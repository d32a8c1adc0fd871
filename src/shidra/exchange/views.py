"""Load a workbook or a map in two steps: a dry run as a readable page, then the decision."""

import io

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shidra.audit.models import Actor
from shidra.exchange.actions import (
    LoadReport,
    Upload,
    forget_upload,
    keep_upload,
    kept_upload_or_none,
    load_map,
    load_workbook,
)
from shidra.exchange.forms import MapForm, WorkbookForm
from shidra.exchange.maps import FORMATS
from shidra.exchange.permissions import administrator_asking
from shidra.exchange.presentation import report_page, saved_sentence
from shidra.exchange.presentation.maps import files_page, notes_of
from shidra.exchange.queries.maps import drawn_map, parts_of, version_asked
from shidra.exchange.workbook import WorkbookError
from shidra.exchange.workbook.template import write_template
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import Access, Right, opens
from shidra.ui.policies import for_administrators, for_everybody

__all__ = [
    "load",
    "load_new",
    "load_one_map",
    "map_file",
    "map_files",
    "review",
    "review_map",
    "review_new",
    "template",
]

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@opens(Right.LOAD)
def load(request: HttpRequest, access: Access) -> HttpResponse:
    """Hand in a workbook of this initiative."""
    return _hand_in(request, access.actor, access.initiative)


@for_administrators("an initiative that nobody belongs to yet")
def load_new(request: HttpRequest) -> HttpResponse:
    """Hand in the workbook of a new initiative."""
    return _hand_in(request, administrator_asking(request), None)


@opens(Right.LOAD)
def review(request: HttpRequest, access: Access, upload: str) -> HttpResponse:
    """What the workbook would change; by POST, save it."""
    return _review(request, access.actor, access, upload)


@for_administrators("an initiative that nobody belongs to yet")
def review_new(request: HttpRequest, upload: str) -> HttpResponse:
    """What the workbook of a new initiative holds; by POST, save it."""
    return _review(request, administrator_asking(request), None, upload)


@for_everybody("an empty form")
def template(request: HttpRequest) -> HttpResponseBase:  # noqa: ARG001 - nothing of it depends on who asks
    """An empty workbook with explanations in the reader's language."""
    file = io.BytesIO()
    write_template(file, get_language() or "he")
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename="workbook.xlsx", content_type=SPREADSHEET
    )


@opens(Right.SEE)
def map_files(request: HttpRequest, access: Access) -> HttpResponse:
    """The map for other programs: what each format carries, and what it leaves out."""
    language = get_language() or "he"
    page = files_page(access.initiative.code, parts_of(access, version_asked(access)), language)
    return render(
        request,
        "exchange/map_files.html",
        {"page": page, "access": access, "may_load": access.may(Right.LOAD), "form": MapForm()},
    )


@opens(Right.SEE)
def map_file(request: HttpRequest, access: Access, format_name: str) -> HttpResponseBase:
    """The map in one format; `?version=` names another version than the adopted one."""
    form = FORMATS.get(format_name)
    version = version_asked(access, request.GET.get("version", ""))
    if form is None or version is None:
        raise Http404
    file, language = io.BytesIO(), get_language() or "he"
    form.write(drawn_map(access, version, language), file, language)
    file.seek(0)
    name = f"{access.initiative.code}-map-{version.number}{form.ending}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=form.content_type)


@opens(Right.LOAD)
def load_one_map(request: HttpRequest, access: Access) -> HttpResponse:
    """Hand in a map of another program."""
    form = MapForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        upload = keep_upload(name=file.name, chunks=file.chunks(), person=access.actor.id)
        return redirect("exchange:review-map", access.initiative.code, upload.digest)
    return render(request, "exchange/load_map.html", {"form": form, "access": access})


@opens(Right.LOAD)
def review_map(request: HttpRequest, access: Access, upload: str) -> HttpResponse:
    """What a map of another program would change; by POST, put it into the draft."""
    kept = kept_upload_or_none(digest=upload, person=access.actor.id)
    code, language = access.initiative.code, get_language() or "he"
    if kept is None:
        messages.warning(request, _("This file is no longer kept. Please hand it in again."))
        return redirect("exchange:load-map", code)
    saves = request.method == "POST"
    try:
        loaded = load_map(
            access=access, path=kept.path, by=access.actor, dry_run=not saves, name=kept.name
        )
    except WorkbookError as error:
        forget_upload(kept)
        messages.error(request, str(error))
        return redirect("exchange:load-map", code)
    if saves:
        forget_upload(kept)
        messages.success(request, saved_sentence(loaded.report, language))
        return redirect("desk:map", code)
    context = {
        "page": report_page(loaded.report, language),
        "initiative": access.initiative,
        "notes": list(notes_of(loaded, language)),
        "cancel_href": reverse("exchange:load-map", args=[code]),
    }
    return render(request, "exchange/review.html", context)


def _hand_in(request: HttpRequest, by: Actor, initiative: Initiative | None) -> HttpResponse:
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        upload = keep_upload(name=file.name, chunks=file.chunks(), person=by.id)
        return redirect(_review_address(initiative, upload))
    return render(request, "exchange/load.html", {"form": form, "initiative": initiative})


def _review(request: HttpRequest, by: Actor, access: Access | None, digest: str) -> HttpResponse:
    initiative = access.initiative if access else None
    upload = kept_upload_or_none(digest=digest, person=by.id)
    if upload is None:
        messages.warning(request, _("This file is no longer kept. Please hand it in again."))
        return redirect(_load_address(initiative))
    saves = request.method == "POST"
    try:
        report = load_workbook(
            path=upload.path,
            by=by,
            dry_run=not saves,
            access=access,
            name=upload.name,
            seen=request.POST.get("seen"),
        )
    except WorkbookError as error:
        forget_upload(upload)
        messages.error(request, str(error))
        return redirect(_load_address(initiative))
    if saves and report.is_dry_run:
        messages.warning(
            request,
            _(
                "Since you looked, somebody has changed what this file is held against. Nothing is "
                "saved yet: look once more."
            ),
        )
    elif saves and not report.is_refused:
        return _saved(request, report, upload)
    page = report_page(report, get_language() or "he")
    context = {
        "page": page,
        "initiative": initiative,
        "cancel_href": _load_address(initiative),
        "seen": report.rejections_mark,
    }
    return render(request, "exchange/review.html", context)


def _saved(request: HttpRequest, report: LoadReport, upload: Upload) -> HttpResponse:
    forget_upload(upload)
    messages.success(request, saved_sentence(report, get_language() or "he"))
    return redirect("exchange:load", report.initiative)


def _load_address(initiative: Initiative | None) -> str:
    if initiative is None:
        return reverse("exchange:load-new")
    return reverse("exchange:load", args=[initiative.code])


def _review_address(initiative: Initiative | None, upload: Upload) -> str:
    if initiative is None:
        return reverse("exchange:review-new", args=[upload.digest])
    return reverse("exchange:review", args=[initiative.code, upload.digest])
