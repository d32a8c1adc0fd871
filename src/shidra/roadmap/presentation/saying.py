"""Comments, doubts, talk and voices as lines on a page."""

from dataclasses import dataclass

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from shidra.audit.presentation import who_acted
from shidra.i18n import dates
from shidra.i18n.phrases import Phrase, filled, listed, together
from shidra.i18n.text import Shown
from shidra.initiatives.models import Membership
from shidra.initiatives.permissions import Access, Right
from shidra.roadmap.models import Answer, Doubt, MapComment, TalkEntry, Voice
from shidra.roadmap.presentation.wording import MapWording, Words

__all__ = [
    "SaidLine",
    "TalkLine",
    "VoiceLine",
    "comment_line",
    "doubt_line",
    "talk_line",
    "voice_line",
]


@dataclass(frozen=True, slots=True)
class SaidLine:
    """What somebody said, and the answer beside it.

    `anchor` is its place on the page; `about` what it is about, empty for the whole map.
    """

    pk: int
    anchor: str
    about: Words
    text: Shown
    who: Phrase
    at: str
    answer: str
    tone: str
    reason: Shown | None
    answered: Phrase | None


@dataclass(frozen=True, slots=True)
class TalkLine:
    """An entry of the talk: from which role, by whom, and whether it may be taken away."""

    pk: int
    text: Shown
    role: str
    who: Phrase
    at: str
    retired: str
    reason: Shown | None
    may_retire: bool


@dataclass(frozen=True, slots=True)
class VoiceLine:
    """A voice as it is read, and what who moderates knows of it."""

    pk: int
    words: Shown
    described_as: Shown
    consent: str
    state: str
    is_waiting: bool
    is_shown: bool
    added: str
    may_decide: bool


def comment_line(comment: MapComment, about: Words, access: Access, words: MapWording) -> SaidLine:
    """A comment on the map; `about` is the factor or link, empty for the whole map."""
    return _said(comment, f"comment-{comment.pk}", about, access, words)


def doubt_line(doubt: Doubt, about: Words, access: Access, words: MapWording) -> SaidLine:
    """A doubt about a link."""
    return _said(doubt, f"doubt-{doubt.pk}", about, access, words)


def _said(
    said: MapComment | Doubt, anchor: str, about: Words, access: Access, words: MapWording
) -> SaidLine:
    language = words.language
    return SaidLine(
        pk=said.pk,
        anchor=anchor,
        about=about,
        text=said.text.shown(language),
        who=_who(said, access, language),
        at=dates.moment(localtime(said.made_at), language),
        answer=str(Answer(said.answer).label) if said.answer else "",
        tone="on-path" if said.answer == Answer.TAKEN_UP else "unknown",
        reason=said.answer_reason.shown(language) if said.answer_reason else None,
        answered=_answered(said, access, language) if said.answered_at else None,
    )


def _answered(said: MapComment | Doubt, access: Access, language: str) -> Phrase:
    assert said.answered_at is not None
    at = dates.moment(localtime(said.answered_at), language)
    if not access.is_member:
        return Phrase(at)
    return together([who_acted(said.answered_by, language), at], " · ")


def _who(said: MapComment | Doubt | TalkEntry, access: Access, language: str) -> Phrase:
    """Who said it: a person by name for members alone, and for whom they speak."""
    parts: list[str] = [who_acted(said.author, language)] if access.is_member else []
    if said.speaks_for:
        parts.append(said.speaks_for.shown(language))
    if said.passed_on_from:
        whom = Shown.by_script(said.passed_on_from, language)
        parts.append(filled(_("passed on from %(whom)s"), whom=whom))
    return listed(parts or [_("A member")], language)


def talk_line(entry: TalkEntry, access: Access, language: str) -> TalkLine:
    """An entry of the talk under a factor."""
    is_own = bool(access.actor.id) and entry.author_id == access.actor.id
    may_retire = entry.retired_at is None and (
        access.may(Right.MODERATE) or (is_own and access.may(Right.COMMENT))
    )
    return TalkLine(
        pk=entry.pk,
        text=entry.text.shown(language),
        role=str(Membership.Role(entry.role).label),
        who=_who(entry, access, language),
        at=dates.moment(localtime(entry.made_at), language),
        retired=dates.moment(localtime(entry.retired_at), language) if entry.retired_at else "",
        reason=Shown.by_script(entry.retired_reason, language) if entry.retired_reason else None,
        may_retire=may_retire,
    )


def voice_line(voice: Voice, access: Access, language: str) -> VoiceLine:
    """A voice; who brought it is for who moderates and for nobody else."""
    moderates = access.may(Right.MODERATE)
    is_own = bool(access.actor.id) and voice.added_by_id == access.actor.id
    return VoiceLine(
        pk=voice.pk,
        words=voice.words.shown(language),
        described_as=voice.described_as.shown(language),
        consent=_("agreed %(how)s, %(on)s")
        % {
            "how": Voice.Consent(voice.consent).label,
            "on": dates.date(voice.consent_on, language),
        },
        state=str(Voice.State(voice.state).label),
        is_waiting=voice.state == Voice.State.WAITING,
        is_shown=voice.state == Voice.State.SHOWN,
        added=voice.added_by if access.carries(Right.MODERATE) else "",
        may_decide=moderates or (is_own and access.may(Right.COMMENT)),
    )
