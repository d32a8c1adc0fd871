"""A small network: two partners, a group of residents, what they do and promised."""

from datetime import date

import pytest
from django.test import Client

from shidra.accounts.models import User
from shidra.i18n.isolates import strip
from shidra.initiatives.models import Group, Initiative
from shidra.network.models import Activity, Affiliation, Organisation, Promise
from tests.factories import (
    make_factor,
    make_groups,
    make_initiative,
    make_organisation,
    make_place,
    make_user,
    text,
)


@pytest.fixture
def network(db) -> Initiative:
    """NABTA does and promised something; FUND funds; Bedouin residents are given more weight."""
    initiative = make_initiative(is_public=True)
    ngo = make_organisation(initiative, "NABTA", "ngo")
    make_organisation(initiative, "FUND", "philanthropy")
    make_groups(initiative, "population:bedouin", priority=2)
    therapy = make_factor(initiative, "F2", owner=ngo, name=text("early therapy"))
    make_factor(initiative, "F3", name=text("day care"))
    rahat = make_place(initiative, "rahat", make_place(initiative, "south"))
    activity = Activity.objects.create(
        initiative=initiative,
        code="A1",
        organisation=ngo,
        name=text("stories at home"),
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 12, 31),
        reach_planned=43_219,
    )
    activity.factors.add(therapy)
    activity.places.add(rahat)
    return initiative


def promise(initiative: Initiative, code: str, **fields: object) -> Promise:
    """A promise of NABTA, unless somebody else promised it."""
    if "group" not in fields and "organisation" not in fields:
        fields["organisation"] = Organisation.objects.get(initiative=initiative, code="NABTA")
    told = {"kind": "practice", "text": text(f"promise {code}")} | fields
    return Promise.objects.create(initiative=initiative, code=code, **told)


def member(
    initiative: Initiative, role: str, of: Organisation | Group | None = None, **more: bool
) -> User:
    """Somebody with a role, who belongs to a partner or speaks for a group."""
    user = make_user(f"{role}@people.example", initiative, role)
    user.name = f"the {role}"
    user.save()
    if isinstance(of, Organisation):
        Affiliation.objects.create(user=user, organisation=of, **more)
    elif of is not None:
        Affiliation.objects.create(user=user, group=of, **more)
    return user


def browser_of(user: User | None = None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def seen(client: Client, path: str, language: str = "en", status: int = 200) -> str:
    """A page as a person reads it."""
    answer = client.get(f"/{language}/i/together/{path}")
    assert answer.status_code == status
    return strip(answer.content.decode()).replace("\u00a0", " ")
