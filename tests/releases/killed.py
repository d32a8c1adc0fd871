"""Publishes in children that are killed at one line after another; run by test_killed.py.

Prints a line for each kill: at which line of the code, and what it left.
"""

import json
import os
import signal
import sys
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402

from shidra.audit.models import SYSTEM  # noqa: E402
from shidra.initiatives.models import Initiative  # noqa: E402
from shidra.measurement.models import Observation  # noqa: E402
from shidra.releases import actions  # noqa: E402
from shidra.releases.models import Release, ReleasedFigure, ReleaseFile  # noqa: E402

OURS = str(Path(actions.__file__).parent)


def publish():
    initiative = Initiative.objects.get()
    return actions.publish_period(initiative=initiative, period="2016", note="", by=SYSTEM)


def counting(limit):
    """A tracer that kills this process when it comes to so many lines of ours for the first time."""
    seen = set()

    def trace(frame, event, _argument):
        if not frame.f_code.co_filename.startswith(OURS):
            return None
        if event == "line":
            seen.add((frame.f_code.co_filename, frame.f_lineno))
            if len(seen) >= limit:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    return trace


def killed_at(limit):
    """Whether a child that publishes was killed at this line; it may be through before.

    Without a line it runs to its end. The engine has threads, which no fork survives, so that it
    runs in children alone.
    """
    connections.close_all()
    child = os.fork()
    if child == 0:
        if limit:
            sys.settrace(counting(limit))
        publish()
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def left():
    """What readers find: sealed releases with all their figures, and files that may be read."""
    files = ReleaseFile.objects.filter(status="written")
    return {
        "releases": [
            [
                one.number,
                one.rows,
                one.is_sealed,
                ReleasedFigure.objects.filter(release=one).count(),
            ]
            for one in Release.objects.order_by("number")
        ],
        "orphans": ReleasedFigure.objects.filter(release__is_sealed=False).count(),
        "unreadable": [
            file.path
            for file in files
            if (path := settings.LAKE / file.path).stat().st_size != file.bytes
            or not path.is_file()
        ],
        "written": files.count(),
    }


def lake():
    return sum(1 for path in settings.LAKE.rglob("*") if path.is_file() and path.name != ".lock")


for limit in range(1, 2000, int(sys.argv[1])):
    row = Observation.objects.filter(period="2016").first()
    row.numerator += 1
    row.save()
    was_killed = killed_at(limit)
    after_kill = left()
    assert not killed_at(0)
    print(
        json.dumps({"limit": limit, "kill": after_kill, "end": left(), "lake": lake()}), flush=True
    )
    if not was_killed:
        break
