"""Two records that differ in hidden figures alone: what does a reader find else in the second?"""

import re
from collections.abc import Callable, Iterable

from django.test import Client

from shidra.accounts.models import User
from shidra.initiatives.models import Initiative
from tests.factories import make_user

__all__ = ["everything", "found_apart", "reader"]

# Made anew for each answer.
BY_CHANCE = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"')


def reader(initiative: Initiative, who: str) -> Client:
    """Somebody with this role, the same one whenever asked for; a visitor has no account."""
    client = Client()
    if who != "visitor":
        email = f"{who}@example.org"
        found = User.objects.filter(email=email).first()
        client.force_login(found or make_user(email, initiative, who))
    return client


def everything(initiative: Initiative, who: str, addresses: Iterable[str]) -> dict[str, str]:
    """Each page and file as this reader finds it, without what is never twice the same."""
    client, found = reader(initiative, who), {}
    for address in addresses:
        answer = client.get(f"/{address}")
        page = answer.content.decode() if answer.status_code == 200 else ""
        found[address] = f"{answer.status_code} {BY_CHANCE.sub('', page)}"
    return found


def found_apart(read: Callable[[], dict[str, str]], change: Callable[[], object]) -> set[str]:
    """The addresses where somebody finds anything else after the change than before."""
    first = read()
    change()
    second = read()
    return {address for address in first if first[address] != second[address]}
