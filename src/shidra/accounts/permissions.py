"""Who asks: from where, signed in or not, and whether it was they a moment ago."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from ipaddress import ip_address
from typing import Any, Concatenate, cast
from urllib.parse import urlencode

from allauth.core.internal.ratelimit import get_ip
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from shidra.accounts.models import User

__all__ = [
    "UNKNOWN_CLIENT",
    "client_of",
    "confirmed_recently",
    "may_use_passkeys",
    "note_confirmation",
    "person_of",
]

UNKNOWN_CLIENT = "0.0.0.0"  # noqa: S104 - no address to listen at, only the want of one
# Before it is changed how somebody signs in, they show once more that it is they.
CONFIRMED_FOR = timedelta(minutes=15)
# Who has begun a form in that time may also finish it.
TO_FINISH = timedelta(minutes=15)
PLACE = "confirmed_at"

type View[**Rest] = Callable[Concatenate[HttpRequest, Rest], HttpResponse]


def client_of(request: HttpRequest) -> str:
    """The network address a request comes from, of which `SHIDRA_PROXIES` proxies tell.

    Of an address of version 6 only the network: one household has millions of them.
    """
    try:
        return str(get_ip(request))
    except ImproperlyConfigured:
        # It did not come through as many proxies as there should be.
        return str(request.META["REMOTE_ADDR"])
    except PermissionDenied:
        return UNKNOWN_CLIENT


def person_of(request: HttpRequest) -> User:
    """The person who is signed in."""
    return cast("User", request.user)


def confirmed_recently[**Rest](view: View[Rest]) -> View[Rest]:
    """Let those in who showed a moment ago that it is they; others are asked, and come back.

    Stands below `for_signed_in`.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        if _is_confirmed(request):
            return view(request, *args, **kwargs)
        here = request.path if request.method == "GET" else reverse("accounts:account")
        return redirect(f"{reverse('accounts:confirm')}?{urlencode({'next': here})}")

    return cast("View[Rest]", asked)


def _is_confirmed(request: HttpRequest) -> bool:
    allowed = CONFIRMED_FOR + (TO_FINISH if request.method == "POST" else timedelta())
    return bool(request.session.get(PLACE, 0) > (timezone.now() - allowed).timestamp())


def note_confirmation(request: HttpRequest, **_signal: Any) -> None:
    """Remember in the session that this was they, just now; also called at each sign-in."""
    request.session[PLACE] = timezone.now().timestamp()


def may_use_passkeys(request: HttpRequest) -> bool:
    """Whether browsers make passkeys for this address: a name over HTTPS, or this machine itself."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return request.is_secure()
    return False
