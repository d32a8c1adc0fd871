"""A period is published once and for all; a correction is a further release."""

import hashlib
import json
from io import StringIO

import duckdb
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, transaction

from shidra.audit.models import Record
from shidra.measurement.models import Indicator, Observation
from shidra.releases.actions import ChangedMeanwhile, NothingToPublish, finish_files
from shidra.releases.analysis.changes import changes_between, preview
from shidra.releases.analysis.parquet import write_columns
from shidra.releases.models import Release, ReleasedFigure, ReleaseFile
from shidra.releases.queries import figures_of
from shidra.ui.management.site import Refused
from tests.factories import make_place, text

pytestmark = pytest.mark.django_db


def stored(sql, file):
    with duckdb.connect() as engine:
        return engine.execute(sql, [str(settings.LAKE / file.path)]).fetchall()


def lake_files():
    return sorted(
        str(path.relative_to(settings.LAKE))
        for path in settings.LAKE.rglob("*")
        if path.is_file() and path.name != ".lock"
    )


def test_it_freezes_the_figures_of_the_period(together, publish):
    done = publish(note="after the audit")
    release = done.release
    assert (done.is_new, done.is_filed, release.number) == (True, True, 1)
    assert (release.rows, release.numerator_sum, release.denominator_sum) == (4, 192, 750)
    assert [(row.place, row.groups) for row in figures_of(release)] == [
        ("", ""),
        ("N", ""),
        ("N", "sector:arab"),
        ("S", "sector:arab"),
    ]
    act = Record.objects.get(action="publish")
    assert (act.actor_label, act.reason, act.subject) == (
        "dana@example.org",
        "after the audit",
        "2016 · 1",
    )


def test_publishing_the_same_twice_changes_nothing(publish):
    first, again = publish(), publish(note="again")
    assert (again.release, again.is_new) == (first.release, False)
    assert Release.objects.count() == ReleaseFile.objects.count() == 1
    assert Record.objects.filter(action="publish").count() == 1


def test_a_correction_is_a_further_release_and_both_stay_readable(publish):
    first = publish().release
    Observation.objects.filter(place__code="N", group_set__isnull=False, period="2016").update(
        numerator=21
    )
    second = publish(note="one pupil more").release
    assert (second.number, second.replaces) == (2, first)
    difference = changes_between(figures_of(first), figures_of(second))
    assert (difference.changed, difference.same, difference.added, difference.gone) == (1, 3, 0, 0)
    (changed,) = difference.shown
    assert changed.key == ("M5", "N", "sector:arab")
    assert (changed.before.numerator, changed.after.numerator) == (20_000_000, 21_000_000)
    assert len(lake_files()) == 2


def test_it_reads_as_it_was_whatever_is_renamed_later(together, publish):
    release = publish().release
    Indicator.objects.update(name=text("other"))
    together.places.filter(code="N").update(name=text("other"), code="N2")
    together.groups.update(name=text("other"), code="x")
    release.refresh_from_db()
    assert release.names["indicators"]["M5"]["name"]["he"]["text"] == "חמש יחידות"
    assert release.names["places"]["N"]["name"]["he"]["text"] == "N"
    assert release.names["groups"]["sector:arab"]["he"]["text"] == "arab"
    assert [row.place for row in figures_of(release)] == ["", "N", "N", "S"]


@pytest.mark.parametrize(
    "write",
    [
        lambda release: release.figures.update(numerator=1),
        lambda release: release.figures.all()[0].delete(),
        lambda release: ReleasedFigure.objects.create(release=release, indicator="X"),
        lambda release: Release.objects.filter(pk=release.pk).update(note="other"),
        lambda release: Release.objects.filter(pk=release.pk).update(is_sealed=False),
        lambda release: release.files.update(sha256="0" * 64),
        lambda release: release.files.update(status="awaited"),
    ],
)
def test_the_database_refuses_to_rewrite_what_was_published(publish, write):
    release = publish().release
    with pytest.raises(DatabaseError, match="published stays"), transaction.atomic():
        write(release)


def test_the_manifest_says_what_the_file_holds(publish):
    (file,) = publish().release.files.all()
    content = (settings.LAKE / file.path).read_bytes()
    assert (file.status, file.bytes) == ("written", len(content))
    assert file.sha256 == hashlib.sha256(content).hexdigest()
    assert (file.rows, file.numerator_sum, file.denominator_sum) == (4, 192, 750)
    assert lake_files() == [file.path]
    assert "/period=2016/release-1-" in file.path


def test_what_is_added_in_a_file_counts_nobody_twice(publish):
    (file,) = publish().release.files.all()
    added = "SELECT place, sum(numerator) / 1e6, sum(denominator) / 1e6 FROM read_parquet(?) WHERE role <> 1 GROUP BY 1 ORDER BY 1"
    assert stored(added, file) == [("L", 28, 130), ("N", 60, 200), ("S", 12, 70)]
    split = "SELECT groups, sum(denominator) / 1e6 FROM read_parquet(?) WHERE role <> 1 GROUP BY 1 ORDER BY 1"
    assert stored(split, file) == [("sector:arab", 150), ("sector:unknown", 250)]


