"""The trail only grows, and shows it when somebody who can do everything made it do otherwise."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

import shidra.exchange
from shidra.audit.actions import guards_lifted, install_guards, lift_guards, record
from shidra.audit.models import Change, Head, Record, Unchangeable
from shidra.audit.queries import guards_stand, verify
from shidra.config.backups import write_backup
from shidra.config.restoring import restore_backup
from tests.audit.rows import DANA
from tests.audit.tampering import TAMPERINGS, run, tamper
from tests.config.conftest import _ready_once, installation, ready  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


def faults(chain="together"):
    return {(f.number, f.kind) for report in verify(chain) for f in report.faults}


def test_each_initiative_has_a_chain_that_begins_at_one(trail):
    reports = {report.chain: report for report in verify()}

    assert {name: report.records for name, report in reports.items()} == {
        "": 1,
        "apart": 1,
        "together": 6,
    }
    assert all(report.faults == () for report in reports.values())
    first, second = Record.objects.filter(initiative="together").order_by("number")[:2]
    assert (first.number, first.previous, second.previous) == (1, "", first.hash)
    assert Head.objects.get(chain="together").number == 6


def test_each_act_is_chained_whoever_keeps_it(trail):
    Record.objects.create(at=timezone.now(), actor_label="x", action="y", initiative="together")
    assert Head.objects.get(chain="together").number == 7
    assert faults() == set()


@pytest.mark.parametrize("name", TAMPERINGS)
def test_it_names_what_was_tampered_with(trail, name):
    found = tamper(name)
    assert faults() == found


def test_a_record_with_the_number_of_another_is_seen_where_the_table_allows_it(trail):
    """The table refuses it; whoever takes that rule away is found by reading."""
    from shidra.audit.queries.verifying import _Links

    links = _Links()
    for number, previous, own in [(1, "", "a"), (2, "a", "b"), (2, "a", "c"), (3, "b", "d")]:
        links.add(number, previous, own, own)
    links.end(3, "d")
    assert [(f.number, f.kind) for f in links.faults] == [(2, "forked")]


def test_no_two_records_have_one_number(trail):
    with pytest.raises(IntegrityError), transaction.atomic(), guards_lifted():
        run("UPDATE audit_record SET number = 2 WHERE number = 3 AND initiative = 'together'")


@pytest.mark.parametrize("model", [Record, Change])
def test_models_change_nothing_that_is_kept(trail, model):
    row = model.objects.first()
    for act in (
        row.save,
        row.delete,
        model.objects.all().delete,
        lambda: model.objects.update(id=1),
        lambda: model.objects.bulk_update([row], ["id"]),
    ):
        with pytest.raises(Unchangeable):
            act()
    assert faults() == set()


REFUSED = [
    "UPDATE audit_record SET reason = 'x'",
    "DELETE FROM audit_record",
    "UPDATE audit_change SET row = 1",
    "DELETE FROM audit_change",
    "UPDATE audit_head SET number = 1 WHERE chain = 'together'",
    "UPDATE audit_head SET number = number + 2",
    "UPDATE audit_head SET number = number + 1, chain = 'x' WHERE chain = 'together'",
    "DELETE FROM audit_head",
]


@pytest.mark.parametrize("sql", REFUSED)
def test_the_database_refuses_to_change_the_trail(trail, sql):
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        run(sql)
    assert faults() == set()


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite does not know TRUNCATE")
@pytest.mark.parametrize("table", ["audit_change", "audit_head", "audit_record CASCADE"])
def test_the_database_refuses_to_empty_the_trail(trail, table):
    run("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        run(f"TRUNCATE {table}")


def test_a_fall_leaves_the_guards_in_place(trail):
    with pytest.raises(ZeroDivisionError), transaction.atomic(), guards_lifted():
        1 / 0  # noqa: B018
    assert guards_stand()


def test_without_guards_the_trail_is_not_whole(trail, capsys):
    assert guards_stand()
    with guards_lifted():
        assert not guards_stand()
        with pytest.raises(SystemExit):
            call_command("audit-log", "verify")
    assert guards_stand()
    call_command("audit-log", "verify")


def test_each_migration_puts_the_guards_back(trail):
    trigger = "audit_record_no_delete"
    run(f"DROP TRIGGER {trigger}" + (" ON audit_record" * (connection.vendor == "postgresql")))
    assert not guards_stand()
    call_command("migrate", "audit", verbosity=0)
    assert guards_stand()


def test_it_does_not_chain_what_is_taken_back(trail):
    with transaction.atomic():
        record(action="act", by=DANA, initiative="together")
        transaction.set_rollback(True)
    record(action="act", by=DANA, initiative="together")
    assert Head.objects.get(chain="together").number == 7
    assert faults() == set()


def test_an_initiative_goes_and_its_chain_stays(trail):
    trail.activities.all().delete()
    trail.roadmap_versions.all().delete()
    trail.delete()
    assert faults() == set()


@pytest.mark.django_db(transaction=True)
def test_a_restored_trail_is_whole_and_guarded(trail, tmp_path):
    write_backup(tmp_path / "b.zip")
    record(action="act", by=DANA, initiative="together")
    restore_backup(tmp_path / "b.zip")

    assert [(r.chain, r.records, r.faults) for r in verify()] == [
        ("", 2, ()),  # the restore is an act of the installation
        ("apart", 1, ()),
        ("together", 6, ()),
    ]
    assert guards_stand()


@pytest.mark.django_db(transaction=True)
def test_a_trail_goes_whole_from_sqlite_to_the_other_database(ready, tmp_path):  # noqa: F811
    """Shares, days, scripts and texts are hashed alike wherever they are stored."""
    example = Path(shidra.exchange.__file__).parent / "ready_together"
    assert ready.run("load", example).returncode == 0
    assert ready.run("backup", tmp_path / "b.zip").returncode == 0
    restore_backup(tmp_path / "b.zip")

    reports = {report.chain: report for report in verify()}
    assert reports["ready-together"].records > 18
    assert [report.faults for report in reports.values()] == [(), ()]


@pytest.mark.django_db(transaction=True)
def test_records_from_before_the_chains_are_chained():
    executor = MigrationExecutor(connection)
    lift_guards()
    try:
        executor.migrate([("audit", "0001_initial")])
        old = executor.loader.project_state([("audit", "0001_initial")]).apps
        records = old.get_model("audit", "Record").objects
        for number in range(5):
            records.create(
                at=timezone.now(),
                actor_label="Dana",
                action="act",
                initiative="together" if number % 2 else "",
                detail={"share": 1.0, "many": 1e20, "words": "שלום", "7": None},
            )
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes("audit"))
    finally:
        install_guards()
    record(action="act", by=DANA, initiative="together")

    assert [(r.chain, r.records, r.faults) for r in verify()] == [("", 3, ()), ("together", 3, ())]
    assert guards_stand()
