"""Whoever loads data does not thereby decide from which numbers on people are told."""

import pytest
from django.test import Client

from shidra.audit.models import SYSTEM, Change
from shidra.audit.queries import model_label
from shidra.exchange.actions import load_workbook
from shidra.i18n.isolates import strip
from shidra.initiatives.models import Initiative, Membership
from shidra.network.models import Organisation
from shidra.protection import actions as protection
from shidra.protection.actions import set_rules
from shidra.protection.models import Audience, DisclosureRule, Misstep
from shidra.protection.queries import rules_of
from tests.exchange.test_pages import ADDRESS, file_of, person
from tests.exchange.workbooks import Tables, as_folder, sound
from tests.protection.districts import rule, rules_by_audience
from tests.records.browsing import Desk

pytestmark = pytest.mark.django_db

COLUMNS = ("people", "events", "without")


@pytest.fixture(autouse=True)
def _a_folder_of_its_own(settings, tmp_path):
    settings.DATA = tmp_path / "data"


@pytest.fixture
def brook(tmp_path) -> Initiative:
    load_workbook(path=as_folder(sound(), tmp_path / "book"), by=SYSTEM)
    return Initiative.objects.get(code="brook")


def book(*rules: tuple[str, int], min_cell: int | None = None) -> Tables:
    """A workbook in which a partner is called otherwise, too: that holds in any case."""
    tables = sound()
    tables["organisations"][0]["name_he"] = "קרן אחרת"
    if min_cell is not None:
        tables["initiative"][0]["min_cell"] = str(min_cell)
    if rules:
        tables["protection"] = [
            {"audience": audience, **dict.fromkeys(COLUMNS, str(least))}
            for audience, least in rules
        ]
    return tables


def hand_in(client: Client, tables: Tables, folder, language: str = "en") -> str:
    """The address at which the person looks at what would change."""
    address = ADDRESS.replace("/en/", f"/{language}/")
    return client.post(address, {"file": file_of(tables, folder)}).headers["Location"]


def told(initiative: Initiative) -> dict[str, int]:
    initiative.refresh_from_db()
    return {each.audience: each.people for each in rules_of(initiative)}


def has_other_name() -> bool:
    return Organisation.objects.get(code="FUND").name.words("he") == "קרן אחרת"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Whoever keeps the settings decides from which numbers on people are told."),
        ("he", "מי שאחראי להגדרות קובע החל מאילו מספרים נמסרים נתונים על אנשים."),
        ("ar", "من يتولّى الإعدادات يقرّر ابتداءً من أي أعداد تُعرض معطيات عن الناس."),
    ],
)
def test_a_data_lead_loads_all_but_the_rules(brook, tmp_path, language, said):
    rules_by_audience(brook)
    lead = person(brook, "data_lead")
    review = hand_in(lead, book(("partners", 1), min_cell=1), tmp_path, language)
    page = strip(lead.get(review).content.decode())
    assert said in page
    assert "10" in page, "the smallest number stays, and is named"
    lead.post(review)
    brook.refresh_from_db()
    assert has_other_name()
    assert told(brook) == {"visitors": 20, "funders": 10, "partners": 5}
    assert brook.min_cell == 10


def test_the_backbone_loads_the_rules_too(brook, tmp_path):
    backbone = person(brook, "backbone")
    backbone.post(hand_in(backbone, book(("partners", 7), min_cell=12), tmp_path))
    brook.refresh_from_db()
    assert brook.min_cell == 12
    assert told(brook) == {"visitors": 12, "funders": 12, "partners": 7}


def test_what_holds_is_no_change_and_comes_back_in(brook, tmp_path):
    rules_by_audience(brook)
    lead = person(brook, "data_lead")
    review = hand_in(lead, book(*told(brook).items(), min_cell=10), tmp_path)
    page = strip(lead.get(review).content.decode())
    assert "Every row holds." in page
    lead.post(review)
    assert has_other_name()


