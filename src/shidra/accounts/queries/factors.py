"""Reads of second factors."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from shidra.accounts.models import User
from shidra.accounts.models.safekeeping import Unreadable

__all__ = ["Factors", "factors_of", "has_second_factor"]


@dataclass(frozen=True, slots=True)
class Factors:
    """What a person can show beside the password; `codes_left` is None where there are no codes."""

    app: Authenticator | None
    passkeys: tuple[Authenticator, ...]
    codes_left: int | None

    @property
    def is_strong(self) -> bool:
        """Whether there is an app or a passkey; recovery codes alone do not count."""
        return self.app is not None or bool(self.passkeys)


def has_second_factor(user: User) -> bool:
    """Whether a person has an authenticator app or a passkey."""
    strong = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=strong).exists())


def factors_of(user: User) -> Factors:
    """All second factors of a person, by one query."""
    found = list(Authenticator.objects.filter(user_id=user.pk).order_by("created_at", "pk"))
    codes = next((each for each in found if each.type == Authenticator.Type.RECOVERY_CODES), None)
    return Factors(
        app=next((each for each in found if each.type == Authenticator.Type.TOTP), None),
        passkeys=tuple(each for each in found if each.type == Authenticator.Type.WEBAUTHN),
        codes_left=None if codes is None else _left(codes),
    )


def _left(codes: Authenticator) -> int:
    try:
        return len(RecoveryCodes(codes).get_unused_codes())
    except Unreadable:
        return 0
