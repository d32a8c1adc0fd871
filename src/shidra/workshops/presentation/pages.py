"""The pages of a workshop: the list, the phone, the wall."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.i18n import numbers
from shidra.pictures.qr import draw_qr
from shidra.workshops.models import Suggestion, Workshop
from shidra.workshops.presentation.words import WorkshopWords, workshop_heading
from shidra.workshops.queries import (
    counts_of,
    map_of,
    others_accepted,
    suggestions_of,
    suggestions_of_phone,
)

__all__ = ["counts_in_words", "phone_page", "wall_page", "workshop_list"]

State = Suggestion.State
MOST_ON_PHONE, MOST_ON_WALL = 50, 24


def phone_page(workshop: Workshop, phone: str, language: str) -> dict[str, Any]:
    """What a phone shows: what it sent, and what was taken of others where that is shown."""
    words = WorkshopWords(
        map_of(workshop.initiative),
        language,
        shows_names=workshop.shows_map,
        shows_others=workshop.shows_others,
    )
    own = suggestions_of_phone(workshop, phone)[:MOST_ON_PHONE]
    others = others_accepted(workshop, phone)[:MOST_ON_PHONE] if workshop.shows_others else []
    return {
        "workshop": workshop_heading(workshop, language),
        "own": [words.line(each, is_sender=True) for each in own],
        "others": [words.line(each) for each in others],
    }


def wall_page(workshop: Workshop, address: str, link: str, language: str) -> dict[str, Any]:
    """What the wall shows: how to come in, and what was accepted so far."""
    words = WorkshopWords(map_of(workshop.initiative, drafts=True), language)
    accepted = suggestions_of(workshop).filter(state=State.ACCEPTED).order_by("-decided_at", "-pk")
    lines = [words.line(each) for each in accepted[: MOST_ON_WALL + 1]]
    counts = counts_of(workshop)
    further = counts.accepted - MOST_ON_WALL
    return {
        "workshop": workshop_heading(workshop, language),
        "address": address,
        "qr": draw_qr(link, _("QR code that opens the workshop on a phone")),
        "accepted": lines[:MOST_ON_WALL],
        "further": ngettext("and %(count)s more", "and %(count)s more", further)
        % {"count": numbers.number(further, language)}
        if further > 0
        else "",
        "counts": counts_in_words(workshop, language),
    }


def counts_in_words(workshop: Workshop, language: str) -> dict[str, str]:
    """How much came, and what became of it."""
    counts = counts_of(workshop)

    def said(number: int, words: str, nothing: str) -> str:
        return words % {"count": numbers.number(number, language)} if number else nothing

    return {
        "phones": said(
            counts.phones,
            ngettext("%(count)s phone", "%(count)s phones", counts.phones),
            _("no phones yet"),
        ),
        "waiting": said(
            counts.waiting,
            ngettext("%(count)s waits to be read", "%(count)s wait to be read", counts.waiting),
            _("nothing waits to be read"),
        ),
        "accepted": said(
            counts.accepted,
            ngettext("%(count)s on the draft map", "%(count)s on the draft map", counts.accepted),
            _("nothing on the draft map yet"),
        ),
    }


def workshop_list(workshops: Sequence[Any], language: str) -> list[dict[str, Any]]:
    """The workshops of an initiative, each with how much came."""
    return [
        {
            **workshop_heading(each, language),
            "came": ngettext("%(count)s suggestion", "%(count)s suggestions", each.came)
            % {"count": numbers.number(each.came, language)},
            "waiting": ngettext("%(count)s waits", "%(count)s wait", each.waiting)
            % {"count": numbers.number(each.waiting, language)}
            if each.waiting
            else "",
        }
        for each in workshops
    ]
