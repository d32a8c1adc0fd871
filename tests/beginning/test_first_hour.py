"""A director without a workbook gets from an empty page to the first list of what is missing."""

from decimal import Decimal

import pytest

from shidra.accounts.models import User
from shidra.audit.models import SYSTEM, Record
from shidra.beginning.queries import STARTERS, progress_of
from shidra.gaps.analysis import what_is_missing
from shidra.initiatives.models import Group, Initiative, Membership, Place
from shidra.measurement.models import Indicator, Observation
from shidra.network.models import Affiliation, Organisation
from shidra.roadmap.actions import version_for_changes
from shidra.roadmap.models import Factor, FactorEntry, Link, RoadmapVersion
from tests.factories import make_factor, make_initiative, make_need, make_organisation
from tests.personas import person, signed_in

pytestmark = pytest.mark.django_db
NEW = "/he/new/"
RESULT = {"name": "יחד בצפון", "result": "עד 2031 כל ילד בצפון קורא", "code": "north"}


def begun(who="administrator", language="he", **typed) -> Initiative:
    answer = signed_in(who).post(f"/{language}/new/", RESULT | typed)
    assert answer.status_code == 302, answer.content.decode()
    return Initiative.objects.get(code=typed.get("code", "north"))


def lines_of_form(prefix_rows: list[dict[str, str]]) -> dict[str, str]:
    typed = {"form-TOTAL_FORMS": str(len(prefix_rows)), "form-INITIAL_FORMS": "0"}
    for number, row in enumerate(prefix_rows):
        typed |= {f"form-{number}-{name}": value for name, value in row.items()}
    return typed


def test_five_steps_lead_to_the_first_list_of_what_is_missing():
    initiative = begun()
    client = signed_in("administrator")
    step = "/he/i/north/begin/"
    client.post(
        f"{step}where/",
        {"places": "עכו\n\nנהריה\nעכו", "dimension": "אוכלוסייה", "groups": "ערבים\nיהודים"},
    )
    assert [each.name.words("he") for each in Place.objects.all()] == ["עכו", "נהריה"]
    assert Group.objects.count() == 2
    five = [{"name": f"גורם {i}", "importance": "5", "influences_outcome": "on"} for i in range(5)]
    answer = client.post(f"{step}factors/", lines_of_form([*five, {"name": ""}]))
    assert answer.headers["Location"] == f"{step}indicators/"
    measure = {"name": "קוראים", "factor": "O", "unit": "percent", "better": "higher"}
    measures = [
        measure | {"value": "61.5", "year": "2025"},
        measure | {"name": "עוד", "factor": "F1"},
    ]
    answer = client.post(f"{step}indicators/", lines_of_form(measures))
    assert answer.headers["Location"] == f"{step}need/"
    answer = client.post(f"{step}need/", {"line": "F2", "amount": "120000", "year": "2026"})
    assert answer.headers["Location"] == "/he/i/north/missing/"
    missing = {line.factor: line for line in what_is_missing(initiative)}
    assert missing["F2"].missing == 120_000
    assert missing["F2"].score > 0
    assert Observation.objects.get().value == Decimal("0.615")
    assert RoadmapVersion.objects.filter(status="draft").count() == 0
    assert "גורם 1" in client.get("/he/i/north/missing/").content.decode()


def test_whoever_begins_it_is_its_backbone_and_visitors_do_not_see_it():
    initiative = begun()
    founder = User.objects.get(email="administrator@people.example")
    assert Membership.objects.get(initiative=initiative).user == founder
    assert Membership.objects.get().role == "backbone"
    assert signed_in("anonymous").get("/he/i/north/").status_code == 404
    assert Record.objects.filter(action="found initiative", initiative="north").exists()


def test_whoever_begins_it_belongs_to_the_organisation_that_keeps_it():
    begun(organisation="גשר יחד")
    partner = Organisation.objects.get()
    assert partner.name.words("he") == "גשר יחד"
    affiliation = Affiliation.objects.get()
    assert (affiliation.organisation, affiliation.is_administrator) == (partner, True)


def test_one_may_leave_at_any_step_and_find_everything_again():
    begun()
    client = signed_in("administrator")
    client.post(
        "/he/i/north/begin/factors/", lines_of_form([{"name": "קריאה בבית", "importance": "4"}])
    )
    page = client.get("/he/i/north/begin/factors/").content.decode()
    assert "קריאה בבית" in page
    overview = client.get("/he/i/north/begin/").content.decode()
    assert "/he/i/north/begin/where/" in overview


