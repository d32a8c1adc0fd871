"""Links that let somebody choose a password: who they are for, and until when they are good."""

from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from shidra.accounts.models import User
from shidra.accounts.queries.people import open_account_or_none

__all__ = ["link_parts", "person_of_link_or_none"]


class _Tokens(PasswordResetTokenGenerator):
    """Tokens that end with the password, with the address, and with what the account opens.

    Somebody who keeps a link until its person is let in elsewhere opens nothing with it; nor does
    one who has lost their own roles since they made it.
    """

    def __init__(self, maker: User | None) -> None:
        super().__init__()
        self._maker = maker
        self.key_salt = f"shidra.accounts.links.{maker.pk if maker else 'command line'}"

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        maker = _opens(self._maker) if self._maker else ""
        return f"{super()._make_hash_value(user, timestamp)}|{_opens(user)}|{maker}"


def _opens(person: User) -> str:
    """Everything that an account opens, as one word."""
    roles = person.memberships.order_by("pk").values_list("initiative_id", "role")
    homes = person.affiliations.order_by("pk").values_list("organisation_id", "group_id")
    return f"{person.is_active}{person.is_superuser}{[*roles]}{[*homes]}"


def link_parts(person: User, maker: User | None) -> tuple[str, str]:
    """What the address of a link says: for whom it is and by whom, and its token."""
    named = f"{person.pk}.{maker.pk}" if maker else f"{person.pk}"
    return urlsafe_base64_encode(force_bytes(named)), _Tokens(maker).make_token(person)


def person_of_link_or_none(named: str, token: str) -> User | None:
    """The person whom a sign-in link lets in, while it is good."""
    try:
        person_key, _dot, maker_key = urlsafe_base64_decode(named).decode("ascii").partition(".")
        person = open_account_or_none(int(person_key))
        maker = open_account_or_none(int(maker_key)) if maker_key else None
    except (ValueError, OverflowError):
        return None
    if person is None or (maker_key and maker is None):
        return None
    return person if _Tokens(maker).check_token(person, token) else None
