"""A backup is whole or refused; a restore happens whole or not at all."""

import hashlib
import json
import stat
import zipfile
from decimal import Decimal

import pytest
from django.db import connection

from shidra.accounts.models import User
from shidra.audit.models import Record
from shidra.config import restoring, tables
from shidra.config.backups import read_manifest, write_backup
from shidra.config.restoring import has_content, restore_backup
from shidra.initiatives.models import Initiative
from shidra.measurement.models import Indicator
from shidra.ui.management.site import Refused
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lived_in():
    """A database with people, texts in three scripts, decimals, JSON, many-to-many rows."""
    initiative = factories.make_initiative(
        "ours", result=factories.text('תוצאה (א) / نتيجة\n"quoted" \\ back'), min_cell=7
    )
    factories.make_user("noa@example.org", initiative, "backbone")
    district = factories.make_place(initiative, "south")
    town = factories.make_place(initiative, "rahat", parent=district)
    town.attributes = {"cluster": 1, "a": [0.1]}
    town.save()
    factories.make_groups(initiative, "sector:arab", "supervision:state")
    factor = factories.make_factor(initiative, "F1")
    factories.make_need(initiative, factor, 12345678901, place=district)
    return initiative


def contents():
    """Table → rows and digest of everything that a backup holds."""
    applied = tables.applied_migrations("default")
    return {
        model._meta.db_table: tables.content_of(model, "default")
        for model in tables.models_at(applied, "default")
    }


def without_trail(found):
    grown = {"audit_record", "audit_head"}  # a restore is an act itself
    return {name: content for name, content in found.items() if name not in grown}


def test_it_brings_back_every_row_as_it_was(lived_in, tmp_path):
    before = contents()
    first_joined = User.objects.get().joined_at
    manifest = write_backup(tmp_path / "b.zip")
    Initiative.objects.update(min_cell=99)
    User.objects.create_user("late@example.org", "x")
    restore_backup(tmp_path / "b.zip")

    assert without_trail(contents()) == without_trail(before)
    assert manifest.tables == before
    assert manifest.tables["initiatives_place"].rows == 2
    assert Initiative.objects.get().result == lived_in.result
    assert User.objects.get().joined_at == first_joined
    assert Record.objects.latest("id").action == "restore"


def test_it_gives_new_rows_numbers_above_the_restored_ones(lived_in, tmp_path):
    write_backup(tmp_path / "b.zip")
    restore_backup(tmp_path / "b.zip")
    last = User.objects.latest("id").pk

    assert User.objects.create_user("new@example.org", "x").pk > last


def test_it_knows_whether_there_is_something_to_lose(lived_in):
    assert has_content()


def test_it_leaves_sessions_out(lived_in, client, tmp_path):
    client.force_login(User.objects.get())
    write_backup(tmp_path / "b.zip")

    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert "tables/django_session.jsonl" not in archive.namelist()
        assert "tables/usersessions_usersession.jsonl" not in archive.namelist()
    restore_backup(tmp_path / "b.zip")
    assert not client.session.exists(client.session.session_key)


