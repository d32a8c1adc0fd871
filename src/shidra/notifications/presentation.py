"""What waits and what changed, in words: on the page, in a letter, in a calendar."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from icalendar import Calendar, Event

from shidra.i18n import dates, isolates
from shidra.i18n.languages import direction
from shidra.i18n.phrases import Phrase, filled, plain, together
from shidra.i18n.text import Shown
from shidra.notifications.models import Preferences
from shidra.notifications.queries import CALENDAR, STOP, Followed, News, Waiting, address_key
from shidra.ui.own_address import own_address, own_host

__all__ = [
    "Line",
    "Written",
    "calendar_file",
    "calendar_path",
    "digest_in_words",
    "followed_rows",
    "news_rows",
    "stop_address",
    "waiting_rows",
]

# A letter is to be read in a minute: so many lines of each, and then how many more there are.
MOST_WAITING, MOST_NEWS = 12, 8
SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Written:
    """A letter in words."""

    subject: str
    text: str
    html: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing, as a row of a page or a letter shows it."""

    title: Shown | Phrase
    initiative: Shown
    href: str
    detail: str = ""
    when: str = ""
    is_late: bool = False

    @property
    def said(self) -> str:
        """The title where no markup goes, apart from what stands beside it."""
        return isolates.isolate(plain(self.title))


def waiting_rows(waiting: Iterable[Waiting], today: date, language: str) -> list[Line]:
    """Each thing that waits, with its day said as people say it."""
    return [
        Line(
            title=_shown(each.due.title, language),
            initiative=each.room.name.shown(language),
            href=each.due.href,
            detail=each.due.detail,
            when=_when(each.due.due_on, today, language),
            is_late=each.due.due_on is not None and each.due.due_on < today,
        )
        for each in waiting
    ]


def _shown(title: str, language: str) -> Shown | Phrase:
    """People's own words know their language; a sentence of ours is in the reader's."""
    return title if isinstance(title, Shown | Phrase) else Shown(title, language)


def _when(due_on: date | None, today: date, language: str) -> str:
    if due_on is None:
        return ""
    day, days = dates.date(due_on, language), (due_on - today).days
    if days == 0:
        return _("due today")
    if days < 0:
        words = ngettext(
            "late by %(days)d day: it was due on %(day)s",
            "late by %(days)d days: it was due on %(day)s",
            -days,
        )
    elif days <= SOON.days:
        words = ngettext(
            "due on %(day)s, in %(days)d day", "due on %(day)s, in %(days)d days", days
        )
    else:
        words = _("due on %(day)s")
    return words % {"day": day, "days": abs(days)}


def news_rows(news: Iterable[News], language: str) -> list[Line]:
    """Each thing that changed, with how often, when last, and by whom where that may be told."""
    return [
        Line(
            title=_shown(each.followed.subject.title, language),
            initiative=each.followed.room.name.shown(language),
            href=each.followed.subject.href,
            detail=together((*each.said, _acts(each, language))),
        )
        for each in news
    ]


def _acts(news: News, language: str) -> str:
    if not news.acts:
        return ""
    if news.by:
        words = ngettext(
            "Changed once, by %(person)s on %(day)s.",
            "Changed %(count)s times, last by %(person)s on %(day)s.",
            news.acts,
        )
    else:
        words = ngettext(
            "Changed once, on %(day)s.", "Changed %(count)s times, last on %(day)s.", news.acts
        )
    day = dates.date(timezone.localdate(news.at), language)
    facts = {"count": news.acts, "person": Shown.by_script(news.by, language), "day": day}
    return filled(words, facts)


def followed_rows(followed: Iterable[Followed], language: str) -> list[dict[str, Any]]:
    """What a person follows, with what it takes to stop."""
    return [
        {
            "title": _shown(each.subject.title, language),
            "initiative": each.room.name.shown(language),
            "href": each.subject.href,
            "code": each.code,
            "kind": each.kind,
            "room": each.room.code,
        }
        for each in followed
    ]


def stop_address(wishes: Preferences) -> str:
    """Where one click stops the letters."""
    with override(wishes.language):
        return own_address() + reverse("notifications:stop", args=[address_key(wishes, STOP)])


def calendar_path(wishes: Preferences) -> str:
    """Where, on this site, a calendar program reads what is due."""
    with override(wishes.language):
        return reverse("notifications:calendar", args=[address_key(wishes, CALENDAR)])


def digest_in_words(
    wishes: Preferences, waiting: Sequence[Waiting], news: Sequence[News], today: date
) -> Written:
    """The one letter of a period, in the language of its reader."""
    language = wishes.language
    with override(language):
        context = {
            "language": language,
            "direction": direction(language),
            "hello": _hello(wishes.person.name, language),
            "site": own_address(),
            "waiting": waiting_rows(waiting[:MOST_WAITING], today, language),
            "more_waiting": max(len(waiting) - MOST_WAITING, 0),
            "news": news_rows(news[:MOST_NEWS], language),
            "more_news": max(len(news) - MOST_NEWS, 0),
            "how_often": wishes.get_how_often_display(),
            "mine": own_address() + reverse("notifications:mine"),
            "stop": stop_address(wishes),
        }
        return Written(
            subject=_subject(len(waiting), len(news)),
            text=render_to_string("notifications/digest.txt", context),
            html=render_to_string("notifications/digest.html", context),
        )


def _hello(name: str, language: str) -> str:
    if not name:
        return _("Hello,")
    return filled(_("Hello %(person)s,"), person=Shown.by_script(name, language))


def _subject(waiting: int, news: int) -> str:
    if waiting:
        words = ngettext(
            "Shidra: %(count)d thing waits for you",
            "Shidra: %(count)d things wait for you",
            waiting,
        )
        return words % {"count": waiting}
    words = ngettext(
        "Shidra: %(count)d thing that you follow has changed",
        "Shidra: %(count)d things that you follow have changed",
        news,
    )
    return words % {"count": news}


def calendar_file(waiting: Iterable[Waiting], name: str, language: str) -> bytes:
    """The days of what is due, as calendar programs read them (RFC 5545): whole days, no alarms."""
    calendar = Calendar()
    calendar.add("prodid", "-//Shidra//what is due//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("name", name)
    for each in waiting:
        if each.due.due_on is not None:
            calendar.add_component(_event(each, each.due.due_on, language))
    return bytes(calendar.to_ical())


def _event(waiting: Waiting, due_on: date, language: str) -> Event:
    due, href = waiting.due, own_address() + waiting.due.href
    event = Event()
    event.add("uid", f"{waiting.room.code}/{due.key}@{own_host()}")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", due_on)
    if due_on < date.max:  # nothing ends after the last day; one day is what no end means
        event.add("dtend", due_on + timedelta(days=1))
    event.add("summary", plain(due.title), parameters={"LANGUAGE": language})
    initiative = waiting.room.name.shown(language).text
    event.add("description", "\n".join(filter(None, (due.detail, initiative, href))))
    event.add("url", href)
    event.add("transp", "TRANSPARENT")  # nobody is busy that day because of it
    return event
