"""People who may change only their own meet nothing else; money out of sight stays out of sight."""

import pytest

from shidra.funding.models import Commitment, Instalment
from shidra.initiatives.models import Group, Initiative
from shidra.network.models import Activity, Affiliation, Organisation, Promise
from tests.personas import person, signed_in
from tests.records.browsing import Desk, belonging, errors, number_of


@pytest.fixture
def initiative(ready_together: Initiative) -> Initiative:
    return ready_together


@pytest.fixture
def partner(initiative: Initiative) -> Desk:
    """An editor of the centre for language at home."""
    return Desk(belonging("partner_editor", initiative, "SFAT"), initiative)


@pytest.fixture
def funder(initiative: Initiative) -> Desk:
    return Desk(belonging("funder", initiative, "ALUMOT"), initiative)


def test_a_partner_sees_only_the_tables_of_which_something_can_be_theirs(partner):
    page = partner.get().context["page"]
    assert len([table for part in page.parts for table in part.tables]) == 5
    for table in ("factors", "needs", "allocations", "initiative", "places", "nonsense"):
        partner.get(f"{table}/", status=404)
        partner.get(f"{table}/add/", status=404)


def test_a_partner_sees_and_changes_only_their_own_rows(partner, initiative):
    own = Organisation.objects.get(code="SFAT")
    lines = partner.get("activities/").context["page"].lines
    assert len(lines) == Activity.objects.filter(organisation=own).count() > 0
    partner.save(f"organisations/{own.pk}/", registry_id="580000001")
    assert Organisation.objects.get(code="SFAT").registry_id == "580000001"
    number = number_of(initiative, "activities", "A1")
    partner.save(f"activities/{number}/", reach_actual="700")
    assert Activity.objects.get(code="A1").reach_actual == 700


def test_what_is_somebody_elses_looks_absent(partner, initiative):
    other = Activity.objects.exclude(organisation__code="SFAT")[0]
    change = 1
    for path in ("", "history/", "retire/"):
        partner.get(f"activities/{other.pk}/{path}", status=404)
    partner.post(f"activities/{other.pk}/", {"opened": "{}"}, status=404)
    partner.post(f"activities/{other.pk}/retire/", {"why": "x"}, status=404)
    partner.post(f"activities/{other.pk}/undo/{change}/", status=404)
    assert other.code not in partner.say(partner.get("activities/list.csv"))
    assert Activity.objects.filter(pk=other.pk).exists()


def test_a_partner_cannot_give_a_row_away_nor_take_one(partner, initiative):
    number = number_of(initiative, "activities", "A1")
    sent = partner.open(f"activities/{number}/")
    assert "SHAHAR" not in partner.say(partner.get(f"activities/{number}/"))
    response = partner.post(f"activities/{number}/", sent | {"cell-organisation": "SHAHAR"})
    assert list(errors(response)) == ["cell-organisation"]
    sent = partner.open("promises/add/") | {
        "cell-partner": "EDUC",
        "cell-kind": "data",
        "cell-text_he": "בשם אחר",
    }
    assert list(errors(partner.post("promises/add/", sent))) == ["cell-partner"]
    taken = sent | {"cell-partner": "SFAT", "cell-code": "PR01"}
    assert list(errors(partner.post("promises/add/", taken))) == ["cell-code"]
    assert Promise.objects.get(code="PR01").organisation.code == "EDUC"


def test_nor_by_pasting(partner):
    rows = (
        "code\tpartner\tkind\ttext_he\n"
        "PR01\tSFAT\tdata\tנגנב\n"
        "PR91\tEDUC\tdata\tבשם אחר\n"
        "PR92\tSFAT\tdata\tשלנו\n"
    )
    partner.post("promises/paste/", {"rows": rows, "act": "save"})
    assert Promise.objects.get(code="PR01").organisation.code == "EDUC"
    assert Promise.objects.get(code="PR01").text.words("he") != "נגנב"
    assert not Promise.objects.filter(code="PR91").exists()
    assert Promise.objects.get(code="PR92").organisation.code == "SFAT"


@pytest.mark.parametrize("mark", ["\u200f", "\u200b", "\ufeff", "\u2066"])
def test_marks_that_nobody_sees_make_no_other_code_of_it(partner, mark):
    rows = (
        "code\tpartner\tkind\ttext_he\n"
        f"PR01{mark}\tSFAT\tdata\tנגנב\n"
        f"{mark}PR93{mark}\t{mark}SFAT\tdata\tשלנו\n"
    )
    partner.post("promises/paste/", {"rows": rows, "act": "save"})
    assert Promise.objects.get(code="PR01").organisation.code == "EDUC"
    assert Promise.objects.get(code="PR01").text.words("he") != "נגנב"
    assert Promise.objects.get(code="PR93").organisation.code == "SFAT"


