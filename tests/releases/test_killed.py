"""Killed at any line, publishing leaves all or nothing, and a second run finishes it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

# Every so many lines of the code that publishes; a run has a hundred.
STEP = 7


@pytest.fixture
def installation(tmp_path):
    environment = {**os.environ, "SHIDRA_DATA": str(tmp_path), "PYTHONPATH": str(Path.cwd())}
    environment["DJANGO_SETTINGS_MODULE"] = "shidra.config.settings"
    environment.pop("DATABASE_URL", None)

    def run(*command):
        return subprocess.run(
            command, env=environment, check=True, capture_output=True, text=True, timeout=300
        ).stdout

    run(sys.executable, "-m", "django", "migrate", "--verbosity=0")
    make = (
        "import django; django.setup()\n"
        "from tests.factories import *\n"
        "from shidra.measurement.models import Indicator, Observation\n"
        "together = make_initiative()\n"
        "measure = Indicator.objects.create(initiative=together, code='M', unit='percent',"
        " factor=make_factor(together, 'O'))\n"
        "places = [make_place(together, f'P{number}') for number in range(30)]\n"
        "Observation.objects.bulk_create(Observation(indicator=measure, period='2016',"
        " place=place, numerator=3, denominator=9) for place in places)\n"
    )
    run(sys.executable, "-c", make)
    return run


def test_it_leaves_all_or_nothing_wherever_it_is_killed(installation):
    script = Path(__file__).with_name("killed.py")
    found = [
        json.loads(line)
        for line in installation(sys.executable, str(script), str(STEP)).splitlines()
    ]
    assert len(found) >= 10, "the last one ran through, all others were killed"
    for number, one in enumerate(found, 1):
        for moment in ("kill", "end"):
            told = one[moment]
            assert told["orphans"] == 0
            assert told["unreadable"] == []
            assert all(sealed and rows == kept == 30 for _n, rows, sealed, kept in told["releases"])
        assert len(one["kill"]["releases"]) in {number - 1, number}
        assert len(one["end"]["releases"]) == number
        assert one["end"]["written"] == one["lake"] == number
