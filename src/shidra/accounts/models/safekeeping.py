"""How the secrets of second factors lie in the database: sealed with a key of this installation.

The seed of an authenticator app and that of the recovery codes are worth as much as the password
itself, and whoever gets a copy of the database alone must not have them. The key is derived from
`SECRET_KEY`, which is not in the database nor in a backup. After it was replaced, former keys in
`SECRET_KEY_FALLBACKS` still open what was sealed with them.
"""

import base64
from functools import lru_cache

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

__all__ = ["Safekeeping", "Unreadable", "seal", "unseal"]

# What the key is for, so that the same secret never serves two purposes.
PURPOSE = b"shidra second factors/1"


class Unreadable(Exception):
    """A secret was sealed with a key that this installation no longer has."""


class Safekeeping(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is untyped
    """Tells allauth how secrets are kept and by which name authenticator apps list this place."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def get_totp_issuer(self) -> str:
        return f"Shidra ({self._get_site_name()})"


def seal(text: str) -> str:
    """The text as it may be stored."""
    return (
        _keys((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)).encrypt(text.encode()).decode()
    )


def unseal(sealed: str) -> str:
    """The text that was sealed.

    Raises:
        Unreadable: it was sealed with another key, or changed since.
    """
    keys = _keys((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))
    try:
        return keys.decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Unreadable from None


@lru_cache(maxsize=4)
def _keys(secrets: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_derived(secret)) for secret in secrets])


def _derived(secret: str) -> bytes:
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE)
    return base64.urlsafe_b64encode(derivation.derive(secret.encode()))
