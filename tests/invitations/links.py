"""Links by which people join, made as the page makes them."""

import re
from urllib.parse import urlsplit

from shidra.network.models import Affiliation
from tests.personas import person, signed_in

__all__ = ["INVITE", "NEWCOMER", "PEOPLE", "administers", "link_of", "made"]

PEOPLE = "/he/i/together/people/"
INVITE = f"{PEOPLE}invite/"
NEWCOMER = {"name": "רים", "email": "Rim@partner.example", "password": "four long words here"}


def link_of(answer) -> str:
    """The address that the page shows to copy."""
    found = re.search(r"<textarea[^>]*data-invitation[^>]*>([^<]+)<", answer.content.decode())
    assert found
    return urlsplit(found[1].strip()).path


def made(initiative, inviter="backbone", **typed) -> str:
    values = {"role": "partner_editor", "belongs_to": "", "language": "ar"} | typed
    answer = signed_in(inviter, initiative).post(INVITE, values)
    assert answer.status_code == 200, answer
    return link_of(answer)


def administers(initiative, organisation, role="partner_editor") -> None:
    Affiliation.objects.create(
        user=person(role, initiative), organisation=organisation, is_administrator=True
    )