def test_it_keeps_the_backup_for_its_owner_and_leaves_no_part_behind(lived_in, tmp_path):
    write_backup(tmp_path / "b.zip")

    assert stat.S_IMODE((tmp_path / "b.zip").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["b.zip"]


def test_it_never_writes_over_a_file_unasked(lived_in, tmp_path):
    path = tmp_path / "b.zip"
    path.write_text("precious")
    with pytest.raises(Refused) as refusal:
        write_backup(path)

    assert refusal.value.code == 2
    assert path.read_text() == "precious"
    write_backup(path, overwrite=True)
    assert zipfile.is_zipfile(path)


def test_it_says_what_is_in_the_file(lived_in, tmp_path):
    write_backup(tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        manifest = json.loads(archive.read("manifest.json"))
        lines = archive.read("tables/initiatives_place.jsonl")

    assert manifest["format"] == "shidra-backup/1"
    assert manifest["database"] == connection.vendor
    assert manifest["tables"]["initiatives_place"] == {
        "rows": 2,
        "sha256": hashlib.sha256(lines).hexdigest(),
    }
    assert ["accounts", "0001_initial"] in manifest["migrations"]


def flipped(path, position, bit=1):
    content = bytearray(path.read_bytes())
    content[position] ^= bit
    other = path.with_name("flipped.zip")
    other.write_bytes(content)
    return other


def test_it_refuses_a_backup_with_one_flipped_bit_anywhere(lived_in, tmp_path):
    path = tmp_path / "b.zip"
    write_backup(path)
    length = path.stat().st_size
    before = contents()
    positions = {*range(0, length, max(1, length // 100)), length - 1, length - 64, length - 65}
    for position in sorted(positions):
        for bit in (1, 32):
            with (
                pytest.raises(Refused) as refusal,
                flipped(path, position, bit).open("rb") as file,
            ):
                read_manifest(file)
            assert refusal.value.code == 2
    with pytest.raises(Refused):
        restore_backup(flipped(path, length // 2))

    assert contents() == before


@pytest.mark.parametrize("content", [b"", b"PK", b"not a backup " * 40])
def test_it_refuses_what_is_no_backup(lived_in, tmp_path, content):
    (tmp_path / "b.zip").write_bytes(content)
    with pytest.raises(Refused) as refusal:
        restore_backup(tmp_path / "b.zip")

    assert refusal.value.code == 2
    assert Initiative.objects.exists()


def test_it_refuses_another_zip_with_a_good_seal(lived_in, tmp_path):
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("letter.txt", "hello")
        archive.comment = b"0" * 64
    reseal(path)
    with pytest.raises(Refused):
        restore_backup(path)


def reseal(path):
    content = path.read_bytes()[:-64]
    path.write_bytes(content + hashlib.sha256(content).hexdigest().encode())


def rewritten(path, change):
    """A backup with a good seal whose inside somebody changed."""
    other = path.with_name("rewritten.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        new.comment = b"0" * 64
    reseal(other)
    return other


def test_it_changes_nothing_when_the_rows_are_not_those_of_the_manifest(lived_in, tmp_path):
    write_backup(tmp_path / "b.zip")
    before = contents()

    def change(name, content):
        if name == "tables/initiatives_place.jsonl":
            return content.replace(b'"rahat"', b'"lakia"')
        return content

    with pytest.raises(Refused):
        restore_backup(rewritten(tmp_path / "b.zip", change))
    assert contents() == before


def test_it_refuses_a_backup_of_a_newer_version(lived_in, tmp_path):
    write_backup(tmp_path / "b.zip")

    def change(name, content):
        if name == "manifest.json":
            return content.replace(b'"0001_initial"', b'"0999_from_the_future"', 1)
        return content

    with pytest.raises(Refused) as refusal:
        restore_backup(rewritten(tmp_path / "b.zip", change))
    assert "0999_from_the_future" in str(refusal.value)
    assert Initiative.objects.exists()


def test_it_leaves_the_old_database_when_it_falls_half_way(lived_in, tmp_path, monkeypatch):
    write_backup(tmp_path / "b.zip")
    before = contents()
    put = tables.put_lines

    def fall(model, lines, using):
        if model._meta.db_table == "measurement_indicator":
            raise RuntimeError("the power is gone")
        put(model, lines, using)

    monkeypatch.setattr(restoring.tables, "put_lines", fall)
    with pytest.raises(RuntimeError):
        restore_backup(tmp_path / "b.zip")
    monkeypatch.undo()
    assert contents() == before


def test_it_reads_decimals_alike_in_both_databases(lived_in):
    """What stands in the lines depends on the fields alone."""
    Initiative.objects.update(ownerless_value=Decimal("0.125"), importance_exponent=2)
    (model,) = (
        model
        for model in tables.models_at(tables.applied_migrations("default"), "default")
        if model._meta.db_table == "initiatives_initiative"
    )
    lines = list(tables._lines(model, "default"))
    row = dict(zip(json.loads(lines[0]), json.loads(lines[1]), strict=True))

    assert row["ownerless_value"] == "0.125"
    assert row["importance_exponent"] == "2.00"
    assert row["name"]["he"]["text"] == "ours"
    assert Indicator.objects.count() == 0


def test_it_restores_what_another_database_backed_up(ready, tmp_path):
    """The installation is on SQLite; the tests' own database is the one that they run on."""
    backup = tmp_path / "b.zip"
    make = "Initiative.objects.create(code='moved', currency='ILS', min_cell=12)"
    ready.run("shell", "-c", f"from shidra.initiatives.models import Initiative;{make}")
    assert ready.run("backup", backup).returncode == 0
    manifest = restore_backup(backup)

    assert manifest.database == "sqlite"
    assert without_trail(contents()) == without_trail(manifest.tables)
    assert Initiative.objects.get(code="moved").min_cell == 12
