"""The steps of the first hour as a list that tells what is done and what comes next."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.beginning.queries import FACTORS, INDICATORS, Progress
from shidra.i18n import numbers

__all__ = ["steps"]


def steps(progress: Progress, code: str, language: str) -> list[dict[str, Any]]:
    """Each step: its words, where it is done, whether it is done, and the one to do next."""

    def count(value: int) -> str:
        return numbers.number(value, language)

    said = [
        (
            "beginning:where",
            _("Where, and which groups"),
            _("%(places)s places, %(groups)s groups")
            % {"places": count(progress.places), "groups": count(progress.groups)},
            progress.places > 0 and progress.groups > 0,
        ),
        (
            "beginning:factors",
            _("Five factors that influence the result"),
            _factors(progress.factors),
            progress.factors >= FACTORS,
        ),
        (
            "beginning:indicators",
            _("Three measures"),
            _measures(progress.indicators),
            progress.indicators >= INDICATORS,
        ),
        (
            "beginning:need",
            _("One need"),
            _needs(progress.needs),
            progress.needs > 0,
        ),
        (
            "gaps:list",
            _("The first list of what is missing"),
            _("It ranks itself from what you wrote."),
            progress.shows_what_is_missing,
        ),
        (
            "invitations:people",
            _("The first partner"),
            _("Invite somebody who answers for a part of it."),
            progress.people > 1,
        ),
    ]
    found = [
        {
            "href": reverse(route, args=[code]),
            "title": title,
            "state": state,
            "is_done": is_done,
            "is_next": False,
        }
        for route, title, state, is_done in said
    ]
    for step in found:
        if not step["is_done"]:
            step["is_next"] = True
            break
    return found


def _factors(number: int) -> str:
    return ngettext("%(count)d factor", "%(count)d factors", number) % {"count": number}


def _measures(number: int) -> str:
    return ngettext("%(count)d measure", "%(count)d measures", number) % {"count": number}


def _needs(number: int) -> str:
    return ngettext("%(count)d need", "%(count)d needs", number) % {"count": number}
