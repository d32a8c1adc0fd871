"""The pages of releases, for those who publish, those who read, and everybody else."""

import csv
from io import BytesIO, StringIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from shidra.core.disclosure import observations
from shidra.i18n.isolates import strip
from shidra.initiatives.models import Initiative
from shidra.measurement.models import Observation
from shidra.protection.models import ProtectedTable
from shidra.releases.models import Release
from tests.factories import make_user
from tests.measurement.figures import figures_on

pytestmark = pytest.mark.django_db

RELEASES = "/en/i/together/releases/"


@pytest.fixture
def signed_in(together):
    def as_role(role):
        client = Client()
        client.force_login(make_user(f"{role}@example.org", together, role))
        return client

    return as_role


def form_of(page):
    return page.context["form"].initial


def test_the_data_lead_looks_and_publishes(together, signed_in):
    lead = signed_in("data_lead")
    page = lead.get(f"{RELEASES}publish/?period=2016")
    told = strip(page.content.decode())
    assert "2016 would become release 1" in told
    assert "what is certified:" in told
    assert "What everybody would be told, by measure" in told
    answer = lead.post(f"{RELEASES}publish/", {**form_of(page), "note": "checked"})
    release = Release.objects.get()
    assert answer.url == f"{RELEASES}{release.pk}/"
    assert (release.note, release.by_label) == ("checked", "data_lead@example.org")
    assert "checked" in lead.get(RELEASES).content.decode()


def test_what_changed_since_the_look_is_not_published(together, signed_in):
    lead = signed_in("data_lead")
    page = lead.get(f"{RELEASES}publish/?period=2016")
    Observation.objects.filter(period="2016", place__code="N").update(quality="C")
    answer = lead.post(f"{RELEASES}publish/", form_of(page))
    assert "have changed since you looked" in answer.content.decode()
    assert not Release.objects.exists()
    again = lead.post(f"{RELEASES}publish/", form_of(answer))
    assert again.status_code == 302


def test_a_correction_shows_old_and_new_side_by_side(publish, signed_in):
    first = publish().release
    Observation.objects.filter(period="2016", place__isnull=True).update(numerator=101)
    second = publish(note="one more").release
    page = signed_in("auditor").get(f"{RELEASES}{second.pk}/")
    told = strip(page.content.decode())
    for value, sides in (("25.0%", "100 / 400"), ("25.3%", "101 / 400")):
        assert f'{value}<span class="detail">{sides}</span>' in told
    assert "before: 25.0%" in told
    assert f"{RELEASES}{first.pk}/" in told
    figures = figures_on(page)
    assert figures["numerator", "M5", None] == 101
    assert figures["value", "M5", None] == pytest.approx(101 / 400)
    assert figures["rows", "2016", None] == 4


OUTSIDE = ("partner_editor", "funder", "community_member", "visitor")


@pytest.mark.parametrize("role", OUTSIDE)
def test_everybody_reads_what_is_certified_and_nobody_else_publishes(publish, signed_in, role):
    release = publish().release
    client = signed_in(role)
    listed = strip(client.get(RELEASES).content.decode())
    assert "certified" in listed
    assert "Look and publish" not in listed
    page = client.get(f"{RELEASES}{release.pk}/")
    assert figures_on(page)["numerator", "M5", None] == 100
    assert client.get(f"{RELEASES}publish/?period=2016").status_code == 404
    assert Client().get(f"{RELEASES}{release.pk}/").status_code == 200
    Initiative.objects.update(is_public=False)
    assert Client().get(f"{RELEASES}{release.pk}/").status_code == 404


def test_a_reader_without_raw_rights_learns_no_mark_of_a_file(publish, signed_in):
    """Whoever tries all files that there may be finds the one with this mark."""
    release = publish().release
    (file,) = release.files.all()
    for role in OUTSIDE:
        told = signed_in(role).get(f"{RELEASES}{release.pk}/").content.decode()
        assert file.sha256 not in told
        assert release.digest not in told
        assert file.path not in told
    assert file.sha256 in signed_in("auditor").get(f"{RELEASES}{release.pk}/").content.decode()


def test_who_published_is_for_members(publish, signed_in):
    release, funder = publish().release, signed_in("funder")
    for path in (RELEASES, f"{RELEASES}{release.pk}/"):
        assert "dana@example.org" in funder.get(path).content.decode()
        assert "dana@example.org" not in Client().get(path).content.decode()


def test_small_numbers_of_a_release_are_hidden_and_say_why(publish, signed_in):
    """In 2015 one of nine passed in the north: the whole of that year is too small."""
    release = publish("2015").release
    page = signed_in("visitor").get(f"{RELEASES}{release.pk}/")
    assert ("numerator", "M5", None) not in figures_on(page)
    told = strip(page.content.decode())
    assert "fewer than 10 people or events" in told
    assert "several years together, or of neighbouring places" in told
    assert (
        figures_on(signed_in("backbone").get(f"{RELEASES}{release.pk}/"))["numerator", "M5", None]
        == 1
    )


