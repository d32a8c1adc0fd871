"""Processes at once, and one that is killed: with a real mail server, nobody gets a letter twice."""

import json
import signal
import time
from collections.abc import Iterator

import pytest

from tests.config.conftest import _ready_once, installation, ready  # noqa: F401 - fixtures
from tests.config.installation import Installation
from tests.notifications.post_office import PostOffice
from tests.postgres import is_asked_for

PEOPLE = 12
pytestmark = pytest.mark.skipif(is_asked_for(), reason="an installation of its own has SQLite")
FILL = f"""
import django; django.setup()
from datetime import timedelta
from django.utils import timezone
from shidra.network.models import Affiliation, Promise
from tests import factories
together = factories.make_initiative()
nevet = factories.make_organisation(together, "NEVET")
Promise.objects.create(
    initiative=together, code="P1", organisation=nevet, kind="staff",
    text=factories.text("story kits"), due_on=timezone.localdate() + timedelta(days=3),
)
for number in range({PEOPLE}):
    person = factories.make_user(f"p{{number}}@example.org", together, "partner_editor")
    Affiliation.objects.create(user=person, organisation=nevet)
"""


class Sending(Installation):
    """An installation with a mail server and people who are to get a letter."""

    mail_address = ""

    @property
    def environment(self):
        return super().environment | {"SHIDRA_MAIL_URL": self.mail_address, "PYTHONPATH": "."}


@pytest.fixture
def sending(ready: Installation) -> Iterator[Sending]:  # noqa: F811 - the fixture
    made = Sending(ready.data)
    filling = made.start_python(FILL)
    _said, complained = filling.communicate(timeout=60)
    assert filling.returncode == 0, complained
    return made


def everybody() -> list[str]:
    return sorted(f"p{number}@example.org" for number in range(PEOPLE))


def test_three_processes_at_once_send_each_letter_once(sending):
    with PostOffice(slowness=0.02) as office:
        sending.mail_address = office.address
        crew = [sending.start("letters", "send", "--json") for _ in range(3)]
        told = [json.loads(process.communicate(timeout=60)[0]) for process in crew]

    assert sorted(office.taken) == everybody()
    assert sum(each["sent"] for each in told) == PEOPLE
    assert sum(each["made"] for each in told) == PEOPLE
    assert [process.returncode for process in crew] == [0, 0, 0]


def test_a_killed_process_leaves_the_rest_to_the_next_and_none_comes_twice(sending):
    with PostOffice(slowness=0.2) as office:
        sending.mail_address = office.address
        first = sending.start("letters", "send")
        for _ in range(2_400):  # a busy machine starts it slowly
            if len(office.taken) >= 4:
                break
            time.sleep(0.05)
        first.send_signal(signal.SIGKILL)
        first.communicate(timeout=10)
        time.sleep(0.5)
        office.slowness = 0
        second = sending.run("letters", "send", "--json")
        third = sending.run("letters", "send", "--json")

    assert (second.returncode, third.returncode) == (0, 0), second.complained + third.complained
    assert len(office.taken) == len(set(office.taken))
    missing = set(everybody()) - set(office.taken)
    # At most the one that was being handed over, and whether it arrived nobody can know.
    assert len(missing) <= 1
    assert 4 <= PEOPLE - json.loads(second.said)["sent"] <= PEOPLE
    assert json.loads(third.said)["sent"] == 0
