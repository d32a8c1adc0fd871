"""One question, any engine: the same bytes; and no engine gives what was not granted."""

import json
import subprocess
import sys
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from shidra.initiatives.permissions import Access, full_access
from shidra.measurement.models import Indicator, Observation
from shidra.releases.actions import publish_period
from shidra.releases.analysis.backends import engine
from shidra.releases.analysis.catalogue import QUERIES
from shidra.releases.analysis.engine import Grant, NotGranted, WrongValues, grant_of
from tests.factories import make_factor, make_groups, make_initiative, make_place
from tests.releases.conftest import LEAD

pytestmark = pytest.mark.django_db
CANARY = 987_654


@pytest.fixture
def published(together, publish):
    """Ours published, and beside it an initiative of others full of canaries."""
    publish()
    theirs = make_initiative("theirs")
    measure = Indicator.objects.create(
        initiative=theirs, code="M5", unit="percent", factor=make_factor(theirs, "O")
    )
    for place in ("N", "CANARY"):
        Observation.objects.create(
            indicator=measure,
            period="2016",
            place=make_place(theirs, place),
            group_set=make_groups(theirs, "sector:canary"),
            numerator=CANARY,
            denominator=CANARY,
        )
    publish_period(initiative=theirs, period="2016", note="", by=LEAD)
    return together, theirs


def ask(name, grant, **values):
    return engine("duckdb").ask(name, grant, **values)


def granted(code="together"):
    return grant_of(full_access(code))


def test_it_answers_what_the_record_says(published):
    assert ask("totals", granted()) == [("M5", "2016", 100_000_000, 400_000_000)]
    assert ask("categories", granted(), indicator="M5", dimension="sector") == [
        ("2016", "arab", 32_000_000, 150_000_000),
        ("2016", "unknown", 68_000_000, 250_000_000),
    ]
    assert ask("places", granted(), indicator="M5") == [
        ("2016", "L", 28_000_000, 130_000_000),
        ("2016", "N", 60_000_000, 200_000_000),
        ("2016", "S", 12_000_000, 70_000_000),
    ]
    drilled = ask("drill", granted(), indicator="M5", period="2016", dimension="sector")
    assert ("N", "arab", 20_000_000, 80_000_000) in drilled
    assert ("N", "unknown", 40_000_000, 120_000_000) in drilled


def test_only_the_latest_release_of_a_period_is_read(published, publish):
    Observation.objects.filter(indicator__initiative=published[0], place=None).update(numerator=101)
    publish()
    assert ask("totals", granted()) == [("M5", "2016", 101_000_000, 400_000_000)]


def test_five_units_stand_as_far_apart_in_files_as_in_the_record(five_units):
    publish_period(initiative=five_units, period="2016", note="", by=LEAD)
    found = ask("disparity", granted("five-units"), dimension="sector", least=10_000_000)
    (row,) = (row for row in found if row[0] == "M5")
    assert row[1:3] == ("2016", 4)
    assert row[5] == 10446 / 63507 - 192 / 3336


WORDS = st.text(max_size=12) | st.sampled_from(
    ["M5", "sector", "theirs", "' OR 1=1 --", "tenant_0", "\x00tenant_0", "$tenant_0", "CANARY"]
)
VALUES = {str: WORDS, int: st.integers(-(2**62), 2**62)}


@tried(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_nobody_gets_what_is_not_granted_whatever_they_ask(published, data):
    name = data.draw(st.sampled_from(sorted(QUERIES)))
    values = {key: data.draw(VALUES[kind]) for key, kind in QUERIES[name].asks.items()}
    for row in ask(name, granted(), **values):
        assert not any("canary" in str(cell).lower() for cell in row)
        assert not any(str(CANARY) in str(cell) for cell in row)


@pytest.mark.parametrize(
    "values",
    [
        {"tenant_0": 2},
        {"indicator": "M5", "tenant_0": 2},
        {"indicator": "M5", "files": "x"},
        {"indicator": 5},
        {"indicator": ["M5"]},
        {},
    ],
)
def test_values_that_nobody_asked_for_are_refused(published, values):
    with pytest.raises(WrongValues):
        ask("places", granted(), **values)


def test_a_file_of_others_is_not_opened_even_if_it_is_listed(published):
    ours, theirs = published
    (file,) = grant_of(full_access("theirs")).files[theirs.pk]
    outside = (file.path, f"obs/initiative={ours.pk}/../initiative={theirs.pk}/x", "/etc/passwd")
    for path in outside:
        with pytest.raises(NotGranted):
            ask("totals", Grant({ours.pk: [file._replace(path=path)]}))


def test_rows_of_others_in_a_file_of_ours_do_not_pass(published):
    ours, theirs = published
    (file,) = grant_of(full_access("theirs")).files[theirs.pk]
    planted = f"obs/initiative={ours.pk}/planted.parquet"
    (settings.LAKE / planted).write_bytes((settings.LAKE / file.path).read_bytes())
    assert ask("totals", Grant({ours.pk: [file._replace(path=planted)]})) == []


@pytest.mark.parametrize("role", ["visitor", "partner_editor", "funder"])
def test_without_raw_rights_nothing_is_granted(published, role):
    access = Access(published[0], frozenset({role}), LEAD)
    assert grant_of(access).files == {}
    assert ask("totals", grant_of(access)) == []


def test_the_engine_in_process_reads_and_writes_nowhere_else(published, tmp_path):
    import duckdb

    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    connection = engine("duckdb").backend.connection
    for statement in (
        f"SELECT * FROM read_csv('{secret}')",
        f"COPY (SELECT 1) TO '{tmp_path}/out.csv'",
        "SET enable_external_access=true",
    ):
        with pytest.raises(duckdb.Error):
            connection.execute(statement)


def test_each_question_is_compiled_once(published):
    asked = engine("duckdb")
    ask("totals", granted())
    kept = dict(asked._compiled)
    ask("totals", granted())
    assert asked._compiled == kept


def printed(*arguments):
    out = StringIO()
    call_command("series", *arguments, "--json", stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(
    "question",
    [
        (),
        ("--by", "sector"),
        ("--by", "place:district", "--by", "sector", "--unprotected"),
        ("--by", "attribute:cluster", "--where", "supervision=haredi", "--unprotected"),
    ],
)
def test_a_series_is_the_same_to_the_byte_by_an_engine(five_units, question):
    asked = ("five-units", "M5", *question)
    assert printed(*asked, "--engine", "duckdb") == printed(*asked)


def test_remainders_and_values_are_the_same_by_an_engine(together):
    for question in ((), ("--by", "sector"), ("--by", "sector", "--unprotected")):
        asked = ("together", "M5", *question)
        assert printed(*asked, "--engine", "duckdb") == printed(*asked)
    assert json.loads(printed("together", "M5", "--by", "sector", "--unprotected"))


def test_no_web_process_loads_an_engine_at_its_start():
    start = (
        "import sys, django; django.setup()\n"
        "import shidra.config.wsgi\n"
        "from django.urls import get_resolver; get_resolver().url_patterns\n"
        "print(sorted({'ibis', 'duckdb', 'pyspark', 'sqlglot'} & set(sys.modules)))"
    )
    found = subprocess.run(
        [sys.executable, "-c", start], capture_output=True, text=True, check=True, timeout=120
    )
    assert found.stdout.strip().endswith("[]")
