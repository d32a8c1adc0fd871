"""A version is drafted, adopted on a day with a reason, superseded, and never changed again."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from shidra.audit.models import Record
from shidra.i18n.text import Text
from shidra.roadmap.actions import (
    ChangedMeanwhile,
    NotADraft,
    NotYet,
    adopt_open_version,
    discard_draft,
    open_consultation,
)
from shidra.roadmap.models import RoadmapVersion
from shidra.roadmap.queries import state_of, version_on_or_none
from tests.roadmap.people import MICHAL, add, at, change, draft, entry, said

TODAY = timezone.localdate


def adopt(client, number=2, **given):
    address = at(f"map/versions/{number}/adopt/")
    read = client.get(address).context["form"]["read"].value()
    form = {"on": TODAY().isoformat(), "reason": "the parents asked", "read": read} | given
    return client.post(address, form, follow=True)


def test_a_version_is_adopted_on_a_day_with_who_decided_and_why(backbone, together):
    change(draft(together), "F1", importance=5)
    page = adopt(backbone, decided_by="the leading team", on="2026-06-01")
    assert "Version 2 of the map counts now." in said(page)
    version = together.roadmap_versions.get(number=2)
    assert (version.status, version.adopted_on) == ("adopted", date(2026, 6, 1))
    assert (version.adopted_by, version.changes) == ("Michal", 1)
    assert together.roadmap_versions.get(number=1).status == "superseded"
    kept = Record.objects.get(action="adopt map")
    assert kept.reason == "the parents asked"
    assert kept.detail["changes"] == {"weighed": 1}
    listed = said(backbone.get(at("map/versions/")))
    for words in ("the parents asked", "the leading team", "1 change", "in force from"):
        assert words in listed


def test_only_the_backbone_adopts(together, partner, resident, auditor, visitor):
    draft(together)
    for client in (partner, resident, auditor, visitor):
        for rest in ("adopt/", "consultation/", "discard/"):
            answer = client.get(at(f"map/versions/2/{rest}"))
            assert answer.status_code in {302, 404}, rest
        assert client.post(at("map/versions/2/draft/")).status_code in {302, 404}
    assert together.roadmap_versions.get(number=2).status == "draft"


def test_it_is_not_adopted_for_tomorrow_nor_before_the_one_in_force(together, adopted):
    draft(together)
    for day in (TODAY() + timedelta(days=1), adopted.adopted_on - timedelta(days=1)):
        with pytest.raises(NotYet):
            adopt_open_version(initiative=together, by=MICHAL, on=day)
    assert together.roadmap_versions.get(number=2).status == "draft"


def test_who_adopts_adopts_what_they_have_read(together, backbone):
    version = draft(together)
    read = state_of(version).fingerprint
    change(version, "F1", importance=1)
    with pytest.raises(ChangedMeanwhile):
        adopt_open_version(initiative=together, by=MICHAL, read=read)
    page = adopt(backbone, read=read)
    assert "Somebody has changed the draft just now" in said(page)
    assert "Version 2 of the map counts now." in said(adopt(backbone))


def test_a_reason_is_asked_for(together, backbone):
    draft(together)
    assert "error" in said(adopt(backbone, reason=""))
    assert together.roadmap_versions.get(number=2).status == "draft"


def test_a_draft_is_thrown_away_and_the_map_stays(together, backbone):
    add(draft(together), "F9")
    answer = backbone.post(at("map/versions/2/discard/"), {"reason": "a mistake"}, follow=True)
    assert "The draft is gone" in said(answer)
    assert list(together.roadmap_versions.values_list("number", "status")) == [(1, "adopted")]
    kept = Record.objects.get(action="discard map")
    assert (kept.reason, kept.detail["changes"]) == ("a mistake", {"added": 1})


def test_what_was_open_for_comments_is_not_thrown_away(together):
    draft(together)
    open_consultation(initiative=together, until=TODAY(), by=MICHAL)
    with pytest.raises(NotADraft):
        discard_draft(initiative=together, number=2, by=MICHAL)
    assert together.roadmap_versions.filter(number=2).exists()


def test_a_superseded_version_says_what_it_said(together, adopted):
    change(draft(together), "F1", importance=1)
    adopt_open_version(initiative=together, by=MICHAL)
    change(draft(together), "F1", importance=2)
    adopt_open_version(initiative=together, by=MICHAL)
    said_by = {v.number: entry(v, "F1").importance for v in together.roadmap_versions.all()}
    assert said_by == {1: 3, 2: 1, 3: 2}


def test_any_day_has_the_version_that_counted_on_it(together, adopted):
    RoadmapVersion.objects.filter(pk=adopted.pk).update(adopted_on=date(2025, 1, 1))
    for number, day in ((2, date(2025, 6, 1)), (3, date(2026, 6, 1))):
        draft(together)
        version = adopt_open_version(initiative=together, by=MICHAL, on=day)
        assert version.number == number
    found = {
        day: getattr(version_on_or_none(together, date.fromisoformat(day)), "number", None)
        for day in ("2024-12-31", "2025-01-01", "2025-05-31", "2025-06-01", "2026-06-02")
    }
    assert list(found.values()) == [None, 1, 1, 2, 3]


@pytest.fixture
def last_year(together, adopted):
    RoadmapVersion.objects.filter(pk=adopted.pk).update(adopted_on=date(2025, 1, 1))
    change(draft(together), "F1", name=Text.of(en="therapy in time"))
    adopt_open_version(initiative=together, by=MICHAL, on=date(2026, 6, 1))


def test_last_years_map_stands_beside_todays(last_year, visitor):
    answer = visitor.get(at("map/?on=2025-11-22"), follow=True)
    page = said(answer)
    assert "You look at the past" in page
    assert "1 factor reworded" in page
    assert page.count('class="picture-map') >= 2
    assert "factor F1" in page
    assert "therapy in time" in page


def test_today_is_no_past(last_year, visitor):
    page = said(visitor.get(at(f"map/on/?on={TODAY().isoformat()}")))
    assert "The same map counts today." in page
    assert "You look at the past" not in page


@pytest.mark.parametrize("day", ["2020-01-01", "yesterday", "", "9999-99-99"])
def test_a_day_without_a_map_leads_to_the_versions(last_year, visitor, day):
    answer = visitor.get(at(f"map/on/?on={day}"))
    assert (answer.status_code, answer["Location"]) == (302, at("map/versions/"))


def test_a_draft_is_read_by_those_who_keep_the_map(together, backbone, resident, visitor):
    draft(together)
    assert backbone.get(at("map/versions/2/")).status_code == 200
    for client in (resident, visitor):
        assert client.get(at("map/versions/2/")).status_code == 404
        assert client.get(at("map/versions/1/")).status_code == 200


def test_names_of_people_are_for_members(together, backbone, visitor):
    draft(together)
    adopt(backbone)
    assert "Michal" in said(backbone.get(at("map/versions/")))
    assert "Michal" not in said(visitor.get(at("map/versions/")))


def test_a_list_of_versions_asks_a_bounded_number_of_questions(
    together, visitor, django_assert_max_num_queries
):
    for _number in range(5):
        draft(together)
        adopt_open_version(initiative=together, by=MICHAL)
    with django_assert_max_num_queries(12):
        visitor.get(at("map/versions/"))
