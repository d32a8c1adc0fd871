"""Writes at the map: factors and links, their order, and who is at it."""

from shidra.mapping.actions.editing import (
    Met,
    Refused,
    Saved,
    add_factor,
    add_link,
    change_factor,
    change_link,
    remove_factor,
    remove_link,
    take_back,
)
from shidra.mapping.actions.ordering import move_in_order
from shidra.mapping.actions.presence import be_here

__all__ = [
    "Met",
    "Refused",
    "Saved",
    "add_factor",
    "add_link",
    "be_here",
    "change_factor",
    "change_link",
    "move_in_order",
    "remove_factor",
    "remove_link",
    "take_back",
]