def test_nor_is_the_money_of_another_funder_taken(funder):
    other = Commitment.objects.exclude(funder__code="ALUMOT")[0]
    rows = f"code\tfunder\tamount\tcurrency\n\u200f{other.code}\tALUMOT\t1\tILS\n"
    funder.post("commitments/paste/", {"rows": rows, "act": "save"})
    now = Commitment.objects.get(pk=other.pk)
    assert (now.funder, now.amount) == (other.funder, other.amount)


def test_a_partner_cannot_add_an_organisation_but_may_promise(partner):
    partner.get("organisations/add/", status=404)
    sent = partner.open("promises/add/") | {"cell-kind": "data", "cell-text_he": "נשתף"}
    assert sent["cell-partner"] == "SFAT"
    partner.post("promises/add/", sent, status=302)
    assert Promise.objects.get(text__he__text="נשתף").organisation.code == "SFAT"


def test_a_row_that_was_anothers_is_not_undone_back_to_them(partner, initiative):
    backbone = Desk(signed_in("backbone", initiative), initiative)
    number = number_of(initiative, "promises", "PR01")
    backbone.save(f"promises/{number}/", partner="SFAT")
    act = partner.get(f"promises/{number}/history/").context["acts"][0]
    partner.post(f"promises/{number}/undo/{act.id}/", status=302)
    assert Promise.objects.get(code="PR01").organisation.code == "SFAT"


def test_a_resident_keeps_the_promises_of_the_group(initiative):
    client = signed_in("community_member", initiative)
    group = Group.objects.get(code="bedouin")
    Affiliation.objects.create(user=person("community_member", initiative), group=group)
    desk = Desk(client, initiative)
    sent = desk.open("promises/add/") | {"cell-kind": "introduction", "cell-text_he": "נפגיש"}
    assert sent["cell-partner"] == "population:bedouin"
    desk.post("promises/add/", sent, status=302)
    assert Promise.objects.get(text__he__text="נפגיש").group == group


def test_a_funder_keeps_their_own_money_and_its_instalments(funder, initiative):
    own = Commitment.objects.filter(funder__code="ALUMOT")
    own.update(visibility="private")
    lines = funder.get("commitments/").context["page"].lines
    assert len(lines) == own.count() > 0
    instalments = funder.get("instalments/").context["page"].lines
    assert len(instalments) == Instalment.objects.filter(commitment__in=own).count() > 0
    other = Commitment.objects.exclude(funder__code="ALUMOT")[0]
    assert other.code not in funder.say(funder.get("instalments/add/"))
    sent = {"cell-commitment": other.code, "cell-due_on": "2030-01-01", "cell-amount": "1"}
    funder.post("instalments/add/", funder.open("instalments/add/") | sent)
    assert not Instalment.objects.filter(commitment=other, due_on="2030-01-01").exists()


def test_private_money_of_others_is_absent_for_the_data_lead(initiative):
    Commitment.objects.filter(code="C-NEGEV").update(visibility="private")
    private = Commitment.objects.get(code="C-NEGEV")
    desk = Desk(signed_in("data_lead", initiative), initiative)
    for path in (
        "commitments/",
        "instalments/",
        "allocations/",
        "instalments/add/",
        "commitments/list.csv",
        "allocations/list.csv",
        "instalments/?commitment=C-NEGEV",
    ):
        said = desk.say(desk.get(path)).replace("?commitment=C-NEGEV", "")
        assert "C-NEGEV" not in said.replace("commitment=C-NEGEV", ""), path
    desk.get(f"commitments/{private.pk}/", status=404)
    desk.get(f"commitments/{private.pk}/history/", status=404)
    instalment = private.instalments.all()[0]
    desk.get(f"instalments/{instalment.pk}/", status=404)
    sent = {"cell-commitment": "C-NEGEV", "cell-due_on": "2030-01-01", "cell-amount": "1"}
    response = desk.post("instalments/add/", desk.open("instalments/add/") | sent)
    assert list(errors(response)) == ["cell-commitment"]
    rows = "commitment\tdue_on\tamount\nC-NEGEV\t2030-01-01\t1\n"
    desk.post("instalments/paste/", {"rows": rows, "act": "save"})
    taken = "code\tfunder\tamount\tcurrency\nC-NEGEV\tEDUC\t1\tILS\n"
    desk.post("commitments/paste/", {"rows": taken, "act": "save"})
    assert not Instalment.objects.filter(due_on="2030-01-01").exists()
    assert Commitment.objects.get(code="C-NEGEV").amount == private.amount
    backbone = Desk(signed_in("backbone", initiative), initiative)
    assert "C-NEGEV" in backbone.say(backbone.get("commitments/"))


