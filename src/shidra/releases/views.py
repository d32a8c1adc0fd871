"""The pages of releases: what was published, one of them, and the step that publishes."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shidra.i18n.languages import known
from shidra.initiatives.permissions import Access, Right, opens
from shidra.releases.actions import ChangedMeanwhile, NothingToPublish, publish_period
from shidra.releases.analysis.certificates import certificates_live
from shidra.releases.analysis.changes import changes_before, preview
from shidra.releases.analysis.told import told_release
from shidra.releases.forms import PublishForm
from shidra.releases.permissions import READING, release_or_404
from shidra.releases.presentation.pages import list_page, preview_page
from shidra.releases.presentation.release import figure_rows, release_page
from shidra.releases.queries import MOST, latest_period, names_live
from shidra.ui.downloads import csv_download, xlsx_download

__all__ = ["figures", "publish", "release", "release_list"]


@opens(READING)
def release_list(request: HttpRequest, access: Access) -> HttpResponse:
    """Every release, and the periods that can be published."""
    page = list_page(access, known(get_language()))
    return render(request, "releases/list.html", {"access": access, "page": page})


@opens(READING)
def release(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    """One release, for ever at its own address."""
    found = release_or_404(access, pk)
    before = told_release(access, found.replaces) if found.replaces else None
    told = told_release(access, found)
    page = release_page(access, told, before, changes_before(found), known(get_language()))
    return render(request, "releases/release.html", {"access": access, "page": page})


@opens(READING)
def figures(_request: HttpRequest, access: Access, pk: int, kind: str) -> HttpResponse:
    """The figures of a release as this reader sees them, for a spreadsheet."""
    found = release_or_404(access, pk)
    if found.rows > MOST:
        raise Http404
    header, rows = figure_rows(told_release(access, found), known(get_language()))
    download = xlsx_download if kind == "xlsx" else csv_download
    period = found.period.replace("/", "-")
    return download(f"{access.initiative.code}-{period}-{found.number}", header, rows)


@opens(Right.PUBLISH)
def publish(request: HttpRequest, access: Access) -> HttpResponse:
    """Look at what publishing would do, and do it."""
    period = str((request.POST or request.GET).get("period", ""))
    form = PublishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = publish_period(
                initiative=access.initiative, by=access.actor, **form.cleaned_data
            )
        except NothingToPublish:
            raise Http404 from None
        except ChangedMeanwhile:
            form.add_error(None, _("The figures have changed since you looked. Look once more."))
        else:
            messages.success(request, _said(is_new=done.is_new, is_filed=done.is_filed))
            return redirect("releases:release", access.initiative.code, done.release.pk)
    seen = preview(access.initiative, period or latest_period(access.initiative))
    if not seen.period:
        return redirect("releases:list", access.initiative.code)
    if not seen.rows:
        raise Http404
    form.initial = {"period": seen.period, "looked_at": seen.digest}
    certificates = certificates_live(access.initiative, seen.period)
    page = preview_page(seen, certificates, names_live(access.initiative), known(get_language()))
    return render(request, "releases/publish.html", {"access": access, "page": page, "form": form})


def _said(*, is_new: bool, is_filed: bool) -> str:
    if not is_new:
        return _("This release says it already; nothing was added.")
    if not is_filed:
        return _("Published. Its file could not be written yet; publish again to finish that.")
    return _("Published.")