def test_changing_a_line_renames_the_factor_and_adds_none():
    begun()
    client = signed_in("administrator")
    url = "/he/i/north/begin/factors/"
    client.post(url, lines_of_form([{"name": "קריאה", "importance": "4"}]))
    client.post(url, lines_of_form([{"code": "F1", "name": "קריאה בבית", "importance": "5"}]))
    entry = FactorEntry.objects.get(version__status="adopted", factor__code="F1")
    assert (entry.name.words("he"), entry.importance) == ("קריאה בבית", 5)


def test_a_factor_leads_to_the_outcome_only_where_the_line_says_so():
    begun()
    rows = [{"name": "כן", "influences_outcome": "on"}, {"name": "לא"}]
    signed_in("administrator").post("/he/i/north/begin/factors/", lines_of_form(rows))
    links = Link.objects.filter(version__status="adopted")
    assert [link.source.code for link in links] == ["F1"]


@pytest.mark.parametrize("starter", STARTERS)
def test_a_starter_brings_a_map_whose_texts_say_that_they_wait(starter):
    initiative = begun(begin_with=starter, code=starter)
    progress = progress_of(initiative)
    assert progress.factors >= 5
    assert progress.indicators >= 3
    assert progress.to_replace >= 10
    for language, mark in {"he": "להחליף", "ar": "للاستبدال", "en": "Replace me"}.items():
        page = signed_in("administrator").get(f"/{language}/i/{starter}/map/").content.decode()
        assert mark in page


def test_a_text_that_was_replaced_waits_no_more():
    initiative = begun(begin_with="school", code="school")
    before = progress_of(initiative).to_replace
    signed_in("administrator").post(
        "/he/i/school/begin/factors/", lines_of_form([{"code": "F1", "name": "נוכחות"}])
    )
    assert progress_of(initiative).to_replace == before - 1


def test_a_copy_takes_the_structure_and_leaves_results_and_money():
    source = make_initiative("first", is_public=False)
    owner = make_organisation(source, "O1")
    factor = make_factor(source, "F1", owner=owner)
    make_need(source, factor, 500)
    Place.objects.create(initiative=source, code="P1", name=factor.entries.get().name)
    copied = begun("administrator", begin_with=f"copy:{source.pk}")
    entries = FactorEntry.objects.filter(version__initiative=copied, version__status="adopted")
    assert "F1" in {each.factor.code for each in entries}
    assert Place.objects.filter(initiative=copied).count() == 1
    assert not Organisation.objects.filter(initiative=copied).exists()
    assert not copied.needs.exists()
    with_them = begun(begin_with=f"copy:{source.pk}", with_partners="on", code="again")
    assert Organisation.objects.filter(initiative=with_them).count() == 1


def test_a_copy_takes_the_map_that_was_adopted_and_no_draft_of_it():
    source = make_initiative("first")
    factor = make_factor(source, "F1")
    draft = version_for_changes(initiative=source, by=SYSTEM)
    thought_of = Factor.objects.create(initiative=source, code="F9")
    FactorEntry.objects.create(version=draft, factor=thought_of, kind="factor", importance=3)
    Indicator.objects.create(
        initiative=source, factor=thought_of, code="I9", unit="count", better="higher"
    )
    draft.entries.filter(factor=factor).update(importance=5)
    copied = begun(begin_with=f"copy:{source.pk}")
    entries = FactorEntry.objects.filter(version__initiative=copied)
    assert {e.factor.code: e.importance for e in entries if e.kind == "factor"} == {"F1": 3}
    assert not Indicator.objects.filter(initiative=copied).exists()


def test_a_copy_takes_the_draft_where_nobody_has_adopted_anything_yet():
    source = make_initiative("first")
    make_factor(source, "F1")
    source.roadmap_versions.update(status="draft", adopted_at=None)
    copied = begun(begin_with=f"copy:{source.pk}")
    entries = FactorEntry.objects.filter(version__initiative=copied)
    assert "F1" in {each.factor.code for each in entries}


def test_nobody_copies_what_another_backbone_keeps():
    apart = make_initiative("apart", is_public=True)
    make_factor(apart, "F1")
    backbone = signed_in("backbone", make_initiative("own"))
    answer = backbone.post(NEW, RESULT | {"begin_with": f"copy:{apart.pk}"})
    assert answer.status_code == 200
    assert not Initiative.objects.filter(code="north").exists()


@pytest.mark.parametrize("who", ["funder", "partner_editor", "data_lead", "stranger"])
def test_others_may_not_begin(who):
    assert signed_in(who, make_initiative()).get(NEW).status_code == 403


def test_a_guest_is_sent_to_sign_in():
    assert "sign-in" in signed_in("anonymous").get(NEW).headers["Location"]


