"""Small makers of rows, so that a test says only what matters to it."""

from datetime import date
from decimal import Decimal
from typing import Any

from shidra.accounts.models import User
from shidra.funding.models import Allocation, Commitment, Need, SharedLine
from shidra.i18n.text import Text
from shidra.initiatives.models import Group, GroupSet, Initiative, Membership, Place
from shidra.network.models import Organisation, Stewardship
from shidra.roadmap.models import Factor, FactorEntry, Link, RoadmapVersion


def text(words: str) -> Text:
    return Text.of(he=words, ar=words, en=words)


def make_initiative(code: str = "together", **fields: Any) -> Initiative:
    """An initiative with an adopted, empty map."""
    fields = {"name": text(code), "currency": "ILS", "is_public": True} | fields
    initiative = Initiative.objects.create(code=code, **fields)
    RoadmapVersion.objects.create(
        initiative=initiative, number=1, status="adopted", adopted_on=date(2026, 1, 1)
    )
    return initiative


def make_user(email: str, initiative: Initiative | None = None, role: str = "") -> User:
    user = User.objects.create_user(email, "a long password")
    if initiative is not None:
        Membership.objects.create(initiative=initiative, user=user, role=role)
    return user


def make_factor(
    initiative: Initiative, code: str, *, owner: Organisation | None = None, **fields: Any
) -> Factor:
    """A factor on the adopted map, with an owner or without."""
    factor = Factor.objects.create(initiative=initiative, code=code)
    fields = {"kind": "factor", "name": text(f"factor {code}"), "importance": 3} | fields
    FactorEntry.objects.create(
        version=initiative.roadmap_versions.get(status="adopted"), factor=factor, **fields
    )
    if owner is not None:
        Stewardship.objects.create(factor=factor, kind="owner", organisation=owner)
    return factor


def make_link(source: Factor, target: Factor, strength: int = 3, **fields: Any) -> Link:
    version = source.initiative.roadmap_versions.get(status="adopted")
    return Link.objects.create(
        version=version, source=source, target=target, sign="+", strength=strength, **fields
    )


def make_organisation(initiative: Initiative, code: str, sector: str = "ngo") -> Organisation:
    return Organisation.objects.create(
        initiative=initiative, code=code, name=text(f"partner {code}"), sector=sector
    )


def make_place(initiative: Initiative, code: str, parent: Place | None = None) -> Place:
    return Place.objects.create(initiative=initiative, code=code, name=text(code), parent=parent)


def make_groups(initiative: Initiative, *keys: str, priority: float = 1) -> GroupSet:
    """A set of groups such as `sector:arab`, each made where it is not there yet."""
    groups = []
    for key in keys:
        dimension, code = key.split(":")
        groups.append(
            Group.objects.get_or_create(
                initiative=initiative,
                dimension=dimension,
                code=code,
                defaults={"name": text(code), "priority": Decimal(str(priority))},
            )[0]
        )
    found, is_new = GroupSet.objects.get_or_create(
        initiative=initiative, key="|".join(sorted(keys))
    )
    if is_new:
        found.groups.set(groups)
    return found


def _lined(line: Factor | str) -> dict[str, Any]:
    if isinstance(line, str):
        return {"shared_line": SharedLine(line)}
    return {"factor": line}


def make_need(
    initiative: Initiative, line: Factor | str, amount: int, year: int = 2026, **fields: Any
) -> Need:
    """A need of whole major units."""
    return Need.objects.create(
        initiative=initiative, year=year, amount=amount * 100, **_lined(line), **fields
    )


def make_commitment(
    initiative: Initiative, code: str, funder: Organisation, amount: int = 1_000_000, **fields: Any
) -> Commitment:
    """A signed commitment of whole major units."""
    fields = {"currency": initiative.currency, "signed_on": date(2026, 1, 1)} | fields
    return Commitment.objects.create(
        initiative=initiative, code=code, funder=funder, amount=amount * 100, **fields
    )


def make_allocation(
    commitment: Commitment, line: Factor | str, amount: int, year: int = 2026, **fields: Any
) -> Allocation:
    return Allocation.objects.create(
        commitment=commitment, year=year, amount=amount * 100, **_lined(line), **fields
    )
