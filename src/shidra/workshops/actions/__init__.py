"""Writes of workshops: open and close one, suggest, and decide on what was suggested."""

from shidra.workshops.actions.deciding import (
    Refused,
    accept_doubt,
    accept_factor,
    accept_link,
    join_with,
    put_back,
    set_aside,
)
from shidra.workshops.actions.opening import change_workshop, close_workshop, open_workshop
from shidra.workshops.actions.suggesting import NotOpen, TooMany, admit_phone, suggest

__all__ = [
    "NotOpen",
    "Refused",
    "TooMany",
    "accept_doubt",
    "accept_factor",
    "accept_link",
    "admit_phone",
    "change_workshop",
    "close_workshop",
    "join_with",
    "open_workshop",
    "put_back",
    "set_aside",
    "suggest",
]
