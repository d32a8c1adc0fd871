"""`shidra series --engine`: in today's categories and dated places, and refused like without one."""

import sys
from datetime import date
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation

from shidra.i18n.text import Text
from shidra.initiatives.actions import NewCategory, change_categories
from shidra.initiatives.models import Place, PlaceHistory
from shidra.initiatives.permissions import full_access
from shidra.releases.analysis.backends import engine
from shidra.releases.analysis.engine import EngineFailed, grant_of
from shidra.ui.management.site import Refused
from tests.releases.conftest import LEAD

pytestmark = pytest.mark.django_db


def printed(*asked, code="together"):
    out = StringIO()
    with translation.override("en"):
        call_command("series", code, "M5", *asked, "--json", stdout=out)
    return out.getvalue()


@pytest.fixture
def changed(together):
    """Arab pupils are told as one with others today; a place was poorer once."""
    change_categories(
        initiative=together,
        dimension="sector",
        kind="rename",
        from_period="2017",
        before=["arab"],
        after=[NewCategory("arabic", Text.of(he="ערבית"))],
        note="as they ask",
        on=date(2026, 1, 31),
        by=LEAD,
    )
    north = Place.objects.get(initiative=together, code="N")
    Place.objects.filter(initiative=together).update(attributes={"cluster": "5"})
    for period, value in (("2015", "3"), ("2016", "4")):
        PlaceHistory.objects.create(place=north, name="cluster", from_period=period, value=value)
    return together


QUESTIONS = [
    (),
    ("--by", "sector"),
    ("--by", "attribute:cluster"),
    ("--by", "attribute:cluster", "--by", "sector"),
    ("--by", "place:district"),
    ("--where", "sector=arab"),
    ("--where", "sector=unknown"),
    ("--place", "N", "--by", "sector"),
    ("--place", "L"),
    ("--period", "2015"),
    ("--period", "2015..2016", "--by", "sector", "--where", "sector=arabic"),
    ("--period", "1999"),
]


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
@pytest.mark.parametrize("reader", [(), ("--unprotected",)], ids=["visitor", "raw"])
def test_what_changed_since_is_read_alike_by_an_engine(changed, question, reader):
    Place.objects.filter(initiative=changed, code__in=("N", "S")).update(kind="district")
    asked = (*question, *reader)
    assert printed(*asked, "--engine", "duckdb") == printed(*asked)


def test_the_engine_reads_today_where_the_record_does(changed):
    found = printed("--by", "sector", "--unprotected", "--engine", "duckdb")
    assert '"arabic"' in found
    assert '"arab"' not in found
    dated = printed("--by", "attribute:cluster", "--unprotected", "--engine", "duckdb")
    assert '"3"' in dated
    assert '"4"' in dated


def test_a_release_goes_on_reading_as_it_was(together, publish, request):
    release = publish().release
    grant = grant_of(full_access("together"))
    asked = {"indicator": "M5", "dimension": "sector"}
    before = engine("duckdb").ask("categories", grant, **asked)
    request.getfixturevalue("changed")
    assert not publish().is_new, "nothing that was observed has changed"
    assert engine("duckdb").ask("categories", grant_of(full_access("together")), **asked) == before
    release.refresh_from_db()
    assert "sector:arab" in release.names["groups"]
    assert "sector:arabic" not in release.names["groups"]


REFUSED = [
    (("--where", "nobody=x"), "There is no “nobody”"),
    (("--where", "sector"), "There is no “”"),
    (("--where", "sector=nobody"), "there are: arab, unknown"),
    (("--place", "NOWHERE"), "There is no “NOWHERE”"),
    (("--period", "last year"), "is not a period"),
    (("--period", "2015..then"), "is not a period"),
    (("--by", "nobody"), "There is no dimension “nobody”"),
    (("--by", "place:planet"), "There is no “planet”"),
    (("--by", "attribute:colour"), "There is no “colour”"),
    (("--by", "sector", "--by", "sector"), "only one “sector”"),
]


@pytest.mark.parametrize("engine_asked", [(), ("--engine", "duckdb")], ids=["record", "duckdb"])
@pytest.mark.parametrize(("question", "said"), REFUSED, ids=str)
def test_it_refuses_what_is_not_there_before_an_engine_is_asked(
    together, question, said, engine_asked
):
    with pytest.raises(Refused, match=said):
        printed(*question, *engine_asked)
    assert not list(settings.LAKE.glob("asked-*"))


def test_it_knows_two_engines(together):
    with pytest.raises(CommandError, match="invalid choice: 'abacus'"):
        printed("--engine", "abacus")


def test_it_says_what_to_install_where_spark_is_missing(together, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(Refused, match=r"install shidra\[spark\]"):
        printed("--engine", "spark")


def test_an_engine_that_gives_no_answer_says_so_and_nothing_else(together, monkeypatch):
    def lost(_parts):
        raise EngineFailed("the cluster is gone")

    monkeypatch.setattr(
        "shidra.releases.management.commands.series.adding_with", lambda _name: lost
    )
    with pytest.raises(Refused, match="“duckdb” gave no answer: the cluster is gone") as refused:
        printed("--engine", "duckdb")
    assert refused.value.code == 1


def test_nothing_is_left_of_a_question_in_the_lake(together):
    assert printed("--engine", "duckdb")
    assert not list(settings.LAKE.glob("asked-*"))
