"""On a past day gaps are shown as they stood then, as far as somebody had said something of them."""

import re
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone

from shidra.audit.models import SYSTEM
from shidra.audit.queries import row_version
from shidra.gaps.actions import Saying, say
from shidra.gaps.analysis import gap_book
from shidra.gaps.models import GapState
from shidra.gaps.queries import Where, gap_ref, lives_on
from shidra.i18n.isolates import strip
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import full_access
from shidra.roadmap.actions import adopt_open_version, version_for_changes
from shidra.roadmap.models import RoadmapVersion
from tests.factories import make_factor, make_initiative, make_link, make_need, text

pytestmark = pytest.mark.django_db
MONEY = gap_ref("resource", Where("F2", year=2026))
NOBODY = gap_ref("ownership", Where("F2"))


@pytest.fixture
def together() -> Initiative:
    initiative = make_initiative()
    therapy = make_factor(initiative, "F2", importance=5, name=text("therapy"))
    make_link(therapy, make_factor(initiative, "O", kind="outcome"))
    make_need(initiative, therapy, 4_800)
    return initiative


def said(initiative: Initiative, ref: str, act: str, days_ago: int) -> None:
    """Say something on a day that is past."""
    then = timezone.now() - timedelta(days=days_ago)
    with patch("django.utils.timezone.now", return_value=then):
        _said(initiative, ref, act)


def _said(initiative: Initiative, ref: str, act: str) -> None:
    gap = gap_book(full_access("together")).gap_or_none(ref)
    assert gap is not None
    version = row_version(GapState, gap.life.pk) if gap.life.pk else 0
    say(initiative=initiative, gap=gap, saying=Saying(act, "why", version=version), by=SYSTEM)


def day(days_ago: int):
    return timezone.localdate() - timedelta(days=days_ago)


def states(initiative: Initiative, days_ago: int) -> dict[str, str]:
    return {ref: life.state for ref, life in lives_on(initiative, day(days_ago)).items()}


def test_each_day_has_what_had_been_said_by_then(together: Initiative) -> None:
    said(together, MONEY, "confirm", 30)
    said(together, NOBODY, "confirm", 20)
    said(together, MONEY, "accept", 10)
    assert states(together, 31) == {}
    assert states(together, 30) == {MONEY: "confirmed"}
    assert states(together, 15) == {MONEY: "confirmed", NOBODY: "confirmed"}
    assert states(together, 0) == {MONEY: "accepted", NOBODY: "confirmed"}


def test_the_page_of_a_past_day_shows_them_and_says_what_it_does_not(
    together: Initiative,
) -> None:
    said(together, MONEY, "confirm", 30)
    said(together, MONEY, "accept", 10)
    RoadmapVersion.objects.update(adopted_on=day(60))
    version_for_changes(initiative=together, by=SYSTEM)
    adopt_open_version(initiative=together, by=SYSTEM, on=day(5))

    def page(days_ago: int) -> str:
        answer = Client().get(f"/en/i/together/map/on/?on={day(days_ago)}")
        if answer.status_code == 302:
            answer = Client().get(answer["Location"])
        assert answer.status_code == 200
        return strip(answer.content.decode())

    before, between, now = page(40), page(20), page(0)
    assert "Nothing had been said of any gap by that day" in before
    part = between.partition("Gaps on that day")[2].partition("</section>")[0]
    assert f"/missing/gap/{MONEY}/" in part
    assert re.search(r"tag[^>]*>.*confirmed", part, re.DOTALL)
    assert "accepted" not in part
    assert "What this page does not show: money, activities and measures" in between
    assert "Gaps on that day" not in now
