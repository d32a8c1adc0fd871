"""What I may see, and why: each right and rule is said to whoever asks."""

import pytest
from django.urls import reverse
from django.utils import timezone

from shidra.audit.models import SYSTEM
from shidra.desk.presentation.access import RIGHT_WORDS, ROLE_WORDS
from shidra.initiatives.actions import grant_role
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import Right
from shidra.network.models import Affiliation
from tests.factories import make_initiative, make_organisation
from tests.personas import ROLES, person, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours() -> Initiative:
    return make_initiative("ours")


def page_of(somebody: str, initiative: Initiative):
    answer = signed_in(somebody, initiative).get(reverse("desk:access", args=[initiative.code]))
    assert answer.status_code == 200
    return answer.context["page"], answer.content.decode()


def test_every_right_and_every_role_has_its_words():
    assert set(RIGHT_WORDS) == set(Right)
    assert set(ROLE_WORDS) == set(ROLES)


@pytest.mark.parametrize("somebody", [*ROLES, "stranger", "anonymous", "administrator"])
def test_it_says_of_each_right_what_holds(ours, somebody):
    page, _body = page_of(somebody, ours)
    from shidra.initiatives.permissions import can

    user = None if somebody == "anonymous" else person(somebody)
    for right, line in zip(Right, page.rights, strict=True):
        if user is not None:
            assert line.may is can(user, right, ours), right
        assert line.may is (line.why == "")


def test_it_says_who_gave_the_role_and_when(ours):
    grant_role(initiative=ours, user=person("funder"), role="funder", by=SYSTEM)
    page, _body = page_of("funder", ours)
    [line] = [each for each in page.roles if each.given]
    assert line.meaning == ROLE_WORDS["funder"]
    assert str(timezone.localdate().year) in line.given


def test_it_names_ones_own_organisation_and_nobody_elses(ours):
    mine, other = make_organisation(ours, "MINE"), make_organisation(ours, "OTHER")
    Affiliation.objects.create(user=person("funder", ours), organisation=mine)
    Affiliation.objects.create(user=person("auditor", ours), organisation=other)
    _page, body = page_of("funder", ours)
    assert "partner MINE" in body
    assert "partner OTHER" not in body


def test_the_rule_of_small_numbers_is_said_to_those_it_holds_for(ours):
    without, _body = page_of("anonymous", ours)
    withal, _body = page_of("auditor", ours)
    assert "10" in without.sights[0].text
    assert without.sights[0].text != withal.sights[0].text


def test_every_page_leads_there(ours):
    body = signed_in("anonymous", ours).get(reverse("desk:overview", args=["ours"])).content
    assert reverse("desk:access", args=["ours"]) in body.decode()


def test_the_trail_says_who_did_what_and_filters_and_turns_pages(ours):
    from shidra.initiatives.actions import change_settings

    keeper = person("backbone", ours)
    for number in range(60):
        change_settings(initiative=ours, by=keeper.actor, min_cell=11 + number)
    grant_role(initiative=ours, user=person("stranger"), role="funder", by=SYSTEM)
    client, address = signed_in("auditor", ours), reverse("desk:trail", args=["ours"])

    first = client.get(address).context["page"]
    assert len(first.lines) == 50
    second = client.get(f"{address}?{first.older}").context["page"]
    assert {each.number for each in first.lines} & {each.number for each in second.lines} == set()
    only = client.get(address, {"act": "grant role"}).context["page"]
    assert [each.subject for each in only.lines] == [person("stranger").name]
    mine = client.get(address, {"person": str(keeper.pk)}).context["page"]
    assert {str(each.who) for each in mine.lines} == {str(mine.lines[0].who)}
    for odd in ("x", "-1", "9" * 40, "٣"):
        assert client.get(address, {"before": odd}).status_code == 200


def test_the_trail_is_not_for_a_funder(ours):
    address = reverse("desk:trail", args=["ours"])
    assert signed_in("funder", ours).get(address).status_code == 404


def test_the_trail_calls_what_an_act_is_about_as_people_do():
    from shidra.desk.presentation.trail import subject_in_words

    named = {"7": "Reem"}
    assert subject_in_words("user 7", named, "en") == "Reem"
    assert subject_in_words("agenda 2: whom", named, "en").endswith(" 2")
    assert subject_in_words("five-units.xlsx", named, "en") == "five-units.xlsx"
    for said_already in ("funding.need", "owner", "user 8"):
        assert subject_in_words(said_already, named, "en") == ""


def test_what_one_may_not_do_stands_apart_with_its_reason(ours):
    page, body = page_of("funder", ours)
    assert page.allowed
    assert all(each.why for each in page.refused)
    assert body.index(page.allowed[-1].words) < body.index(page.refused[0].words)
