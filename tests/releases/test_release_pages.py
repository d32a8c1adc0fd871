"""The pages of releases, for those who publish, those who read, and everybody else."""

import pytest
from django.test import Client

from shidra.i18n.isolates import strip
from shidra.measurement.models import Observation
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
    assert "nothing, until protection certifies the release" in told
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


@pytest.mark.parametrize("role", ["partner_editor", "funder", "community_member", "visitor"])
def test_nobody_without_raw_rights_opens_a_release(publish, signed_in, role):
    release = publish().release
    client = signed_in(role)
    for path in (RELEASES, f"{RELEASES}{release.pk}/", f"{RELEASES}publish/?period=2016"):
        assert client.get(path).status_code == 404
    assert Client().get(f"{RELEASES}{release.pk}/").status_code == 404


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
