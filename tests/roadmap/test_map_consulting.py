"""The draft is opened to all: what they say of a factor or link is answered beside it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shidra.audit.models import Record
from shidra.roadmap.actions import NotYet, adopt_open_version, open_consultation
from shidra.roadmap.models import MapComment
from tests.roadmap.people import MICHAL, add, at, draft, said

TODAY = timezone.localdate


@pytest.fixture
def open_version(together):
    add(draft(together), "F3")
    return open_consultation(initiative=together, until=TODAY(), by=MICHAL)


def comment(client, text="Parents come first", about="factor=F1", **more):
    address = at(f"map/versions/2/comments/?{about}")
    token = client.get(address).context["form"]["token"].value()
    return client.post(address, {"text": text, "token": token, **more}, follow=True)


def test_it_opens_until_a_day_and_everybody_reads_it(together, backbone, visitor):
    add(draft(together), "F3")
    assert visitor.get(at("map/versions/2/")).status_code == 404
    until = TODAY() + timedelta(days=7)
    backbone.post(at("map/versions/2/consultation/"), {"until": until.isoformat()})
    version = together.roadmap_versions.get(number=2)
    assert (version.status, version.consultation_until) == ("consultation", until)
    assert "factor F3" in said(visitor.get(at("map/versions/2/")))


def test_it_does_not_open_into_the_past(together, backbone):
    draft(together)
    yesterday = (TODAY() - timedelta(days=1)).isoformat()
    answer = backbone.post(at("map/versions/2/consultation/"), {"until": yesterday})
    assert "This day is over" in said(answer)
    assert together.roadmap_versions.get(number=2).status == "draft"


def test_a_resident_comments_on_a_factor_and_is_answered_beside_it(
    open_version, resident, backbone, visitor
):
    page = comment(resident, "طفلي أولًا", passed_on_from="Mothers in Hura")
    assert "طفلي أولًا" in said(page)
    [each] = MapComment.objects.all()
    assert each.text.words("ar") == "طفلي أولًا"
    assert (each.factor.code, each.speaks_for.words("en")) == ("F1", "mothers")
    assert "طفلي أولًا" not in said(visitor.get(at("map/versions/2/")))
    backbone.post(
        at(f"map/versions/2/answers/{each.pk}/"), {"answer": "taken_up", "reason": "You are right"}
    )
    shown = said(visitor.get(at("map/versions/2/")))
    assert "طفلي أولًا" in shown
    assert "You are right" in shown
    assert "Hana" not in shown


def test_a_link_and_the_whole_map_are_commented_on_too(open_version, partner):
    comment(partner, "This takes years", about="factor=F1&target=O")
    comment(partner, "Too many cards", about="")
    abouts = {
        (each.factor and each.factor.code, each.target and each.target.code)
        for each in MapComment.objects.all()
    }
    assert abouts == {("F1", "O"), (None, None)}


@pytest.mark.parametrize("about", ["factor=F9", "factor=O&target=F1"])
def test_nobody_comments_on_what_the_map_has_not(open_version, partner, about):
    assert partner.get(at(f"map/versions/2/comments/?{about}")).status_code == 404


def test_an_auditor_and_a_visitor_do_not_comment(open_version, auditor, visitor):
    for client in (auditor, visitor):
        answer = client.post(at("map/versions/2/comments/"), {"text": "hello", "token": "x"})
        assert answer.status_code in {302, 404}
    assert not MapComment.objects.exists()


def test_a_form_sent_twice_says_it_once(open_version, partner):
    for _time in range(2):
        partner.post(at("map/versions/2/comments/"), {"text": "once", "token": "same"})
    assert MapComment.objects.count() == 1


def test_what_comes_too_late_is_kept_for_copying(together, open_version, partner):
    address = at("map/versions/2/comments/?factor=F1")
    partner.get(address)
    together.roadmap_versions.filter(number=2).update(
        consultation_until=TODAY() - timedelta(days=1)
    )
    answer = partner.post(address, {"text": "my long thought", "token": "late"})
    assert "No comments are taken any more" in said(answer)
    assert "my long thought" in said(answer)


def test_nothing_is_adopted_over_an_open_comment(together, open_version, partner, backbone):
    comment(partner)
    with pytest.raises(NotYet):
        adopt_open_version(initiative=together, by=MICHAL)
    answer = backbone.post(at("map/adopt/"), follow=True)
    assert "1 comment waits for an answer." in said(answer)
    form = {"on": TODAY().isoformat(), "reason": "now", "read": "anything"}
    answer = backbone.post(at("map/versions/2/adopt/"), form, follow=True)
    assert "Somebody has changed the draft just now" in said(answer)
    assert together.roadmap_versions.get(number=2).status == "consultation"


def test_it_goes_back_to_a_draft_and_keeps_what_was_said(together, open_version, partner, backbone):
    comment(partner)
    backbone.post(at("map/versions/2/draft/"))
    assert together.roadmap_versions.get(number=2).status == "draft"
    assert "Parents come first" in said(backbone.get(at("map/versions/2/")))
    assert partner.get(at("map/versions/2/")).status_code == 404
    assert Record.objects.filter(action="take map back to draft").count() == 1


def test_the_consultation_waits_for_members_and_the_answers_for_the_backbone(
    open_version, partner, backbone
):
    comment(partner)
    assert "Say what you think of the map" in said(partner.get("/en/mine/"))
    assert "1 comment on the map waits for an answer" in said(backbone.get("/en/mine/"))
