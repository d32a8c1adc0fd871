"""A change of one row reads little of an initiative, however much there is of it."""

from collections.abc import Mapping

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shidra.audit.models import SYSTEM
from shidra.exchange.actions import put_sheets
from shidra.exchange.workbook import RawRow, Sheet
from shidra.initiatives.models import Initiative
from tests.factories import make_factor, make_initiative, make_organisation

pytestmark = pytest.mark.django_db

# What a change of a factor neither holds nor names.
BESIDE = (
    "initiatives_place",
    "initiatives_group",
    "initiatives_groupset",
    "measurement_indicator",
    "network_activity",
    "funding_commitment",
)


@pytest.fixture
def together() -> Initiative:
    initiative = make_initiative()
    make_factor(initiative, "F1")
    make_organisation(initiative, "NEVET")
    return initiative


def put(initiative: Initiative, table: str, cells: Mapping[str, str], **asked):
    sheet = Sheet(table, tuple(cells), (RawRow(2, tuple(cells.values())),))
    return put_sheets(initiative=initiative, sheets=[sheet], by=SYSTEM, **asked)


def read_from(initiative: Initiative, table: str, cells: Mapping[str, str], **asked) -> list[str]:
    with CaptureQueriesContext(connection) as found:
        report = put(initiative, table, cells, **asked)
    assert not list(report.rejections)
    return [query["sql"] for query in found.captured_queries if "SELECT" in query["sql"]]


FACTOR = {"code": "F1", "name_en": "Reading at home", "kind": "factor", "stage": "2"}


def test_a_change_of_a_factor_reads_no_table_that_it_does_not_name(together):
    asked = read_from(together, "factors", FACTOR)
    assert any('FROM "roadmap_factorentry"' in sql for sql in asked)
    assert [sql for sql in asked for table in BESIDE if f'FROM "{table}"' in sql] == []


def test_a_list_that_a_row_names_is_read_once(together):
    asked = read_from(together, "factors", {**FACTOR, "owner": "NEVET"})
    lists = [sql for sql in asked if sql.startswith('SELECT "network_organisation"."code"')]
    assert len(lists) == 1


def test_what_is_out_of_sight_is_looked_up_only_where_a_row_points_there(together):
    class Unasked(Mapping[str, frozenset[str]]):
        """Tells which tables it was asked about."""

        def __init__(self) -> None:
            self.asked: list[str] = []

        def __getitem__(self, table: str) -> frozenset[str]:
            self.asked.append(table)
            raise KeyError(table)

        def __iter__(self):
            raise AssertionError

        def __len__(self) -> int:
            raise AssertionError

    hidden = Unasked()
    read_from(together, "factors", FACTOR, hidden=hidden)
    assert "commitments" not in hidden.asked
    assert "activities" not in hidden.asked


def test_rows_of_one_load_still_find_what_the_rows_before_them_added(together):
    def sheet(table: str, *cells: Mapping[str, str]) -> Sheet:
        rows = tuple(RawRow(n, tuple(row.values())) for n, row in enumerate(cells, start=2))
        return Sheet(table, tuple(cells[0]), rows)

    report = put_sheets(
        initiative=together,
        by=SYSTEM,
        sheets=[
            sheet("places", {"code": "NEW", "name_en": "New town", "kind": "locality"}),
            sheet("groups", {"dimension": "age", "code": "0-3", "name_en": "Infants"}),
            sheet("organisations", {"code": "LATE", "name_en": "Late", "sector": "ngo"}),
            sheet("factors", {**FACTOR, "code": "F2"}),
            sheet(
                "activities",
                {
                    "code": "A1",
                    "name_en": "Story hours",
                    "organisation": "LATE",
                    "factors": "F1|F2",
                    "places": "NEW",
                    "groups": "age:0-3",
                    "kind": "programme",
                },
            ),
        ],
    )
    assert list(report.rejections) == []
    activity = together.activities.get(code="A1")
    assert activity.organisation.code == "LATE"
    assert {each.code for each in activity.factors.all()} == {"F1", "F2"}
    assert {each.code for each in activity.places.all()} == {"NEW"}
    assert activity.group_set.key == "age:0-3"
