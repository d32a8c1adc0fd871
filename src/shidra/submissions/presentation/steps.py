"""What can be done with a submission, as buttons: what they say, and what follows."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from shidra.submissions.models import Submission

__all__ = ["MoveButton", "move_buttons"]

Status = Submission.Status


@dataclass(frozen=True, slots=True)
class MoveButton:
    """One step that can be taken."""

    to: str
    text: str
    help: str
    icon: str
    is_main: bool
    asks_note: bool


_WORDS = {
    (Status.DRAFT, Status.SUBMITTED): (
        _("Hand in"),
        _("Whoever answers for the data looks through it next."),
        "send",
    ),
    (Status.DRAFT, Status.WITHDRAWN): (
        _("Withdraw"),
        _("It counts nowhere, and stays in the list as withdrawn."),
        "x",
    ),
    (Status.SUBMITTED, Status.VALIDATED): (
        _("Looked through: all is well"),
        _("The partner is asked to confirm these figures."),
        "check",
    ),
    (Status.SUBMITTED, Status.DRAFT): (
        _("Give back"),
        _("It becomes a draft again, with what you write here."),
        "undo-2",
    ),
    (Status.VALIDATED, Status.CONFIRMED): (
        _("Confirm these figures"),
        _("From then on they count. Later corrections stand beside them."),
        "check",
    ),
    (Status.VALIDATED, Status.DRAFT): (
        _("Give back"),
        _("It becomes a draft again, with what you write here."),
        "undo-2",
    ),
}


def move_buttons(submission: Submission, moves: Iterable[Submission.Status]) -> list[MoveButton]:
    """The steps that are open, the one that leads on first."""
    before = Status(submission.status)
    found = []
    for to in moves:
        text, help_text, icon = _WORDS[before, to]
        is_main = to not in {Status.DRAFT, Status.WITHDRAWN}
        asks = to == Status.DRAFT
        found.append(MoveButton(to, str(text), str(help_text), icon, is_main, asks))
    return sorted(found, key=lambda each: not each.is_main)
