"""Forty phones add at the same moment: none is lost, and none doubled."""

import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection

from shidra.workshops.models import Suggestion
from tests.config.installation import Installation
from tests.workshops.rooms import a_map, a_workshop, form_of, join

PHONES, EACH = 40, 3
ON_POSTGRES = pytest.mark.skipif(
    "--db=postgres" not in sys.argv,
    reason="SQLite's tests are in memory, which threads cannot share: a database file is below",
)


def add_at_once() -> None:
    """Every phone sends three, each of them with a double tap, all beginning together."""
    workshop = a_workshop(a_map())
    start = Barrier(PHONES)

    def one(number: int) -> None:
        try:
            phone = join(workshop)
            start.wait(timeout=120)
            for each in range(EACH):
                typed = form_of(phone, workshop, "factor")
                typed["words"] = f"phone {number} says {each}"
                for _tap in range(2):
                    answer = phone.post(f"/he/w/{workshop.code}/factor/", typed)
                    assert answer.status_code == 302, answer.content.decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(PHONES) as crew:
        for found in [crew.submit(one, number) for number in range(PHONES)]:
            found.result(timeout=300)
    counted = Counter(Suggestion.objects.values_list("words", flat=True))
    wanted = {f"phone {n} says {e}": 1 for n in range(PHONES) for e in range(EACH)}
    assert dict(counted) == wanted


@ON_POSTGRES
@pytest.mark.django_db(transaction=True)
def test_none_is_lost_and_none_doubled_on_postgresql() -> None:
    add_at_once()


ALONE = """
import django
from django.test.utils import setup_test_environment
django.setup()
setup_test_environment()
from tests.workshops.test_forty_phones import add_at_once
add_at_once()
print("all there, each once")
"""


def test_none_is_lost_and_none_doubled_on_a_database_file(tmp_path: Path) -> None:
    installation = Installation(tmp_path / "data")
    assert installation.run("migrate", "-v0").returncode == 0
    process = installation.start_python(ALONE)
    said, complained = process.communicate(timeout=500)
    assert "all there, each once" in said, complained
