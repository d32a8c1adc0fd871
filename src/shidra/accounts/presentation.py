"""People, their second factors and their sessions as the pages show them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from shidra.accounts.models import User
from shidra.accounts.permissions import UNKNOWN_CLIENT
from shidra.accounts.queries import Factors
from shidra.i18n import dates
from shidra.pictures.qr import draw_qr

__all__ = [
    "FactorRow",
    "SessionRow",
    "factor_rows",
    "in_groups",
    "personas",
    "qr_picture",
    "session_rows",
]

# What a browser says of itself, the telling word first: many name others in passing.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)
HAND_HELD = {"iPhone", "iPad", "Android"}


def personas(people: Iterable[User]) -> list[Mapping[str, str]]:
    """Each persona of the demo with the words of their role."""
    return [
        {"name": person.name, "email": person.email, "role": _role(person)} for person in people
    ]


def _role(person: User) -> str:
    if person.is_superuser:
        return _("administrator")
    # A persona has one role, the same in every initiative.
    return next((str(each.get_role_display()) for each in person.memberships.all()), "")


@dataclass(frozen=True, slots=True)
class FactorRow:
    """A passkey or an authenticator app in a list."""

    pk: int
    icon: str
    name: str
    added: str
    used: str


def factor_rows(factors: Factors, language: str) -> list[FactorRow]:
    """The second factors of a person, the app first."""
    rows = (
        [_factor(factors.app, "smartphone", _("Authenticator app"), language)]
        if factors.app
        else []
    )
    return rows + [
        _factor(each, "key-round", str(each.data.get("name", "")), language)
        for each in factors.passkeys
    ]


def _factor(factor: Authenticator, icon: str, name: str, language: str) -> FactorRow:
    used = factor.last_used_at
    return FactorRow(
        pk=factor.pk,
        icon=icon,
        name=name,
        added=dates.date(timezone.localdate(factor.created_at), language),
        used=_moment(used, language) if used else "",
    )


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A place where a person is signed in."""

    pk: int
    icon: str
    browser: str
    client: str
    begun: str
    seen: str
    is_here: bool


def session_rows(
    sessions: Sequence[UserSession], here: str | None, language: str
) -> list[SessionRow]:
    """The places where a person is signed in; this one first."""
    rows = [_session(each, each.session_key == here, language) for each in sessions]
    return sorted(rows, key=lambda row: not row.is_here)


def _session(session: UserSession, is_here: bool, language: str) -> SessionRow:
    browser = next((name for sign, name in BROWSERS if sign in session.user_agent), "")
    system = next((name for sign, name in SYSTEMS if sign in session.user_agent), "")
    return SessionRow(
        pk=session.pk,
        icon="smartphone" if system in HAND_HELD else "monitor",
        browser=" · ".join(filter(None, (browser, system))) or _("An unknown browser"),
        client="" if session.ip == UNKNOWN_CLIENT else str(session.ip),
        begun=_moment(session.created_at, language),
        seen=_moment(session.last_seen_at, language),
        is_here=is_here,
    )


def _moment(at: datetime, language: str) -> str:
    return dates.moment(timezone.localtime(at), language)


def in_groups(code: str) -> str:
    """A code in groups of four, as it is easily read and typed."""
    return " ".join(re.findall(".{1,4}", code))


def qr_picture(words: str) -> SafeString:
    """A QR code as SVG: dark on light in every theme, for that is what cameras look for."""
    label = _("QR code with the secret for your authenticator app")
    return mark_safe(draw_qr(words, label))  # noqa: S308 - drawn here, the label escaped there
