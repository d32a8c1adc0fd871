"""The rules of protection: three that are a ladder, written together, kept with who and why."""

import pytest
from django.db import IntegrityError, transaction

from shidra.audit.models import SYSTEM, Record
from shidra.initiatives.permissions import Access, InitiativeIsOver
from shidra.protection.actions import NoLadder, RulesChangedSince, set_rules
from shidra.protection.models import Audience, DisclosureRule, first_misstep
from shidra.protection.permissions import policy_for
from shidra.protection.queries import rules_of, rules_version
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db


def rule(audience, people=10, events=None, without=None, **flags):
    events = people if events is None else events
    without = people if without is None else without
    return DisclosureRule(audience=audience, people=people, events=events, without=without, **flags)


def told(initiative):
    return {
        each.audience: (each.people, each.events, each.without) for each in rules_of(initiative)
    }


def write(initiative, *rules, **more):
    return set_rules(initiative=initiative, rules=rules, by=SYSTEM, reason="agreed", **more)


def test_an_initiative_without_rules_tells_all_by_its_smallest_number(django_assert_num_queries):
    initiative = make_initiative(min_cell=7)
    with django_assert_num_queries(1):
        found = rules_of(initiative)
    assert [each.audience for each in found] == ["visitors", "partners", "funders"]
    assert {(each.people, each.events, each.without) for each in found} == {(7, 7, 7)}
    assert not any(each.pk or each.hides_zeros or each.keeps_totals for each in found)


def test_one_rule_written_writes_all_three_with_one_act():
    initiative = make_initiative(min_cell=10)
    write(initiative, rule("partners", 5))
    assert DisclosureRule.objects.filter(initiative=initiative).count() == 3
    assert told(initiative) == {
        "visitors": (10, 10, 10),
        "partners": (5, 5, 5),
        "funders": (10, 10, 10),
    }
    kept = Record.objects.get(action="put protection.disclosurerule")
    assert kept.reason == "agreed"
    assert kept.changes.count() == 3


def test_what_is_written_no_more_follows_the_smallest_number():
    initiative = make_initiative(min_cell=10)
    write(initiative, rule("partners", 5))
    initiative.min_cell = 30
    initiative.save()
    assert told(initiative)["visitors"] == (10, 10, 10)


def test_writing_the_same_again_changes_nothing():
    initiative = make_initiative(min_cell=10)
    write(initiative, rule("partners", 5))
    before = Record.objects.count()
    assert not write(initiative, rule("partners", 5)).is_change
    assert Record.objects.count() == before


@pytest.mark.parametrize(
    ("rules", "stricter", "looser", "field"),
    [
        ([rule("visitors", 5)], "visitors", "partners", "people"),
        ([rule("visitors", 10, without=3)], "visitors", "partners", "without"),
        ([rule("partners", 10, hides_zeros=True)], "visitors", "partners", "hides_zeros"),
        (
            [rule("partners", 3, events=6, without=3), rule("funders", 5)],
            "funders",
            "partners",
            "events",
        ),
        (
            [rule("partners", 3, without=9), rule("funders", 4)],
            "partners",
            "funders",
            "people",
        ),
    ],
)
def test_rules_that_are_no_ladder_are_refused_whole(rules, stricter, looser, field):
    initiative = make_initiative(min_cell=10)
    with pytest.raises(NoLadder) as refused:
        write(initiative, *rules)
    found = refused.value.misstep
    assert (found.stricter, found.looser, found.field) == (stricter, looser, field)
    assert not DisclosureRule.objects.filter(initiative=initiative).exists()


@pytest.mark.parametrize(
    "rules",
    [
        [rule(each, 1) for each in Audience],
        [rule("visitors", 10, hides_zeros=True), rule("partners", 4), rule("funders", 6)],
        [rule("visitors", 10), rule("partners", 10, events=3), rule("funders", 5, events=3)],
        [rule("visitors", 10, keeps_totals=True), rule("partners", 10), rule("funders", 10)],
    ],
)
def test_ladders_are_no_missteps(rules):
    assert first_misstep(rules) is None


def test_of_two_who_write_at_once_the_later_is_told():
    initiative = make_initiative(min_cell=10)
    opened_at = rules_version(initiative)
    write(initiative, rule("partners", 5), version=opened_at)
    with pytest.raises(RulesChangedSince):
        write(initiative, rule("partners", 4), version=opened_at)
    assert told(initiative)["partners"] == (5, 5, 5)
    write(initiative, rule("partners", 4), version=rules_version(initiative))
    assert told(initiative)["partners"] == (4, 4, 4)


def test_rules_of_another_initiative_are_its_own():
    ours, theirs = make_initiative(code="ours"), make_initiative(code="theirs")
    write(theirs, rule("partners", 2))
    assert rules_version(ours) == 0
    assert told(ours)["partners"] == (10, 10, 10)


def test_a_closed_initiative_keeps_its_rules():
    initiative = make_initiative(state="closed")
    with pytest.raises(InitiativeIsOver):
        write(initiative, rule("partners", 5))


@pytest.mark.parametrize(
    "wrong", [{"people": 0}, {"events": 0}, {"without": 0}, {"audience": "steering"}]
)
def test_the_database_itself_refuses_rules_that_are_none(wrong):
    initiative = make_initiative()
    values = {"audience": "visitors", "people": 5, "events": 5, "without": 5} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        DisclosureRule.objects.create(initiative=initiative, **values)


def test_bare_numbers_of_people_follow_the_rule_of_the_reader():
    """Needs and reach stand in no table, and are told from the largest number of the rule on."""
    initiative = make_initiative(min_cell=10)

    def least(*roles):
        policy = policy_for(Access(initiative, frozenset(roles), SYSTEM))
        return policy.min_cell, policy.estimate(43, parts=5).value

    assert least("visitor") == (10, 40)
    write(initiative, rule("visitors", 20), rule("partners", 3, events=6), rule("funders", 12))
    assert least("visitor") == (20, 40)
    assert least("partner_editor") == (6, 40)
    assert least("visitor", "funder") == (12, 40)
    assert least("funder", "community_member") == (6, 40)
    write(initiative, rule("visitors", 25))
    assert least("visitor") == (25, 50)
    assert least("partner_editor") == (6, 50), "what is rounded is rounded alike for all"
    assert least("data_lead") == (10, 43)
