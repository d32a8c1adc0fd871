"""Rows copied from a spreadsheet: tried first, reported by row and column, then saved."""

import pytest

from shidra.audit.models import Record
from shidra.i18n import isolates
from shidra.initiatives.models import Initiative
from shidra.network.models import Organisation, Promise
from shidra.roadmap.models import FactorEntry
from tests.personas import signed_in
from tests.records.browsing import Desk, newest

ROWS = "name_he\tcode\tsector\nגן ראשון\tG1\tngo\nגן שני\tG2\tnothing\n\nגן שלישי\tG3\tcommunity\n"


@pytest.fixture
def desk(ready_together: Initiative) -> Desk:
    return Desk(signed_in("data_lead", ready_together), ready_together)


def test_it_tries_first_and_saves_nothing(desk):
    before = Record.objects.count()
    response = desk.post("organisations/paste/", {"rows": ROWS, "act": "try"})
    page = response.context["page"]
    (finding,) = page.rejections[0].found
    assert (isolates.strip(finding.row), finding.column, finding.value) == (
        "3",
        "sector",
        "nothing",
    )
    assert page.can_save
    assert "גן ראשון" in desk.say(response)
    assert Record.objects.count() == before
    assert not Organisation.objects.filter(code="G1").exists()


def test_it_saves_the_good_rows_and_keeps_showing_the_others(desk):
    sent = {"rows": ROWS, "act": "save", "why": "רשימת הגנים"}
    response = desk.post("organisations/paste/", sent)
    assert set(
        Organisation.objects.filter(code__startswith="G").values_list("code", flat=True)
    ) >= {
        "G1",
        "G3",
    }
    assert not Organisation.objects.filter(code="G2").exists()
    assert response.context["page"].rejections
    assert newest("put").reason == "רשימת הגנים"


def test_the_same_twice_changes_nothing(desk):
    good = ROWS.replace("nothing", "health")
    desk.post("organisations/paste/", {"rows": good, "act": "save"}, status=302)
    before = Record.objects.count()
    response = desk.post("organisations/paste/", {"rows": good, "act": "save"})
    assert not response.context["page"].can_save
    assert Record.objects.count() == before


def test_names_of_columns_may_be_those_of_the_form(desk):
    rows = "קוד\tname_he\tמגזר\nG1\tגן ראשון\tngo\n"
    desk.post("organisations/paste/", {"rows": rows, "act": "save"}, status=302)
    assert Organisation.objects.get(code="G1").sector == "ngo"


def test_without_names_the_cells_stand_in_the_order_of_the_list(desk):
    columns = desk.get("organisations/paste/").context["columns"]
    assert [column.name for column in columns][:5] == [
        "code",
        "name_he",
        "name_ar",
        "name_en",
        "sector",
    ]
    rows = "G1\tגן ראשון\t\tFirst\tngo\nG2\tגן שני\t\t\tngo\n"
    desk.post("organisations/paste/", {"rows": rows, "act": "save"}, status=302)
    assert Organisation.objects.get(code="G1").name.words("en") == "First"


def test_cells_with_line_breaks_and_quotes_arrive_as_a_spreadsheet_copies_them(desk):
    rows = 'code\tpartner\tkind\ttext_he\nPR90\tEDUC\tdata\t"שורה ראשונה\nועוד ""אחת"""\n'
    desk.post("promises/paste/", {"rows": rows, "act": "save"}, status=302)
    assert Promise.objects.get(code="PR90").text.words("he") == 'שורה ראשונה\nועוד "אחת"'


def test_pasted_factors_wait_in_the_draft(desk):
    rows = "code\tkind\tname_he\nF90\tfactor\tגורם שהודבק\n"
    desk.post("factors/paste/", {"rows": rows, "act": "save"}, status=302)
    entry = FactorEntry.objects.get(factor__code="F90")
    assert entry.version.status == "draft"


@pytest.mark.parametrize("rows", ["", "   ", "\t\t\n", "x", "\x00\t1", "code\nname_he", "a,b\n1,2"])
def test_whatever_is_pasted_is_answered(desk, rows):
    before = Record.objects.count()
    desk.post("organisations/paste/", {"rows": rows, "act": "try"})
    assert Record.objects.count() == before


def test_a_formula_is_refused_as_in_a_file(desk):
    rows = "code\tname_he\tsector\nG1\t=SUM(A1)\tngo\n"
    response = desk.post("organisations/paste/", {"rows": rows, "act": "save"})
    assert response.context["page"].rejections[0].found[0].column == "name_he"
