"""The public release of a whole country, and the difference of two, before the auditor."""

from pathlib import Path

import pytest
from django.core.management import call_command

from shidra.initiatives.models import Initiative
from shidra.measurement.models import Observation
from shidra.releases.actions import publish_period
from shidra.releases.analysis.auditing import audit_releases
from shidra.releases.models import ReleaseStanding
from tests.releases.conftest import LEAD

pytestmark = pytest.mark.django_db

FIVE_UNITS = Path(__file__).parents[3] / "shared" / "data" / "five-units.xlsx"


@pytest.fixture
def country():
    if not FIVE_UNITS.exists():
        pytest.skip("THE LARGE EXAMPLE IS NOT BESIDE THIS CHECKOUT: ITS RELEASES ARE NOT AUDITED")
    call_command("load", str(FIVE_UNITS), verbosity=0)
    return Initiative.objects.get(code="five-units")


def published(country):
    return publish_period(
        initiative=country, period="2016", note="", by=LEAD, is_patient=True
    ).release


def test_the_public_release_and_the_difference_of_two_pass_the_auditor(country):
    first = published(country)
    standings = ReleaseStanding.objects.filter(release=first)
    assert {each.standing for each in standings} == {"certified"}
    assert sum(each.primary for each in standings) > 400
    assert sum(each.told for each in standings) > 7_000
    rows = Observation.objects.filter(
        indicator__code="M5", indicator__initiative=country, period="2016", denominator__gt=40
    )
    small = rows.filter(numerator__gt=0, numerator__lt=10).order_by("place__code", "pk")[0]
    Observation.objects.filter(pk=small.pk).update(numerator=14)
    large = rows.filter(numerator__gt=50).order_by("place__code", "pk")[0]
    Observation.objects.filter(pk=large.pk).update(numerator=large.numerator - 7)
    second = published(country)
    for releases in ([first], [second], [second, first]):
        for found in audit_releases(releases):
            assert found.told > 3_000
            assert found.small > 200
            assert found.recovered == ()
