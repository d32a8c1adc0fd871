"""The letter to a partner whose figures are late, in the language of its reader."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from shidra.i18n.isolates import isolate, strip
from shidra.initiatives.models import Initiative
from shidra.network.models import Organisation
from shidra.notifications.presentation import Written
from shidra.submissions.presentation.owed import owed_lines
from shidra.submissions.queries.duties import Owed
from shidra.ui.own_address import own_address

__all__ = ["reminder"]

MOST_LINES = 20


def reminder(
    initiative: Initiative,
    organisation: Organisation,
    late: Sequence[Owed],
    today: date,
    language: str,
) -> Written:
    """Which figures are late, and where they are handed in."""
    name = strip(str(organisation.name.shown(language)))
    lines = [
        f"• {isolate(strip(str(each.measure)))}, {each.period}: {each.late}"
        for each in owed_lines(late[:MOST_LINES], today, language)
    ]
    page = reverse("submissions:partner", args=[initiative.code, organisation.code])
    return Written(
        subject=_("Figures are late: %(name)s") % {"name": name},
        text="\n".join(
            [
                _("These figures of %(name)s are late:") % {"name": isolate(name)},
                "",
                *lines,
                "",
                _("Hand them in here, or write to us what is in the way:"),
                f"{own_address()}{page}",
            ]
        ),
    )
