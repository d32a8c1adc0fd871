"""`shidra map diff`: what changed between two versions, for people and for programs."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from shidra.i18n import isolates
from shidra.roadmap.actions import adopt_open_version
from shidra.ui.management.site import Refused
from tests.factories import text
from tests.roadmap.people import MICHAL, add, change, draft


def told(*arguments: str) -> str:
    out = io.StringIO()
    call_command("map", "diff", *arguments, stdout=out)
    return isolates.strip(out.getvalue())


@pytest.fixture
def second(together):
    version = draft(together)
    change(version, "F1", importance=5, name=text("therapy"))
    add(version, "F3")
    return version


def test_without_versions_it_compares_what_is_open_with_what_counts(second):
    document = json.loads(told("together", "--json"))
    assert (document["from"]["number"], document["to"]["number"]) == (1, 2)
    assert document["counts"] == {"added": 1, "weighed": 1, "reworded": 1}
    [weighed] = [each for each in document["changes"] if each["kind"] == "weighed"]
    assert weighed["codes"] == ["F1"]
    assert weighed["fields"] == [{"name": "importance", "before": 3, "after": 5}]


def test_any_two_versions_are_compared_also_backwards(together, second):
    adopt_open_version(initiative=together, by=MICHAL)
    assert json.loads(told("together", "2", "1", "--json"))["counts"]["removed"] == 1
    assert json.loads(told("together", "1", "1", "--json"))["changes"] == []


def test_people_read_it_in_words(second):
    page = told("together")
    assert "factor F3" in page
    assert "3 → 5" in page


@pytest.mark.parametrize("asked", [("together", "1", "9"), ("nowhere",), ("together", "9")])
def test_what_is_not_there_is_refused(second, asked):
    with pytest.raises((Refused, CommandError)):
        told(*asked)


def test_one_version_has_nothing_to_be_compared_with(together):
    with pytest.raises((Refused, CommandError)):
        told("together")
