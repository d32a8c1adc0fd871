"""Who may begin an initiative, and from which one it may be copied."""

from django.contrib.auth.models import AnonymousUser

from shidra.accounts.models import User
from shidra.initiatives.models import Initiative, Membership
from shidra.initiatives.permissions import Right, can

__all__ = ["copied_from", "may_begin"]

Role = Membership.Role


def may_begin(user: User | AnonymousUser) -> bool:
    """The administrator of the installation, and whoever is of a backbone here already."""
    if not isinstance(user, User):
        return False
    return user.is_superuser or user.memberships.filter(role=Role.BACKBONE).exists()


def copied_from(user: User) -> list[Initiative]:
    """The initiatives whose structure this person may take along: those one keeps oneself.

    Where a role counts only with a second factor, it also counts here only with one.
    """
    every = Initiative.objects.all()
    if not user.is_superuser:
        kept = {"memberships__user": user, "memberships__role": Role.BACKBONE}
        every = every.filter(**kept).distinct()
    # What is copied includes what only a backbone reads.
    return [each for each in every if can(user, Right.SEE_PRIVATE_RECORDS, each)]
