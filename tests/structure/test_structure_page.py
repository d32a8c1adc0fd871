"""What follows from the map as a whole: order, loops, worth."""

import re

import pytest
from django.test import Client

from shidra.initiatives.models import Initiative
from shidra.pictures.charts import StandingPoint, StandingWords, draw_standings
from shidra.roadmap.models import Link
from shidra.structure.analysis import structure_or_none
from tests.factories import make_initiative
from tests.structure.small_map import make_small_map

pytestmark = pytest.mark.django_db
ADDRESS = "/en/i/together/map/structure/"


def page(client: Client, address: str = ADDRESS) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def figures(said: str) -> dict[tuple[str, str], float]:
    found = re.findall(r'data-figure="([^"]*)" data-of="([^"]*)" data-value="([^"]*)"', said)
    return {(name, of.replace("&gt;", ">")): float(value) for name, of, value in found}


def test_factors_stand_in_the_order_of_what_they_set_off(client):
    make_small_map()
    found = structure_or_none(Initiative.objects.get())
    assert [place.code for place in found.places][:2] == ["A", "B"]
    shown = figures(page(client))
    assert shown["indirect_influence_rank", "A"] == 1
    assert shown["influence_rank", "B"] == 1
    assert shown["indirect_dependence_rank", "O"] == 1
    assert shown["influence_rank", "D"] == 4


def test_a_loop_is_named_and_signed_in_words(client):
    make_small_map()
    said = page(client)
    assert "Balancing loop" in said
    assert "Reinforcing loop" not in said
    assert "One feedback loop runs through it." in said
    assert figures(said)["loop_strength", "B>C"] == pytest.approx(2 / 9)
    Link.objects.update(sign="+")
    assert "Reinforcing loop" in page(client)


def test_with_strengths_alone_it_is_an_order_and_no_quantity(client):
    make_small_map()
    said = page(client)
    assert "an order, not a quantity" in said
    assert not any(name in {"worth", "loop_gain"} for name, _ in figures(said))


def test_where_links_say_how_much_every_factor_has_its_worth(client):
    make_small_map(with_effects=True)
    said = page(client)
    shown = figures(said)
    # v_B = 0.4 + 0.5 v_C, v_C = 0.1 - 0.2 v_B
    of_b = (0.4 + 0.05) / 1.1
    assert shown["worth", "B"] == pytest.approx(of_b)
    assert shown["worth", "A"] == pytest.approx(0.5 * of_b)
    assert shown["loop_gain", "B>C"] == pytest.approx(-0.1)
    assert shown["path_share", "A>B>O"] == pytest.approx(0.2 / 0.225)
    assert ("worth", "D") not in shown
    assert "an order, not a quantity" not in said


def test_some_effects_are_said_to_be_some(client):
    make_small_map()
    Link.objects.filter(source__code="B", target__code="O").update(effect="0.5")
    said = page(client)
    assert "an order, not a quantity" in said
    assert "One link also says how much" in said
    assert figures(said)["worth", "B"] == pytest.approx(0.5)


def test_effects_that_never_rest_are_named_and_nothing_else_is_lost(client):
    make_small_map(with_effects=True)
    Link.objects.filter(source__code="C", target__code="B").update(effect="2")
    said = page(client)
    assert "No worth can be told" in said
    assert "factor B" in said
    assert ("worth", "A") not in figures(said)


def test_refuted_links_count_for_nothing(client):
    make_small_map()
    Link.objects.filter(source__code="C", target__code="B").update(status="refuted")
    assert "there is no feedback loop" in page(client)


def test_before_there_is_a_map_the_page_teaches(client):
    make_initiative()
    assert "sets off more" not in page(client)


def test_dots_never_cover_each_other_and_names_stay_on_the_sheet():
    words = StandingWords("up", "along", "one", "two", "three", "four")
    points = [StandingPoint(str(i), f"factor number {i}", 0.9, 0.1) for i in range(1, 13)]
    for language in ("he", "en"):
        drawn = draw_standings(
            points, words, language=language, title="t", description="d", width=344
        )
        spots = [
            (float(x), float(y))
            for x, y in re.findall(r'<circle[^>]*cx="([\d.]+)" cy="([\d.]+)"', drawn)
        ]
        assert len(spots) == 12
        for number, (x, y) in enumerate(spots):
            assert 0 < x < 344
            for a, b in spots[:number]:
                assert abs(x - a) > 18 or abs(y - b) > 18
