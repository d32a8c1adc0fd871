"""Who may begin an initiative, and from which one it may be copied."""

from django.contrib.auth.models import AnonymousUser

from shidra.accounts.models import User
from shidra.initiatives.models import Initiative, Membership

__all__ = ["copied_from", "may_begin"]

Role = Membership.Role


def may_begin(user: User | AnonymousUser) -> bool:
    """The administrator of the installation, and whoever is of a backbone here already."""
    if not isinstance(user, User):
        return False
    return user.is_superuser or user.memberships.filter(role=Role.BACKBONE).exists()


def copied_from(user: User) -> list[Initiative]:
    """The initiatives whose structure this person may take along: those one keeps oneself."""
    every = Initiative.objects.all()
    if user.is_superuser:
        return list(every)
    return list(every.filter(memberships__user=user, memberships__role=Role.BACKBONE).distinct())
