"""The page that says what is hidden and why, and the form that changes the rules."""

import re

import pytest
from django.test import Client

from shidra.audit.models import SYSTEM, Record
from shidra.initiatives.models import Initiative
from shidra.measurement.models import Observation
from shidra.protection.actions import StaysRounded, set_rules
from shidra.protection.models import Audience, DisclosureRule, ProtectedTable
from shidra.protection.queries import rules_of
from tests.personas import signed_in
from tests.protection.districts import make_districts, rule, rules_by_audience

pytestmark = pytest.mark.django_db
PAGE, RULES = "/en/i/together/protection/", "/en/i/together/protection/rules/"


@pytest.fixture
def together() -> Initiative:
    return make_districts()


def words(page: str) -> str:
    """What a reader reads of a page, without the marks that keep directions apart."""
    shown = re.sub(r"<[^>]+>", " ", page.partition("<main")[2])
    return re.sub(r"\s+", " ", re.sub("[\u2066-\u2069]", "", shown))


def filled(**least: int) -> dict[str, str]:
    """The form as the person fills it in: one number for all of an audience."""
    said = {"reason": "the steering committee agreed", "version": "0"}
    for audience in Audience:
        number = str(least.get(audience.value, 10))
        said |= {f"{audience.value}_{name}": number for name in ("people", "events", "without")}
    return said


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(version|seen)" value="([^"]*)"', page))


def save(client: Client, said: dict[str, str]) -> str:
    """Look at what would change, then save; returns the page that was looked at."""
    looked = client.post(RULES, said).content.decode()
    answer = client.post(RULES, said | hidden(looked))
    assert answer.status_code == 302
    return looked


def told(initiative: Initiative) -> dict[str, int]:
    return {each.audience: each.people for each in rules_of(initiative)}


def test_an_owner_sees_what_would_change_before_it_is_saved(together):
    backbone = signed_in("backbone", together)
    looked = backbone.post(RULES, filled(visitors=20, partners=5)).content.decode()
    assert "What this would change" in looked
    assert "By these rules more is told to: partners and residents." in words(looked)
    assert not DisclosureRule.objects.exists()
    assert not ProtectedTable.objects.exists()
    answer = backbone.post(RULES, filled(visitors=20, partners=5) | hidden(looked))
    assert answer["Location"] == PAGE
    assert told(together) == {"visitors": 20, "partners": 5, "funders": 10}
    assert Record.objects.get(action="put protection.disclosurerule").actor_label == "backbone"


def test_what_would_change_is_what_changes(together):
    """The table of effects says what the tables of each audience then tell."""
    backbone = signed_in("backbone", together)
    looked = words(save(backbone, filled(visitors=20, funders=10, partners=5)))
    for role in ("anonymous", "funder", "partner_editor"):
        signed_in(role, together).get("/en/i/together/indicators/M5/")
    tables = {each.audiences: each for each in ProtectedTable.objects.all()}
    state = words(backbone.get(PAGE).content.decode())
    assert set(tables) == {"visitors", "partners", "funders"}
    for audience in Audience:
        foreseen = re.search(rf"{audience.label} \d+ (\d+) ", looked)
        came = re.search(rf"{audience.label} certified \d+ (\d+) ", state)
        assert foreseen, looked
        assert came, state
        assert int(foreseen[1]) == int(came[1]) > 0


def test_other_rules_than_those_that_were_looked_at_are_looked_at_first(together):
    backbone = signed_in("backbone", together)
    looked = backbone.post(RULES, filled(visitors=20)).content.decode()
    answer = backbone.post(RULES, filled(visitors=30) | hidden(looked))
    assert answer.status_code == 200
    assert not DisclosureRule.objects.exists()


def test_of_two_owners_at_once_the_later_looks_again(together):
    first, second = signed_in("backbone", together), signed_in("backbone", together)
    said = filled(visitors=20)
    looked = second.post(RULES, said).content.decode()
    save(first, filled(visitors=40))
    answer = second.post(RULES, said | hidden(looked))
    assert "Somebody has changed the rules meanwhile" in answer.content.decode()
    assert told(together)["visitors"] == 40
    save(second, said | {"version": hidden(answer.content.decode())["version"]})
    assert told(together)["visitors"] == 20


@pytest.mark.parametrize(
    ("least", "looser", "stricter", "field"),
    [
        (
            {"partners": 12},
            "partners and residents",
            "everybody, without a role",
            "partners_people",
        ),
        ({"visitors": 5}, "partners and residents", "everybody, without a role", "partners_people"),
    ],
)
def test_rules_that_are_no_ladder_are_refused_beside_the_number(
    together, least, looser, stricter, field
):
    page = signed_in("backbone", together).post(RULES, filled(**least)).content.decode()
    assert f"“{looser}” would be told less than “{stricter}”" in words(page)
    assert f'id="id_{field}_error"' in page
    assert "What this would change" not in page


@pytest.mark.parametrize("wrong", ["0", "-1", "x", "", "10001"])
def test_what_is_no_number_of_people_is_refused_beside_its_field(together, wrong):
    said = filled() | {"funders_events": wrong}
    page = signed_in("backbone", together).post(RULES, said).content.decode()
    assert 'id="id_funders_events_error"' in page
    assert not DisclosureRule.objects.exists()


def test_a_reason_is_asked_for(together):
    page = signed_in("backbone", together).post(RULES, filled() | {"reason": ""}).content.decode()
    assert 'id="id_reason_error"' in page


@pytest.mark.parametrize("role", ["partner_editor", "funder", "data_lead", "auditor", "anonymous"])
def test_nobody_else_changes_the_rules(together, role):
    client = signed_in(role, together)
    assert client.get(RULES).status_code == 404
    assert client.post(RULES, filled(visitors=1)).status_code == 404
    assert "Change the rules" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("role", "audience", "least"),
    [
        ("anonymous", "everybody, without a role", 20),
        ("partner_editor", "partners and residents", 5),
        ("community_member", "partners and residents", 5),
        ("funder", "funders", 10),
    ],
)
def test_each_reads_the_rule_of_the_own_audience_alone(together, role, audience, least):
    rules_by_audience(together)
    page = words(signed_in(role, together).get(PAGE).content.decode())
    assert f"{audience} People from {least} on To whom it happened from {least} on" in page
    assert page.count("To whom it happened") == 1
    assert "What is certified" not in page
    assert "the steering committee" not in page


@pytest.mark.parametrize("role", ["backbone", "data_lead", "auditor"])
def test_raw_rights_see_all_rules_what_is_certified_and_who_changed_it(together, role):
    rules_by_audience(together)
    client = signed_in(role, together)
    page = words(client.get(PAGE).content.decode())
    assert "agreed by the steering committee" in page
    assert page.count("all audiences not made yet") == 1
    signed_in("anonymous", together).get("/en/i/together/indicators/M5/")
    page = words(client.get(PAGE).content.decode())
    assert re.search(r"everybody, without a role certified \d+ \d+ \d+ \d+", page)
    assert "not made yet" not in page, "the tables of looser rules are made on the way"


def test_looking_at_what_is_certified_makes_no_table(together):
    signed_in("data_lead", together).get(PAGE)
    assert not ProtectedTable.objects.exists()


def test_rules_go_back_to_what_held_before(together):
    backbone = signed_in("backbone", together)
    save(backbone, filled(visitors=20, partners=5))
    save(backbone, filled(visitors=30, partners=5) | hidden(backbone.get(RULES).content.decode()))
    page = backbone.get(PAGE).content.decode()
    ways = re.findall(r'href="([^"]*\?as_of=\d+)"', page)
    assert len(ways) == 2
    form = backbone.get(ways[0]).content.decode()
    assert 'name="visitors_people" value="20"' in form
    form = backbone.get(ways[1]).content.decode()
    assert 'name="partners_people" value="10"' in form
    save(backbone, filled() | hidden(form))
    assert told(together) == {"visitors": 10, "partners": 10, "funders": 10}


def test_an_initiative_without_figures_says_so(together):
    Observation.objects.all().delete()
    backbone = signed_in("backbone", together)
    assert "No measure counts people yet." in words(backbone.get(PAGE).content.decode())
    looked = backbone.post(RULES, filled(visitors=20)).content.decode()
    assert "nothing changes today" in looked


def test_what_would_take_too_long_is_not_tried(together, monkeypatch):
    monkeypatch.setattr("shidra.measurement.analysis.told.MOST_TRIED", 10)
    looked = signed_in("backbone", together).post(RULES, filled(visitors=20)).content.decode()
    assert "Too large to reckon while you wait." in looked


def test_a_rule_of_one_flag_is_kept(together):
    backbone = signed_in("backbone", together)
    save(backbone, filled() | {"visitors_hides_zeros": "on", "visitors_keeps_totals": "on"})
    kept = DisclosureRule.objects.get(audience="visitors")
    assert kept.hides_zeros
    assert kept.keeps_totals
    assert rule("visitors", 10).people == kept.people


def test_an_owner_lets_all_be_rounded_after_a_look_and_for_good(together):
    backbone = signed_in("backbone", together)
    looked = save(backbone, filled() | {"is_rounded": "on"})
    assert "What this would change" in looked
    assert Initiative.objects.get().disclosure == Initiative.Disclosure.ROUND
    assert Record.objects.filter(action="change settings").count() == 1
    assert "All numbers here are rounded" in Client().get(PAGE).content.decode()
    again = filled(visitors=20) | {
        "version": hidden(backbone.get(RULES).content.decode())["version"]
    }
    save(backbone, again)  # the box was left out
    assert Initiative.objects.get().disclosure == Initiative.Disclosure.ROUND
    assert told(together)["visitors"] == 20


def test_exact_numbers_cannot_come_back(together):
    rules = [rule(audience, 10) for audience in Audience]
    set_rules(initiative=together, rules=rules, by=SYSTEM, reason="so", is_rounded=True)
    with pytest.raises(StaysRounded):
        set_rules(initiative=together, rules=rules, by=SYSTEM, reason="no", is_rounded=False)
    assert Initiative.objects.get().disclosure == Initiative.Disclosure.ROUND
