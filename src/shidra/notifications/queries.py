"""Reads of what waits for a person, what changed on what they follow, and how they want to hear."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core import signing
from django.db.models import Exists, OuterRef, Q

from shidra.accounts.models import User
from shidra.audit.models import Change, Record
from shidra.notifications.models import Following, Letter, Preferences
from shidra.notifications.registry import (
    Asking,
    Due,
    Room,
    Subject,
    doors,
    kinds,
    tellers,
    told_of,
)

__all__ = [
    "CALENDAR",
    "STOP",
    "Followed",
    "Mine",
    "News",
    "Waiting",
    "address_key",
    "everything_due",
    "followed_by",
    "holder_of_key",
    "is_following",
    "letters_by_state",
    "news_for",
    "news_since",
    "preferences_of",
    "readers",
    "rooms_of",
    "subject_or_none",
    "waiting_for",
    "what_waits",
]

# What the two kinds of signed addresses are for, so that neither opens what the other does.
STOP, CALENDAR = "stop", "calendar"
FARTHEST_BACK = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits, and where."""

    room: Room
    due: Due


@dataclass(frozen=True, slots=True)
class Followed:
    """One thing that a person follows, as they see it."""

    room: Room
    kind: str
    code: str
    subject: Subject


@dataclass(frozen=True, slots=True)
class News:
    """What happened to one thing that a person follows.

    Attributes:
        acts: how often it was changed by others.
        by: who changed it last, where the person may learn it.
        said: what else happened to it, in words.
    """

    followed: Followed
    acts: int
    by: str
    at: datetime
    said: tuple[str, ...]


def rooms_of(person: User) -> list[Room]:
    """The initiatives that concern a person: where they hold a role, and where they follow something."""
    codes = Following.objects.filter(person=person).values_list("initiative", flat=True).distinct()
    return list(doors()(person, set(codes)))


@dataclass(frozen=True, slots=True)
class Mine:
    """All that waits for one person, and what they follow."""

    person: User
    waiting: list[Waiting]
    followed: list[Followed]


def what_waits(person: User, today: date, language: str) -> Mine:
    """What waits for a person in all initiatives that are not over, and what they follow there."""
    rooms = rooms_of(person)
    return Mine(
        person,
        waiting_for(rooms, today, language),
        followed_by(person, rooms, today, language),
    )


def news_since(mine: Mine, until: datetime) -> list[News]:
    """What changed lately on what a person follows."""
    return news_for(mine.person, mine.followed, until - FARTHEST_BACK, until)


def waiting_for(rooms: Iterable[Room], today: date, language: str) -> list[Waiting]:
    """What waits for one person, what asks most of them first, then by day."""
    found = [
        Waiting(room, due)
        for room in rooms
        for teller in tellers()
        for due in teller(Asking(room.access, today, language))
    ]
    return sorted(found, key=_rank)


def everything_due(room: Room, today: date, language: str) -> list[Waiting]:
    """All that has a day in one initiative and that this person may see, by day."""
    asking = Asking(room.access, today, language, everything=True)
    found = [Waiting(room, due) for teller in tellers() for due in teller(asking) if due.due_on]
    return sorted(found, key=lambda each: (each.due.due_on or date.max, each.due.key))


def _rank(waiting: Waiting) -> tuple[int, date, str, str]:
    due = waiting.due
    return -due.weight, due.due_on or date.max, waiting.room.code, due.key


def followed_by(person: User, rooms: Sequence[Room], today: date, language: str) -> list[Followed]:
    """What a person follows and still sees, by initiative, kind and code."""
    codes: dict[tuple[str, str], list[str]] = defaultdict(list)
    for each in Following.objects.filter(person=person):
        codes[each.initiative, each.kind].append(each.code)
    found = []
    for room in rooms:
        asking = Asking(room.access, today, language)
        for kind in sorted(kinds()):
            if wanted := codes.get((room.code, kind)):
                subjects = told_of(kind, asking, wanted)
                found += [
                    Followed(room, kind, code, subjects[code])
                    for code in wanted
                    if code in subjects
                ]
    return found


