"""Lists are narrowed, sorted and taken along by their address, however long they are."""

import csv
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shidra.audit.models import SYSTEM
from shidra.exchange.actions import load_workbook
from shidra.initiatives.models import Initiative
from shidra.network.models import Organisation, Promise
from tests.factories import make_initiative, make_organisation, text
from tests.personas import signed_in
from tests.records.browsing import Desk


@pytest.fixture
def desk(ready_together: Initiative) -> Desk:
    return Desk(signed_in("backbone", ready_together), ready_together)


def titles(response) -> list[str]:
    return [str(line.title) for line in response.context["page"].lines]


def column(response, place: int) -> list[str]:
    return [str(line.cells[place].text) for line in response.context["page"].lines]


def test_a_search_finds_words_in_any_language_and_codes(desk):
    assert len(titles(desk.get("organisations/?q=Rahat"))) == 1
    assert len(titles(desk.get("organisations/?q=רהט"))) == 1
    assert len(titles(desk.get("promises/?q=PR07"))) == 1
    assert titles(desk.get("promises/?q=" + "x" * 500)) == []


def test_a_list_is_narrowed_by_choices_and_references(desk):
    response = desk.get("promises/?state=kept&kind=data")
    found = response.context["page"]
    assert found.is_narrowed
    assert len(found.lines) == Promise.objects.filter(state="kept", kind="data").count() > 0
    assert 'value="kept" selected' in desk.say(response)
    of_one = desk.get("promises/?partner=HEALTH").context["page"]
    assert len(of_one.lines) == Promise.objects.filter(organisation__code="HEALTH").count() > 0


@pytest.mark.parametrize(
    "asked",
    [
        "needs/?line=F2&year=2026",
        "needs/?line=backbone",
        "needs/?year=someday",
        "links/?source=F2&sign=%2B",
        "factors/?owner=EDUC&kind=factor",
        "activities/?factors=F6&organisation=SFAT",
        "observations/?indicator=I1&place=1161",
        "groups/?dimension=gender",
        "evidence/?q=2019",
        "promises/?partner=population:bedouin",
        "promises/?page=99999999999",
        "promises/?page=0&sort=nonsense&nothing=here",
    ],
)
def test_any_question_has_an_answer(desk, asked):
    desk.get(asked)


def test_every_column_that_can_be_sorted_is_sorted_both_ways(desk):
    from shidra.exchange.workbook import TABLES
    from shidra.records.permissions import ON_A_PAGE_OF_THEIR_OWN
    from shidra.records.queries.listing import sortable

    for table in TABLES.keys() - ON_A_PAGE_OF_THEIR_OWN:
        for name in sortable(table):
            up = titles(desk.get(f"{table}/?sort={name}"))
            down = titles(desk.get(f"{table}/?sort=-{name}"))
            assert len(up) == len(down)
    days = column(desk.get("promises/?sort=due_on"), 4)
    assert days != column(desk.get("promises/?sort=-due_on"), 4)


def test_sums_of_money_and_shares_are_said_as_people_read_them(desk):
    assert any("₪" in cell for cell in column(desk.get("needs/"), 1))
    assert any("%" in cell for cell in column(desk.get("targets/"), 3))


def test_what_a_list_finds_can_be_taken_along_and_loaded_again(desk, ready_together, tmp_path):
    response = desk.get("promises/list.csv?state=kept")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert {row["state"] for row in rows} == {"kept"}
    assert len(rows) == Promise.objects.filter(state="kept").count()
    book = openpyxl.load_workbook(io.BytesIO(desk.get("promises/list.xlsx?state=kept").content))
    assert [cell.value for cell in next(book["promises"].iter_rows())] == list(rows[0])
    folder = tmp_path / "book"
    folder.mkdir()
    for table in ("initiative", "factors", "indicators", "observations", "promises"):
        (folder / f"{table}.csv").write_bytes(desk.get(f"{table}/list.csv").content)
    report = load_workbook(path=folder, by=SYSTEM)
    assert not report.is_change
    assert not list(report.rejections)


def test_a_file_computes_nothing(desk, ready_together):
    Organisation.objects.filter(code="EDUC").update(name=text("=1+1"))
    assert "'=1+1" in desk.get("organisations/list.csv").content.decode()
    book = openpyxl.load_workbook(io.BytesIO(desk.get("organisations/list.xlsx").content))
    cells = {cell.value for row in book["organisations"].iter_rows() for cell in row}
    assert "'=1+1" in cells


def test_an_empty_list_says_what_will_stand_there(db):
    initiative = make_initiative("new")
    desk = Desk(signed_in("backbone", initiative), initiative)
    assert "כאן יופיעו" in desk.say(desk.get("promises/"))


def many(initiative: Initiative, partners: int, promises: int) -> None:
    made = [make_organisation(initiative, f"P{n}") for n in range(partners)]
    Promise.objects.bulk_create(
        Promise(
            initiative=initiative,
            code=f"PR{n}",
            organisation=made[n % partners],
            kind="data",
            text=text(f"promise {n}"),
        )
        for n in range(promises)
    )


def queries(desk: Desk, path: str) -> int:
    desk.get(path)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        desk.get(path)
    return len(asked)


@pytest.mark.parametrize("path", ["", "promises/", "organisations/", "promises/?q=1&sort=partner"])
def test_more_rows_ask_no_more_questions(db, path):
    few, lots = make_initiative("few"), make_initiative("lots")
    many(few, 3, 5)
    many(lots, 250, 400)
    asked = [queries(Desk(signed_in("backbone", each), each), path) for each in (few, lots)]
    assert asked[0] == asked[1]
    assert asked[1] <= 45


def test_a_long_list_is_cut_into_pages_and_long_choices_are_typed(db):
    initiative = make_initiative("lots")
    many(initiative, 250, 401)
    desk = Desk(signed_in("backbone", initiative), initiative)
    page = desk.get("promises/?sort=-code").context["page"]
    assert len(page.lines) == 50
    assert page.later == "?sort=-code&page=2"
    assert page.filters[0].is_typed
    assert len(desk.get("promises/?page=9").context["page"].lines) == 1
    form = desk.get("promises/add/")
    assert 'list="offers-cell-partner"' in desk.say(form)
    sent = desk.open("promises/add/") | {
        "cell-partner": "P20",
        "cell-kind": "data",
        "cell-text_he": "x",
    }
    assert len(titles(desk.get("promises/?partner=P20"))) == 2
    desk.post("promises/add/", sent, status=302)
    assert len(titles(desk.get("promises/?partner=P20"))) == 3
