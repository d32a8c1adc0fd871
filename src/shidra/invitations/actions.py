"""Writes of invitations: make one, withdraw it, accept it."""

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from shidra.accounts.actions import create_person, make_sign_in_link
from shidra.accounts.models import User
from shidra.audit.actions import record
from shidra.audit.models import Actor
from shidra.i18n.text import Text
from shidra.initiatives.actions import grant_role, revoke_roles
from shidra.initiatives.models import Group, Initiative
from shidra.initiatives.permissions import Access
from shidra.initiatives.queries import person_or_none
from shidra.invitations.models import Invitation
from shidra.invitations.permissions import Offer, refusal_of_link
from shidra.invitations.presentation import link_was_made
from shidra.invitations.queries import Standing, fingerprint_of, standing_of
from shidra.network.actions import affiliate, end_affiliations, found_organisation
from shidra.network.models import Organisation
from shidra.notifications.actions import note_language, queue_notice, send_at_once
from shidra.notifications.presentation import Written

__all__ = [
    "DAYS",
    "Made",
    "NotOffered",
    "NotOpen",
    "accept",
    "accept_with_new_account",
    "invite",
    "let_in",
    "mail_invitation",
    "may_mail",
    "remove_person",
    "withdraw",
]

DAYS = 14


class NotOffered(Exception):
    """This person may not make this invitation."""


class NotOpen(Exception):
    """The invitation was used, withdrawn, or its time is over."""

    def __init__(self, standing: Standing) -> None:
        super().__init__(standing.value)
        self.standing = standing


@dataclass(frozen=True, slots=True)
class Made:
    """An invitation, and the secret of its link: told once, kept nowhere."""

    invitation: Invitation
    secret: str


