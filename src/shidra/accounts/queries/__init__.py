"""Reads of people, of their second factors, and of where they are signed in."""

from shidra.accounts.queries.factors import (
    Factors,
    factors_of,
    has_second_factor,
)
from shidra.accounts.queries.links import link_parts, person_of_link_or_none
from shidra.accounts.queries.people import (
    demo_people,
    has_anybody,
    is_demo_installation,
    mail_is_set_up,
    open_account_or_none,
    person_with_email_or_none,
)
from shidra.accounts.queries.sessions import sessions_of

__all__ = [
    "Factors",
    "demo_people",
    "factors_of",
    "has_anybody",
    "has_second_factor",
    "is_demo_installation",
    "link_parts",
    "mail_is_set_up",
    "open_account_or_none",
    "person_of_link_or_none",
    "person_with_email_or_none",
    "sessions_of",
]
