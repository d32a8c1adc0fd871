"""Words that partners have signed are not changed without being told so."""

import pytest
from django.utils import translation

from shidra.audit.models import SYSTEM
from shidra.exchange.actions import LoadReport, load_workbook
from shidra.i18n.isolates import strip
from shidra.i18n.text import Text
from shidra.initiatives.models import Initiative
from shidra.network.models import Organisation
from tests.agenda.people import adopted
from tests.exchange.workbooks import Tables, as_folder, sound
from tests.personas import signed_in
from tests.records.browsing import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(tmp_path):
    def load(tables: Tables, *, dry_run: bool = False) -> LoadReport:
        path = as_folder(tables, tmp_path / "book")
        return load_workbook(path=path, by=SYSTEM, dry_run=dry_run)

    return load


@pytest.fixture
def brook(load) -> Initiative:
    """An initiative whose agenda one partner has signed."""
    load(sound())
    brook = Initiative.objects.get(code="brook")
    agreed = Text.of(he="הנחל נקי", en="The brook is clean")
    version = adopted(brook, result=agreed, problem=Text.of(en="It is not"))
    version.signatures.create(
        organisation=Organisation.objects.get(code="NGO"),
        signer="Rana",
        signed_on=version.adopted_on,
        recorded_at=version.edited_at,
    )
    return Initiative.objects.get(code="brook")


def other_result() -> Tables:
    tables = sound()
    tables["initiative"][0]["result_he"] = "הנחל מלא דגים"
    return tables


def told(report: LoadReport) -> list[tuple[str, int, str]]:
    return [(w.table, w.row, w.column) for w in report.warnings if w.problem == "signed_words"]


def test_the_report_of_a_load_warns_with_row_and_column(brook, load):
    assert told(load(other_result(), dry_run=True)) == [("initiative", 2, "result")]
    (warning,) = [w for w in load(other_result()).warnings if w.problem == "signed_words"]
    with translation.override("en"):
        words = strip(warning.message)
    assert "version 1" in words
    assert "decision with its reason" in words


def test_a_load_of_the_agreed_words_or_of_other_tables_warns_of_nothing(brook, load):
    assert told(load(sound())) == []


def test_where_nobody_has_signed_there_is_nothing_to_warn_of(brook, load):
    brook.agenda_versions.get().signatures.update(withdrawn_on="2026-01-01")
    assert told(load(other_result())) == []


def test_the_form_of_the_initiative_asks_before_it_saves_other_words(brook):
    desk = Desk(signed_in("backbone", brook), brook, "en")
    path = f"initiative/{brook.pk}/"
    sent = desk.open(path) | {"cell-result_he": "הנחל מלא דגים"}
    page = desk.post(path, sent)
    assert "A partner has signed other words than these" in desk.say(page)
    brook.refresh_from_db()
    assert brook.result.words("he") == "הנחל נקי"
    desk.post(path, sent | {"beside": page.context["beside"].sign}, status=302)
    brook.refresh_from_db()
    assert brook.result.words("he") == "הנחל מלא דגים"


def test_the_form_asks_nothing_where_other_fields_change(brook):
    desk = Desk(signed_in("backbone", brook), brook, "en")
    desk.save(f"initiative/{brook.pk}/", name_en="Our brook")
    brook.refresh_from_db()
    assert brook.name.words("en") == "Our brook"
