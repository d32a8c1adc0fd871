"""Many write at once, and one is killed in the middle: the chain does not fork and has no hole."""

import json
import os
import signal
import subprocess
import sys

import pytest
from django.db import connection, transaction

from shidra.audit.actions import ChangedSince, record, undo_change
from shidra.audit.models import Head, Record
from shidra.audit.queries import history, verify
from tests import factories
from tests.audit.rows import DANA, put_activity
from tests.config.conftest import _ready_once, installation, ready  # noqa: F401 - fixtures
from tests.exchange.test_at_once import ON_POSTGRES, at_once

WRITERS, ACTS = 16, 12


def whole(chain):
    [report] = verify(chain)
    assert report.faults == ()
    return report.records


@ON_POSTGRES
@pytest.mark.django_db(transaction=True)
def test_sixteen_writers_make_one_chain():
    def write():
        for _ in range(ACTS):
            record(action="act", by=DANA, initiative="together")

    at_once(*[write] * WRITERS)
    assert whole("together") == WRITERS * ACTS


@ON_POSTGRES
@pytest.mark.django_db(transaction=True)
def test_writers_of_different_initiatives_do_not_wait_for_each_other():
    from threading import Event

    written, seen = Event(), Event()

    def hold():
        with transaction.atomic():
            record(action="act", by=DANA, initiative="one")
            written.set()
            assert seen.wait(timeout=20)

    def write():
        assert written.wait(timeout=20)
        record(action="act", by=DANA, initiative="other")
        seen.set()

    at_once(hold, write)
    assert (whole("one"), whole("other")) == (1, 1)


@ON_POSTGRES
@pytest.mark.django_db(transaction=True)
def test_writers_of_one_row_see_what_the_others_wrote():
    """Each counts one up from what stands; each change begins where the one before it ended."""
    from shidra.network.models import Activity

    initiative = factories.make_initiative("together")
    factories.make_organisation(initiative, "ngo")
    put_activity(initiative, reach_planned=0)

    def write(number):
        def act():
            with transaction.atomic():
                put_activity(initiative, reach_planned=number)
                put_activity(initiative, f"B{number}", reach_planned=number)
                put_activity(initiative, f"B{number % 3}", reach_actual=number)

        return act

    at_once(*[write(number) for number in range(1, WRITERS + 1)])
    [*changes] = reversed(history(Activity, Activity.objects.get(code="A1").pk))
    assert len(changes) == WRITERS + 1
    stood = [change.became["reach_planned"] for change in changes]
    assert [change.was["reach_planned"] for change in changes[1:]] == stood[:-1]
    assert whole("together") > 2 * WRITERS


@ON_POSTGRES
@pytest.mark.django_db(transaction=True)
def test_only_one_takes_a_change_back():
    from shidra.network.models import Activity

    initiative = factories.make_initiative("together")
    factories.make_organisation(initiative, "ngo")
    activity = put_activity(initiative, reach_planned=0)
    put_activity(initiative, reach_planned=1)
    [change, _added] = history(Activity, activity.pk)

    def undo():
        try:
            undo_change(change=change, by=DANA, reason="")
        except ChangedSince:
            return "changed since"
        return "done"

    assert sorted(at_once(*[undo] * 4)) == ["changed since"] * 3 + ["done"]
    assert whole("together") == 3


WRITE = """
import json, sys
import django
django.setup()
from shidra.audit.actions import record
from shidra.audit.models import Actor, RowChange
print("ready", flush=True)
sys.stdin.readline()
for number in range({acts}):
    record(action="act", by=Actor("Dana"), initiative="together", detail={{"number": number}},
           changes=[RowChange("a.b", row, "added", after={{"x": row}}) for row in range(20)])
print("done", flush=True)
"""

# Writes for ever, and says each time how far it is.
ENDLESS = """
import itertools
import django
django.setup()
from django.db import transaction
from shidra.audit.actions import record
from shidra.audit.models import Actor, RowChange
for number in itertools.count(1):
    with transaction.atomic():
        for part in range(3):
            record(action=f"act {number}", by=Actor("Dana"), initiative="together",
                   changes=[RowChange("a.b", row, "added", after={"x": row}) for row in range(50)])
    print(number, flush=True)
"""


def test_sixteen_processes_make_one_chain_on_sqlite(ready):  # noqa: F811 - a fixture
    writers = [ready.start_python(WRITE.format(acts=ACTS)) for _ in range(WRITERS)]
    for writer in writers:
        assert writer.stdout.readline() == "ready\n", writer.communicate()
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        said, complained = writer.communicate(timeout=120)
        assert (writer.returncode, said) == (0, "done\n"), complained
    found = verified(ready)
    assert found["is_whole"]
    assert [(each["chain"], each["records"]) for each in found["chains"]] == [
        ("together", WRITERS * ACTS)
    ]


def verified(installation):  # noqa: F811 - the same thing
    process = installation.run("audit-log", "verify", "--json")
    assert process.returncode == 0, process.complained + process.said
    return json.loads(process.said)


def test_a_writer_that_is_killed_leaves_whole_acts_on_sqlite(ready):  # noqa: F811 - a fixture
    acts = 0
    for last in (1, 3, 7):
        writer = ready.start_python(ENDLESS)
        while int(writer.stdout.readline()) < last:
            pass
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
        [chain] = verified(ready)["chains"]
        assert chain["records"] % 3 == 0
        assert chain["records"] >= acts + 3 * last
        acts = chain["records"]
    assert ready.query("SELECT COUNT(*) FROM audit_change") == [(acts * 50,)]


@ON_POSTGRES
@pytest.mark.django_db(transaction=True)
def test_a_writer_that_is_killed_leaves_whole_acts_on_postgresql():
    environment = os.environ | {"DATABASE_URL": _address(), "DJANGO_SETTINGS_MODULE": SETTINGS}
    writer = subprocess.Popen(
        [sys.executable, "-c", ENDLESS], env=environment, stdout=subprocess.PIPE, text=True
    )
    while int(writer.stdout.readline()) < 5:
        pass
    writer.send_signal(signal.SIGKILL)
    writer.communicate()
    record(action="act", by=DANA, initiative="together")  # waits until the server let go
    assert whole("together") % 3 == 1
    assert Head.objects.get().number == Record.objects.count()


SETTINGS = "shidra.config.settings"


def _address():
    """The database of the tests, which is beside the one that their server was started with."""
    from urllib.parse import urlsplit, urlunsplit

    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))
