"""The reasons of the protection policy in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.protection.permissions import Policy, Reason

__all__ = ["reason_in_words", "rule_in_words"]


def reason_in_words(reason: Reason, policy: Policy) -> str:
    """Why a figure is locked, as a whole sentence."""
    match reason:
        case Reason.TOO_FEW:
            return ngettext(
                "Hidden: fewer than %(count)d person or event, so that nobody can be recognised.",
                "Hidden: fewer than %(count)d people or events, so that nobody can be recognised.",
                policy.min_cell,
            ) % {"count": policy.min_cell}
        case Reason.TOO_FEW_BESIDE:
            return _(
                "Hidden: a group beside it is very small, and could be worked out from this one."
            )
        case Reason.SIZE_UNKNOWN:
            return _("Hidden: it is not known how many people stand behind this figure.")
        case Reason.COUNT_OF_A_PART:
            return _("Hidden: numbers of people are shown only for everybody together.")
        case Reason.NOT_CERTIFIED:
            return _("Hidden: it has not been shown that nobody can be recognised from it.")


def rule_in_words(policy: Policy) -> str:
    """How this reader's figures are protected, for the foot of a page; empty with raw rights."""
    if policy.has_raw_rights:
        return ""
    return ngettext(
        "To protect people, numbers below %(count)d person or event are hidden, and as many others "
        "as it takes that nobody can work them out. Several years or neighbouring places together "
        "can often be shown.",
        "To protect people, numbers below %(count)d people or events are hidden, and as many others "
        "as it takes that nobody can work them out. Several years or neighbouring places together "
        "can often be shown.",
        policy.min_cell,
    ) % {"count": policy.min_cell}
