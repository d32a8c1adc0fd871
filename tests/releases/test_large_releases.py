"""Releases too large for the moment of publishing: they wait for `shidra certify`, and say so."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from shidra.i18n.isolates import strip
from shidra.measurement.analysis import exits
from shidra.protection import actions as protecting
from shidra.protection.models import DisclosureRule, ProtectedTable
from shidra.releases.actions import certifying, publish_period
from shidra.releases.analysis import told as telling
from shidra.releases.presentation import release as paging
from tests.factories import make_user
from tests.releases.conftest import LEAD

pytestmark = pytest.mark.django_db


@pytest.fixture
def reading(together):
    """The page of a release as somebody of this role reads it."""

    def as_role(role, release):
        client = Client()
        client.force_login(make_user(f"{role}@example.org", together, role))
        page = client.get(f"/en/i/together/releases/{release.pk}/")
        assert page.status_code == 200
        return strip(page.content.decode())

    return as_role


def published(initiative):
    return publish_period(initiative=initiative, period="2016", note="", by=LEAD).release


def standings(release):
    return set(release.standings.values_list("standing", flat=True))


def test_a_large_table_is_not_even_counted_while_publishing(together, reading, monkeypatch):
    monkeypatch.setattr(protecting, "MOST_AT_ONCE", 5)

    def counted(_self):
        raise AssertionError("adding up all cells is what takes so long")

    with monkeypatch.context() as hurried:
        hurried.setattr(exits._Counting, "census", counted)
        release = published(together)
        assert standings(release) == {"not certified"}
        told = reading("data_lead", release)
        assert "by the command shidra certify together" in told
        visiting = reading("visitor", release)
        assert "shidra certify" not in visiting
        assert "Nobody has shown yet" in visiting
    call_command("certify", "together", stdout=StringIO())
    assert standings(release) == {"certified"}
    assert "shidra certify" not in reading("backbone", release)
    out = StringIO()
    call_command("certify", "together", "--release", "2016", "--json", stdout=out)
    assert json.loads(out.getvalue())["recoverable"] == 0


def test_the_size_that_is_known_before_counting_is_that_of_the_census(together, monkeypatch):
    real, seen = exits._Counting.census, []

    def noted(self):
        census = real(self)
        seen.append((self.size(), len(census.people) + len(census.events)))
        return census

    monkeypatch.setattr(exits._Counting, "census", noted)
    published(together)
    assert seen
    for before, after in seen:
        assert before == after > 1


def test_audiences_of_one_rule_are_counted_for_once(together, monkeypatch):
    real, times = exits._Counting.census, []

    def noted(self):
        times.append(self.period)
        return real(self)

    monkeypatch.setattr(exits._Counting, "census", noted)
    monkeypatch.setattr(protecting, "MOST_AT_ONCE", 0)
    monkeypatch.setattr(exits._Counting, "size", lambda _self: 0)
    published(together)
    once = len(times)
    assert once == 1
    assert not DisclosureRule.objects.exists()
    assert not ProtectedTable.objects.exists()


def test_a_release_of_more_figures_than_a_page_adds_up_waits_for_the_command(
    together, reading, monkeypatch
):
    for room in (certifying, telling, paging):
        monkeypatch.setattr(room, "MOST", 1)
    release = published(together)
    assert standings(release) == set()
    told = reading("data_lead", release)
    assert "With more than 1 figures this page adds none up" in told
    assert "by the command shidra certify together" in told
    call_command("certify", "together", stdout=StringIO())
    assert standings(release) == {"certified"}
    again = reading("backbone", release)
    assert "this page adds none up" in again
    assert "shidra certify" not in again
