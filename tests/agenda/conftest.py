"""An initiative with two partners, a group of residents, and something to agree on."""

import pytest
from django.test import Client

from shidra.i18n.text import Text
from shidra.initiatives.models import Group, Initiative
from shidra.network.models import Organisation
from tests.agenda.people import member
from tests.factories import make_groups, make_initiative, make_organisation


@pytest.fixture
def together(db) -> Initiative:
    return make_initiative(
        result=Text.of(he="כולם מוכנים", en="All are ready"),
        problem=Text.of(en="Four in ten are not"),
        scope=Text.of(en="From birth to six"),
        principles=Text.of(en="Learn together"),
    )


@pytest.fixture
def nabta(together) -> Organisation:
    return make_organisation(together, "NABTA")


@pytest.fixture
def rahat(together) -> Organisation:
    return make_organisation(together, "RAHAT", "local_authority")


@pytest.fixture
def mothers(together) -> Group:
    make_groups(together, "kind:mothers")
    return Group.objects.get(code="mothers")


@pytest.fixture
def backbone(together) -> Client:
    return member(together, "Michal", "backbone")


@pytest.fixture
def partner(together, nabta) -> Client:
    return member(together, "Sami", "partner_editor", of=nabta)


@pytest.fixture
def resident(together, mothers) -> Client:
    return member(together, "Hana", "community_member", of=mothers)


@pytest.fixture
def visitor() -> Client:
    return Client()
