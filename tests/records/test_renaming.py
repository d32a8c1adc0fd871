"""A code that was mistyped, or a need that was written into the wrong year, is put right in place."""

from datetime import date

import pytest
from django.utils import timezone

from shidra.agenda.models import AgendaVersion
from shidra.agenda.models.wording import Named, Wording
from shidra.audit.models import Record
from shidra.audit.queries import verify
from shidra.funding.models import Commitment, Need
from shidra.i18n.isolates import strip
from shidra.initiatives.models import Group, GroupSet, Initiative
from shidra.measurement.models import Indicator, Observation
from shidra.network.models import Activity, Organisation, Promise
from shidra.notifications.models import Following
from shidra.roadmap.models import Factor, RoadmapVersion
from shidra.structure.models import Scenario
from tests.personas import person, signed_in
from tests.records.browsing import Desk, belonging, errors, number_of


@pytest.fixture
def desk(ready_together: Initiative) -> Desk:
    return Desk(signed_in("backbone", ready_together), ready_together, "en")


def path_of(desk_of: Initiative, table: str, code: str) -> str:
    return f"{table}/{number_of(desk_of, table, code)}/"


def rename(desk: Desk, path: str, status: int = 302, **typed: str):
    sent = desk.open(f"{path}rename/") | {f"cell-{name}": said for name, said in typed.items()}
    return desk.post(f"{path}rename/", sent, status=status)


def said(act) -> list[tuple[str, str]]:
    return [(strip(str(line.before)), strip(str(line.after))) for line in act.lines]


def test_the_form_leads_to_it(desk, ready_together):
    path = path_of(ready_together, "promises", "PR01")
    assert f"{desk.at}{path}rename/" in desk.say(desk.get(path))


def test_a_mistyped_code_is_put_right_and_its_history_goes_on(desk, ready_together):
    promise = Promise.objects.get(code="PR01")
    path = path_of(ready_together, "promises", "PR01")
    desk.save(path, due_on="2030-01-01")
    older = [act.id for act in desk.get(f"{path}history/").context["acts"]]
    Following.objects.create(
        person=person("backbone"), initiative=ready_together.code, kind="promise", code="PR01"
    )
    rename(desk, path, code="PR-EDUC", why="Mistyped")
    promise.refresh_from_db()
    assert promise.code == "PR-EDUC"
    newest, *rest = desk.get(f"{path}history/").context["acts"]
    assert [act.id for act in rest] == older
    assert said(newest) == [("PR01", "PR-EDUC")]
    assert Following.objects.get().code == "PR-EDUC"
    assert all(not report.faults for report in verify())
    desk.post(f"{path}undo/{newest.id}/", status=302)
    promise.refresh_from_db()
    assert promise.code == "PR01"
    assert Following.objects.get().code == "PR01"


def test_the_year_of_a_need_is_put_right_in_place(desk, ready_together):
    need = Need.objects.filter(factor__code="F2")[0]
    path = f"needs/{need.pk}/"
    count = Need.objects.count()
    rename(desk, path, year="2041")
    after = Need.objects.get(pk=need.pk)
    assert (after.year, after.amount, Need.objects.count()) == (2041, need.amount, count)
    act = desk.get(f"{path}history/").context["acts"][0]
    assert [now for _was, now in said(act)] == ["2041"]
    desk.post(f"{path}undo/{act.id}/", status=302)
    assert Need.objects.get(pk=need.pk).year == need.year


def test_a_factor_keeps_everything_that_points_to_it(desk, ready_together):
    path = path_of(ready_together, "factors", "F2")
    factor = Factor.objects.get(code="F2")
    named = [each.pk for each in Commitment.objects.all() if "F2" in each.lines]
    needs = set(Need.objects.filter(factor=factor).values_list("pk", flat=True))
    drafts = RoadmapVersion.objects.filter(status="draft").count()
    rename(desk, path, code="LANG")
    assert Factor.objects.get(code="LANG").pk == factor.pk
    assert set(Need.objects.filter(factor__code="LANG").values_list("pk", flat=True)) == needs
    now = [each.pk for each in Commitment.objects.all() if "LANG" in each.lines]
    assert (now, bool(named)) == (named, True)
    assert RoadmapVersion.objects.filter(status="draft").count() == drafts
    act = desk.get(f"{path}history/").context["acts"][0]
    assert said(act) == [("F2", "LANG")]
    desk.post(f"{path}undo/{act.id}/", status=302)
    assert Factor.objects.get(pk=factor.pk).code == "F2"
    assert [each.pk for each in Commitment.objects.all() if "F2" in each.lines] == named


def test_a_group_keeps_the_figures_of_all_sets_that_name_it(desk, ready_together):
    group = Group.objects.get(code="bedouin")
    figures = Observation.objects.filter(group_set__groups=group).count()
    rename(desk, f"groups/{group.pk}/", code="negev")
    assert GroupSet.objects.filter(key__contains="bedouin").count() == 0
    assert Observation.objects.filter(group_set__key__contains="negev").count() == figures > 0


