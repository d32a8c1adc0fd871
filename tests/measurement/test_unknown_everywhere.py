"""What the parts of a divided category leave is unknown on every way out, and never guessed."""

import csv
import io
import json
from datetime import date

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from shidra.i18n.isolates import strip
from shidra.initiatives.actions import NewCategory, change_categories
from shidra.measurement.models import Indicator, Observation
from tests.factories import make_groups, text
from tests.measurement.figures import figures_on
from tests.personas import person, signed_in

pytestmark = pytest.mark.django_db

ROWS = [("jewish", 30, 60), ("muslim", 10, 40), ("christian", 5, 10), ("arab", 20, 70)]
PAGE = "/en/i/together/indicators/M5/?by=sector"


@pytest.fixture
def divided(together):
    """In 2018 one still reports the whole, others its parts; the whole has more: 5 of 20."""
    measure = Indicator.objects.get(initiative=together, code="M5")
    for code, numerator, denominator in ROWS:
        Observation.objects.create(
            indicator=measure,
            period="2018",
            group_set=make_groups(together, f"sector:{code}"),
            numerator=numerator,
            denominator=denominator,
        )
    change_categories(
        initiative=together,
        dimension="sector",
        kind="split",
        from_period="2018",
        before=["arab"],
        after=[NewCategory("muslim", text("muslim")), NewCategory("christian", text("christian"))],
        note="as the ministry has it",
        on=date(2026, 1, 31),
        by=person("data_lead", together).actor,
    )
    return together


def test_on_the_page_and_in_its_table(divided):
    page = signed_in("data_lead", divided).get(PAGE)
    found = {
        (of.partition(":")[2], name): value
        for (name, of, period), value in figures_on(page).items()
        if period == "2018" and name in {"numerator", "denominator"}
    }
    unknown = {name: value for (of, name), value in found.items() if "unknown" in of}
    assert unknown == {"numerator": 5, "denominator": 20}
    assert '<th scope="row">Unknown</th>' in page.content.decode()
    # Of the time before there are no figures of the parts.
    parts = [
        of
        for (_name, of, period), _value in figures_on(page).items()
        if period < "2018" and ("muslim" in of or "christian" in of)
    ]
    assert parts == []


def test_in_the_series(divided):
    out = io.StringIO()
    call_command(
        "series", "together", "M5", "--by", "sector", "--unprotected", "--json", stdout=out
    )
    points = {
        (point["period"], point["sector"]): (point["numerator"], point["denominator"])
        for point in json.loads(out.getvalue())
    }
    assert points["2018", "unknown"] == (5, 20)
    assert {sector for period, sector in points if period < "2018"} == {"arab", "jewish"}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_in_the_files_of_the_page(divided, kind):
    answer = signed_in("data_lead", divided).get(
        f"/en/i/together/indicators/M5/figures.{kind}?by=sector"
    )
    content = b"".join(answer) if answer.streaming else answer.content
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    else:
        sheet = load_workbook(io.BytesIO(content)).worksheets[0]
        rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.values]
    of_2018 = [row for row in rows if any("2018" in strip(cell) for cell in row)]
    unknown = [row for row in of_2018 if any("nknown" in cell for cell in row)]
    assert len(unknown) == 1
    assert {"5", "20"} <= {strip(cell).removesuffix(".0") for cell in unknown[0]}
    assert not [
        row
        for row in rows
        if any(strip(cell) in {"muslim", "christian"} for cell in row) and row not in of_2018
    ]


def test_in_the_workbook_stands_what_was_given(divided):
    """A list of observations is what partners reported: nothing is filled in and nothing left out."""
    answer = signed_in("data_lead", divided).get("/en/i/together/records/observations/list.csv")
    content = b"".join(answer) if answer.streaming else answer.content
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    given = {
        (row["sector"], row["numerator"], row["denominator"])
        for row in rows
        if row["period"] == "2018"
    }
    assert given == {(code, str(above), str(below)) for code, above, below in ROWS}
