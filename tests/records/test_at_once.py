"""Many save at once: no lock, nobody left out, no code given twice; a kill leaves all or nothing."""

import signal
from pathlib import Path
from typing import Any

import pytest

from shidra.audit.models import Record
from shidra.initiatives.models import Initiative, Membership
from shidra.initiatives.permissions import Access
from shidra.network.models import Promise
from shidra.records.actions import Outcome, save_record
from shidra.records.permissions import scope_of
from shidra.records.queries.cells import cells_in_words, columns_for
from tests.config.installation import Installation
from tests.exchange.test_at_once import ON_POSTGRES, at_once
from tests.factories import make_initiative, make_organisation, text
from tests.personas import person

SAVERS, EACH = 16, 6
READY_TOGETHER = Path(__file__).resolve().parents[2] / "src/shidra/exchange/ready_together"

SAVE = """
import sys
import django
django.setup()
from shidra.initiatives.permissions import full_access
from shidra.records.actions import save_record
from shidra.records.permissions import scope_of
scope = scope_of(full_access("ready-together"))
print("ready", flush=True)
sys.stdin.readline()
for number in range({each}):
    cells = {{"code": "", "partner": "EDUC", "kind": "data", "text_he": "{name} " + str(number)}}
    outcome = save_record(scope=scope, table="promises", cells=cells)
    assert outcome.is_saved, [found.message for found in outcome.rejections]
print("done", flush=True)
"""

# Says that a save has begun, then that it is done, again and again.
ENDLESS = """
import itertools
import django
django.setup()
from shidra.initiatives.permissions import full_access
from shidra.records.actions import save_record
from shidra.records.permissions import scope_of
scope = scope_of(full_access("ready-together"))
for number in itertools.count():
    print("begins", flush=True)
    save_record(scope=scope, table="activities", cells={
        "code": f"K{number}", "organisation": "SFAT", "name_he": f"k {number}",
        "factors": "F2|F3|F6", "places": "7000", "kind": "programme"})
    print("done", flush=True)
"""


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    made = Installation(tmp_path_factory.mktemp("records") / "data")
    assert made.run("migrate").returncode == 0
    assert made.run("load", READY_TOGETHER).returncode == 0
    return made


def test_sixteen_save_at_once_on_sqlite(installation: Installation):
    ((before,),) = installation.query("SELECT COUNT(*) FROM network_promise")
    savers = [
        installation.start_python(SAVE.format(each=EACH, name=f"saver {n}")) for n in range(SAVERS)
    ]
    for saver in savers:
        assert saver.stdout.readline() == "ready\n", saver.communicate()
    for saver in savers:
        saver.stdin.write("go\n")
        saver.stdin.flush()
    for saver in savers:
        said, complained = saver.communicate(timeout=120)
        assert (saver.returncode, said) == (0, "done\n"), complained
    ((after, codes),) = installation.query(
        "SELECT COUNT(*), COUNT(DISTINCT code) FROM network_promise"
    )
    assert after == codes == before + SAVERS * EACH
    assert installation.run("audit-log", "verify").returncode == 0


@pytest.mark.parametrize("last", [1, 4, 9])
def test_a_kill_during_a_save_leaves_all_of_it_or_nothing(installation: Installation, last: int):
    saver = installation.start_python(ENDLESS)
    done = begun = 0
    while not (done >= last and begun > done):
        said = saver.stdout.readline()
        begun, done = begun + (said == "begins\n"), done + (said == "done\n")
    saver.send_signal(signal.SIGKILL)
    saver.communicate()
    whole = installation.query(
        "SELECT a.code, (SELECT COUNT(*) FROM network_activity_factors f WHERE f.activity_id=a.id),"
        " (SELECT COUNT(*) FROM network_activity_places p WHERE p.activity_id=a.id),"
        " (SELECT COUNT(*) FROM audit_change c WHERE c.model='network.activity' AND c.row=a.id)"
        " FROM network_activity a WHERE a.code LIKE 'K%'"
    )
    assert len(whole) >= last
    assert {row[1:] for row in whole} == {(3, 1, 1)}
    assert installation.run("audit-log", "verify").returncode == 0
    assert installation.query("PRAGMA integrity_check") == [("ok",)]


def scope(initiative: Initiative, role: str) -> Any:
    somebody = person(role, initiative)
    return scope_of(Access(initiative, frozenset({role}), somebody.actor))


def changed(initiative: Initiative, role: str, **cells: str) -> Outcome:
    """Save over what stands there before anybody saved."""
    promise = Promise.objects.get(code="P1")
    columns = columns_for("promises", initiative)
    opened = cells_in_words("promises", promise, columns)
    return save_record(
        scope=scope(initiative, role),
        table="promises",
        number=promise.pk,
        opened=opened,
        cells=opened | cells,
    )


@pytest.fixture
def together(transactional_db) -> Initiative:
    initiative = make_initiative()
    partner = make_organisation(initiative, "A")
    Promise.objects.create(
        initiative=initiative, code="P1", organisation=partner, kind="data", text=text("before")
    )
    return initiative


@ON_POSTGRES
@pytest.mark.django_db(transaction=True)
def test_of_two_on_one_record_one_saves_and_the_other_is_asked(together: Initiative):
    roles = (Membership.Role.BACKBONE, Membership.Role.DATA_LEAD)
    for role in roles:
        person(role, together)
    promise = Promise.objects.get()
    columns = columns_for("promises", together)
    opened = cells_in_words("promises", promise, columns)

    def save(role: str) -> Outcome:
        return save_record(
            scope=scope(together, role),
            table="promises",
            number=promise.pk,
            opened=opened,
            cells=opened | {"leader": role},
        )

    outcomes = at_once(*[lambda role=role: save(role) for role in roles])
    assert sorted(outcome.is_saved for outcome in outcomes) == [False, True]
    assert Record.objects.filter(action="put network.promise").count() == 1


@ON_POSTGRES
@pytest.mark.django_db(transaction=True)
def test_sixteen_save_at_once_on_postgresql(together: Initiative):
    person(Membership.Role.BACKBONE, together)

    def save() -> Outcome:
        cells = {"code": "", "partner": "A", "kind": "data", "text_he": "x"}
        return save_record(scope=scope(together, "backbone"), table="promises", cells=cells)

    outcomes = at_once(*[save] * SAVERS)
    assert all(outcome.is_saved for outcome in outcomes)
    assert Promise.objects.count() == SAVERS + 1


def test_on_one_connection_too_the_second_is_asked(db):
    initiative = make_initiative()
    partner = make_organisation(initiative, "A")
    promise = Promise.objects.create(
        initiative=initiative, code="P1", organisation=partner, kind="data", text=text("before")
    )
    columns = columns_for("promises", initiative)
    opened = cells_in_words("promises", promise, columns)
    assert changed(initiative, "backbone", leader="first").is_saved
    late = save_record(
        scope=scope(initiative, "data_lead"),
        table="promises",
        number=promise.pk,
        opened=opened,
        cells=opened | {"leader": "second"},
    )
    assert not late.is_saved
    assert late.theirs is not None
    assert late.theirs["leader"] == "first"
    assert Promise.objects.get().leader == "first"
