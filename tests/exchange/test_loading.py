"""What a load writes, and what it leaves alone."""

from decimal import Decimal
from pathlib import Path

import pytest

from shidra.audit.models import SYSTEM, Record
from shidra.exchange.actions import LoadReport, load_workbook, report_document
from shidra.exchange.workbook import WorkbookError
from shidra.funding.models import Allocation, Commitment, Need
from shidra.initiatives.models import Initiative, Place
from shidra.initiatives.permissions import full_access
from shidra.measurement.models import Observation, Target
from shidra.network.models import Activity, Organisation, Stewardship
from shidra.roadmap.actions import adopt_open_version
from shidra.roadmap.models import FactorEntry, RoadmapVersion
from tests.exchange.workbooks import Tables, as_folder, as_spreadsheet, sound

pytestmark = pytest.mark.django_db

EXAMPLE = Path(__file__).parents[2] / "src" / "shidra" / "exchange" / "ready_together"


@pytest.fixture
def load(tmp_path):
    def run(tables: Tables, **options) -> LoadReport:
        return load_workbook(path=as_folder(tables, tmp_path / "book"), by=SYSTEM, **options)

    return run


def counts(report: LoadReport, table: str) -> tuple[int, int, int, int, int]:
    found = next(t for t in report.tables if t.table == table)
    return (found.added, found.changed, found.unchanged, found.missing_here, found.rejected)


@pytest.mark.parametrize("form", ["five-units", "five-units.xlsx"])
def test_it_loads_the_real_workbook_twice_and_the_second_time_changes_nothing(shared, form):
    path = shared / "data" / form
    first = load_workbook(path=path, by=SYSTEM)
    assert (first.exit_code, first.total("rejected")) == (0, 0)
    added = {table.table: table.added for table in first.tables}
    assert (added["observations"], added["places"], added["factors"]) == (4409, 313, 14)
    assert Observation.objects.count() == 4409
    records = Record.objects.count()
    again = load_workbook(path=path, by=SYSTEM)
    assert {t.table: (t.added, t.changed, t.unchanged, t.missing_here) for t in again.tables} == {
        t.table: (0, 0, t.read, 0) for t in first.tables
    }
    assert Record.objects.count() == records


def test_the_real_workbook_as_a_folder_changes_nothing_of_the_same_as_a_spreadsheet(shared):
    load_workbook(path=shared / "data" / "five-units.xlsx", by=SYSTEM)
    again = load_workbook(path=shared / "data" / "five-units", by=SYSTEM)
    assert (again.is_change, again.total("unchanged")) == (False, again.total("read"))


def test_the_illustrative_initiative_loads_without_a_rejection():
    report = load_workbook(path=EXAMPLE, by=SYSTEM)
    assert [(r.table, r.row, r.column, r.value, r.message) for r in report.rejections] == []
    assert report.exit_code == 0
    again = load_workbook(path=EXAMPLE, by=SYSTEM)
    assert again.is_change is False


def test_it_keeps_every_table_of_a_sound_workbook(load):
    report = load(sound())
    assert (report.is_new, report.exit_code) == (True, 0)
    initiative = Initiative.objects.get(code="brook")
    assert (initiative.name.words("he"), initiative.name.words("en")) == ("הנחל", "The Brook")
    rahat = Place.objects.get(code="0028")
    assert (rahat.parent.code, rahat.attributes) == ("IL", {"cluster": "2"})
    first = Observation.objects.order_by("id")[0]
    assert (first.group_set.key, first.numerator) == ("sector:arab", Decimal(30))
    assert set(first.group_set.groups.values_list("code", flat=True)) == {"arab"}
    assert Observation.objects.order_by("id")[1].group_set is None
    # A percentage of the workbook is a share in the database; money is in agorot.
    assert Target.objects.get().value == Decimal("0.6")
    assert sorted(Need.objects.values_list("amount", flat=True)) == [50_050, 100_000]
    assert Need.objects.get(shared_line="backbone").factor is None
    assert Commitment.objects.get().lines == ["F1", "backbone"]
    assert set(Activity.objects.get().factors.values_list("code", flat=True)) == {"F1", "F2"}
    owner = Stewardship.objects.get(factor__code="O", kind="owner")
    assert owner.organisation.code == "NGO"
    assert list(Allocation.objects.values_list("position", flat=True)) == [2, 3]


