"""Two people load, or adopt, at the same moment: each change stands once, and nobody sees a trace."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from shidra.audit.models import SYSTEM, Record
from shidra.exchange.actions import load_workbook
from shidra.initiatives.models import Initiative
from shidra.measurement.models import Observation
from shidra.roadmap.actions import NothingToAdopt, adopt_open_version
from shidra.roadmap.models import RoadmapVersion
from tests.config.installation import Installation
from tests.exchange.workbooks import as_folder, sound
from tests.postgres import is_asked_for

ON_POSTGRES = pytest.mark.skipif(
    not is_asked_for(),
    reason="SQLite's tests are in memory, which threads cannot share: processes test it below",
)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act answers, all started at the same moment, each with a connection of its own."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=10)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as crew:
        return [found.result(timeout=60) for found in [crew.submit(run, act) for act in acts]]


def loading(path: Path) -> Callable[[], Any]:
    return lambda: load_workbook(path=path, by=SYSTEM)


def book(folder: Path, table: str = "", row: int = 0, **changes: str) -> Path:
    """The sound workbook, one row of it said otherwise."""
    tables = sound()
    if table:
        tables[table][row] |= changes
    return as_folder(tables, folder)


@ON_POSTGRES
@pytest.mark.django_db(transaction=True)
def test_it_founds_an_initiative_once(tmp_path: Path) -> None:
    path = book(tmp_path / "book")
    reports = at_once(*[loading(path)] * 3)
    assert sorted(report.is_new for report in reports) == [False, False, True]
    assert sum(report.total("added") for report in reports) == max(
        report.total("added") for report in reports
    )


@ON_POSTGRES
@pytest.mark.django_db(transaction=True)
def test_it_keeps_what_each_of_two_changed(tmp_path: Path) -> None:
    load_workbook(path=book(tmp_path / "first"), by=SYSTEM)
    before = Observation.objects.count()
    one = book(tmp_path / "one", "factors", 1, importance="1")
    two = book(tmp_path / "two", "organisations", 0, name_he="קרן אחרת")
    at_once(loading(one), loading(two))
    assert Observation.objects.count() == before
    assert RoadmapVersion.objects.filter(status="draft").count() <= 1
    assert Record.objects.filter(action="load workbook").count() >= 2  # the first, and a change


@ON_POSTGRES
@pytest.mark.django_db(transaction=True)
def test_it_adopts_a_draft_once(tmp_path: Path) -> None:
    load_workbook(path=book(tmp_path / "first"), by=SYSTEM)
    load_workbook(path=book(tmp_path / "second", "factors", 1, importance="1"), by=SYSTEM)
    initiative = Initiative.objects.get()

    def adopt() -> bool:
        try:
            adopt_open_version(initiative=initiative, by=SYSTEM)
        except NothingToAdopt:
            return False
        return True

    assert sorted(at_once(adopt, adopt)) == [False, True]
    assert RoadmapVersion.objects.filter(status="adopted").count() == 1
    assert Record.objects.filter(action="adopt map").count() == 1


def test_three_processes_load_the_same_workbook_into_an_empty_database(tmp_path: Path) -> None:
    installation = Installation(tmp_path / "data")
    path = book(tmp_path / "book")
    loads = [installation.start("load", path, "--json") for _ in range(3)]
    answers = [(process, *process.communicate(timeout=120)) for process in loads]
    for process, _said, complained in answers:
        assert process.returncode == 0, complained
        assert "fault" not in complained
    reports = [json.loads(said) for _process, said, _complained in answers]
    assert sorted(report["new"] for report in reports) == [False, False, True]
    added = sorted(report["totals"]["added"] for report in reports)
    assert added[:2] == [0, 0]
    assert added[2] == reports[0]["totals"]["read"]
