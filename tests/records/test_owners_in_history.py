"""Who answers for a factor, who has which role, and what was set: each stands in a history."""

import pytest

from shidra.audit.models import Change, Record
from shidra.audit.queries import verify
from shidra.i18n.isolates import strip
from shidra.initiatives.actions import grant_role, revoke_roles
from shidra.initiatives.models import Initiative
from shidra.network.models import Stewardship
from shidra.roadmap.models import FactorEntry, RoadmapVersion
from tests.personas import person, signed_in
from tests.records.browsing import Desk, number_of


@pytest.fixture
def desk(ready_together: Initiative) -> Desk:
    return Desk(signed_in("backbone", ready_together), ready_together, "en")


@pytest.fixture
def factor(ready_together: Initiative) -> str:
    return f"factors/{number_of(ready_together, 'factors', 'F2')}/"


def owner_of(code: str, kind: str = "owner") -> str:
    found = Stewardship.objects.filter(factor__code=code, kind=kind).first()
    return found.organisation.code if found else ""


def lines(desk: Desk, path: str, place: int = 0) -> list[tuple[str, str, str]]:
    act = desk.get(f"{path}history/").context["acts"][place]
    return [tuple(strip(str(said)) for said in (e.label, e.before, e.after)) for e in act.lines]


def test_another_owner_stands_in_the_history_of_the_factor_and_is_undone(desk, factor):
    before = owner_of("F2")
    other = "SHAHAR" if before != "SHAHAR" else "SFAT"
    desk.save(factor, owner=other, why="Agreed in the leading team")
    assert owner_of("F2") == other
    ((label, was, now),) = lines(desk, factor)
    assert "answers" in label.lower() or "owner" in label.lower()
    assert was != now
    act = desk.get(f"{factor}history/").context["acts"][0]
    desk.post(f"{factor}undo/{act.id}/", status=302)
    assert owner_of("F2") == before
    assert lines(desk, factor) == [(label, now, was)]
    assert all(not report.faults for report in verify())


def test_it_opens_no_draft_of_the_map(desk, factor):
    drafts = RoadmapVersion.objects.filter(status="draft").count()
    desk.save(factor, owner="SFAT" if owner_of("F2") != "SFAT" else "SHAHAR")
    act = desk.get(f"{factor}history/").context["acts"][0]
    desk.post(f"{factor}undo/{act.id}/", status=302)
    assert RoadmapVersion.objects.filter(status="draft").count() == drafts


def test_a_duty_that_nobody_has_any_more_comes_back(desk, factor):
    desk.save(factor, owner="SFAT")
    desk.save(factor, owner="")
    assert owner_of("F2") == ""
    act = desk.get(f"{factor}history/").context["acts"][0]
    assert act.can_be_undone
    assert not act.is_whole
    desk.post(f"{factor}undo/{act.id}/", status=302)
    assert owner_of("F2") == "SFAT"


def test_the_owner_of_the_barrier_is_a_matter_of_its_own(desk, factor):
    desk.save(factor, owner="SFAT", barrier_owner="EDUC")
    desk.save(factor, barrier_owner="SHAHAR")
    ((_label, was, now),) = lines(desk, factor)
    assert was != now
    act = desk.get(f"{factor}history/").context["acts"][0]
    desk.post(f"{factor}undo/{act.id}/", status=302)
    assert (owner_of("F2"), owner_of("F2", "barrier_owner")) == ("SFAT", "EDUC")


def test_what_was_handed_on_since_is_not_undone_over_it(desk, factor):
    desk.save(factor, owner="SFAT")
    act = desk.get(f"{factor}history/").context["acts"][0]
    desk.save(factor, owner="SHAHAR")
    desk.post(f"{factor}undo/{act.id}/", status=302)
    assert owner_of("F2") == "SHAHAR"


def test_other_changes_of_the_factor_keep_the_owner_that_stood_then(desk, factor):
    desk.save(factor, owner="SFAT")
    importance = FactorEntry.objects.filter(factor__code="F2")[0].importance
    desk.save(factor, importance=str(1 + importance % 5))
    desk.save(factor, owner="SHAHAR")
    assert len(lines(desk, factor, 1)) == 1


def test_settings_stand_in_the_history_of_the_initiative(desk, ready_together):
    settings = f"/en/i/{ready_together.code}/settings/"
    form = desk.client.get(settings).context["form"]
    sent = {
        name: form[name].value() for name in form.fields if form[name].value() not in {None, False}
    }
    desk.client.post(settings, sent | {"ownerless_value": "0.3"})
    path = f"initiative/{ready_together.pk}/"
    assert [(was, now) for _label, was, now in lines(desk, path)] == [("0.5", "0.3")]
    act = desk.get(f"{path}history/").context["acts"][0]
    lead = Desk(signed_in("data_lead", ready_together), ready_together, "en")
    assert act.id not in {each.id for each in lead.get(f"{path}history/").context["acts"]}
    lead.post(f"{path}undo/{act.id}/", status=302)
    ready_together.refresh_from_db()
    assert str(ready_together.ownerless_value) == "0.300"
    desk.post(f"{path}undo/{act.id}/", status=302)
    ready_together.refresh_from_db()
    assert str(ready_together.ownerless_value) == "0.500"


def test_a_role_that_is_given_and_taken_stands_in_the_trail_with_before_and_after(
    desk, ready_together
):
    someone, by = person("stranger"), person("backbone", ready_together).actor
    grant_role(initiative=ready_together, user=someone, role="auditor", by=by)
    revoke_roles(initiative=ready_together, user=someone, by=by)
    given, taken = (
        Change.objects.get(record=Record.objects.filter(action=action)[0])
        for action in ("grant role", "revoke roles")
    )
    assert (given.kind, given.became["role"]) == ("added", "auditor")
    assert (taken.kind, taken.was["role"]) == ("retired", "auditor")
    trail = desk.client.get(f"/en/i/{ready_together.code}/trail/").content.decode()
    assert "&quot;role&quot;: &quot;auditor&quot;" in trail
    assert "&quot;before&quot;" in trail
