"""Where an initiative wants it, backbone and data lead count only with a second factor."""

import pytest
from allauth.mfa.models import Authenticator
from django.http import Http404
from django.urls import reverse

from shidra.accounts.models import User
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import (
    Right,
    SecondFactorWanted,
    access_initiative,
    can,
    visible_initiatives,
)
from tests.factories import make_initiative
from tests.personas import ROLES, person, signed_in

pytestmark = pytest.mark.django_db

STRONG = {"backbone", "data_lead"}


@pytest.fixture
def ours():
    return make_initiative("ours", is_public=False, needs_second_factor=True)


def give_factor(user: User) -> None:
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})


@pytest.mark.parametrize("role", ROLES)
def test_it_lets_strong_roles_rest_and_no_other(ours, role):
    user = person(role, ours)
    if role in STRONG:
        assert not can(user, Right.SEE, ours)
        with pytest.raises(SecondFactorWanted):
            access_initiative(user, "ours", Right.EDIT)
        give_factor(user)
        assert can(user, Right.EDIT, ours)
    else:
        assert can(user, Right.SEE, ours)


def test_recovery_codes_alone_are_no_second_factor(ours):
    user = person("backbone", ours)
    Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert not can(user, Right.SEE, ours)


def test_it_asks_an_administrator_too(ours):
    user = person("administrator")
    with pytest.raises(SecondFactorWanted):
        access_initiative(user, "ours", Right.EDIT)
    give_factor(user)
    assert access_initiative(user, "ours", Right.EDIT).roles == {"backbone"}


def test_what_another_role_carries_stays(ours):
    user = person("data_lead", ours)
    ours.memberships.create(user=user, role="funder")
    access = access_initiative(user, "ours", Right.SEE_PLAN)
    assert (access.roles, access.withheld) == ({"funder"}, {"data_lead"})


def test_a_stranger_learns_nothing_of_it(ours):
    with pytest.raises(Http404):
        access_initiative(person("stranger"), "ours", Right.EDIT)


def test_it_leads_to_the_second_factor_in_plain_words(ours):
    answer = signed_in("backbone", ours).get(reverse("initiatives:settings", args=["ours"]))
    assert answer.status_code == 403
    assert reverse("accounts:second-factor") in answer.content.decode()


def test_in_an_open_initiative_they_read_as_visitors_and_are_told_why(ours):
    Initiative.objects.update(is_public=True)
    client = signed_in("backbone", ours)
    answer = client.get(reverse("desk:overview", args=["ours"]))
    assert answer.status_code == 200
    assert reverse("accounts:second-factor") in answer.content.decode()
    assert client.get(reverse("desk:plan", args=["ours"])).status_code == 403


def test_its_people_still_find_it_in_their_list(ours):
    assert visible_initiatives(person("backbone", ours)) == [ours]


def test_who_has_none_cannot_turn_it_on_and_lock_themselves_out(ours):
    Initiative.objects.update(needs_second_factor=False)
    client, address = signed_in("backbone", ours), reverse("initiatives:settings", args=["ours"])
    form = client.get(address).context["form"]
    given = {name: form.initial[name] for name in form.fields} | {"needs_second_factor": "on"}
    given.pop("is_public")

    refused = client.post(address, given)
    assert refused.status_code == 200
    assert "needs_second_factor" in refused.context["form"].errors
    assert not Initiative.objects.get().needs_second_factor

    give_factor(person("backbone"))
    client.post(address, given)
    assert Initiative.objects.get().needs_second_factor