def test_stray_files_are_cleared_away(together, publish):
    (file,) = publish().release.files.all()
    folder = (settings.LAKE / file.path).parent
    for name in ("release-9-x.parquet", "release-1-y.parquet.part", "z.csv"):
        (folder / name).write_text("half")
    finish_files(together)
    assert lake_files() == [file.path]


def test_a_file_that_was_lost_is_written_again_from_the_record(together, publish):
    (lost,) = publish().release.files.all()
    (settings.LAKE / lost.path).unlink()
    finish_files(together)
    lost.refresh_from_db()
    assert lost.status == "lost"
    (found,) = ReleaseFile.objects.filter(status="written")
    assert lake_files() == [found.path]
    assert found.rows == lost.rows


def test_when_the_disk_is_full_the_release_waits_for_its_file(together, publish, monkeypatch):
    def full(*_arguments, **_named):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("shidra.releases.actions.files._make", full)
        done = publish()
    assert (done.is_new, done.is_filed) == (True, False)
    assert publish().is_filed
    assert len(lake_files()) == 1


def test_codes_stand_in_a_file_whatever_signs_they_have(together, publish):
    odd = "a\"b,c|d'e\nf%s"
    measure = Indicator.objects.get(code="M5")
    for number, code in enumerate((odd, "plain"), 1):
        Observation.objects.create(
            indicator=measure, period="2020", place=make_place(together, code), numerator=number
        )
    release = publish("2020").release
    (file,) = release.files.all()
    found = stored("SELECT place, numerator, groups, quality, role FROM read_parquet(?)", file)
    assert set(found) == {(odd, 1_000_000, None, None, 0), ("plain", 2_000_000, None, None, 0)}
    assert release.digest == preview(together, "2020").digest


def test_lines_that_were_cleared_away_meanwhile_are_written_again(together, publish, monkeypatch):
    from shidra.releases.actions import freezing

    def swept(*arguments):
        for path in settings.LAKE.rglob("*.lines"):
            path.unlink()
        return finish_files(*arguments)

    monkeypatch.setattr(freezing, "finish_files", swept)
    assert publish().is_filed
    assert len(lake_files()) == 1


def test_what_is_not_published_after_all_is_never_read(together, publish):
    with pytest.raises(ChangedMeanwhile):
        publish(looked_at="0" * 64)
    assert not Release.objects.exists()
    assert not ReleaseFile.objects.exists()
    publish()
    assert len(lake_files()) == 1


def test_an_engine_that_cannot_write_is_a_disk_that_cannot(tmp_path):
    (tmp_path / "parts").mkdir()
    with pytest.raises(OSError, match="parts"):
        write_columns([("x",)], {"code": "VARCHAR"}, tmp_path / "parts")


def test_it_refuses_what_changed_since_it_was_looked_at(together, publish):
    seen = preview(together, "2016").digest
    Observation.objects.filter(period="2016", place__isnull=True).update(numerator=1)
    with pytest.raises(ChangedMeanwhile):
        publish(looked_at=seen)
    assert not Release.objects.exists()


def test_it_refuses_a_period_in_which_nothing_was_observed(publish):
    with pytest.raises(NothingToPublish):
        publish("1999")


class TestTheCommand:
    def run(self, *arguments):
        out = StringIO()
        call_command("publish", *arguments, stdout=out)
        return out.getvalue()

    def test_it_says_what_it_would_do_and_does_nothing(self, together):
        told = json.loads(self.run("together", "2016", "--dry-run", "--json"))
        assert (told["number"], told["new"], told["rows"]) == (1, True, 4)
        assert told["seen_by"]["data_lead"] == "everything"
        assert told["seen_by"]["visitor"] == told["seen_by"]["partner_editor"]
        assert told["seen_by"]["visitor"] == "what is certified"
        (measure,) = told["certificates"]
        assert (measure["indicator"], told["standing"]) == ("M5", "certified")
        assert measure["told"] > 0
        assert not Release.objects.exists()
        assert not settings.LAKE.exists()

    def test_it_publishes_and_tells_the_manifest(self, together):
        told = json.loads(self.run("together", "2016", "--note", "first", "--json"))
        assert (told["new"], told["filed"], told["number"], told["rows"]) == (True, True, 1, 4)
        assert told["files"][0]["status"] == "written"
        assert told["standing"] == told["certificates"][0]["standing"] == "certified"
        again = json.loads(self.run("together", "2016", "--json"))
        assert (again["new"], again["number"]) == (False, 1)

    def test_it_names_the_periods_there_are(self, together):
        with pytest.raises(Refused, match="2015"):
            self.run("together", "1999")
