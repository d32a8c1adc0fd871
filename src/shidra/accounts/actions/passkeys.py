"""The ceremony of passkeys: a challenge that waits in the session, and what a browser makes of it."""

import json
from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from shidra.accounts.models import User

__all__ = ["begin_making", "begin_using", "is_made", "user_of_used_passkey"]


def begin_making(user: User) -> dict[str, Any]:
    """What the browser needs to make a passkey that can sign this person in by itself."""
    return _plain(auth.begin_registration(user, passwordless=True))


def begin_using(user: User | None) -> dict[str, Any]:
    """What the browser needs to use a passkey: of this person, or of whoever holds one."""
    return _plain(auth.begin_authentication(user))


def is_made(credential: Mapping[str, Any]) -> bool:
    """Whether this answers the challenge, by somebody whom their device has recognised."""
    try:
        auth.parse_registration_response(credential)
        return bool(auth.complete_registration(dict(credential)).is_user_verified())
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
        return False


@transaction.atomic
def user_of_used_passkey(credential: Mapping[str, Any], *, of: User | None = None) -> User | None:
    """The person whose passkey answers the challenge, if it does; `of` admits one person's alone."""
    try:
        auth.parse_authentication_response(credential)
        person: Any = of or auth.extract_user_from_response(dict(credential))
        used: Authenticator = auth.complete_authentication(person, dict(credential))
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
        return None
    if not person.is_active:
        return None
    used.record_usage()
    return person if isinstance(person, User) else None


def _plain(options: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(options, cls=DjangoJSONEncoder))
    return found
