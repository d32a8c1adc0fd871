"""The reasons of the protection policy in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shidra.protection.models import Audience, Misstep
from shidra.protection.permissions import Policy, Reason

__all__ = ["RULE_FIELDS", "misstep_in_words", "reason_in_words", "rule_in_words"]

# What the numbers and flags of a rule are called, also in its form.
RULE_FIELDS: Mapping[str, Any] = {
    "people": gettext_lazy("Fewest people"),
    "events": gettext_lazy("Fewest people to whom it happened"),
    "without": gettext_lazy("Fewest people to whom it did not happen"),
    "hides_zeros": gettext_lazy("Hide nobody (0) and everybody too"),
    "keeps_totals": gettext_lazy("Keep the sums over places where others can be hidden instead"),
}


def misstep_in_words(misstep: Misstep) -> str:
    """Which two audiences are no ladder, and by what."""
    return _(
        "By “%(what)s”, “%(looser)s” would be told less than “%(stricter)s”. Of any two audiences "
        "one is at least as strict as the other in everything, and nobody’s rule is stricter than "
        "that of everybody."
    ) % {
        "what": RULE_FIELDS[misstep.field],
        "looser": Audience(misstep.looser).label,
        "stricter": Audience(misstep.stricter).label,
    }


def reason_in_words(reason: Reason, policy: Policy) -> str:
    """Why a figure is locked, as a whole sentence."""
    match reason:
        case Reason.TOO_FEW:
            return ngettext(
                "Hidden: fewer than %(count)d person or event, here or beside it, so that nobody "
                "can be recognised.",
                "Hidden: fewer than %(count)d people or events, here or beside it, so that nobody "
                "can be recognised.",
                policy.min_cell,
            ) % {"count": policy.min_cell}
        case Reason.SIZE_UNKNOWN:
            return _("Hidden: it is not known how many people stand behind this figure.")
        case Reason.COUNT_OF_A_PART:
            return _("Hidden: numbers of people are shown only for everybody together.")
        case Reason.NOT_CERTIFIED:
            return _("Hidden: it has not been shown that nobody can be recognised from it.")
        case Reason.KEPT_BACK:
            return _(
                "Kept back: it is for few people, or other figures would tell with it how many they "
                "are."
            )


def rule_in_words(policy: Policy) -> str:
    """How this reader's figures are protected, for the foot of a page; empty with raw rights."""
    if policy.has_raw_rights:
        return ""
    if policy.is_rounded:
        return _(
            "To protect people, all numbers are told as multiples of five near them, and shares "
            "of too few people are hidden."
        )
    return ngettext(
        "To protect people, numbers below %(count)d person or event are hidden, and as many others "
        "as it takes that nobody can work them out. Several years or neighbouring places together "
        "can often be shown.",
        "To protect people, numbers below %(count)d people or events are hidden, and as many others "
        "as it takes that nobody can work them out. Several years or neighbouring places together "
        "can often be shown.",
        policy.min_cell,
    ) % {"count": policy.min_cell}
