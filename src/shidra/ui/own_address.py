"""Where people reach this place, for what is read elsewhere: letters, calendars, the terminal."""

from urllib.parse import urlsplit

from django.conf import settings

__all__ = ["own_address", "own_host"]


def own_address() -> str:
    """The origin of this site, as far as its settings tell."""
    if settings.CSRF_TRUSTED_ORIGINS:
        return str(settings.CSRF_TRUSTED_ORIGINS[0]).rstrip("/")
    host = settings.ALLOWED_HOSTS[0]
    if settings.SESSION_COOKIE_SECURE:
        return f"https://{host}"
    return f"http://{host}:8000"


def own_host() -> str:
    """The name of this site, without a port."""
    return urlsplit(own_address()).hostname or "localhost"
