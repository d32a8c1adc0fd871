"""What was done can be undone, what is not needed retired, and what was retired brought back."""

import pytest

from shidra.audit.models import Change
from shidra.funding.models import Commitment
from shidra.initiatives.models import Group, GroupSet, Initiative
from shidra.network.models import Activity, Organisation, Promise
from shidra.roadmap.models import FactorEntry, Link
from tests.personas import signed_in
from tests.records.browsing import Desk, belonging, newest, number_of


@pytest.fixture
def desk(ready_together: Initiative) -> Desk:
    return Desk(signed_in("backbone", ready_together), ready_together)


@pytest.fixture
def promise(ready_together: Initiative) -> str:
    return f"promises/{number_of(ready_together, 'promises', 'PR01')}/"


def follow(desk: Desk, response) -> str:
    return response.url.removeprefix(desk.at)


def test_a_save_is_undone_from_the_page_that_follows(desk, promise):
    before = Promise.objects.get(code="PR01").due_on
    saved = desk.save(promise, due_on="2030-01-01")
    page = desk.get(follow(desk, saved))
    desk.post(page.context["undo_href"].removeprefix(desk.at), status=302)
    assert Promise.objects.get(code="PR01").due_on == before
    assert newest().action.startswith("undo")


def test_somebody_else_is_not_offered_to_undo_it_there(desk, promise, ready_together):
    saved = desk.save(promise, due_on="2030-01-01")
    other = Desk(signed_in("data_lead", ready_together), ready_together)
    assert other.get(follow(desk, saved)).context["undo_href"] == ""


def test_the_history_tells_each_change_in_words(desk, promise):
    desk.save(promise, due_on="2030-01-01", partner="HEALTH")
    (act, added) = desk.get(f"{promise}history/").context["acts"]
    assert {line.label for line in act.lines} == {"מועד", "מי מבטיח"}
    assert any("משרד הבריאות" in str(line.after) for line in act.lines)
    assert added.what == "נוספה"
    assert {str(line.before) for line in added.lines} == {""}


def test_one_change_is_undone_and_the_other_stays(desk, promise):
    before = Promise.objects.get(code="PR01").leader
    desk.save(promise, leader="מישהי")
    desk.save(promise, due_on="2030-01-01")
    first = desk.get(f"{promise}history/").context["acts"][1]
    desk.post(f"{promise}undo/{first.id}/", status=302)
    found = Promise.objects.get(code="PR01")
    assert (found.leader, str(found.due_on)) == (before, "2030-01-01")


def test_what_was_changed_again_is_not_undone(desk, promise):
    desk.save(promise, due_on="2030-01-01")
    desk.save(promise, due_on="2031-01-01")
    first = desk.get(f"{promise}history/").context["acts"][1]
    response = desk.post(f"{promise}undo/{first.id}/", status=302)
    assert follow(desk, response) == f"{promise}history/"
    assert "מאז נעשה שינוי נוסף" in desk.say(desk.get(f"{promise}history/"))
    assert str(Promise.objects.get(code="PR01").due_on) == "2031-01-01"


def test_to_retire_one_says_why(desk, promise):
    response = desk.post(f"{promise}retire/", {"why": ""})
    assert response.context["form"].errors
    assert Promise.objects.filter(code="PR01").exists()


def test_what_was_retired_comes_back_as_it_was(desk, promise):
    texts = Promise.objects.get(code="PR01").text
    gone = desk.post(f"{promise}retire/", {"why": "נכתבה פעמיים"}, status=302)
    assert not Promise.objects.filter(code="PR01").exists()
    desk.get(promise, status=404)
    assert "promises/retired/" in desk.get(follow(desk, gone)).context["restore_href"]
    retired = desk.get("promises/retired/")
    (act,) = retired.context["acts"]
    assert act.why == "נכתבה פעמיים"
    assert texts.words("he") in str(act.title)
    desk.post(act.href.removeprefix(desk.at), status=302)
    assert Promise.objects.get(code="PR01").text == texts
    assert desk.get("promises/retired/").context["acts"] == ()


def test_what_others_still_need_stays_and_says_who_needs_it(desk, ready_together):
    path = f"organisations/{number_of(ready_together, 'organisations', 'SFAT')}/"
    response = desk.post(f"{path}retire/", {"why": "נסגר"})
    kinds = {each.title for each in response.context["needing"]}
    assert {"פעילויות", "הבטחות"} <= kinds
    linked = [href for each in response.context["needing"] for _title, href in each.rows]
    for href in linked:
        desk.get(href.removeprefix(desk.at))
    assert Organisation.objects.filter(code="SFAT").exists()