def test_nobody_writes_the_first_rules_by_loading(brook, tmp_path):
    lead = person(brook, "data_lead")
    lead.post(hand_in(lead, book(("visitors", 10)), tmp_path))
    assert not DisclosureRule.objects.exists()


@pytest.mark.parametrize(("role", "left"), [("data_lead", 10), ("backbone", 3)])
def test_the_record_of_the_initiative_keeps_to_the_same(brook, role, left):
    desk, path = Desk(person(brook, role), brook, "en"), f"initiative/{brook.pk}/"
    answer = desk.client.post(desk.at + path, desk.open(path) | {"cell-min_cell": "3"}, follow=True)
    brook.refresh_from_db()
    assert brook.min_cell == left
    refused = "Whoever keeps the settings decides" in strip(answer.content.decode())
    assert refused == (role == "data_lead")


def test_a_stored_number_without_its_column_is_what_rules_are_held_against(brook, tmp_path):
    """The file does not speak of `min_cell`: then the one that is stored counts, not 10."""
    Initiative.objects.update(min_cell=5)
    backbone = person(brook, "backbone")
    review = hand_in(backbone, book(("partners", 8)), tmp_path)
    page = strip(backbone.get(review).content.decode())
    assert "“partners” would be told less than “visitors”" in page
    backbone.post(review)
    assert has_other_name()
    assert told(brook) == dict.fromkeys(("visitors", "funders", "partners"), 5)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Nothing is saved yet: look once more."),
        ("he", "עדיין לא נשמר דבר: כדאי להסתכל שוב."),
        ("ar", "لم يُحفظ شيء بعد: انظروا مرة أخرى."),
    ],
)
def test_rules_that_somebody_wrote_since_stop_the_saving(brook, tmp_path, language, said):
    """Dana looks, Noa writes other rules, Dana saves: she is told, and decides anew."""
    dana = person(brook, "backbone")
    review = hand_in(dana, book(("partners", 9)), tmp_path, language)
    seen = dana.get(review).context["seen"]
    set_rules(
        initiative=brook,
        rules=[rule("visitors", 8), rule("funders", 8), rule("partners", 8)],
        by=SYSTEM,
        reason="agreed meanwhile",
    )
    again = dana.post(review, {"seen": seen})
    assert again.status_code == 200
    assert said in strip(again.content.decode())
    assert not has_other_name()
    assert told(brook)["partners"] == 8
    dana.post(review, {"seen": again.context["seen"]})
    assert has_other_name()
    assert told(brook)["partners"] == 8


def test_rules_that_stop_being_a_ladder_while_they_are_put_lose_nothing(
    brook, tmp_path, monkeypatch
):
    def too_late(**_given):
        raise protection.NoLadder(Misstep(Audience.VISITORS, Audience.PARTNERS, "people"))

    monkeypatch.setattr(protection, "put_rules", too_late)
    backbone = person(brook, "backbone")
    review = hand_in(backbone, book(("partners", 7)), tmp_path)
    page = strip(backbone.get(review).content.decode())
    assert "would be told less than" in page
    backbone.post(review)
    assert has_other_name()
    assert not DisclosureRule.objects.exists()
    assert Membership.objects.filter(initiative=brook).exists()


def test_a_data_lead_takes_no_decision_about_the_number_back(brook):
    """Undoing what the backbone decided is deciding it."""
    path = f"initiative/{brook.pk}/"
    backbone = Desk(person(brook, "backbone"), brook, "en")
    backbone.client.post(backbone.at + path, backbone.open(path) | {"cell-min_cell": "20"})
    change = Change.objects.filter(model=model_label(Initiative)).latest("pk")
    lead = Desk(person(brook, "data_lead"), brook, "en")
    lead.client.post(f"{lead.at}{path}undo/{change.pk}/")
    brook.refresh_from_db()
    assert brook.min_cell == 20
    backbone.client.post(f"{backbone.at}{path}undo/{change.pk}/")
    brook.refresh_from_db()
    assert brook.min_cell == 10
