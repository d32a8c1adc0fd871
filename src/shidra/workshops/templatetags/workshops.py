"""What other pages show of workshops."""

from typing import Any

from django import template

from shidra.initiatives.permissions import Access, Right

__all__ = ["register"]

register = template.Library()


@register.inclusion_tag("workshops/_on_map.html")
def workshops_on_map(access: Access) -> dict[str, Any]:
    """The way to the workshops from the map, for those who may hold them."""
    return {"access": access, "may_hold": access.may(Right.HOLD_WORKSHOP)}
