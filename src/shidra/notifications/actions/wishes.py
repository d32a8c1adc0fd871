"""How people want to hear, and what they follow.

What somebody follows stays out of the audit trail: the trail forgets nothing and is read by
others, and this concerns nobody else. Whether letters are wanted is kept there, as proof.
"""

from django.db import transaction

from shidra.accounts.models import User
from shidra.audit.actions import record
from shidra.audit.models import Actor
from shidra.i18n.languages import known
from shidra.notifications.models import Following, Letter, Preferences, new_stamp

__all__ = [
    "follow",
    "follow_under",
    "note_language",
    "renew_calendar",
    "renew_stop_key",
    "stop_letters",
    "unfollow",
    "wish",
    "wishes_of",
]

State, Never = Letter.State, Preferences.HowOften.NEVER


def wishes_of(person: User) -> Preferences:
    """How a person wants to hear, made where nothing was said yet, so that addresses can be signed."""
    return Preferences.objects.get_or_create(person=person)[0]


def note_language(*, person: User, language: str) -> None:
    """Take the language in which somebody first reads here as that of their letters."""
    Preferences.objects.get_or_create(person=person, defaults={"language": known(language)})


@transaction.atomic
def wish(*, person: User, how_often: str, language: str, by: Actor) -> None:
    """Get letters so often, in this language; what waits to be sent is no longer sent after Never."""
    wishes = wishes_of(person)
    before = {"how_often": wishes.how_often, "language": wishes.language}
    wishes.how_often, wishes.language = how_often, language
    wishes.save(update_fields=["how_often", "language"])
    if how_often == Never:
        _drop_digests(person)
    after = {"how_often": how_often, "language": language}
    if before != after:
        record(
            action="change letters",
            by=by,
            subject=f"user {person.pk}",
            detail={"before": before, "after": after},
        )


@transaction.atomic
def stop_letters(*, person: User, by: Actor) -> None:
    """Send this person no digest any more."""
    wishes = wishes_of(person)
    if wishes.how_often == Never:
        return
    Preferences.objects.filter(pk=wishes.pk).update(how_often=Never)
    _drop_digests(person)
    record(action="stop letters", by=by, subject=f"user {person.pk}")


def _drop_digests(person: User) -> None:
    Letter.objects.filter(person=person, kind=Letter.Kind.DIGEST, state=State.QUEUED).update(
        state=State.DROPPED, text="", html=""
    )


@transaction.atomic
def renew_calendar(*, person: User, by: Actor) -> None:
    """Give a person's calendar another address; that of before opens nothing any more."""
    wishes = wishes_of(person)
    Preferences.objects.filter(pk=wishes.pk).update(calendar_stamp=new_stamp())
    record(action="renew calendar address", by=by, subject=f"user {person.pk}")


@transaction.atomic
def renew_stop_key(*, person: User, by: Actor) -> None:
    """Let the addresses in letters of before stop nothing any more; those to come do."""
    wishes = wishes_of(person)
    Preferences.objects.filter(pk=wishes.pk).update(stop_stamp=new_stamp())
    record(action="renew stop address", by=by, subject=f"user {person.pk}")


def follow(*, person: User, initiative: str, kind: str, code: str) -> None:
    """Hear of changes of this from now on."""
    Following.objects.get_or_create(person=person, initiative=initiative, kind=kind, code=code)


@transaction.atomic
def follow_under(*, initiative: str, kind: str, before: str, code: str) -> None:
    """Let whoever follows a thing follow it under its new code."""
    here = Following.objects.filter(initiative=initiative, kind=kind)
    followers = here.filter(code=before)
    here.filter(code=code, person__in=followers.values("person")).delete()
    followers.update(code=code)


def unfollow(*, person: User, initiative: str, kind: str, code: str) -> None:
    """Hear of it no more."""
    Following.objects.filter(person=person, initiative=initiative, kind=kind, code=code).delete()
