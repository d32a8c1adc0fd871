"""Many processes writing at once: all are served, none starves, and a killed one leaves no half."""

import json
import signal
import time

WRITERS, SECONDS = 6, 2

# Read, then insert, in one transaction, as fast as it goes: the case that SQLite is worst at.
WRITE = """
import json, sys, time
import django
from django.conf import settings
django.setup()
from django.db import OperationalError, transaction
from shidra.audit.models import Record
from django.utils import timezone
{before}
done = locked = 0
print("ready", flush=True)
sys.stdin.readline()
end = time.monotonic() + {seconds}
while time.monotonic() < end:
    try:
        with transaction.atomic():
            last = Record.objects.order_by("-id").values_list("id", flat=True).first() or 0
            Record.objects.create(at=timezone.now(), actor_label="w", action="write",
                                  subject=str(last))
        done += 1
    except OperationalError:
        locked += 1
print(json.dumps([done, locked]))
"""

# The twin without a gate, with Django's own way to begin: it must show the trouble.
NO_GATE = """
from shidra.config.sqlite.base import DatabaseWrapper
DatabaseWrapper._enter_gate = lambda self: None
from django.db import connection
connection.settings_dict["OPTIONS"]["transaction_mode"] = "DEFERRED"
connection.settings_dict["OPTIONS"]["timeout"] = 0.2
"""


def write_together(installation, before=""):
    code = WRITE.format(before=before, seconds=SECONDS)
    writers = [installation.start_python(code) for _ in range(WRITERS)]
    for writer in writers:
        assert writer.stdout.readline() == "ready\n", writer.communicate()
    answers = []
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        said, complained = writer.communicate(timeout=60)
        assert writer.returncode == 0, complained
        answers.append(json.loads(said))
    return [done for done, _ in answers], sum(locked for _, locked in answers)


def test_it_serves_all_writers_fairly_and_locks_nobody_out(ready):
    done, locked = write_together(ready)

    assert locked == 0
    assert min(done) >= 0.3 * max(done)
    assert ready.query("SELECT COUNT(*) FROM audit_record") == [(sum(done),)]
    # Each read what the one before had written: no two wrote after the same row.
    ((doubles,),) = ready.query("SELECT COUNT(*) - COUNT(DISTINCT subject) FROM audit_record")
    assert doubles == 0


def test_it_finds_the_trouble_in_djangos_own_way_to_begin(ready):
    done, locked = write_together(ready, before=NO_GATE)

    assert locked > 0
    assert sum(done) > 0


HALF = """
import os, sys
import django
django.setup()
from django.db import transaction
from django.utils import timezone
from shidra.audit.models import Record
with transaction.atomic():
    for number in range(100):
        Record.objects.create(at=timezone.now(), actor_label="w", action="half")
    print("half-way", flush=True)
    sys.stdin.readline()
"""


def test_it_keeps_nothing_of_a_writer_that_was_killed_and_lets_the_next_one_in(ready):
    writer = ready.start_python(HALF)
    assert writer.stdout.readline() == "half-way\n"
    writer.send_signal(signal.SIGKILL)
    writer.communicate()
    ready.run("shell", "-c", ONE)

    assert ready.query("SELECT DISTINCT action FROM audit_record") == [("whole",)]
    assert ready.query("PRAGMA integrity_check") == [("ok",)]


ONE = (
    "from django.utils import timezone; from shidra.audit.models import Record;"
    "Record.objects.create(at=timezone.now(), actor_label='w', action='whole')"
)


def test_it_makes_a_reader_wait_for_no_writer(ready):
    writer = ready.start_python(HALF)
    assert writer.stdout.readline() == "half-way\n"
    started = time.monotonic()
    assert ready.query("SELECT COUNT(*) FROM audit_record") == [(0,)]
    waited = time.monotonic() - started
    writer.kill()
    writer.communicate()

    assert waited < 10  # the writer would have held it for ever
