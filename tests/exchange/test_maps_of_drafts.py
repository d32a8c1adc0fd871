"""What an export of one version tells of another, which its reader may not see."""

import io

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from shidra.audit.models import SYSTEM, Actor
from shidra.exchange.queries.maps import parts_of, version_asked
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import Access, full_access
from shidra.roadmap.actions import version_for_changes
from shidra.roadmap.models import EvidenceItem, Factor, FactorEntry, Voice
from tests.factories import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret(brook) -> Initiative:
    """A factor that only the draft has, a finding about it, and one about a link of the draft."""
    Initiative.objects.filter(pk=brook.pk).update(is_public=True)
    draft = version_for_changes(initiative=brook, by=SYSTEM)
    factor = Factor.objects.create(initiative=brook, code="F9")
    FactorEntry.objects.create(version=draft, factor=factor, kind="factor", name=text("new"))
    EvidenceItem.objects.create(initiative=brook, code="E9", factor=factor, citation="of a draft")
    outcome = Factor.objects.get(initiative=brook, code="O")
    EvidenceItem.objects.create(
        initiative=brook, code="E8", factor=outcome, target=factor, citation="of a draft"
    )
    return brook


def test_findings_about_what_only_the_draft_has_do_not_leave_with_the_adopted_map(secret):
    answer = Client().get("/en/i/brook/map/files/tables/")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    rows = list(book["evidence"].iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["code", "E1", "E2"]


def test_an_export_tells_how_much_of_the_talk_it_leaves_out_as_far_as_its_reader_sees(brook):
    factor = Factor.objects.get(initiative=brook, code="F1")
    for state, visibility in (("shown", "public"), ("shown", "partners"), ("waiting", "public")):
        Voice.objects.create(
            initiative=brook,
            factor=factor,
            token=state + visibility,
            consent="written",
            consent_on="2026-01-01",
            visibility=visibility,
            state=state,
            added_at=timezone.now(),
            decided_at=timezone.now(),
        )
    stranger = Access(brook, frozenset({"visitor"}), Actor(label="a visitor"))
    assert parts_of(stranger, version_asked(stranger))["talk"] == 1
    everything = full_access("brook")
    assert parts_of(everything, version_asked(everything))["talk"] == 3


def test_the_page_of_a_factor_tells_of_no_link_that_only_the_draft_has(secret):
    page = Client().get("/en/i/brook/factors/O/").content.decode()
    assert "of a draft" not in page
