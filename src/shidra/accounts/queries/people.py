"""Reads of people."""

from django.core.mail import mailers
from django.db.models import QuerySet

from shidra.accounts.models import User

__all__ = [
    "demo_people",
    "has_anybody",
    "is_demo_installation",
    "mail_is_set_up",
    "open_account_or_none",
    "person_with_email_or_none",
]


def has_anybody() -> bool:
    """Whether anybody can sign in; before the first one does, the first visit makes them."""
    return User.objects.exists()


def is_demo_installation() -> bool:
    """Whether the personas of the demo live here."""
    return User.objects.filter(is_demo=True).exists()


def demo_people() -> QuerySet[User]:
    """The personas of the demo, in the order in which they were made; elsewhere nobody."""
    return User.objects.filter(is_demo=True).order_by("id").prefetch_related("memberships")


def person_with_email_or_none(email: str) -> User | None:
    """The person who signs in with this address; capitals do not matter, a closed account does not."""
    return User.objects.filter(email=email.strip().lower()).first()


def open_account_or_none(key: int) -> User | None:
    """The person with this number, if the account is not closed."""
    return User.objects.filter(pk=key, is_active=True).first()


def mail_is_set_up() -> bool:
    """Whether anything can be mailed from here."""
    return "default" in mailers
