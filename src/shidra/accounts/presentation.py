"""People as the pages show them."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from shidra.accounts.models import User

__all__ = ["personas"]


def personas(people: Iterable[User]) -> list[Mapping[str, str]]:
    """Each persona of the demo with the words of their role."""
    return [
        {"name": person.name, "email": person.email, "role": _role(person)} for person in people
    ]


def _role(person: User) -> str:
    if person.is_superuser:
        return _("administrator")
    # A persona has one role, the same in every initiative.
    return next((str(each.get_role_display()) for each in person.memberships.all()), "")