def rows_of(client, release, kind="csv"):
    answer = client.get(f"{RELEASES}{release.pk}/figures.{kind}")
    assert answer.status_code == 200
    if kind == "csv":
        return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    sheet = load_workbook(BytesIO(answer.content)).active
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_of_a_release_tells_what_its_reader_may_see(publish, signed_in, kind):
    Observation.objects.filter(period="2016", place__code="S").update(numerator=4)
    release = publish().release
    told = rows_of(signed_in("visitor"), release, kind)
    assert len(told) == 4
    by_spot = {(row["Place"] or "", row["Group"] or ""): row for row in told}
    assert float(by_spot["", ""]["Numerator"]) == 100
    south = by_spot["S", "sector:arab"]
    assert south["Numerator"] in {"", None}
    assert south["Value"] in {"", None}
    assert "Hidden" in south["Why it is hidden"]
    assert {row["Certificate"] for row in told} == {"certified"}
    raw = rows_of(signed_in("data_lead"), release, kind)
    assert {float(row["Numerator"]) for row in raw} == {100, 60, 20, 4}


def test_what_nobody_has_certified_is_locked_and_says_so(publish, signed_in):
    release = publish().release
    release.standings.all().delete()
    visitor = signed_in("visitor")
    assert "not certified" in strip(visitor.get(RELEASES).content.decode())
    page = visitor.get(f"{RELEASES}{release.pk}/")
    assert ("numerator", "M5", None) not in figures_on(page)
    assert "Nobody has shown yet" in strip(page.content.decode())
    assert not any(row["Numerator"] for row in rows_of(visitor, release))
    assert (
        figures_on(signed_in("auditor").get(f"{RELEASES}{release.pk}/"))["numerator", "M5", None]
        == 100
    )


def test_of_what_is_checked_by_sums_alone_the_whole_is_told_and_no_part(
    publish, signed_in, monkeypatch
):
    monkeypatch.setattr(observations, "MOST_CELLS", 3)
    release = publish().release
    visitor = signed_in("visitor")
    page = visitor.get(f"{RELEASES}{release.pk}/")
    assert figures_on(page)["numerator", "M5", None] == 100
    assert "too large for a certificate" in strip(page.content.decode())
    told = {row["Place"]: row["Numerator"] for row in rows_of(visitor, release) if row["Numerator"]}
    assert told == {"": "100.0"}
    assert {row["Certificate"] for row in rows_of(visitor, release)} == {"rank-checked"}


def test_a_step_that_was_cut_short_is_finished_by_the_next(publish, monkeypatch):
    """Killed before anybody looked, a release tells nothing; publishing again certifies it."""
    with monkeypatch.context() as patch:
        patch.setattr("shidra.releases.actions.freezing.certify_awaiting", lambda *_, **__: 0)
        release = publish().release
    assert not release.standings.exists()
    again = publish()
    assert (again.is_new, again.release) == (False, release)
    assert [each.standing for each in release.standings.all()] == ["certified"]


def test_pages_of_releases_ask_a_fixed_number_of_questions(
    publish, signed_in, django_assert_max_num_queries
):
    release, visitor = publish().release, signed_in("visitor")
    publish("2015")
    for path, most in ((RELEASES, 14), (f"{RELEASES}{release.pk}/", 26)):
        visitor.get(path)
        with django_assert_max_num_queries(most):
            assert visitor.get(path).status_code == 200


def test_a_release_tells_the_figures_of_then(publish, signed_in):
    first = publish().release
    Observation.objects.filter(period="2016", place__isnull=True).update(numerator=130)
    second = publish().release
    visitor = signed_in("visitor")
    assert figures_on(visitor.get(f"{RELEASES}{first.pk}/"))["numerator", "M5", None] == 100
    page = visitor.get(f"{RELEASES}{second.pk}/")
    assert figures_on(page)["numerator", "M5", None] == 130
    assert "before: 25.0%" in strip(page.content.decode())


def test_a_release_and_the_live_figures_are_one_table(publish, signed_in):
    """As long as they say the same nothing is protected twice, so no two patterns can differ."""
    visitor = signed_in("visitor")
    visitor.get("/en/i/together/indicators/M5/")
    kept = ProtectedTable.objects.filter(period="2016").count()
    assert kept
    publish()
    assert ProtectedTable.objects.filter(period="2016").count() == kept


def test_the_auditor_reads_and_does_not_publish(publish, signed_in):
    publish()
    auditor = signed_in("auditor")
    assert "Look and publish" not in auditor.get(RELEASES).content.decode()
    assert auditor.get(f"{RELEASES}publish/?period=2016").status_code == 404
    assert (
        auditor.post(f"{RELEASES}publish/", {"period": "2015", "looked_at": "x"}).status_code == 404
    )


def test_a_period_without_figures_has_no_page(together, signed_in):
    assert signed_in("backbone").get(f"{RELEASES}publish/?period=1999").status_code == 404
