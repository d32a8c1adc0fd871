"""Every command that is given the code of an initiative opens it in one way."""

import pytest
from django.core.management import call_command
from django.utils import translation

from shidra.ui.management.site import Refused
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db

COMMANDS = [
    ("series", "nowhere", "M5"),
    ("publish", "nowhere", "2016"),
    ("submit", "nowhere", "O1", "figures.csv"),
    ("gaps", "nowhere"),
    ("gaps", "nowhere", "--all"),
    ("plan", "nowhere"),
    ("open", "nowhere"),
    ("map", "export", "nowhere", "map.json"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_it_names_the_initiatives_there_are(command):
    for code in ("brook", "together"):
        make_initiative(code)
    with translation.override("en"), pytest.raises(Refused) as refused:
        call_command(*command)
    assert str(refused.value) == "There is no initiative “nowhere”. There are: brook, together."
    assert refused.value.code == 2


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_it_says_how_to_load_the_first_one(command):
    with translation.override("en"), pytest.raises(Refused, match="`shidra load PATH`"):
        call_command(*command)