def test_the_first_map_is_adopted_at_once(load):
    load(sound())
    version = RoadmapVersion.objects.get()
    assert (version.number, version.status) == (1, "adopted")


def test_an_edited_workbook_changes_by_key_and_deletes_nothing(load):
    load(sound())
    tables = sound()
    tables["organisations"][0]["name_he"] = "קרן אחרת"
    tables["organisations"].append({"code": "NEW", "name_he": "חדש", "sector": "academia"})
    del tables["observations"][0]
    report = load(tables)
    assert counts(report, "organisations") == (1, 1, 1, 0, 0)
    assert counts(report, "observations") == (0, 0, 1, 1, 0)
    assert Organisation.objects.get(code="FUND").name.words("he") == "קרן אחרת"
    assert Observation.objects.count() == 2


def test_a_row_put_in_between_is_the_only_change(load):
    load(sound())
    tables = sound()
    middle = {"commitment": "C1", "line": "F1", "year": "2026", "amount": "1", "place": "7000"}
    tables["allocations"].insert(1, middle)
    report = load(tables)
    assert counts(report, "allocations") == (1, 0, 2, 0, 0)
    order = Allocation.objects.order_by("position").values_list("amount", flat=True)
    assert list(order) == [40_000, 100, 10_000]


def test_what_a_file_does_not_mention_stays(load):
    tables = sound()
    tables["factors"][1]["description_ar"] = "شرح"
    load(tables)
    again = {name: rows for name, rows in sound().items() if name != "needs"}
    for row in again["factors"]:
        del row["importance"], row["owner"]
    for row in again["places"]:
        del row["cluster"]
    again["places"][1]["periphery"] = "1"
    report = load(again)
    assert "needs" not in {table.table for table in report.tables}
    assert counts(report, "factors") == (0, 0, 3, 0, 0)
    assert Need.objects.count() == 2
    entry = FactorEntry.objects.get(factor__code="F1")
    assert (entry.importance, entry.description.words("ar")) == (4, "شرح")
    assert Stewardship.objects.filter(kind="owner").count() == 2
    assert Place.objects.get(code="0028").attributes == {"cluster": "2", "periphery": "1"}


def test_an_empty_cell_empties_what_its_column_speaks_of(load):
    load(sound())
    tables = sound()
    tables["factors"][0]["owner"] = ""
    tables["factors"][0]["importance"] = ""
    report = load(tables)
    assert counts(report, "factors") == (0, 1, 2, 0, 0)
    assert not Stewardship.objects.filter(factor__code="O").exists()


def test_a_changed_map_waits_in_a_draft_and_the_adopted_one_stays(load):
    load(sound())
    tables = sound()
    tables["factors"][1]["importance"] = "5"
    report = load(tables)
    assert (report.waits_in_draft, report.map_version) == (True, 2)
    adopted = FactorEntry.objects.get(factor__code="F1", version__status="adopted")
    draft = FactorEntry.objects.get(factor__code="F1", version__status="draft")
    assert (adopted.importance, draft.importance) == (4, 5)
    assert load(tables).is_change is False
    adopt_open_version(initiative=Initiative.objects.get(), by=SYSTEM)
    assert FactorEntry.objects.get(factor__code="F1", version__status="adopted").importance == 5
    assert load(tables).is_change is False


def test_a_dry_run_writes_nothing_and_tells_the_same(load):
    tried = load(sound(), dry_run=True)
    assert Initiative.objects.count() == Record.objects.count() == 0
    done = load(sound())
    assert tried.is_dry_run
    assert [counts(tried, t.table) for t in done.tables] == [
        counts(done, t.table) for t in done.tables
    ]


def test_a_bad_row_stops_no_good_one(load):
    tables = sound()
    tables["needs"][0]["amount"] = "-1"
    report = load(tables)
    assert report.exit_code == 1
    assert counts(report, "needs") == (1, 0, 0, 0, 1)
    assert Need.objects.count() == 1


