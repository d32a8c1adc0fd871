"""Writes of people: who they are, and how they come in."""

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction

from shidra.accounts.actions.sessions import end_sessions_of
from shidra.accounts.models import User
from shidra.accounts.queries import link_parts
from shidra.audit.actions import record
from shidra.audit.models import Actor

__all__ = [
    "AddressTaken",
    "AlreadySetUp",
    "change_email",
    "change_name",
    "create_first_administrator",
    "create_person",
    "make_sign_in_link",
    "set_password",
]


class AlreadySetUp(Exception):
    """Somebody else was first."""


class AddressTaken(Exception):
    """Somebody else signs in with this e-mail address."""


@transaction.atomic
def create_first_administrator(*, email: str, password: str, name: str = "") -> User:
    """Make the first person, who administers the installation.

    Raises:
        AlreadySetUp: there is somebody already; the first visit happens once.
    """
    # Two first visitors at once wait for one another here; any row that is always there will do.
    ContentType.objects.select_for_update().order_by("pk").first()
    if User.objects.exists():
        raise AlreadySetUp
    person = User.objects.create_superuser(email, password, name=name)
    record(action="create first administrator", by=person.actor, subject=_subject(person))
    return person


@transaction.atomic
def create_person(
    *,
    email: str,
    password: str,
    name: str,
    by: Actor,
    is_demo: bool = False,
    is_superuser: bool = False,
) -> User:
    """Make a person who can sign in; a superuser administers the installation.

    Raises:
        AddressTaken: there is somebody with this address; capitals do not make another one.
    """
    if User.objects.filter(email__iexact=email).exists():
        raise AddressTaken
    try:
        with transaction.atomic():
            person = User.objects.create_user(
                email, password, name=name, is_demo=is_demo, is_superuser=is_superuser
            )
    except IntegrityError as taken:
        # Somebody with the same address was faster, by a moment.
        raise AddressTaken from taken
    record(action="create person", by=by, subject=_subject(person))
    return person


@transaction.atomic
def set_password(*, user: User, password: str, by: Actor, keep_session: str = "") -> None:
    """Give a person another password; what they were signed in with ends, but for one session."""
    user.set_password(password)
    user.save(update_fields=["password"])
    ended = end_sessions_of(user=user, but=keep_session)
    record(action="set password", by=by, subject=_subject(user), detail={"sessions_ended": ended})


@transaction.atomic
def change_name(*, user: User, name: str, by: Actor) -> None:
    """Call a person otherwise; what they did before keeps the name that it was done under."""
    before, user.name = user.name, name
    user.save(update_fields=["name"])
    record(
        action="change name",
        by=by,
        subject=_subject(user),
        detail={"before": before, "after": name},
    )


@transaction.atomic
def change_email(*, user: User, email: str, by: Actor) -> None:
    """Let a person sign in, and get mail, with another address.

    Raises:
        AddressTaken: somebody else does.
    """
    wanted = email.lower()
    if User.objects.filter(email__iexact=wanted).exclude(pk=user.pk).exists():
        raise AddressTaken
    before, user.email = user.email, wanted
    user.save(update_fields=["email"])
    detail = {"before": before, "after": wanted}
    record(action="change e-mail address", by=by, subject=_subject(user), detail=detail)


@transaction.atomic
def make_sign_in_link(
    *, user: User, by: Actor, maker: User | None = None, initiative: str = ""
) -> tuple[str, str]:
    """The person and the token of a link that lets them choose a password and come in, once.

    It ends with its use, with any other change of the password or of the address, with the next
    time that they sign in otherwise, with any change of what they or `maker` may do anywhere, and
    after `PASSWORD_RESET_TIMEOUT`. A second factor is asked for all the same.
    """
    detail = {"for": user.name or user.email}
    record(
        action="make sign-in link",
        by=by,
        initiative=initiative,
        subject=_subject(user),
        detail=detail,
    )
    return link_parts(user, maker)


def _subject(person: User) -> str:
    return f"user {person.pk}"
