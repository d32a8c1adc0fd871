"""How an initiative stands, in words: the banner of its pages, and what may become of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shidra.i18n import dates
from shidra.i18n.text import Shown
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import Access, Right

__all__ = ["SETTINGS", "Standing", "moves_in_words", "standing_of", "standings"]

# What an initiative decides about its own reckoning, by attribute.
SETTINGS: Mapping[str, Any] = {
    "is_public": gettext_lazy("Visitors may see the initiative"),
    "needs_second_factor": gettext_lazy("Backbone and data lead sign in with a second factor"),
    "min_cell": gettext_lazy("Smallest number of people or events that may be published"),
    "stale_after_days": gettext_lazy("Days without a look after which a factor counts as stale"),
    "protected_reserve": gettext_lazy("Share of free money kept first for protected lines"),
    "longest_path": gettext_lazy("Longest path to the outcome, in links"),
    "priority_threshold": gettext_lazy(
        "A group counts in the equity multiplier above this priority"
    ),
    "ownerless_value": gettext_lazy("Actionability of a factor that nobody answers for"),
    "importance_exponent": gettext_lazy("Exponent of importance"),
    "shortfall_exponent": gettext_lazy("Exponent of shortfall"),
    "path_exponent": gettext_lazy("Exponent of path strength"),
    "equity_exponent": gettext_lazy("Exponent of the equity multiplier"),
    "actionability_exponent": gettext_lazy("Exponent of actionability"),
}

State = Initiative.State


@dataclass(frozen=True, slots=True)
class Standing:
    """A banner: what is different from an initiative that runs, since when, why, and what helps.

    `reason` is in the words of whoever decided, in whichever language they wrote.
    """

    title: str
    meaning: str
    reason: Shown | None = None
    tone: str = "warning"
    href: str = ""
    action: str = ""


# What each state means, in one sentence.
MEANINGS: Mapping[Initiative.State, str | Promise] = {
    State.PAUSED: gettext_lazy(
        "It can still be changed, but sends no letters and asks nothing of anybody."
    ),
    State.CLOSED: gettext_lazy("Everything can be read and nothing changed."),
    State.ARCHIVED: gettext_lazy(
        "Everything can be read at its address and nothing changed; the list of initiatives "
        "leaves it out."
    ),
}

# From one state to the next, as the one who decides reads it.
MOVES: Mapping[tuple[str, str], str | Promise] = {
    (State.RUNNING, State.PAUSED): gettext_lazy("Pause: no letters, until it goes on"),
    (State.RUNNING, State.CLOSED): gettext_lazy(
        "Close: everything stays readable, nothing changes"
    ),
    (State.PAUSED, State.RUNNING): gettext_lazy("Go on"),
    (State.PAUSED, State.CLOSED): gettext_lazy("Close: everything stays readable, nothing changes"),
    (State.CLOSED, State.RUNNING): gettext_lazy("Reopen: it can be changed again"),
    (State.CLOSED, State.ARCHIVED): gettext_lazy("Archive: closed, and in no list"),
    (State.ARCHIVED, State.CLOSED): gettext_lazy(
        "Take out of the archive: closed, and in the list"
    ),
    (State.ARCHIVED, State.RUNNING): gettext_lazy("Reopen: it can be changed again"),
}


def moves_in_words(state: str, following: Sequence[str]) -> list[tuple[str, str | Promise]]:
    """What may follow, as choices of a form."""
    return [(str(each), MOVES[state, each]) for each in following]


def standings(access: Access, language: str) -> list[Standing]:
    """What every page of the initiative says first to this person; nothing where all is usual."""
    found = []
    if access.initiative.state != State.RUNNING:
        found.append(standing_of(access.initiative, language, may_change=access.may(Right.CLOSE)))
    if access.withheld:
        found.append(
            Standing(
                title=_("Your role rests until you have a second factor"),
                meaning=_(
                    "This initiative asks it of backbone and data lead. Until then you see "
                    "what others without this role see."
                ),
                href=reverse("accounts:second-factor"),
                action=_("Set up a second factor"),
            )
        )
    return found


def standing_of(initiative: Initiative, language: str, *, may_change: bool = False) -> Standing:
    """Since when it is paused, closed or archived, and why."""
    since = initiative.state_since
    day = dates.date(since, language) if since else ""
    href = reverse("initiatives:state", args=[initiative.code]) if may_change else ""
    return Standing(
        title=_title(initiative.state, day),
        meaning=str(MEANINGS[Initiative.State(initiative.state)]),
        reason=Shown.by_script(initiative.state_reason, language),
        href=href,
        action=_("Change this") if href else "",
    )


def _title(state: str, day: str) -> str:
    if state == State.PAUSED:
        return _("This initiative is paused since %(day)s") % {"day": day}
    if state == State.CLOSED:
        return _("This initiative is closed since %(day)s") % {"day": day}
    return _("This initiative is archived since %(day)s") % {"day": day}
