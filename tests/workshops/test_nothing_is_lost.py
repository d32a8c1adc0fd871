"""What was suggested is never lost between two hands, and told to no phone before its time."""

import pytest

from shidra.initiatives.permissions import full_access
from shidra.roadmap.actions import discard_draft
from shidra.workshops.actions import Refused, accept_factor, join_with, put_back, set_aside
from shidra.workshops.models import Suggestion
from tests.factories import text
from tests.workshops.rooms import FACILITATOR, a_map, a_workshop, join, send, sent

pytestmark = pytest.mark.django_db

State = Suggestion.State


@pytest.fixture
def workshop():
    return a_workshop(a_map())


@pytest.fixture
def access(workshop):
    return full_access("together")


def two(workshop, first="the bus does not come", second="no bus on Friday"):
    """Two phones, and what each of them sent."""
    phones = join(workshop), join(workshop)
    for phone, words in zip(phones, (first, second), strict=True):
        assert send(phone, workshop, words=words).status_code == 302
    return phones, sent(workshop)


def test_two_hands_cannot_join_two_suggestions_with_each_other(workshop, access):
    _phones, (one, other) = two(workshop)
    join_with(access=access, suggestion=one, other=other.pk)
    with pytest.raises(Refused) as refused:
        join_with(access=access, suggestion=other, other=one.pk)
    assert refused.value.problem == "decided_already"
    other.refresh_from_db()
    assert other.state == State.WAITING


def test_nothing_is_joined_with_what_was_set_aside_meanwhile(workshop, access):
    _phones, (one, other) = two(workshop)
    set_aside(access=access, suggestion=other, reason="not about the map")
    with pytest.raises(Refused) as refused:
        join_with(access=access, suggestion=one, other=other.pk)
    assert refused.value.problem == "decided_already"
    one.refresh_from_db()
    assert one.state == State.WAITING


@pytest.mark.parametrize("shows_others", [True, False])
def test_a_phone_reads_what_its_own_was_joined_with_once_that_is_accepted(
    workshop, access, shows_others
):
    workshop.shows_others = shows_others
    workshop.save()
    (phone, _second), (one, other) = two(workshop, second="a rumour about the driver")
    join_with(access=access, suggestion=one, other=other.pk)
    page = phone.get(f"/en/w/{workshop.code}/").content.decode()
    assert "joined with one that says the same" in page
    assert "rumour" not in page
    accept_factor(access=access, suggestion=other, name=text("buses that come"), stage=1)
    page = phone.get(f"/en/w/{workshop.code}/").content.decode()
    assert "rumour" not in page
    assert ("buses that come" in page) is shows_others


def test_what_was_accepted_waits_again_when_its_draft_is_thrown_away(workshop, access):
    _phones, (one, _other) = two(workshop)
    accept_factor(access=access, suggestion=one, name=text("buses that come"), stage=1)
    with pytest.raises(Refused):
        put_back(access=access, suggestion=one)
    discard_draft(initiative=workshop.initiative, number=2, by=FACILITATOR)
    put_back(access=access, suggestion=one)
    one.refresh_from_db()
    assert (one.state, one.became) == (State.WAITING, "")
