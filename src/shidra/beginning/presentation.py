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
    said = _said(progress, language)
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


def _said(progress: Progress, language: str) -> list[tuple[str, str, str, bool]]:
    """Of each step: its route, its words, how far it is, and whether it is done."""
    return [
        (
            "beginning:where",
            _("Where, and which groups"),
            _places(progress, language),
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


def _places(progress: Progress, language: str) -> str:
    if not (progress.places or progress.groups):
        return _("nothing yet")
    return _("%(places)s places, %(groups)s groups") % {
        "places": numbers.number(progress.places, language),
        "groups": numbers.number(progress.groups, language),
    }


def _factors(number: int) -> str:
    if not number:
        return _("nothing yet")
    return ngettext("%(count)d factor", "%(count)d factors", number) % {"count": number}


def _measures(number: int) -> str:
    if not number:
        return _("nothing yet")
    return ngettext("%(count)d measure", "%(count)d measures", number) % {"count": number}


def _needs(number: int) -> str:
    if not number:
        return _("nothing yet")
    return ngettext("%(count)d need", "%(count)d needs", number) % {"count": number}