def test_a_taken_address_is_told_and_what_was_typed_stays():
    make_initiative("north")
    answer = signed_in("administrator").post(NEW, RESULT)
    assert answer.status_code == 200
    assert RESULT["result"] in answer.content.decode()


@pytest.mark.parametrize(
    ("step", "typed"),
    [
        ("need/", {"line": "F1", "amount": "-5", "year": "2026"}),
        ("need/", {"line": "F1", "amount": "5", "year": "soon"}),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_saved(step, typed):
    initiative = begun()
    client = signed_in("administrator")
    client.post("/he/i/north/begin/factors/", lines_of_form([{"name": "קריאה"}]))
    answer = client.post(f"/he/i/north/begin/{step}", typed)
    assert answer.status_code == 200
    assert not initiative.needs.exists()


def test_a_measure_with_a_value_needs_its_year():
    begun()
    measure = {"name": "מדד", "factor": "O", "unit": "percent", "better": "higher", "value": "5"}
    answer = signed_in("administrator").post(
        "/he/i/north/begin/indicators/", lines_of_form([measure])
    )
    assert answer.status_code == 200
    assert not Indicator.objects.exists()


def test_a_founders_words_stand_in_their_language():
    initiative = begun(language="ar", name="معًا", code="together-ar")
    assert initiative.name.words("ar") == "معًا"
    assert not initiative.name.words("he")


def test_only_those_who_edit_find_the_steps():
    begun()
    initiative = Initiative.objects.get(code="north")
    for who, status in {"backbone": 200, "funder": 404, "anonymous": 404}.items():
        person(who, initiative)
        assert signed_in(who, initiative).get("/he/i/north/begin/").status_code == status


def test_a_step_that_is_sent_twice_adds_nothing_twice():
    initiative = begun()
    client = signed_in("administrator")
    factors = lines_of_form([{"name": "גורם", "importance": "5", "influences_outcome": "on"}] * 2)
    measure = {"name": "קוראים", "factor": "F1", "unit": "percent", "better": "higher"}
    measures = lines_of_form([measure | {"value": "61", "year": "2025"}])
    for _time in range(2):
        assert client.post("/he/i/north/begin/factors/", factors).status_code == 302
        assert client.post("/he/i/north/begin/indicators/", measures).status_code == 302
    assert progress_of(initiative).factors == 1
    assert Link.objects.filter(version__status="adopted").count() == 1
    assert Indicator.objects.count() == Observation.objects.count() == 1


def test_a_step_says_no_more_than_it_shows():
    begun()
    client = signed_in("administrator")
    factor = {"name": "גורם", "importance": "5", "influences_outcome": "on"}
    client.post("/he/i/north/begin/factors/", lines_of_form([factor]))
    measure = {"name": "מדד", "factor": "O", "unit": "percent", "better": "higher"}
    client.post("/he/i/north/begin/indicators/", lines_of_form([measure]))
    Indicator.objects.update(unit="index", role="contribution")
    (line, *_empty) = client.get("/he/i/north/begin/indicators/").context["lines"]
    shown = {name: line[name].value() for name in ("code", "name", "factor", "unit", "better")}
    answer = client.post("/he/i/north/begin/indicators/", lines_of_form([shown]))
    assert answer.status_code == 302
    assert list(Indicator.objects.values_list("unit", "role")) == [("index", "contribution")]
    # A page that was opened before somebody made an outcome of the factor makes none less of it.
    old = {"code": "O", "name": "תוצאה", "importance": "3"}
    client.post("/he/i/north/begin/factors/", lines_of_form([old]))
    kinds = FactorEntry.objects.filter(version__status="adopted", factor__code="O")
    assert kinds.get().kind == "outcome"


def test_who_lacks_a_wanted_second_factor_copies_nothing():
    begun()
    Initiative.objects.update(needs_second_factor=True)
    keeper = signed_in("backbone", Initiative.objects.get())
    source = f"copy:{Initiative.objects.get().pk}"
    answer = keeper.post(NEW, RESULT | {"code": "south", "begin_with": source})
    assert list(answer.context["form"].errors) == ["begin_with"]
    assert not Initiative.objects.filter(code="south").exists()
    Initiative.objects.update(needs_second_factor=False)
    assert keeper.post(NEW, RESULT | {"code": "south", "begin_with": source}).status_code == 302


def test_a_need_without_a_factor_leads_to_the_factors():
    begun()
    page = signed_in("administrator").get("/he/i/north/begin/need/").content.decode()
    assert "/he/i/north/begin/factors/" in page
    assert 'name="amount"' not in page
