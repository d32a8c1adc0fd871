"""What is stored comes back as cells, and cells that came back change nothing."""

from shidra.audit.models import SYSTEM, Record
from shidra.config.example_figures import let_example_report
from shidra.exchange.actions import put_sheets
from shidra.exchange.queries.stored import cell_text, cells_of, columns_of, stored_rows
from shidra.exchange.workbook import TABLES, RawRow, Sheet
from shidra.initiatives.models import Group, Initiative, Place
from shidra.network.models import Organisation
from shidra.protection.actions import set_rules


def sheet_of(table: str, initiative: Initiative, most: int = 200) -> Sheet:
    """The stored rows of a table as they would stand in a spreadsheet."""
    dimensions = dict.fromkeys(Group.objects.values_list("dimension", flat=True))
    attributes = {name for place in Place.objects.all() for name in place.attributes}
    columns = columns_of(TABLES[table], tuple(dimensions), tuple(sorted(attributes)))
    rows = [cells_of(table, row, columns) for row in stored_rows(table, initiative)[:most]]
    return Sheet(
        table,
        tuple(column.name for column in columns),
        tuple(
            RawRow(number, tuple(cell_text(row[column.name]) for column in columns))
            for number, row in enumerate(rows, start=2)
        ),
    )


def one_row(table: str, **cells: str) -> Sheet:
    return Sheet(table, tuple(cells), (RawRow(2, tuple(cells.values())),))


def say_nothing_new(initiative: Initiative, tables: list[str]) -> None:
    for table in tables:
        sheet = sheet_of(table, initiative)
        report = put_sheets(initiative=initiative, sheets=[sheet], by=SYSTEM)
        (told,) = report.tables
        found = (table, told.read, told.added, told.changed, told.unchanged)
        assert [each.message for each in report.rejections] == []
        assert found == (table, len(sheet.rows), 0, 0, len(sheet.rows))
        assert sheet.rows, table


def test_it_gives_every_table_of_the_example_back_as_it_was(ready_together: Initiative):
    let_example_report(ready_together)
    # The example says nothing by audience; whoever does gets it back, too.
    set_rules(initiative=ready_together, rules=[], by=SYSTEM, reason="as it stands")
    before = Record.objects.count()
    say_nothing_new(ready_together, list(TABLES))
    assert Record.objects.count() == before


def test_it_gives_real_data_back_as_it_was(five_units: Initiative):
    tables = [table for table in TABLES if stored_rows(table, five_units).exists()]
    say_nothing_new(five_units, tables)


def test_a_single_row_keeps_its_place_and_a_new_one_follows_the_last(ready_together: Initiative):
    order = list(Organisation.objects.values_list("code", flat=True))
    changed = one_row("organisations", code=order[-1], name_he="שם אחר", sector="ngo")
    added = one_row("organisations", code="NEW", name_he="שותף חדש", sector="ngo")
    assert put_sheets(initiative=ready_together, sheets=[changed], by=SYSTEM).total("changed") == 1
    assert put_sheets(initiative=ready_together, sheets=[added], by=SYSTEM).total("added") == 1
    assert list(Organisation.objects.values_list("code", flat=True)) == [*order, "NEW"]


def test_a_row_that_breaks_a_rule_is_rejected_as_in_a_workbook(ready_together: Initiative):
    wrong = one_row("needs", line="F99", year="2026", amount="10")
    report = put_sheets(initiative=ready_together, sheets=[wrong], by=SYSTEM)
    (found,) = report.rejections
    assert (found.column, found.problem) == ("line", "unknown_code")
    fine = one_row("needs", line="backbone", year="2031", amount="10.005")
    (found,) = put_sheets(initiative=ready_together, sheets=[fine], by=SYSTEM).rejections
    assert (found.column, found.problem) == ("amount", "too_fine")


def test_hidden_codes_look_as_if_they_were_not_there(ready_together: Initiative):
    code = ready_together.commitments.values_list("code", flat=True)[0]
    row = one_row("instalments", commitment=code, due_on="2031-01-01", amount="10")
    hidden = {"commitments": frozenset({code})}
    report = put_sheets(
        initiative=ready_together, sheets=[row], by=SYSTEM, hidden=hidden, dry_run=True
    )
    assert [found.problem for found in report.rejections] == ["unknown_code"]
    report = put_sheets(initiative=ready_together, sheets=[row], by=SYSTEM, dry_run=True)
    assert report.total("added") == 1
