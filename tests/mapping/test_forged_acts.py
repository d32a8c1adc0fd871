"""Forms at the map that were sent twice, or that no page ever made."""

import json

import pytest
from django.test import Client

from shidra.initiatives.models import Membership
from shidra.roadmap.models import FactorEntry, RoadmapVersion
from tests.factories import make_user
from tests.workshops.rooms import a_map

pytestmark = pytest.mark.django_db


@pytest.fixture
def together():
    return a_map()


@pytest.fixture
def director(together) -> Client:
    client = Client()
    client.force_login(make_user("michal@example.org", together, Membership.Role.BACKBONE))
    return client


def act(client: Client, **sent: str):
    return client.post("/en/i/together/map/edit/act/", sent)


@pytest.mark.parametrize("stage", ["abc", "²", "-", "9" * 5000, "1.5", "NaN", "1e9999"])
def test_a_forged_stage_is_refused_and_breaks_nothing(together, director, stage):
    answer = act(director, act="later", factor="F1", was=json.dumps({"stage": stage}))
    assert answer.status_code in {302, 409, 422}
    assert together.roadmap_versions.count() == 1


def test_a_move_that_leads_nowhere_opens_no_draft(together, director):
    act(director, act="up", factor="O")
    act(director, act="up", factor="nobody")
    assert together.roadmap_versions.count() == 1


def test_a_new_factor_that_is_sent_twice_is_there_once(together, director):
    for _tap in range(2):
        answer = act(
            director, act="add", name_en="a bus that comes", stage="1", factor="F1", leads="on"
        )
        assert answer.status_code == 302
    draft = RoadmapVersion.objects.get(status="draft")
    named = [
        e
        for e in FactorEntry.objects.filter(version=draft)
        if e.name.words("en") == "a bus that comes"
    ]
    assert len(named) == 1
    assert draft.links.count() == 3


def test_the_same_name_may_stand_in_another_stage(together, director):
    for stage in ("1", "2"):
        act(director, act="add", name_en="a bus that comes", stage=stage)
    draft = RoadmapVersion.objects.get(status="draft")
    assert draft.entries.count() == 5
