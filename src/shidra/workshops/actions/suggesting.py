"""People in the room suggest: each sending once, however often a finger taps."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from shidra.accounts.actions import Purpose, admit_attempt, forget_attempts
from shidra.audit.actions import record
from shidra.audit.models import Actor
from shidra.initiatives.actions import hold
from shidra.initiatives.permissions import InitiativeIsOver
from shidra.roadmap.models import FactorEntry
from shidra.workshops.models import Suggestion, Workshop
from shidra.workshops.permissions import Phone
from shidra.workshops.queries import End, is_open

__all__ = ["NotOpen", "TooMany", "admit_phone", "suggest"]

# Nobody thinks of more within ten minutes, or within one workshop.
MOST_WITHIN = timedelta(minutes=10)
MOST_OF_PHONE_WITHIN, MOST_OF_PHONE, MOST_IN_ALL = 40, 200, 5_000


class NotOpen(Exception):
    """The workshop is over."""


class TooMany(Exception):
    """More came from one phone, or in all, than people write."""


NOTHING = End()


def admit_phone(*, phone: Phone | None, key: str, client: str) -> bool:
    """Whether one more try of a code is admitted; who holds the right one has not tried in vain."""
    if phone is not None and phone.is_known:
        return True
    key = key[:20]
    if not admit_attempt(email=key, client=client, purpose=Purpose.WORKSHOP_CODE):
        return False
    if phone is not None:
        forget_attempts(email=key, client=client, purpose=Purpose.WORKSHOP_CODE)
    return True


@transaction.atomic
def suggest(
    *,
    phone: Phone,
    sending: str,
    kind: Suggestion.Kind,
    words: str,
    language: str,
    speaker: str = "",
    source: End = NOTHING,
    target: End = NOTHING,
    sign: str = "",
) -> Suggestion:
    """Keep what somebody suggests until the facilitator decides; a second tap adds nothing.

    Raises:
        NotOpen: the workshop is over.
        TooMany: so many came already that these are no people.
        ValueError: an end is of another workshop or initiative.
    """
    try:
        hold(phone.workshop.initiative.code)
    except InitiativeIsOver as over:
        raise NotOpen from over
    workshop = Workshop.objects.select_related("initiative").get(pk=phone.workshop.pk)
    mark = sha256(f"{phone.mark} {sending}".encode()).hexdigest()
    says: dict[str, Any] = {
        "kind": kind,
        "words": words,
        "source_code": source.code,
        "source": source.suggestion,
        "target_code": target.code,
        "target": target.suggestion,
        "sign": sign,
    }
    if said := _said_before(phone, workshop, mark, says):
        return said
    if not is_open(workshop):
        raise NotOpen
    for end in (source, target):
        _refuse_elsewhere(workshop, end)
    _refuse_floods(phone, workshop)
    said = Suggestion.objects.create(
        workshop=workshop,
        language=language,
        speaker=speaker,
        phone=phone.mark,
        sending=mark,
        made_at=timezone.now(),
        **says,
    )
    record(
        action="suggest in workshop",
        by=Actor(label="workshop guest"),
        initiative=workshop.initiative.code,
        subject=f"workshop {workshop.pk}",
        detail={"suggestion": said.pk, "kind": str(kind), "words": words},
    )
    return said


def _said_before(
    phone: Phone, workshop: Workshop, mark: str, says: dict[str, Any]
) -> Suggestion | None:
    """The same sending, or the same words that this phone sent and that still wait."""
    here = Suggestion.objects.filter(workshop=workshop)
    own = here.filter(phone=phone.mark, state=Suggestion.State.WAITING, **says)
    return here.filter(sending=mark).first() or own.first()


def _refuse_elsewhere(workshop: Workshop, end: End) -> None:
    if end.suggestion is not None and end.suggestion.workshop_id != workshop.pk:
        raise ValueError("what was suggested in another workshop")
    known = FactorEntry.objects.filter(version__initiative=workshop.initiative)
    if end.code and not known.filter(factor__code=end.code).exists():
        raise ValueError("a factor of another initiative")


def _refuse_floods(phone: Phone, workshop: Workshop) -> None:
    here = Suggestion.objects.filter(workshop=workshop)
    own = here.filter(phone=phone.mark)
    lately = own.filter(made_at__gt=timezone.now() - MOST_WITHIN)
    is_flood = (
        lately.count() >= MOST_OF_PHONE_WITHIN
        or own.count() >= MOST_OF_PHONE
        or here.count() >= MOST_IN_ALL
    )
    if is_flood or not admit_attempt(
        email=f"workshop {workshop.pk}", client=phone.client, purpose=Purpose.WORKSHOP_SENDING
    ):
        raise TooMany
