"""The people that tests speak as: each with a role in one initiative, and a stranger with none."""

from django.test import Client

from shidra.accounts.models import User
from shidra.initiatives.models import Initiative, Membership

__all__ = ["ROLES", "person", "signed_in"]

ROLES = tuple(Membership.Role.values)


def person(role: str, initiative: Initiative | None = None) -> User:
    """Somebody who holds this role in the initiative; `stranger` holds none anywhere."""
    user, _is_new = User.objects.get_or_create(
        email=f"{role}@people.example", defaults={"name": role, "password": "!"}
    )
    if role == "administrator":
        User.objects.filter(pk=user.pk).update(is_superuser=True)
        user.refresh_from_db()
    elif initiative is not None and role in ROLES:
        Membership.objects.get_or_create(initiative=initiative, user=user, role=role)
    return user


def signed_in(role: str, initiative: Initiative | None = None) -> Client:
    """A browser in which this person is signed in; `visitor` without an account stays signed out."""
    client = Client()
    if role != "anonymous":
        client.force_login(person(role, initiative))
    return client
