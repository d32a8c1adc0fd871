"""Every series that a command prints stands on the page of its indicator, point by point."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from shidra.initiatives.models import Initiative
from shidra.initiatives.queries import groups_of
from shidra.measurement.queries import indicators_of
from tests.figures import Figures, Key, numbers_in
from tests.personas import signed_in

pytestmark = pytest.mark.django_db


def printed(initiative: Initiative, indicator: str, by: str) -> list[dict[str, Any]]:
    out = StringIO()
    split = ["--by", by] if by else []
    call_command(
        "series", initiative.code, indicator, *split, "--unprotected", "--json", stdout=out
    )
    return json.loads(out.getvalue())


def expected(points: list[dict[str, Any]], indicator: str, by: str) -> dict[Key, float]:
    """Every number of the series, under the mark that it stands under."""
    found = {}
    for (place, name), value in numbers_in(points):
        point = points[place]
        if name == "n":
            continue  # how many were asked is no figure of the page
        of = f"{indicator}/{by}:{point[by]}" if by else indicator
        found[name, of, point["period"]] = value
    return found


def split(points: list[dict[str, Any]], by: str) -> list[dict[str, Any]]:
    """Without the periods that nobody split so: on the page these stand in the line of all."""
    told = {point["period"] for point in points if by and point[by] != "unknown"}
    return [point for point in points if not by or point["period"] in told]


def as_the_page_calls_it(figures: dict[Key, float], page: Figures) -> dict[Key, float]:
    """What splits leave is unknown to the command; the page keeps it apart from those who were
    reported as unknown."""
    told = {of for _name, of, _period in page.found}
    return {
        (name, of if of in told else of.replace(":unknown", ":remainder"), period): value
        for (name, of, period), value in figures.items()
    }


def compared(browser: Client, initiative: Initiative, language: str) -> int:
    """Reads every series of an initiative both ways, and says how many numbers were the same."""
    count = 0
    dimensions = sorted({group.dimension for group in groups_of(initiative).values()})
    for indicator in indicators_of(initiative):
        for by in ("", *dimensions):
            points = split(printed(initiative, indicator.code, by), by)
            figures = expected(points, indicator.code, by)
            address = f"/{language}/i/{initiative.code}/indicators/{indicator.code}/?by={by}"
            page = Figures(browser.get(address).content.decode())
            figures = as_the_page_calls_it(figures, page)
            assert page.differing(figures) == {}, (indicator.code, by)
            count += len(figures)
    return count


@pytest.mark.parametrize("language", ["he", "ar", "en"])
@pytest.mark.parametrize("code", ["ready_together", "five_units"])
def test_each_number_of_each_series_stands_on_its_page(
    code: str, language: str, request: pytest.FixtureRequest
):
    initiative = request.getfixturevalue(code)
    assert compared(signed_in("backbone", initiative), initiative, language) > 100
