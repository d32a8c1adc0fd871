"""How a gap stands, in a tag and in a sentence."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from shidra.gaps.models import GapState
from shidra.gaps.queries import Gap, GapBook
from shidra.i18n import dates
from shidra.i18n.phrases import Phrase, filled, together
from shidra.i18n.text import Shown
from shidra.initiatives.permissions import Right

__all__ = ["LOOKS", "StandingWords", "standing_words"]

State = GapState.State

LOOKS = {
    State.DETECTED: ("unknown", "circle-dashed"),
    State.CONFIRMED: ("missing", "circle-check"),
    State.RESERVED: ("resources", "clock"),
    State.BEING_CLOSED: ("activities", "wrench"),
    State.CLOSED: ("on-path", "check"),
    State.ACCEPTED: ("unknown", "check"),
}


@dataclass(frozen=True, slots=True)
class StandingWords:
    """The state as a tag, and what more there is to say of it."""

    state: str
    text: str
    tone: str
    icon: str
    detail: Phrase
    reason: Shown | None


def standing_words(book: GapBook, gap: Gap, language: str) -> StandingWords:
    """How a gap stands for one reader: names of others only where they may see them."""
    state = State(gap.standing.state)
    tone, icon = LOOKS[state]
    text = _("closed by the data") if gap.standing.by_data else str(state.label)
    reason = gap.life.reason if not gap.standing.ran_out else ""
    return StandingWords(
        state=str(state),
        text=text,
        tone=tone,
        icon=icon,
        detail=together(_details(book, gap, language)),
        reason=Shown.by_script(reason, language) if reason else None,
    )


def _details(book: GapBook, gap: Gap, language: str) -> list[str]:
    life, standing, said = gap.life, gap.standing, list[str]()

    def day(on: date) -> dict[str, str]:
        return {"day": dates.date(on, language)}

    if standing.ran_out and life.reserved_until:
        said.append(_("A reservation ran out on %(day)s.") % day(life.reserved_until))
    elif standing.state == State.RESERVED and life.reserved_until:
        said.append(_reserved(book, gap, language))
    if standing.by_data:
        if life.gone_on:
            said.append(_("Since %(day)s the data show nothing missing.") % day(life.gone_on))
        else:
            said.append(_("The data show nothing missing now."))
    if standing.is_back:
        if life.returned_on:
            said.append(_("The data show it again since %(day)s.") % day(life.returned_on))
        else:
            said.append(_("The data show it again."))
    if standing.is_still_shown:
        said.append(_("People say that it is closed; the data show it still."))
    if standing.state == State.BEING_CLOSED:
        said.append(_by(book, gap, language))
    return said


def _reserved(book: GapBook, gap: Gap, language: str) -> str:
    assert gap.life.reserved_until is not None
    until = {"day": dates.date(gap.life.reserved_until, language)}
    name = gap.life.reserved_by_name
    if name is None or not book.access.may(Right.SEE_PARTNERS_MONEY):
        return _("Kept until %(day)s for a partner who wants to pay for it.") % until
    words = _("Kept until %(day)s for %(name)s, who wants to pay for it.")
    return filled(words, **until, name=name.shown(language))


def _by(book: GapBook, gap: Gap, language: str) -> str:
    """What closes it, if this reader may know of it."""
    activity = book.activities.get(gap.life.activity)
    if activity is not None:
        return filled(_("By the activity %(name)s."), name=activity.name.shown(language))
    code = book.commitments.get(gap.life.commitment_id or 0)
    return filled(_("By the commitment %(code)s."), code=Shown(code, language)) if code else ""
