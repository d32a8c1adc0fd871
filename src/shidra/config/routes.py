"""All routes with the policy of each; one without a policy lets no command and no server start."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.checks import CheckMessage, Error
from django.urls import URLPattern, URLResolver, get_resolver

from shidra.ui.policies import Policy, policy_of

__all__ = ["THIRD_PARTY", "Route", "check_policies", "routes", "undeclared_routes"]

# Views of libraries cannot carry a policy of ours: it is said here, by the name of the route.
# None is mounted now; whoever includes one decides on it here.
THIRD_PARTY: dict[str, Policy] = {}


@dataclass(frozen=True, slots=True)
class Route:
    """One address: its full name, its pattern, what answers, and for whom that is."""

    name: str
    pattern: str
    view: Callable[..., Any]
    policy: Policy | None

    def __str__(self) -> str:
        return f"{self.name or 'without a name'} ({self.pattern})"


def routes() -> list[Route]:
    """Every route there is, through all includes."""
    return list(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, space: str, path: str) -> Iterator[Route]:
    for each in resolver.url_patterns:
        pattern = path + str(each.pattern)
        if isinstance(each, URLPattern):
            name = f"{space}{each.name}" if each.name else ""
            policy = THIRD_PARTY.get(name) or policy_of(each.callback)
            yield Route(name, pattern, each.callback, policy)
        else:
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from _walk(each, inner, pattern)


def undeclared_routes() -> list[Route]:
    """Those that say neither by themselves nor here whom they are for."""
    return [route for route in routes() if route.policy is None]


def check_policies(**_of_django: Any) -> list[CheckMessage]:
    """Django's system check of the same, for `check`, `migrate` and the development server."""
    return [
        Error(
            f"The route {route} declares no policy.",
            hint="Say whom it is for: shidra.ui.policies, or initiatives.permissions.opens.",
            obj=route.view,
            id="shidra.E001",
        )
        for route in undeclared_routes()
    ]
