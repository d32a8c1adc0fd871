"""What lies under a factor is written down; voices are shown once they were read; factors are looked at."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from shidra.audit.actions import Row, Touched, put_rows, record
from shidra.audit.models import Actor
from shidra.i18n.text import Text
from shidra.initiatives.actions import hold
from shidra.roadmap.models import ContextSheet, Factor, Voice

__all__ = [
    "SavedMeanwhile",
    "add_voice",
    "confirm_factor",
    "decide_voice",
    "save_context",
    "withdraw_voice",
]


class SavedMeanwhile(Exception):
    """Somebody else saved since the form was opened; `sheet` is what they left."""

    def __init__(self, sheet: ContextSheet) -> None:
        super().__init__(sheet.edition)
        self.sheet = sheet


@transaction.atomic
def save_context(
    *, factor: Factor, texts: Mapping[str, Text], edition: int, by: Actor
) -> ContextSheet | None:
    """Let the context sheet say this, if nobody saved since `edition` (0 = no sheet) was read.

    Saving what stands there already changes nothing; answers with the sheet, None while empty.

    Raises:
        SavedMeanwhile: somebody did.
    """
    initiative = factor.initiative
    hold(initiative.code)
    stored = ContextSheet.objects.filter(factor=factor).first()
    before = {name: getattr(stored, name) if stored else Text() for name in texts}
    if all(before[name].same_words(text) for name, text in texts.items()):
        return stored
    if stored is not None and stored.edition != edition:
        raise SavedMeanwhile(stored)
    given = ContextSheet(initiative=initiative, factor=factor, **texts)
    put_rows(
        existing=ContextSheet.objects.filter(initiative=initiative),
        rows=[Row(given)],
        key=("factor_id",),
        touched=Touched(tuple(sorted(texts)), is_part=True),
        by=by,
        initiative=initiative.code,
    )
    sheet = ContextSheet.objects.get(factor=factor)
    sheet.edition, sheet.edited_by = edition + 1, by.label
    sheet.edited_at = timezone.now()
    sheet.save(update_fields=["edition", "edited_by", "edited_at"])
    return sheet


@transaction.atomic
def add_voice(
    *,
    factor: Factor,
    words: Text,
    described_as: Text,
    consent: Voice.Consent,
    consent_on: date,
    visibility: str,
    token: str,
    by: Actor,
) -> Voice:
    """Write down what somebody who lives it says; it waits until the backbone has read it.

    The trail tells that a voice was added and never what it says: consent can be withdrawn, and
    the trail forgets nothing.
    """
    hold(factor.initiative.code)
    if voice := Voice.objects.filter(factor=factor, token=token).first():
        return voice
    now = timezone.now()
    voice = Voice.objects.create(
        initiative=factor.initiative,
        factor=factor,
        words=words,
        described_as=described_as,
        consent=consent,
        consent_on=consent_on,
        visibility=visibility,
        token=token,
        added_by_id=by.id,
        added_by=by.label,
        added_at=now,
    )
    _keep("add voice", voice, by, consent=consent, consent_on=consent_on.isoformat())
    return voice


@transaction.atomic
def decide_voice(*, voice: Voice, show: bool, by: Actor, reason: str = "") -> Voice:
    """Show a voice, or not; what was withdrawn stays so."""
    stored = _locked(voice)
    state = Voice.State.SHOWN if show else Voice.State.DECLINED
    if stored.state in {state, Voice.State.WITHDRAWN}:
        return stored
    stored.state = state
    _decided(stored, by, reason)
    _keep("show voice" if show else "decline voice", stored, by, reason=reason)
    return stored


@transaction.atomic
def withdraw_voice(*, voice: Voice, by: Actor) -> Voice:
    """Forget what somebody said, because they want it so: the words are gone from the tables."""
    stored = _locked(voice)
    if stored.state == Voice.State.WITHDRAWN:
        return stored
    stored.state, stored.words, stored.described_as = Voice.State.WITHDRAWN, Text(), Text()
    _decided(stored, by, "")
    _keep("withdraw voice", stored, by)
    return stored


def _locked(voice: Voice) -> Voice:
    hold(voice.initiative.code)
    return Voice.objects.select_related("initiative", "factor").get(pk=voice.pk)


def _decided(voice: Voice, by: Actor, reason: str) -> None:
    voice.decided_by, voice.decided_at = by.label, timezone.now()
    voice.decision_reason = reason
    voice.save()


def _keep(action: str, voice: Voice, by: Actor, reason: str = "", **detail: str) -> None:
    record(
        action=action,
        by=by,
        initiative=voice.initiative.code,
        subject=str(voice.factor),
        reason=reason,
        detail={"voice": voice.pk, **detail},
    )


@transaction.atomic
def confirm_factor(*, factor: Factor, by: Actor) -> Factor:
    """Say that what the map says of a factor was looked at today and still holds.

    It changes no version of the map; done twice on a day, the first stands.
    """
    hold(factor.initiative.code)
    stored = Factor.objects.select_related("initiative").get(pk=factor.pk)
    today = timezone.localdate()
    if stored.confirmed_on == today:
        return stored
    before = stored.confirmed_on
    stored.confirmed_on, stored.confirmed_by = today, by.label
    stored.save(update_fields=["confirmed_on", "confirmed_by"])
    record(
        action="confirm factor",
        by=by,
        initiative=stored.initiative.code,
        subject=str(stored),
        detail={"on": [before.isoformat() if before else None, today.isoformat()]},
    )
    return stored
