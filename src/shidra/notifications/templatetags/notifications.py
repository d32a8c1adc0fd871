"""The button that follows something, for pages of the rooms above."""

from typing import Any

from django import template

from shidra.accounts.models import User
from shidra.notifications.queries import is_following

__all__ = ["follow"]

register = template.Library()


@register.inclusion_tag("notifications/_follow.html", takes_context=True)
def follow(
    context: template.RequestContext, initiative: str, kind: str, code: str
) -> dict[str, Any]:
    """A button to follow this thing or to stop; nothing for people without an account."""
    request = context["request"]
    shows = {"initiative": initiative, "kind": kind, "code": code, "here": request.get_full_path()}
    if not request.user.is_authenticated:
        return {"is_shown": False}
    person: User = request.user
    return {
        **shows,
        "is_shown": True,
        "is_following": is_following(person, initiative, kind, code),
        "csrf_token": context.get("csrf_token"),
    }
