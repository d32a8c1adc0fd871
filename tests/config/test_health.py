"""The doctor finds what is wrong and says how to mend it."""

import json
from pathlib import Path

import pytest
from django.db import OperationalError, connections

from shidra.config import health, readiness
from shidra.config.boundaries import let_go
from shidra.config.file_systems import file_system_of
from shidra.config.health import State, examine
from shidra.config.invariants import broken_invariants
from shidra.config.readiness import NotReady, make_ready
from shidra.initiatives.models import GroupSet
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return factories.make_initiative("ours")


@pytest.fixture
def commitment(ours):
    return factories.make_commitment(ours, "C1", factories.make_organisation(ours, "fund"), 100)


def states():
    return {finding.check: finding.state for finding in examine()}


def test_it_finds_everything_well_on_a_sound_installation(ours):
    assert State.WRONG not in states().values()
    assert {"python", "data-folder", "space", "database", "migrations", "initiatives"} <= {
        *states()
    }


def test_it_says_how_to_mend_whatever_is_not_well(monkeypatch):
    monkeypatch.setattr(health, "OLDEST_PYTHON", (9, 0))
    monkeypatch.setattr(health, "ENOUGH_SPACE", 1 << 62)
    monkeypatch.setattr(health, "LITTLE_SPACE", 1 << 61)
    monkeypatch.setattr(health, "pending_migrations", lambda: (False, 3))
    found = {finding.check: finding for finding in examine()}

    for check in ("python", "space", "migrations"):
        assert found[check].state is State.WRONG
        assert found[check].remedy
    assert "initiatives" not in found


def test_it_stops_at_a_database_that_is_away(monkeypatch):
    def away(*_args, **_kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr(connections["default"], "cursor", away)
    database = examine()[-1]

    assert (database.check, database.state) == ("database", State.WRONG)
    assert "connection refused" in database.said
    assert "DATABASE_URL" in database.remedy


def test_it_minds_who_can_read_the_secret_key(settings, tmp_path, monkeypatch):
    monkeypatch.delenv("SHIDRA_SECRET_KEY")
    settings.DATA = tmp_path
    key = tmp_path / "secret.key"
    key.write_text("x")
    key.chmod(0o600)
    assert states()["secret-key"] is State.OK
    key.chmod(0o644)
    assert states()["secret-key"] is State.WRONG


# --- what must hold in an initiative ---


def said():
    return [broken.said for broken in broken_invariants()]


def test_it_finds_a_commitment_that_gives_out_more_than_it_holds(commitment):
    factories.make_allocation(commitment, "backbone", 60)
    assert said() == []
    factories.make_allocation(commitment, "learning", 41)

    (broken,) = broken_invariants()
    assert broken.initiative == "ours"
    assert "C1" in broken.said
    assert broken.remedy


def test_it_finds_instalments_that_do_not_add_up(commitment):
    commitment.instalments.create(due_on="2026-01-01", amount=60_00)
    assert len(said()) == 1
    commitment.instalments.create(due_on="2026-07-01", amount=40_00)
    assert said() == []


def test_it_finds_a_set_of_groups_that_lost_one(ours):
    group_set = factories.make_groups(ours, "sector:arab", "supervision:state")
    assert said() == []
    group_set.groups.remove(group_set.groups.first())

    assert len(said()) == 1


def test_it_finds_a_set_of_groups_of_another_initiative(ours):
    other = factories.make_groups(factories.make_initiative("other"), "sector:arab")
    strange = GroupSet.objects.create(initiative=ours, key="sector:arab")
    # Only a database without its fences takes such a set.
    let_go()
    strange.groups.set(other.groups.all())

    assert [broken.initiative for broken in broken_invariants()] == ["ours"]


def test_it_finds_a_map_that_nobody_adopted(ours):
    ours.roadmap_versions.update(status="draft")

    assert len(said()) == 1


# --- the disk ---

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/home /srv/our\\040data nfs4 rw 0 0
tmpfs /srv/our\\040data/local tmpfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/noa/shidra.sqlite3", "ext4"),
        ("/srv/our data/shidra.sqlite3", "nfs4"),
        ("/srv/our data/local/shidra.sqlite3", "tmpfs"),
        ("/srv/our data2/shidra.sqlite3", "ext4"),
    ],
)
def test_it_knows_which_disk_holds_the_database(tmp_path, path, kind):
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)

    assert file_system_of(Path(path), mounts) == kind


def test_it_does_not_work_on_a_network_file_system(monkeypatch):
    monkeypatch.setattr(
        "shidra.config.file_systems.network_file_system_of_database", lambda: "nfs4"
    )
    with pytest.raises(NotReady, match="nfs4"):
        make_ready()
    assert readiness.pending_migrations() == (False, 0)


# --- the command ---


def test_it_ends_with_0_when_all_is_well_and_with_1_when_not(ready):
    well = ready.run("doctor", "--json")
    (ready.data / "secret.key").chmod(0o644)
    ill = ready.run("doctor")

    assert well.returncode == 0, well.said
    document = json.loads(well.said)
    assert document["is_well"] is True
    assert {finding["state"] for finding in document["findings"]} <= {"ok", "warning"}
    assert ill.returncode == 1
    assert f"chmod 600 {ready.data}/secret.key" in ill.said
