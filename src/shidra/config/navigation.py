"""What frames every page: languages, theme, and the navigation of the open initiative."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shidra.initiatives.permissions import Access, Right
from shidra.initiatives.presentation import standings
from shidra.ui.theme import chosen_theme

__all__ = ["Destination", "page_frame"]


@dataclass(frozen=True, slots=True)
class Destination:
    """A place in the product: its route, its word, its icon, and the right that opens it."""

    route: str
    word: str | Promise
    icon: str
    right: Right = Right.SEE
    # Parts of an address that tell a page which belongs here without standing below it.
    holds: tuple[str, ...] = ()
    # Folded under “more”: what is kept up, rather than read every day.
    is_more: bool = False


INITIATIVE_PAGES = (
    Destination("desk:overview", _("Overview"), "compass"),
    Destination("agenda:page", _("Agenda"), "file-text"),
    Destination(
        "desk:map",
        _("Road map"),
        "waypoints",
        holds=("factors", "workshops", "doubts", "voices", "talk"),
    ),
    Destination("gaps:list", _("What is missing"), "circle-dashed"),
    Destination("measurement:indicator-list", _("Measures"), "chart-line"),
    Destination("disparities:board", _("Disparities"), "scale"),
    Destination("desk:money", _("Money"), "coins"),
    Destination("desk:plan", _("Plan"), "split", Right.SEE_PLAN),
    Destination(
        "desk:partners",
        _("Partners"),
        "handshake",
        holds=("promises", "activities", "groups"),
    ),
    Destination("equity:goals", _("One goal for all"), "goal", is_more=True),
    Destination("desk:how-we-work", _("How we work"), "network", is_more=True),
    Destination("invitations:people", _("People"), "users", Right.SEE_PEOPLE, is_more=True),
    Destination(
        "submissions:page",
        _("Partners' figures"),
        "clipboard-list",
        Right.SEE_RECORDS,
        is_more=True,
    ),
    Destination("records:index", _("Records"), "table-2", Right.SEE_RECORDS, is_more=True),
    Destination("releases:list", _("Releases"), "archive", Right.SEE, is_more=True),
    Destination("exchange:load", _("Load"), "file-up", Right.LOAD, is_more=True),
    Destination("measurement:protection", _("Protection of figures"), "shield", is_more=True),
    Destination(
        "initiatives:settings",
        _("Settings"),
        "sliders-horizontal",
        Right.CHANGE_SETTINGS,
        is_more=True,
    ),
)

OWN_NAMES = {"he": "עברית", "ar": "العربية", "en": "English"}


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """The frame of a page: `languages`, `theme`, `navigation`, `initiative_heading`, and how it stands."""
    language = get_language() or settings.LANGUAGE_CODE
    access: Access | None = getattr(request, "access", None)
    pages = _destinations(request, access) if access else []
    return {
        "languages": [
            {
                "code": code,
                "name": OWN_NAMES[code],
                "href": translate_url(request.get_full_path(), code),
                "is_current": code == language,
            }
            for code, _name in settings.LANGUAGES
        ],
        "theme": chosen_theme(request),
        "navigation": [each for each in pages if not each["is_more"]],
        "further_navigation": [each for each in pages if each["is_more"]],
        "initiative_heading": access.initiative.name.shown(language) if access else None,
        "initiative": access.initiative if access else None,
        "access_href": reverse("desk:access", args=[access.initiative.code]) if access else "",
        "standings": standings(access, language) if access else [],
    }


def _destinations(request: HttpRequest, access: Access) -> list[dict[str, Any]]:
    found = []
    for page in INITIATIVE_PAGES:
        if not access.may(page.right):
            continue
        href = reverse(page.route, args=[access.initiative.code])
        found.append(
            {
                "href": href,
                "text": page.word,
                "icon": page.icon,
                "is_more": page.is_more,
                "current": _current(request.path, href, page),
            }
        )
    return found


def _current(path: str, href: str, page: Destination) -> str:
    """What `aria-current` says: this page, or a page inside it."""
    if path == href:
        return "page"
    is_below = page.route != "desk:overview" and path.startswith(href)
    beside = href.rstrip("/").rpartition("/")[0]
    is_held = any(path.startswith(f"{beside}/{part}/") for part in page.holds)
    return "true" if is_below or is_held else ""