def test_a_group_goes_when_no_row_names_it_any_more(desk, ready_together):
    sent = desk.open("groups/add/") | {
        "cell-dimension": "gender",
        "cell-code": "other",
        "cell-name_he": "אחר",
    }
    desk.post("groups/add/", sent, status=302)
    path = f"activities/{number_of(ready_together, 'activities', 'A1')}/"
    before = desk.open(path)
    desk.post(path, before | {"cell-groups": ["gender:other"]}, status=302)
    group = Group.objects.get(code="other")
    refused = desk.post(f"groups/{group.pk}/retire/", {"why": "טעות"})
    assert [each.title for each in refused.context["needing"]] == ["פעילויות"]
    desk.post(path, desk.open(path) | {"cell-groups": []}, status=302)
    desk.post(f"groups/{group.pk}/retire/", {"why": "טעות"}, status=302)
    assert not Group.objects.filter(code="other").exists()
    assert not GroupSet.objects.filter(key="gender:other").exists()
    assert Activity.objects.filter(code="A1").exists()


def test_a_factor_leaves_the_draft_and_stays_in_the_adopted_map(desk, ready_together):
    sent = desk.open("factors/add/") | {"cell-kind": "factor", "cell-name_he": "גורם לניסיון"}
    saved = desk.post("factors/add/", sent, status=302)
    path = follow(desk, saved).partition("?")[0]
    desk.post(f"{path}retire/", {"why": "לא מתאים"}, status=302)
    assert "גורם לניסיון" not in desk.say(desk.get("factors/"))
    (act,) = desk.get("factors/retired/").context["acts"]
    desk.post(act.href.removeprefix(desk.at), status=302)
    assert "גורם לניסיון" in desk.say(desk.get("factors/"))


def test_what_needs_it_out_of_sight_is_neither_counted_nor_named(ready_together):
    Commitment.objects.filter(funder__code="ALUMOT").update(visibility="private")
    path = f"organisations/{number_of(ready_together, 'organisations', 'ALUMOT')}/retire/"
    lead = Desk(signed_in("data_lead", ready_together), ready_together)
    told = {e.title: e.count for e in lead.post(path, {"why": "נסגר"}).context["needing"]}
    assert "התחייבויות תקציביות" not in told
    assert told["ועוד אחרות שאינכם רואים"] == ""
    one, *others = Commitment.objects.filter(funder__code="ALUMOT")
    Commitment.objects.filter(pk=one.pk).update(visibility="partners")
    seen = {e.title: e for e in lead.post(path, {"why": "נסגר"}).context["needing"]}
    assert len(seen["התחייבויות תקציביות"].rows) == 1
    assert "1" in seen["התחייבויות תקציביות"].count or "אחת" in seen["התחייבויות תקציביות"].count
    assert ("ועוד אחרות שאינכם רואים" in seen) is bool(others)
    backbone = Desk(signed_in("backbone", ready_together), ready_together)
    whole = {e.title: e for e in backbone.post(path, {"why": "נסגר"}).context["needing"]}
    assert len(whole["התחייבויות תקציביות"].rows) == 1 + len(others)
    assert "ועוד אחרות שאינכם רואים" not in whole


def test_a_partner_reads_no_numbers_of_what_others_keep(ready_together):
    partner = Desk(belonging("partner_editor", ready_together, "SFAT"), ready_together)
    number = number_of(ready_together, "activities", "A1")
    page = partner.post(f"activities/{number}/retire/", {"why": "נגמר"})
    assert [each.title for each in page.context["needing"]] == ["ועוד אחרות שאינכם רואים"]


def test_a_factor_that_money_or_links_need_stays(desk, ready_together):
    path = f"factors/{number_of(ready_together, 'factors', 'F6')}/"
    response = desk.post(f"{path}retire/", {"why": "לא מתאים"})
    assert {"קשרים בין גורמים", "צרכים", "פעילויות"} <= {
        each.title for each in response.context["needing"]
    }
    assert not FactorEntry.objects.filter(version__status="draft").exists()


def test_a_link_of_the_adopted_map_leaves_the_draft_alone(desk, ready_together):
    link = Link.objects.filter(version__status="adopted")[0]
    desk.post(f"links/{link.pk}/retire/", {"why": "לא נכון"}, status=302)
    ends = {"source": link.source, "target": link.target}
    assert Link.objects.filter(version__status="adopted", **ends).exists()
    assert not Link.objects.filter(version__status="draft", **ends).exists()
    (act,) = desk.get("links/retired/").context["acts"]
    desk.post(act.href.removeprefix(desk.at), status=302)
    assert Link.objects.filter(version__status="draft", **ends).exists()


def test_a_change_of_a_factor_is_undone_in_the_draft(desk, ready_together):
    path = f"factors/{number_of(ready_together, 'factors', 'F6')}/"
    before = desk.open(path)["cell-name_he"]
    desk.save(path, name_he="שם אחר")
    act = desk.get(f"{path}history/").context["acts"][0]
    desk.post(f"{path}undo/{act.id}/", status=302)
    assert desk.open(path)["cell-name_he"] == before


def test_an_added_record_is_undone_by_retiring_it(desk):
    sent = desk.open("organisations/add/") | {"cell-code": "X1", "cell-name_he": "רגע"}
    saved = desk.post("organisations/add/", sent | {"cell-sector": "ngo"}, status=302)
    page = desk.get(follow(desk, saved))
    desk.post(page.context["undo_href"].removeprefix(desk.at), status=302)
    assert not Organisation.objects.filter(code="X1").exists()
    assert Change.objects.order_by("-pk")[0].kind == "retired"
