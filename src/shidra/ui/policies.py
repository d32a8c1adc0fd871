"""Each route says whom it is for: a view carries its policy, and a start without one fails."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest

__all__ = [
    "ADMINISTRATOR",
    "EVERYBODY",
    "KEY",
    "RIGHT",
    "SIGNED_IN",
    "Policy",
    "declares",
    "for_administrators",
    "for_everybody",
    "for_signed_in",
    "for_whoever_holds_the_key",
    "policy_of",
]

EVERYBODY, SIGNED_IN, ADMINISTRATOR = "everybody", "signed in", "administrator"
RIGHT, KEY = "right", "key"


@dataclass(frozen=True, slots=True)
class Policy:
    """Whom a route is for.

    Attributes:
        kind: `everybody`, `signed in`, `administrator`, `right` (in the initiative of the
            address) or `key` (whoever holds the secret in the address).
        needs: the right of kind `right`, else empty.
        why: why the route may stand open; said wherever no right guards it.
    """

    kind: str
    needs: str = ""
    why: str = ""


def declares[View: Callable[..., Any]](policy: Policy) -> Callable[[View], View]:
    """Mark a view, or a class of views, with its policy."""

    def mark(view: View) -> View:
        view.policy = policy  # type: ignore[attr-defined]
        return view

    return mark


def for_everybody[View: Callable[..., Any]](why: str) -> Callable[[View], View]:
    """A page that needs no sign-in, and why that is right."""
    return declares(Policy(EVERYBODY, why=why))


def for_signed_in[View: Callable[..., Any]](why: str) -> Callable[[View], View]:
    """A page about the person who asks; all others are led to the sign-in."""

    def guard(view: View) -> View:
        guarded: Any = login_required(view)
        return declares(Policy(SIGNED_IN, why=why))(cast("View", guarded))

    return guard


def for_administrators[View: Callable[..., Any]](why: str) -> Callable[[View], View]:
    """A page of those who run the installation; for all others it is absent."""

    def guard(view: View) -> View:
        @wraps(view)
        def route(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            person = request.user
            if not (person.is_authenticated and person.is_active and person.is_superuser):
                raise Http404
            return view(request, *args, **kwargs)

        return declares(Policy(ADMINISTRATOR, why=why))(route)  # type: ignore[return-value]

    return guard


def for_whoever_holds_the_key[View: Callable[..., Any]](why: str) -> Callable[[View], View]:
    """A page behind a secret in its address; the view itself looks the secret up."""
    return declares(Policy(KEY, why=why))


def policy_of(view: Callable[..., Any]) -> Policy | None:
    """What a route declared; also through `View.as_view()`."""
    found = getattr(view, "policy", None) or getattr(
        getattr(view, "view_class", None), "policy", None
    )
    return found if isinstance(found, Policy) else None
