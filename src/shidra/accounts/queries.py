"""Reads of people."""

from django.db.models import QuerySet

from shidra.accounts.models import User

__all__ = ["demo_people", "has_anybody", "is_demo_installation"]


def has_anybody() -> bool:
    """Whether anybody can sign in; before the first one does, the first visit makes them."""
    return User.objects.exists()


def is_demo_installation() -> bool:
    """Whether the personas of the demo live here."""
    return User.objects.filter(is_demo=True).exists()


def demo_people() -> QuerySet[User]:
    """The personas of the demo, in the order in which they were made; elsewhere nobody."""
    return User.objects.filter(is_demo=True).order_by("id").prefetch_related("memberships")
