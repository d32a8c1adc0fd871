"""What other pages show of editing the map."""

from typing import Any

from django import template

from shidra.initiatives.permissions import Access, Right

__all__ = ["register"]

register = template.Library()


@register.inclusion_tag("mapping/_on_map.html")
def edit_the_map(access: Access) -> dict[str, Any]:
    """The way from the map to the page on which it is edited, for those who may."""
    return {"access": access, "may_edit": access.may(Right.EDIT)}