def test_what_was_said_out_of_sight_stays_so_once_it_is_opened(initiative):
    backbone = Desk(signed_in("backbone", initiative), initiative)
    number = number_of(initiative, "commitments", "C-NEGEV")
    path = f"commitments/{number}/"
    backbone.save(path, visibility="private")
    backbone.save(path, amount="7313001")
    secret = backbone.get(f"{path}history/").context["acts"][0]
    backbone.save(path, visibility="partners", amount="9000000")
    desk = Desk(signed_in("data_lead", initiative), initiative)
    page = desk.get(f"{path}history/")
    assert "7,313,001" in backbone.say(backbone.get(f"{path}history/"))
    assert "7,313,001" not in desk.say(page)
    assert secret.id not in [act.id for act in page.context["acts"]]
    desk.post(f"{path}undo/{secret.id}/", status=302)
    assert Commitment.objects.get(pk=number).amount == 9_000_000_00
    # Whose own it is has read it all along.
    funder = Desk(
        belonging("funder", initiative, Commitment.objects.get(pk=number).funder.code), initiative
    )
    assert "7,313,001" in funder.say(funder.get(f"{path}history/"))


def test_retired_private_money_is_absent_too(initiative):
    code = "C-SECRET"
    backbone = Desk(signed_in("backbone", initiative), initiative)
    sent = backbone.open("commitments/add/") | {
        "cell-code": code,
        "cell-funder": "ALUMOT",
        "cell-amount": "5",
        "cell-visibility": "private",
    }
    backbone.post("commitments/add/", sent, status=302)
    number = number_of(initiative, "commitments", code)
    backbone.post(f"commitments/{number}/retire/", {"why": "נמשכה"}, status=302)
    (act,) = backbone.get("commitments/retired/").context["acts"]
    desk = Desk(signed_in("data_lead", initiative), initiative)
    assert desk.get("commitments/retired/").context["acts"] == ()
    desk.post(act.href.removeprefix(backbone.at), status=302)
    assert not Commitment.objects.filter(code=code).exists()


def test_who_belongs_to_nothing_is_told_so(initiative):
    desk = Desk(signed_in("partner_editor", initiative), initiative)
    assert "עדיין אין כאן רשומות שלך" in desk.say(desk.get())
    desk.get("promises/add/", status=404)


@pytest.mark.parametrize("role", ["auditor", "visitor", "anonymous", "stranger"])
def test_all_others_find_nothing_here(initiative, role):
    desk = Desk(signed_in(role, initiative), initiative)
    for path in ("", "promises/", "promises/add/", "promises/1/", "promises/list.csv"):
        desk.get(path, status=404)


def test_records_of_another_initiative_are_absent(initiative, db):
    from tests.factories import make_initiative, make_organisation

    other = make_initiative("elsewhere")
    row = make_organisation(other, "THERE")
    desk = Desk(signed_in("backbone", initiative), initiative)
    desk.get(f"organisations/{row.pk}/", status=404)
    desk.post(f"organisations/{row.pk}/", {"opened": "{}"}, status=404)
    desk.post(f"organisations/{row.pk}/retire/", {"why": "x"}, status=404)
    assert Organisation.objects.filter(pk=row.pk).exists()


def test_what_is_closed_can_be_read_and_not_changed(initiative):
    desk = Desk(signed_in("backbone", initiative), initiative)
    number = number_of(initiative, "promises", "PR01")
    sent = desk.open(f"promises/{number}/") | {"cell-leader": "אחרי הסגירה"}
    Initiative.objects.filter(pk=initiative.pk).update(state="closed", state_reason="תם")
    page = desk.get("promises/").context["page"]
    assert len(page.lines) == Promise.objects.count()
    assert page.add_href == ""
    assert page.lines[0].href.endswith("/history/")
    assert "רישוי" in desk.say(desk.get(f"promises/{number}/history/"))
    assert desk.get("promises/list.csv").content
    for path in (f"promises/{number}/", f"promises/{number}/retire/", f"promises/{number}/undo/1/"):
        assert desk.client.post(desk.at + path, sent | {"why": "x"}).status_code in {403, 404, 409}
    assert Promise.objects.get(code="PR01").leader != "אחרי הסגירה"
