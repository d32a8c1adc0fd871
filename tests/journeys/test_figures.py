"""Every figure that a command prints stands on its page, unrounded, in all three languages."""

from collections.abc import Iterable
from typing import Any

import pytest

from tests.figures import Figures, Key, gap_figures, plan_figures, plan_sums
from tests.journeys.browsing import Browsing
from tests.journeys.product import LANGUAGES, Product

MONEY = ("need", "committed", "covered", "missing", "gap", "overlap")


def initiatives(product: Product) -> list[str]:
    return ["ready-together", "five-units"] if product.has_five_units else ["ready-together"]


@pytest.fixture(scope="module")
def gaps(product: Product) -> dict[str, list[dict[str, Any]]]:
    return {code: product.document("gaps", code) for code in initiatives(product)}


@pytest.fixture(scope="module")
def plans(product: Product) -> dict[str, dict[str, Any]]:
    return {code: product.document("plan", code) for code in initiatives(product)}


def of_lines(rows: Iterable[dict[str, Any]], names: Iterable[str]) -> dict[Key, Any]:
    return {(name, row["factor"], ""): row[name] for row in rows for name in names}


@pytest.mark.parametrize("code", ["ready-together", "five-units"])
@pytest.mark.parametrize("language", LANGUAGES)
class TestEachFigure:
    """As the backbone sees them."""

    @pytest.fixture(autouse=True)
    def _there(self, product: Product, code: str) -> None:
        if code not in initiatives(product):
            pytest.skip("NOT TESTED ON REAL DATA: five-units is absent")

    def test_it_ranks_what_the_command_ranks(
        self, browsing: Browsing, product: Product, gaps: Any, code: str, language: str
    ):
        page = browsing.read(product, f"/{language}/i/{code}/missing/", "backbone")
        assert Figures(page).differing(gap_figures(gaps[code])) == {}
        places = [page.index(f'data-of="{row["factor"]}"') for row in gaps[code]]
        assert places == sorted(places)

    def test_it_counts_the_money_that_the_command_counts(
        self, browsing: Browsing, product: Product, gaps: Any, code: str, language: str
    ):
        page = Figures(browsing.read(product, f"/{language}/i/{code}/money/", "backbone"))
        assert page.differing(of_lines(gaps[code], MONEY)) == {}

    def test_it_agrees_wherever_a_line_is_mentioned(
        self, browsing: Browsing, product: Product, gaps: Any, code: str, language: str
    ):
        expected = gap_figures(gaps[code])
        expected |= {
            (name, "total", ""): sum(row[name] for row in gaps[code])
            for name in ("need", "committed", "covered", "missing", "overlap")
        }
        for place in ("", "map/", "map/?view=table", "map/?view=paths"):
            found = Figures(browsing.read(product, f"/{language}/i/{code}/{place}", "backbone"))
            mentioned = {key: expected[key] for key in found.found if key in expected}
            assert mentioned, place
            assert found.differing(mentioned) == {}, place

    def test_it_shows_the_sheet_of_each_factor(
        self, browsing: Browsing, product: Product, gaps: Any, code: str, language: str
    ):
        worst = gaps[code][0]
        address = f"/{language}/i/{code}/factors/{worst['factor']}/"
        page = Figures(browsing.read(product, address, "backbone"))
        assert page.differing(of_lines([worst], ("need", "committed", "covered", "missing"))) == {}

    def test_it_proposes_what_the_command_proposes(
        self, browsing: Browsing, product: Product, plans: Any, code: str, language: str
    ):
        plan = plans[code]
        page = Figures(browsing.read(product, f"/{language}/i/{code}/plan/", "backbone"))
        expected = plan_figures(plan, code) | plan_sums(plan, code)
        assert page.differing(expected) == {}
        assert set(page.found) - set(expected) == set()

    def test_it_draws_the_series_that_the_command_prints(
        self, browsing: Browsing, product: Product, code: str, language: str, series: Any
    ):
        for (indicator, by), points in series(code).items():
            address = f"/{language}/i/{code}/indicators/{indicator}/?by={by}"
            page = Figures(browsing.read(product, address, "backbone"))
            expected = {
                (name, f"{indicator}/{by}:{point[by]}" if by else indicator, point["period"]): value
                for point in points
                for name in ("value", "numerator", "denominator")
                if (value := point[name]) is not None
            }
            assert expected
            assert page.differing(expected) == {}


SERIES = {
    "ready-together": [("I1", ""), ("I1", "population"), ("I5", ""), ("I11", "")],
    "five-units": [("M5", ""), ("M5", "sector"), ("CLASS", "sector")],
}


@pytest.fixture(scope="module")
def series(product: Product) -> Any:
    """The series of an initiative, each asked of the command once."""
    known: dict[str, dict[tuple[str, str], Any]] = {}

    def ask(code: str) -> dict[tuple[str, str], Any]:
        if code not in known:
            known[code] = {
                (indicator, by): product.document(
                    "series", code, indicator, *(["--by", by] if by else []), "--unprotected"
                )
                for indicator, by in SERIES[code]
            }
        return known[code]

    return ask


def test_it_compares_strictly():
    figures = Figures('<data data-figure="need" data-of="F1" data-value="2"></data>')
    assert figures.differing({("need", "F1", ""): 2}) == {}
    assert figures.differing({("need", "F1", ""): 2.0001})
    assert figures.differing({("need", "F2", ""): 2})
    assert figures.differing({("need", "F1", ""): None})