@transaction.atomic
def invite(
    *,
    initiative: Initiative,
    offer: Offer,
    role: str,
    language: str,
    by: Actor,
    organisation: Organisation | None = None,
    group: Group | None = None,
    is_administrator: bool = False,
    meant_for: str = "",
    days: int = DAYS,
    founded: tuple[str, str] | None = None,
    spoken: str = "",
) -> Made:
    """Make a link for one person.

    `founded` names an organisation that is not there yet, and its sector; `spoken` is the
    language of that name.

    Raises:
        NotOffered: the inviting person may not give this role, or not there.
    """
    if founded is not None and offer.may_leave_open:
        name = Text.of(**{spoken or language: founded[0]})
        organisation = found_organisation(
            initiative=initiative, name=name, sector=founded[1], by=by
        )
        offer = replace(offer, organisations=(*offer.organisations, organisation))
    organisation_id = organisation.pk if organisation else None
    group_id = group.pk if group else None
    if not offer.includes(role=role, organisation_id=organisation_id, group_id=group_id):
        raise NotOffered
    secret, now = secrets.token_urlsafe(24), timezone.now()
    made = Invitation.objects.create(
        initiative=initiative,
        fingerprint=fingerprint_of(secret),
        role=role,
        organisation=organisation,
        group=group,
        is_administrator=is_administrator and bool(organisation or group),
        language=language,
        meant_for=meant_for,
        made_by_id=by.id,
        made_by=by.label,
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    _keep(made, "invite", by)
    return Made(made, secret)


@transaction.atomic
def let_in(*, access: Access, user: User) -> tuple[str, str]:
    """A link by which somebody of this initiative chooses another password and comes in, once.

    They are told by mail that it was made, for whoever opens it has their account; the letter
    holds no link.

    Raises:
        NotOffered: the account opens more than whoever asks may.
    """
    if refusal_of_link(access, user) is not None:
        raise NotOffered
    made = make_sign_in_link(
        user=user,
        by=access.actor,
        maker=person_or_none(access.actor),
        initiative=access.initiative.code,
    )
    queue_notice(
        person=user,
        write=lambda language: link_was_made(access.initiative, user, access.actor.label, language),
    )
    return made


@transaction.atomic
def may_mail(*, invitation: Invitation) -> bool:
    """Whether one more invitation of this person may be mailed today; if so, it counts.

    Counted before it is sent, whoever else sends at the same moment: each is an e-mail in
    somebody's mailbox, in the name of all who run the server.
    """
    User.objects.select_for_update().filter(pk=invitation.made_by_id or 0).first()
    now = timezone.now()
    mailed = Invitation.objects.filter(
        made_by_id=invitation.made_by_id, mailed_at__gt=now - timedelta(days=1)
    )
    if mailed.count() >= settings.SHIDRA_INVITATION_MAILS:
        return False
    Invitation.objects.filter(pk=invitation.pk).update(mailed_at=now)
    return True


def mail_invitation(*, invitation: Invitation, letter: Written, to: str, by: Actor) -> bool:
    """Mail an invitation once, now; whether it has gone.

    Outside a transaction: a mail server may be slow, and nobody's saving waits for it. The letter
    holds the secret of the link, which `send_at_once` keeps nowhere; the trail keeps that it went.
    """
    has_gone = send_at_once(to=to, language=invitation.language, written=letter)
    if has_gone:
        with transaction.atomic():
            _keep(invitation, "mail invitation", by)
    return has_gone


@transaction.atomic
def withdraw(*, invitation: Invitation, by: Actor) -> None:
    """Let the link open nothing any more; one that was used stays as it is."""
    held = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if held.used_at or held.withdrawn_at:
        return
    held.withdrawn_at = timezone.now()
    held.save(update_fields=["withdrawn_at"])
    _keep(held, "withdraw invitation", by)


@transaction.atomic
def accept(*, invitation: Invitation, user: User) -> None:
    """Let this person in; the link opens nothing afterwards.

    Raises:
        NotOpen: somebody used it, it was withdrawn, or its time is over.
    """
    held = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if (standing := standing_of(held)) is not Standing.OPEN:
        raise NotOpen(standing)
    grant_role(initiative=held.initiative, user=user, role=held.role, by=user.actor)
    note_language(person=user, language=held.language)
    if held.organisation or held.group:
        affiliate(
            user=user,
            organisation=held.organisation,
            group=held.group,
            is_administrator=held.is_administrator,
            by=user.actor,
        )
    held.used_at, held.used_by = timezone.now(), user
    held.save(update_fields=["used_at", "used_by"])
    _keep(held, "accept invitation", user.actor)


@transaction.atomic
def accept_with_new_account(
    *, invitation: Invitation, name: str, email: str, password: str
) -> User:
    """Make an account and let its person in; both or neither.

    Raises:
        NotOpen: as `accept`; no account is left behind.
    """
    guest = Actor(label=f"guest of {invitation.made_by}"[:200])
    person = create_person(email=email, password=password, name=name, by=guest)
    accept(invitation=invitation, user=person)
    return person


@transaction.atomic
def remove_person(*, initiative: Initiative, user: User, by: Actor) -> None:
    """Take a person's roles and belonging here; the account itself stays.

    Links that this person made and nobody used open nothing any more: they may hold one themselves.

    Raises:
        LastOfBackbone: nobody would be left who keeps the initiative.
    """
    revoke_roles(initiative=initiative, user=user, by=by)
    end_affiliations(initiative=initiative, user=user, by=by)
    for made in initiative.invitations.filter(made_by_id=user.actor.id, used_at=None):
        withdraw(invitation=made, by=by)


def _keep(invitation: Invitation, action: str, by: Actor) -> None:
    record(
        action=action,
        by=by,
        initiative=invitation.initiative.code,
        subject=f"invitation {invitation.pk}",
        detail={
            "role": invitation.role,
            "organisation": invitation.organisation.code if invitation.organisation else "",
            "group": invitation.group.key if invitation.group else "",
            "is_administrator": invitation.is_administrator,
        },
    )