def test_a_rejected_row_leaves_what_is_stored_of_it(load):
    load(sound())
    tables = sound()
    tables["places"][0]["parent"] = "0028"
    report = load(tables)
    assert counts(report, "places")[4] == 2
    assert Place.objects.get(code="0028").parent.code == "IL"
    assert Place.objects.get(code="IL").parent is None


def test_a_rejected_row_is_not_missing(load):
    load(sound())
    tables = sound()
    tables["places"][1]["lat"] = "99"
    tables["observations"][1]["numerator"] = "-1"
    tables["links"][1]["strength"] = "9"
    tables["allocations"][1]["amount"] = "-5"
    tables["instalments"][0]["amount"] = "0.001"
    del tables["needs"][1]
    report = load(tables)
    missing = {t.table: t.missing_here for t in report.tables if t.missing_here}
    assert missing == {"needs": 1}
    assert {t.table: t.rejected for t in report.tables if t.rejected} == {
        "places": 1,
        "observations": 1,
        "links": 1,
        "allocations": 1,
        "instalments": 1,
    }


def test_nothing_is_written_when_the_initiative_is_rejected(load):
    tables = sound()
    tables["initiative"][0]["currency"] = "gold"
    report = load(tables)
    assert (report.exit_code, report.is_refused) == (2, True)
    assert Initiative.objects.count() == 0


def test_a_workbook_of_another_initiative_is_refused(load):
    load(sound())
    tables = sound()
    tables["initiative"][0]["code"] = "river"
    with pytest.raises(WorkbookError):
        load(tables, access=full_access("brook"))
    assert Initiative.objects.count() == 1


def test_two_initiatives_may_use_the_same_codes(load):
    load(sound())
    tables = sound()
    tables["initiative"][0]["code"] = "river"
    assert load(tables).total("added") == sum(len(rows) for rows in tables.values())
    assert Place.objects.count() == 6


def test_it_leaves_a_record_with_the_file_and_its_hash(load):
    report = load(sound())
    kept = Record.objects.get(action="load workbook")
    assert (kept.initiative, kept.subject) == ("brook", "book")
    assert kept.detail["sha256"] == report.sha256
    assert kept.detail["tables"]["needs"]["added"] == 2
    assert Record.objects.filter(action="put funding.need").count() == 1


def test_its_document_speaks_english_keys_and_names_each_rejection(load):
    tables = sound()
    tables["observations"][0]["numerator"] = "121"
    document = report_document(load(tables))
    assert document["tables"]["observations"] == {
        "read": 2,
        "added": 1,
        "changed": 0,
        "unchanged": 0,
        "missing_here": 0,
        "rejected": 1,
    }
    found = document["rejections"][0]
    assert (found["table"], found["row"], found["column"], found["value"], found["problem"]) == (
        "observations",
        2,
        "numerator",
        "121",
        "numerator_above_denominator",
    )
    assert found["message"] == "המונה גדול מהמכנה."
    assert found["accepted"]


def test_text_that_looks_like_a_formula_comes_back_as_it_was(tmp_path):
    from shidra.exchange.workbook.writing import write_folder, write_spreadsheet

    tables = sound()
    tables["organisations"][0]["name_he"] = "@המרכז"
    tables["organisations"][1]["name_he"] = "-אפס"
    write_folder(tables, tmp_path / "book")
    assert "'@המרכז" in (tmp_path / "book" / "organisations.csv").read_text("utf-8")
    write_spreadsheet(tables, tmp_path / "book.xlsx", "he")
    load_workbook(path=tmp_path / "book", by=SYSTEM)
    assert Organisation.objects.get(code="FUND").name.words("he") == "@המרכז"
    again = load_workbook(path=tmp_path / "book.xlsx", by=SYSTEM)
    assert (again.total("rejected"), again.is_change) == (0, False)


def test_a_spreadsheet_loads_like_the_folder(load, tmp_path):
    load(sound())
    path = as_spreadsheet(sound(), tmp_path / "book.xlsx")
    assert load_workbook(path=path, by=SYSTEM).is_change is False


def test_the_number_of_queries_does_not_grow_with_the_rows(load, django_assert_max_num_queries):
    tables = sound()
    tables["observations"] = [
        {"indicator": "I2", "period": str(1900 + n), "place": "IL", "value": "1"}
        for n in range(200)
    ]
    with django_assert_max_num_queries(280):
        load(tables)
