"""People around a map, and what they do with it."""

from typing import Any

from django.test import Client

from shidra.audit.models import Actor
from shidra.i18n import isolates
from shidra.initiatives.models import Group, Initiative
from shidra.network.models import Affiliation, Organisation
from shidra.roadmap.actions import version_for_changes
from shidra.roadmap.models import Factor, FactorEntry, Link, RoadmapVersion
from tests.factories import make_user, text

MICHAL = Actor(label="Michal")


def member(
    initiative: Initiative, name: str, role: str, *, of: Organisation | Group | None = None
) -> Client:
    """The browser of a member, who may belong to an organisation or a group of residents."""
    user = make_user(f"{name.lower()}@people.example", initiative, role)
    user.name = name
    user.save()
    if isinstance(of, Organisation):
        Affiliation.objects.create(user=user, organisation=of)
    elif of is not None:
        Affiliation.objects.create(user=user, group=of)
    client = Client()
    client.force_login(user)
    return client


def at(rest: str = "", language: str = "en") -> str:
    return f"/{language}/i/together/{rest}"


def said(answer: Any) -> str:
    """What an answer says, without the marks of direction."""
    return isolates.strip(answer.content.decode())


def draft(initiative: Initiative) -> RoadmapVersion:
    return version_for_changes(initiative=initiative, by=MICHAL)


def entry(version: RoadmapVersion, code: str) -> FactorEntry:
    return FactorEntry.objects.get(version=version, factor__code=code)


def change(version: RoadmapVersion, code: str, **fields: Any) -> None:
    row = entry(version, code)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


def add(version: RoadmapVersion, code: str, **fields: Any) -> Factor:
    factor = Factor.objects.create(initiative=version.initiative, code=code)
    fields = {"kind": "factor", "name": text(f"factor {code}")} | fields
    FactorEntry.objects.create(version=version, factor=factor, **fields)
    return factor


def connect(version: RoadmapVersion, source: str, target: str, **fields: Any) -> Link:
    ends = {
        name: Factor.objects.get(initiative=version.initiative, code=code)
        for name, code in (("source", source), ("target", target))
    }
    return Link.objects.create(version=version, **ends, **{"sign": "+", "strength": 2, **fields})
