"""A map of two factors and an outcome, and the people around it."""

import pytest
from django.test import Client

from shidra.initiatives.models import Group, Initiative
from shidra.roadmap.models import RoadmapVersion
from tests.factories import make_factor, make_groups, make_initiative, make_link, make_organisation
from tests.roadmap.people import member


@pytest.fixture
def together(db) -> Initiative:
    initiative = make_initiative()
    therapy = make_factor(initiative, "F1", track="child", stage=1, position=1)
    places = make_factor(initiative, "F2", track="child", stage=1, position=2)
    outcome = make_factor(initiative, "O", kind="outcome", stage=2, position=3)
    make_link(therapy, outcome)
    make_link(places, therapy, strength=1)
    return initiative


@pytest.fixture
def adopted(together) -> RoadmapVersion:
    return together.roadmap_versions.get(status="adopted")


@pytest.fixture
def mothers(together) -> Group:
    make_groups(together, "kind:mothers")
    return Group.objects.get(code="mothers")


@pytest.fixture
def backbone(together) -> Client:
    return member(together, "Michal", "backbone")


@pytest.fixture
def partner(together) -> Client:
    return member(together, "Sami", "partner_editor", of=make_organisation(together, "NABTA"))


@pytest.fixture
def resident(together, mothers) -> Client:
    return member(together, "Hana", "community_member", of=mothers)


@pytest.fixture
def auditor(together) -> Client:
    return member(together, "Noa", "auditor")


@pytest.fixture
def visitor() -> Client:
    return Client()
