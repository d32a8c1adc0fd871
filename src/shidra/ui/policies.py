"""Each route says whom it is for: a view carries its policy, and a start without one fails."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

__all__ = ["Policy", "declares", "for_everybody", "policy_of"]


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
    return declares(Policy("everybody", why=why))


def policy_of(view: Callable[..., Any]) -> Policy | None:
    """What a route declared; also through `View.as_view()`."""
    found = getattr(view, "policy", None) or getattr(
        getattr(view, "view_class", None), "policy", None
    )
    return found if isinstance(found, Policy) else None
