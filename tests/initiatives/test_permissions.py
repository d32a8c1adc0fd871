"""Who may do what: the whole table, written out once more and walked role by role."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from shidra.accounts.models import User
from shidra.audit.models import SYSTEM, Record
from shidra.initiatives.actions import (
    grant_role,
    mark_illustrative,
    open_to_visitors,
    welcome_demo_people,
)
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import (
    Right,
    access_initiative,
    can,
    full_access,
    visible_initiatives,
)
from tests import factories
from tests.rights import ROLES, TABLE

pytestmark = pytest.mark.django_db

NOBODY = AnonymousUser()


@pytest.fixture
def ours():
    return factories.make_initiative("ours", is_public=False)


@pytest.fixture
def theirs():
    return factories.make_initiative("theirs", is_public=False)


def test_it_knows_every_right_and_every_role():
    assert set(TABLE) == set(Right)
    assert {len(row) for row in TABLE.values()} == {len(ROLES)}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("right", list(Right))
def test_it_gives_each_role_its_rights_here_and_none_elsewhere(ours, theirs, role, right):
    person = factories.make_user("a@example.org", ours, role)
    is_allowed = TABLE[right][ROLES.index(role)] == "1"

    assert can(person, right, ours) is is_allowed
    assert not can(person, right, theirs)
    if is_allowed:
        access = access_initiative(person, "ours", right)
        assert (access.initiative, access.may(right)) == (ours, True)
        assert access.actor.id == str(person.pk)
    else:
        with pytest.raises(Http404):
            access_initiative(person, "ours", right)
    with pytest.raises(Http404):
        access_initiative(person, "theirs", right)


@pytest.mark.parametrize("right", list(Right))
def test_it_lets_visitors_do_what_visitors_may_and_only_where_it_is_open(ours, right):
    stranger = factories.make_user("stranger@example.org")
    for person in (NOBODY, stranger):
        assert not can(person, right, ours)
    open_to_visitors(initiative=ours, is_public=True, by=SYSTEM)
    for person in (NOBODY, stranger):
        assert can(person, right, ours) is (TABLE[right][ROLES.index("visitor")] == "1")


def test_it_adds_up_the_rights_of_several_roles(ours):
    person = factories.make_user("a@example.org", ours, "funder")
    assert not can(person, Right.LOAD, ours)
    grant_role(initiative=ours, user=person, role="data_lead", by=SYSTEM)

    assert can(person, Right.LOAD, ours)


def test_it_lets_administrators_do_everything_everywhere(ours, theirs):
    person = User.objects.create_superuser("admin@example.org", "a long password")

    assert all(can(person, right, each) for right in Right for each in (ours, theirs))


def test_it_says_the_same_of_a_closed_initiative_and_of_none(ours, client):
    client.force_login(factories.make_user("stranger@example.org"))
    closed, absent = client.get("/he/i/ours/"), client.get("/he/i/nothing/")

    assert closed.status_code == absent.status_code == 404
    assert without_names(closed, "ours") == without_names(absent, "nothing")


def without_names(response, code):
    """A page without what differs by itself: the address asked for, and the form's token."""
    body = response.content.decode().replace(code, "")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body)


def test_it_lists_to_each_what_they_may_see(ours, theirs):
    factories.make_initiative("open")
    member = factories.make_user("a@example.org", ours, "funder")
    administrator = User.objects.create_superuser("admin@example.org", "a long password")

    def codes(person):
        return [initiative.code for initiative in visible_initiatives(person)]

    assert codes(NOBODY) == ["open"]
    assert codes(member) == ["open", "ours"]
    assert codes(administrator) == ["open", "ours", "theirs"]


def test_it_gives_the_keyboard_of_the_server_every_right(ours):
    access = full_access("ours")

    assert all(access.may(right) for right in Right)
    assert access.actor == SYSTEM
    with pytest.raises(Initiative.DoesNotExist):
        full_access("nothing")


# --- the demo ---


def test_it_leaves_a_new_initiative_closed_outside_the_demo(ours):
    factories.make_user("real@example.org")

    assert not welcome_demo_people(initiative=ours, by=SYSTEM)
    ours.refresh_from_db()
    assert not ours.is_public
    assert not ours.memberships.exists()


def test_it_lets_the_personas_into_a_new_initiative_with_the_roles_they_have(ours, theirs):
    funder = factories.make_user("f@demo.example", theirs, "funder")
    User.objects.update(is_demo=True)
    real = factories.make_user("real@example.org", theirs, "backbone")

    assert welcome_demo_people(initiative=ours, by=SYSTEM)
    ours.refresh_from_db()
    assert ours.is_public
    assert [(each.user, each.role) for each in ours.memberships.all()] == [(funder, "funder")]
    assert not can(real, Right.SEE_PLAN, ours)


def test_it_leaves_alone_what_was_welcomed_before(ours):
    person = factories.make_user("f@demo.example")
    User.objects.update(is_demo=True)
    welcome_demo_people(initiative=ours, by=SYSTEM, roles={person.pk: "funder"})
    open_to_visitors(initiative=ours, is_public=False, by=SYSTEM)

    assert not welcome_demo_people(initiative=ours, by=SYSTEM, roles={person.pk: "backbone"})
    ours.refresh_from_db()
    assert not ours.is_public
    assert [each.role for each in ours.memberships.all()] == ["funder"]


def test_it_marks_an_example_once(ours):
    mark_illustrative(initiative=ours, by=SYSTEM)
    mark_illustrative(initiative=ours, by=SYSTEM)

    assert Initiative.objects.get(code="ours").is_illustrative
    assert Record.objects.filter(action="mark illustrative").count() == 1
