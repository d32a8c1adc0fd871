"""The settings of an initiative."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shidra.initiatives.actions import change_settings
from shidra.initiatives.forms import SettingsForm
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import Access, Right, opens

__all__ = ["settings"]


@opens(Right.CHANGE_SETTINGS)
def settings(request: HttpRequest, access: Access) -> HttpResponse:
    """Show and change how the initiative reckons; what stood before is kept in the audit trail."""
    # The form fills a copy, so that the page's frame keeps showing what is saved.
    form = SettingsForm(request.POST or None, instance=_copy(access.initiative))
    if request.method == "POST" and form.is_valid():
        if changed := form.changed():
            change_settings(initiative=access.initiative, by=access.actor, **changed)
        messages.success(request, _("The settings are saved; all figures follow them from now on."))
        return redirect("initiatives:settings", access.initiative.code)
    return render(request, "initiatives/settings.html", {"access": access, "form": form})


def _copy(initiative: Initiative) -> Initiative:
    names = [field.attname for field in initiative._meta.concrete_fields]
    return Initiative(**{name: getattr(initiative, name) for name in names})
