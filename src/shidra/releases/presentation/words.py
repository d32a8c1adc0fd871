"""Words that all pages of releases share: how many figures, what changed, and how far one looked."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.audit.presentation import who_acted
from shidra.i18n import numbers
from shidra.i18n.isolates import ltr
from shidra.i18n.text import Shown
from shidra.initiatives.permissions import Access, Right
from shidra.protection.analysis import Standing, standing_named, weakest
from shidra.protection.models import ProtectedTable
from shidra.releases.models import Release, ReleaseStanding
from shidra.releases.queries import Difference

__all__ = [
    "StandingTag",
    "changes_in_words",
    "count_in_words",
    "how_to_certify",
    "large_in_words",
    "standing_in_words",
    "standing_of",
    "standing_tag",
    "what_to_do",
    "who_published",
]

_TONES = {"certified": "on-path", "rank-checked": "unknown", "not certified": "unknown"}
_ICONS = {"certified": "shield-check", "rank-checked": "shield", "not certified": "lock"}


@dataclass(frozen=True, slots=True)
class StandingTag:
    """How far an audit looked at something, as a mark beside it."""

    text: str
    tone: str
    icon: str


def standing_tag(standing: Standing) -> StandingTag:
    """The mark of a standing."""
    words = str(ProtectedTable.Standing(standing).label)
    return StandingTag(words, _TONES[standing], _ICONS[standing])


def standing_of(standings: Mapping[str, ReleaseStanding]) -> Standing:
    """That of a release: the weakest of its measures, and none where nobody has looked."""
    if not standings:
        return "not certified"
    return weakest(standing_named(each.standing) for each in standings.values())


def standing_in_words(standing: Standing) -> str:
    """What a standing means, as whole sentences."""
    match standing:
        case "certified":
            return _(
                "An audit that does not trust how numbers were hidden has found no small number "
                "that can be worked out from what is shown."
            )
        case "rank-checked":
            return _(
                "The sums alone give no small number away, but the table is too large for a "
                "certificate. Only people who may see numbers as they are see its parts."
            )
        case "not certified":
            return _(
                "Nobody has shown yet that no small number can be worked out. Until then only "
                "people who may see numbers as they are see what it says."
            )


def what_to_do() -> str:
    """What helps a reader who misses a number."""
    return _(
        "What is hidden can often be told of several years together, or of neighbouring places "
        "together. Whoever needs more can ask the backbone of the initiative."
    )


def how_to_certify(release: Release) -> str:
    """What whoever publishes does about tables that are too large to be looked at meanwhile."""
    command = f"shidra certify {release.initiative.code}"
    return _(
        "Large tables are not looked at while a release is published. Whoever runs the site has "
        "that done by the command %(command)s. Until then others are told nothing of them."
    ) % {"command": ltr(command)}


def large_in_words(most: int, language: str) -> str:
    """Why a page adds nothing up."""
    return _(
        "With more than %(count)s figures this page adds none up. The files of the release have "
        "them all."
    ) % {"count": numbers.number(most, language)}


def who_published(access: Access, release: Release, language: str) -> Shown | None:
    """Who took the step, for those who know the people of the initiative."""
    if not access.may(Right.SEE_PEOPLE):
        return None
    return who_acted(release.by_label, language)


def count_in_words(rows: int, language: str) -> str:
    """How many figures, in words."""
    told = numbers.number(rows, language)
    return ngettext("%(told)s figure", "%(told)s figures", rows) % {"told": told}


def changes_in_words(found: Difference, language: str) -> str:
    """How many figures came, changed, went and stayed."""
    parts = [
        (found.changed, _("changed: %(count)s")),
        (found.added, _("new: %(count)s")),
        (found.gone, _("gone: %(count)s")),
        (found.same, _("as before: %(count)s")),
    ]
    told = [words % {"count": numbers.number(count, language)} for count, words in parts if count]
    return " · ".join(told)
