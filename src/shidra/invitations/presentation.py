"""People and invitations as the pages show them."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.accounts.models import User
from shidra.i18n import dates, isolates
from shidra.i18n.languages import direction
from shidra.initiatives.models import Initiative, Membership
from shidra.invitations.models import Invitation
from shidra.invitations.permissions import LinkRefusal
from shidra.invitations.queries import PersonRow, Standing, standing_of
from shidra.notifications.presentation import Written
from shidra.ui.own_address import own_address

__all__ = [
    "invitation_rows",
    "invitation_words",
    "letter",
    "link_was_made",
    "people_rows",
    "refusal",
    "refusal_of_link_in_words",
]


def people_rows(
    people: Iterable[PersonRow], language: str, *, with_addresses: bool
) -> list[dict[str, Any]]:
    """Each person; addresses of mail only for those who look after people."""
    return [
        {
            "id": person.id,
            "name": person.name or person.email,
            "email": person.email if with_addresses else "",
            "roles": ", ".join(str(Membership.Role(role).label) for role in person.roles),
            "belongs_to": [each.shown(language) for each in person.belongs_to],
            "is_administrator": person.is_administrator,
        }
        for person in people
    ]


def invitation_rows(invitations: Iterable[Invitation], language: str) -> list[dict[str, Any]]:
    """Each invitation, and what has become of it."""
    return [
        {
            **invitation_words(invitation, language),
            "id": invitation.pk,
            "meant_for": invitation.meant_for,
            "standing": _standing(invitation, language),
            "is_open": standing_of(invitation) is Standing.OPEN,
        }
        for invitation in invitations
    ]


def invitation_words(invitation: Invitation, language: str) -> dict[str, Any]:
    """What an invitation gives, in words."""
    belongs_to = invitation.organisation or invitation.group
    return {
        "initiative": invitation.initiative.name.shown(language),
        "result": invitation.initiative.result.shown(language),
        "role": Membership.Role(invitation.role).label,
        "belongs_to": belongs_to.name.shown(language) if belongs_to else None,
        "is_administrator": invitation.is_administrator,
        "made_by": invitation.made_by,
        "expires": dates.date(localdate(invitation.expires_at), language),
    }


def _standing(invitation: Invitation, language: str) -> str:
    words = {
        Standing.OPEN: _("open until %(day)s"),
        Standing.USED: _("%(person)s joined on %(day)s"),
        Standing.WITHDRAWN: _("withdrawn on %(day)s"),
        Standing.EXPIRED: _("its time was over on %(day)s"),
    }[standing_of(invitation)]
    at = invitation.used_at or invitation.withdrawn_at or invitation.expires_at
    return words % {"day": dates.date(localdate(at), language), "person": invitation.used_by or ""}


def refusal(standing: Standing) -> str:
    """Why a link opens nothing any more."""
    return {
        Standing.OPEN: "",
        Standing.USED: _("This invitation was used already; each opens once."),
        Standing.WITHDRAWN: _("This invitation was withdrawn."),
        Standing.EXPIRED: _("The time of this invitation is over."),
    }[standing]


def refusal_of_link_in_words(refusal: LinkRefusal) -> str:
    """Why somebody gets no sign-in link here, and who can help instead."""
    return {
        LinkRefusal.ONESELF: _("You are signed in: change your password on your own page."),
        LinkRefusal.CLOSED: _("This account is closed."),
        LinkRefusal.MORE: _(
            "This account opens more than you may open yourself, so you cannot make a link for it. "
            "Whoever runs this place can."
        ),
    }[refusal]


def letter(invitation: Invitation, address: str, days: int) -> Written:
    """An invitation as a letter, in the language that is active."""
    words = {
        "name": invitation.initiative.name.shown(invitation.language).text,
        "person": invitation.made_by,
        "role": Membership.Role(invitation.role).label,
        "address": address,
        "days": days,
    }
    once = ngettext(
        "It opens once, within %(days)d day.", "It opens once, within %(days)d days.", days
    )
    said = (
        _("Hello,"),
        _("%(person)s invites you to take part in %(name)s. Your role: %(role)s.") % words,
        _("To join, open this link: %(address)s") % words,
        once % words,
    )
    context = {
        "language": invitation.language,
        "direction": direction(invitation.language),
        "hello": said[0],
        "invites": said[1],
        "address": address,
        "once": said[3],
    }
    return Written(
        subject=_("An invitation to %(name)s") % words,
        text="\n\n".join(said),
        html=render_to_string("invitations/letter.html", context),
    )


def link_was_made(initiative: Initiative, person: User, by: str, language: str) -> Written:
    """The letter to somebody for whom a sign-in link was made, without it, in the active language."""
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    words = {
        "name": isolates.isolate(initiative.name.shown(language).text),
        "maker": isolates.isolate(by),
        "person": isolates.isolate(person.name),
        "sign_in": own_address() + reverse("accounts:sign-in"),
        "hours": hours,
    }
    opens = ngettext(
        "It opens once, within %(hours)d hour. Whoever opens it chooses your password.",
        "It opens once, within %(hours)d hours. Whoever opens it chooses your password.",
        hours,
    )
    said = (
        _("Hello %(person)s,") % words if person.name else _("Hello,"),
        _(
            "%(maker)s, of those who keep %(name)s, made a link that lets you in and asks you for "
            "a new password."
        )
        % words,
        opens % words,
        _(
            "If you asked for it, they will give it to you: it does not stand in this letter. If "
            "you did not, sign in with your password now, and the link opens nothing any more: "
            "%(sign_in)s"
        )
        % words,
    )
    context = {"language": language, "direction": direction(language), "said": said}
    return Written(
        subject=_("A link into your account was made"),
        text="\n\n".join(said),
        html=render_to_string("invitations/link_was_made.html", context),
    )
