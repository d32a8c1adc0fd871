"""Writes of people."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from shidra.accounts.models import SignInAttempt, User
from shidra.audit.actions import record
from shidra.audit.models import Actor

__all__ = [
    "ATTEMPTS",
    "ATTEMPTS_WITHIN",
    "AlreadySetUp",
    "admit_attempt",
    "create_first_administrator",
    "create_person",
    "forget_attempts",
    "set_password",
]

# So many failures of one address from one network address, within so long, and no more.
ATTEMPTS = 10
ATTEMPTS_WITHIN = timedelta(minutes=15)


class AlreadySetUp(Exception):
    """Somebody else was first."""


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
    record(action="create first administrator", by=person.actor, subject=f"user {person.pk}")
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
    """Make a person who can sign in; a superuser administers the installation."""
    person = User.objects.create_user(
        email, password, name=name, is_demo=is_demo, is_superuser=is_superuser
    )
    record(action="create person", by=by, subject=f"user {person.pk}")
    return person


@transaction.atomic
def set_password(*, user: User, password: str, by: Actor) -> None:
    """Give a person another password; what they were signed in with ends."""
    user.set_password(password)
    user.save(update_fields=["password"])
    record(action="set password", by=by, subject=f"user {user.pk}")


@transaction.atomic
def admit_attempt(*, email: str, client: str) -> bool:
    """Whether one more try to sign in is admitted; an admitted one counts until it succeeds.

    Counted before the password is looked at, so that tries at the same moment count too. What is
    turned away does not count: who waits comes in again.
    """
    now = timezone.now()
    SignInAttempt.objects.filter(at__lt=now - ATTEMPTS_WITHIN).delete()
    if SignInAttempt.objects.filter(email=email, client=client).count() >= ATTEMPTS:
        return False
    SignInAttempt.objects.create(email=email, client=client, at=now)
    return True


@transaction.atomic
def forget_attempts(*, email: str, client: str) -> None:
    """The person signed in: the tries before were theirs."""
    SignInAttempt.objects.filter(email=email, client=client).delete()