def subject_or_none(
    person: User, initiative: str, kind: str, code: str, today: date, language: str
) -> Subject | None:
    """Something to follow, if it is there and in this person's sight."""
    for room in doors()(person, {initiative}):
        if room.code == initiative:
            return told_of(kind, Asking(room.access, today, language), [code]).get(code)
    return None


def is_following(person: User, initiative: str, kind: str, code: str) -> bool:
    """Whether a person follows this."""
    return Following.objects.filter(
        person=person, initiative=initiative, kind=kind, code=code
    ).exists()


def news_for(
    person: User, followed: Iterable[Followed], since: datetime, until: datetime
) -> list[News]:
    """What others did to it in that time, the latest first; what one did oneself is no news."""
    since = max(since, until - FARTHEST_BACK)
    found = []
    for each in followed:
        acts = list(_acts(person, each, since, until))
        said = [m for m in each.subject.moments if since < m.at <= until]
        if not acts and not said:
            continue
        times = [act.at for act in acts] + [moment.at for moment in said]
        by = acts[0].actor_label if acts and acts[0].actor_id and each.room.names_people else ""
        words = tuple(moment.words for moment in said)
        found.append(News(each, len(acts), by, max(times), words))
    return sorted(found, key=lambda news: news.at, reverse=True)


def _acts(person: User, followed: Followed, since: datetime, until: datetime) -> Iterable[Record]:
    touched = Q(pk__in=[])
    for model, rows in followed.subject.rows.items():
        touched |= Q(model=model, row__in=rows)
    changes = Change.objects.filter(touched, record=OuterRef("pk"))
    acts = Record.objects.filter(
        Exists(changes), initiative=followed.room.code, at__gt=since, at__lte=until
    )
    return acts.exclude(actor_id=str(person.pk))


def preferences_of(person: User) -> Preferences:
    """How a person wants to hear; what nobody asked yet is what a new person gets, not stored."""
    found = Preferences.objects.filter(person=person).first()
    return found or Preferences(person=person, stop_stamp="", calendar_stamp="")


def readers() -> Iterable[User]:
    """Everybody who may get a digest; the personas of the demo have no letter-box."""
    return (
        User.objects.filter(is_active=True, is_demo=False)
        .exclude(letter_preferences__how_often=Preferences.HowOften.NEVER)
        .order_by("pk")
    )


def letters_by_state() -> dict[str, int]:
    """How many letters there are in each state."""
    found: dict[str, int] = defaultdict(int)
    for state in Letter.objects.values_list("state", flat=True):
        found[state] += 1
    return dict(found)


def address_key(preferences: Preferences, purpose: str) -> str:
    """The secret part of a person's address to stop letters, or of their calendar.

    It is signed, not stored: who reads the database alone cannot make one.
    """
    return _signer(preferences, purpose).sign(str(preferences.person_id))


def holder_of_key(key: str, purpose: str) -> Preferences | None:
    """The wishes of the person whose key this is, while it is good and they may come in."""
    number = key.partition(".")[0]
    if not (number.isascii() and number.isdigit() and len(number) < 19):  # noqa: PLR2004 - digits of a key
        return None
    found = (
        Preferences.objects.filter(person_id=int(number), person__is_active=True)
        .select_related("person")
        .first()
    )
    if found is None:
        return None
    try:
        _signer(found, purpose).unsign(key)
    except signing.BadSignature:
        return None
    return found


def _signer(preferences: Preferences, purpose: str) -> signing.Signer:
    stamp = preferences.stop_stamp if purpose == STOP else preferences.calendar_stamp
    return signing.Signer(sep=".", salt=f"shidra.notifications.{purpose}.{stamp}")
