"""The settings of an initiative, whether it runs, and those that are put away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shidra.initiatives.actions import MOVES, NoSuchMove, change_settings, change_state
from shidra.initiatives.forms import SettingsForm, StateForm
from shidra.initiatives.models import Initiative
from shidra.initiatives.notices import room_of
from shidra.initiatives.permissions import Access, Right, archived_initiatives, opens
from shidra.initiatives.presentation import moves_in_words, standing_of
from shidra.initiatives.queries import actor_has_second_factor
from shidra.notifications.presentation import calendar_file
from shidra.notifications.queries import everything_due
from shidra.ui.policies import for_everybody

__all__ = ["archive", "calendar", "settings", "state"]


@opens(Right.CHANGE_SETTINGS)
def settings(request: HttpRequest, access: Access) -> HttpResponse:
    """Show and change how the initiative reckons; what stood before is kept in the audit trail."""
    # The form fills a copy, so that the page's frame keeps showing what is saved.
    form = SettingsForm(
        request.POST or None,
        instance=_copy(access.initiative),
        has_second_factor=actor_has_second_factor(access.actor),
    )
    if request.method == "POST" and form.is_valid():
        if changed := form.changed():
            change_settings(initiative=access.initiative, by=access.actor, **changed)
        messages.success(request, _("The settings are saved; all figures follow them from now on."))
        return redirect("initiatives:settings", access.initiative.code)
    return render(request, "initiatives/settings.html", {"access": access, "form": form})


def _copy(initiative: Initiative) -> Initiative:
    names = [field.attname for field in initiative._meta.concrete_fields]
    return Initiative(**{name: getattr(initiative, name) for name in names})


@opens(Right.CLOSE)
def state(request: HttpRequest, access: Access) -> HttpResponse:
    """Pause, close, archive or reopen, with a reason that everybody reads."""
    now = Initiative.State(access.initiative.state)
    form = StateForm(request.POST or None, moves=moves_in_words(now, MOVES[now]))
    if request.method == "POST" and form.is_valid():
        try:
            change_state(initiative=access.initiative, by=access.actor, **form.cleaned_data)
        except NoSuchMove:
            messages.warning(request, _("Somebody else has just changed this. Look again."))
        else:
            messages.success(
                request, _("This is said on every page of the initiative from now on.")
            )
        return redirect("initiatives:state", access.initiative.code)
    return render(request, "initiatives/state.html", {"access": access, "form": form})


@opens(Right.SEE_PARTNERS_RECORDS)
def calendar(_request: HttpRequest, access: Access) -> HttpResponse:
    """All days of what is due and that this person may see, for a calendar program."""
    language = get_language() or "he"
    waiting = everything_due(room_of(access), timezone.localdate(), language)
    name = access.initiative.name.shown(language).text
    headers = {"Content-Disposition": f'attachment; filename="{access.initiative.code}.ics"'}
    return HttpResponse(
        calendar_file(waiting, name, language),
        content_type="text/calendar; charset=utf-8",
        headers=headers,
    )


@for_everybody("lists to each what they may see")
def archive(request: HttpRequest) -> HttpResponse:
    """The initiatives that were put away, complete as they were."""
    language = get_language() or "he"
    found = [(each, standing_of(each, language)) for each in archived_initiatives(request.user)]
    return render(request, "initiatives/archive.html", {"archived": found})