@pytest.mark.parametrize(
    ("table", "code", "taken"), [("promises", "PR01", "PR02"), ("factors", "F2", "F3")]
)
def test_a_code_that_is_there_is_refused_in_words(desk, ready_together, table, code, taken):
    path = path_of(ready_together, table, code)
    page = rename(desk, path, 200, code=taken)
    assert "There is one of this already." in errors(page)["cell-code"][0]
    assert number_of(ready_together, table, code)
    assert not Record.objects.filter(action__startswith="rename").exists()


def test_a_need_of_the_same_line_year_place_and_groups_is_refused(desk, ready_together):
    one = Need.objects.filter(factor__code="F2")[0]
    Need.objects.create(
        initiative=ready_together,
        factor=one.factor,
        year=2041,
        amount=5,
        place=one.place,
        group_set=one.group_set,
    )
    page = rename(desk, f"needs/{one.pk}/", 200, year="2041")
    assert errors(page)
    assert Need.objects.get(pk=one.pk).year == one.year


@pytest.mark.parametrize("code", ["", "a|b", "=1+1", "F1>F2"])
def test_what_cannot_be_a_code_is_refused_by_the_rules_of_a_workbook(desk, ready_together, code):
    path = path_of(ready_together, "factors", "F2")
    assert "cell-code" in errors(rename(desk, path, 200, code=code))
    assert Factor.objects.filter(code="F2").exists()


def test_what_somebody_else_changed_meanwhile_is_looked_at_first(desk, ready_together):
    path = path_of(ready_together, "promises", "PR01")
    sent = desk.open(f"{path}rename/") | {"cell-code": "PR-NEW"}
    desk.save(path, due_on="2031-01-01")
    page = desk.post(f"{path}rename/", sent)
    assert "meanwhile" in str(page.context["form"].non_field_errors())
    assert "2031-01-01" in page.context["page"].opened
    desk.post(f"{path}rename/", {**sent, "opened": "{"})
    assert Promise.objects.filter(code="PR01").exists()
    desk.post(f"{path}rename/", {**sent, "opened": page.context["page"].opened}, status=302)
    assert Promise.objects.filter(code="PR-NEW").exists()


def test_a_code_out_of_sight_is_taken_too(ready_together):
    hidden, seen = Commitment.objects.order_by("code")[:2]
    Commitment.objects.filter(pk=hidden.pk).update(visibility="private")
    Commitment.objects.filter(pk=seen.pk).update(visibility="partners")
    lead = Desk(signed_in("data_lead", ready_together), ready_together, "en")
    lead.get(f"commitments/{hidden.pk}/rename/", status=404)
    assert errors(rename(lead, f"commitments/{seen.pk}/", 200, code=hidden.code))
    assert Commitment.objects.get(pk=seen.pk).code == seen.code


def test_what_has_no_other_key_says_why_on_its_form(desk, ready_together):
    path = f"initiative/{ready_together.pk}/"
    assert "stands in all its addresses" in desk.say(desk.get(path))
    desk.get(f"{path}rename/", status=404)
    (link, *_others) = desk.get("links/").context["page"].lines
    path = link.href.removeprefix(desk.at)
    assert "A link is its two ends" in desk.say(desk.get(path))
    desk.get(f"{path}rename/", status=404)


def test_a_partner_renames_its_own_and_nothing_else(ready_together):
    partner = Desk(belonging("partner_editor", ready_together, "SFAT"), ready_together, "en")
    rename(partner, path_of(ready_together, "activities", "A1"), code="A1b")
    assert Activity.objects.get(code="A1b").organisation.code == "SFAT"
    other = Activity.objects.exclude(organisation__code="SFAT")[0]
    partner.get(f"activities/{other.pk}/rename/", status=404)
    partner.get(f"organisations/{Organisation.objects.get(code='SFAT').pk}/rename/", status=404)


def test_an_open_draft_of_the_agenda_and_a_scenario_go_on_naming_it(desk, ready_together):
    indicator = Indicator.objects.filter(initiative=ready_together)[0]
    factor = Factor.objects.filter(initiative=ready_together, code="F1").get()
    named = Wording(measure=Named(indicator.code, indicator.name))
    AgendaVersion.objects.filter(initiative=ready_together).delete()
    draft, signed_one = (
        AgendaVersion.objects.create(
            initiative=ready_together, number=number, status=status, adopted_on=day, wording=named
        )
        for number, status, day in ((2, "draft", None), (1, "superseded", date(2025, 1, 1)))
    )
    scenario = Scenario.objects.create(
        initiative=ready_together,
        name=indicator.name,
        steps=[{"move": "F1", "by": 1}, {"cut": ["F2", "F1"]}, {"cut": ["F2", "O"]}],
        author_id="1",
        author="somebody",
        made_at=timezone.now(),
    )
    old = indicator.code
    rename(desk, path_of(ready_together, "indicators", old), code="I-NEW", why="Clearer")
    rename(desk, f"factors/{factor.pk}/", code="F1-READ", why="Clearer")
    for each in (draft, signed_one, scenario):
        each.refresh_from_db()

    assert draft.wording.measure.code == "I-NEW"
    assert signed_one.wording.measure.code == old
    assert scenario.steps == [
        {"move": "F1-READ", "by": 1},
        {"cut": ["F2", "F1-READ"]},
        {"cut": ["F2", "O"]},
    ]
    assert all(not report.faults for report in verify())
