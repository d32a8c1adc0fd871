"""The settings of an initiative: who may change them, and that figures follow."""

import re

import pytest

from shidra.audit.models import Record
from shidra.gaps.analysis import what_is_missing
from shidra.initiatives.models import Initiative
from tests.personas import signed_in

pytestmark = pytest.mark.django_db
URL = "/he/i/ready-together/settings/"


def values(initiative, **changes):
    names = (
        "min_cell",
        "stale_after_days",
        "protected_reserve",
        "longest_path",
        "priority_threshold",
        "ownerless_value",
        "importance_exponent",
        "shortfall_exponent",
        "path_exponent",
        "equity_exponent",
        "actionability_exponent",
    )
    standing = {name: str(getattr(initiative, name)) for name in names}
    return standing | {"is_public": "on"} | changes


def test_the_backbone_changes_them_and_the_score_follows(ready_together):
    def before(code):
        return next(line.score for line in what_is_missing(ready_together) if line.factor == code)

    first = before("F12")
    backbone = signed_in("backbone", ready_together)
    answer = backbone.post(URL, values(ready_together, ownerless_value="1"))
    assert answer.status_code == 302
    ready_together.refresh_from_db()
    assert before("F12") == pytest.approx(2 * first)
    kept = Record.objects.get(action="change settings")
    assert kept.detail["before"] == {"ownerless_value": "0.500"}
    assert kept.actor_label == "backbone"


def test_saving_without_a_change_leaves_no_trace(ready_together):
    signed_in("backbone", ready_together).post(URL, values(ready_together))
    assert not Record.objects.filter(action="change settings").exists()


def test_numbers_stand_as_people_write_them_and_saving_them_so_changes_nothing(ready_together):
    Initiative.objects.filter(pk=ready_together.pk).update(priority_threshold=10)
    backbone = signed_in("backbone", ready_together)
    page = backbone.get(URL).content.decode()
    shown = dict(re.findall(r'<input type="number" name="(\w+)" value="([^"]*)"', page))
    assert shown["protected_reserve"] == "0.15"
    assert shown["ownerless_value"] == "0.5"
    assert shown["importance_exponent"] == "1"
    assert shown["priority_threshold"] == "10"
    backbone.post(URL, {**shown, "is_public": "on"})
    assert not Record.objects.filter(action="change settings").exists()


@pytest.mark.parametrize(
    "change",
    [
        {"protected_reserve": "1.5"},
        {"min_cell": "0"},
        {"importance_exponent": "-1"},
        {"longest_path": "40"},
        {"ownerless_value": "x"},
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_saved(ready_together, change):
    answer = signed_in("backbone", ready_together).post(URL, values(ready_together, **change))
    assert answer.status_code == 200
    assert "error" in answer.content.decode()
    standing = Initiative.objects.get(pk=ready_together.pk)
    name, _value = next(iter(change.items()))
    assert getattr(standing, name) == getattr(ready_together, name)


@pytest.mark.parametrize(
    "role", ["data_lead", "funder", "community_member", "stranger", "anonymous"]
)
def test_nobody_else_finds_the_page(ready_together, role):
    assert signed_in(role, ready_together).get(URL).status_code == 404


def test_the_longest_path_shortens_paths(ready_together):
    signed_in("backbone", ready_together).post(URL, values(ready_together, longest_path="1"))
    lines = what_is_missing(Initiative.objects.get(pk=ready_together.pk))
    assert all(len(line.path) <= 2 for line in lines)
    assert {line.factor for line in lines if line.path_strength == 0} >= {"F1", "F10"}
