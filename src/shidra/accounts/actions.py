"""Writes of people."""

from django.db import transaction

from shidra.accounts.models import User
from shidra.audit.actions import record
from shidra.audit.models import Actor

__all__ = ["AlreadySetUp", "create_first_administrator", "create_person", "set_password"]


class AlreadySetUp(Exception):
    """Somebody else was first."""


@transaction.atomic
def create_first_administrator(*, email: str, password: str, name: str = "") -> User:
    """Make the first person, who administers the installation.

    Raises:
        AlreadySetUp: there is somebody already; the first visit happens once.
    """
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
