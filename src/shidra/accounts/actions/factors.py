"""Writes of second factors: authenticator apps, passkeys, and the codes for when both are lost."""

from collections.abc import Iterator, Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction
from django.utils.crypto import constant_time_compare

from shidra.accounts.actions.sessions import end_sessions_of
from shidra.accounts.models import User
from shidra.accounts.models.safekeeping import Unreadable, unseal
from shidra.audit.actions import record
from shidra.audit.models import Actor

__all__ = [
    "add_authenticator_app",
    "add_passkey",
    "matching_counter",
    "remove_factor",
    "remove_second_factors",
    "renew_recovery_codes",
    "use_code",
]

STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@transaction.atomic
def add_authenticator_app(
    *, user: User, secret: str, code: str, by: Actor, keep_session: str = ""
) -> list[str] | None:
    """Keep the secret of an app that has just shown a right code.

    Answers with the recovery codes that came with a first factor, empty for a later one, and
    None if the code is not right. A former app is replaced. With a first factor all sessions
    but one end: whoever came in by the password alone shall not stay.
    """
    counter = matching_counter(secret, code)
    if counter is None:
        return None
    _of(user).filter(type=Authenticator.Type.TOTP).delete()
    kept = TOTP.activate(user, secret).instance
    kept.data["last_counter"] = counter
    kept.save(update_fields=["data"])
    record(action="add authenticator app", by=by, subject=_subject(user))
    return _first_recovery_codes(user, by, keep_session)


@transaction.atomic
def add_passkey(
    *, user: User, name: str, credential: Mapping[str, Any], by: Actor, keep_session: str = ""
) -> list[str]:
    """Keep a passkey; its ceremony was checked. What is said of an app holds for it too."""
    WebAuthn.add(user, name, dict(credential))
    record(action="add passkey", by=by, subject=_subject(user), detail={"name": name})
    return _first_recovery_codes(user, by, keep_session)


@transaction.atomic
def remove_factor(*, user: User, factor: int, by: Actor) -> bool:
    """Take one second factor away; recovery codes go with the last. Whether there was such a one."""
    found = _of(user).filter(pk=factor, type__in=STRONG).first()
    if found is None:
        return False
    is_app = found.type == Authenticator.Type.TOTP
    name = "" if is_app else str(found.data.get("name", ""))
    found.delete()
    record(
        action="remove authenticator app" if is_app else "remove passkey",
        by=by,
        subject=_subject(user),
        detail={} if is_app else {"name": name},
    )
    if not _of(user).filter(type__in=STRONG).exists():
        _of(user).delete()
    return True


@transaction.atomic
def remove_second_factors(*, user: User, by: Actor) -> int:
    """Take all second factors away, for somebody who has lost them; how many there were."""
    removed: int = _of(user).filter(type__in=STRONG).count()
    _of(user).delete()
    if removed:
        detail = {"factors": removed}
        record(action="remove second factors", by=by, subject=_subject(user), detail=detail)
    return removed


@transaction.atomic
def renew_recovery_codes(*, user: User, by: Actor) -> list[str]:
    """Make new recovery codes; the former ones are worth nothing from now on."""
    _of(user).filter(type=Authenticator.Type.RECOVERY_CODES).delete()
    codes: list[str] = RecoveryCodes.activate(user).generate_codes()
    record(action="make recovery codes", by=by, subject=_subject(user))
    return codes


@transaction.atomic
def use_code(*, user: User, code: str) -> bool:
    """Whether a code of the app, or one of the recovery codes, is right; neither is twice."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
    found = {each.type: each for each in _of(user).filter(type__in=kinds).select_for_update()}
    try:
        app = found.get(Authenticator.Type.TOTP)
        if app is not None and _use_app(app, code):
            return True
        kept = found.get(Authenticator.Type.RECOVERY_CODES)
        is_right = kept is not None and bool(RecoveryCodes(kept).validate_code(code))
    except Unreadable:
        return False
    if is_right and kept is not None:
        kept.record_usage()
        record(action="use recovery code", by=user.actor, subject=_subject(user))
    return is_right


def _use_app(app: Authenticator, code: str) -> bool:
    # An app's code is good for a minute and a half; who looked over the shoulder comes too late.
    counter = matching_counter(unseal(app.data["secret"]), code)
    if counter is None or counter <= app.data.get("last_counter", 0):
        return False
    app.data["last_counter"] = counter
    app.save(update_fields=["data"])
    app.record_usage()
    return True


def matching_counter(secret: str, code: str) -> int | None:
    """The half-minute whose code of this secret it is, if it is near enough to now."""
    given = "".join(code.split())
    counters: Iterator[int] = yield_hotp_counters_from_time()
    for counter in counters:
        if constant_time_compare(given, format_hotp_value(hotp_value(secret, counter))):
            return counter
    return None


def _first_recovery_codes(user: User, by: Actor, keep_session: str) -> list[str]:
    if _of(user).filter(type=Authenticator.Type.RECOVERY_CODES).exists():
        return []
    end_sessions_of(user=user, but=keep_session)
    return renew_recovery_codes(user=user, by=by)


def _of(user: User) -> Any:
    return Authenticator.objects.filter(user_id=user.pk)


def _subject(user: User) -> str:
    return f"user {user.pk}"
