"""What if: kept by name, beside the map and never in it."""

import re

import pytest

from shidra.audit.models import Record
from shidra.core.causal import effects
from shidra.gaps.analysis import what_is_missing
from shidra.initiatives.models import Initiative
from shidra.roadmap.models import FactorEntry, Link
from shidra.structure.models import Scenario
from shidra.structure.queries import map_or_none
from tests.factories import make_need, make_user
from tests.personas import signed_in
from tests.structure.small_map import make_small_map

pytestmark = pytest.mark.django_db
STRUCTURE = "/en/i/together/map/structure/"
NEW = "/en/i/together/map/scenarios/new/"
NAMED = {"name": "What if A improves?", "reason": "The council asked."}


@pytest.fixture
def together() -> Initiative:
    initiative = make_small_map()
    for number, factor in enumerate(initiative.factors.filter(code__in=["A", "B", "C"]), 1):
        make_need(initiative, factor, 1_000 * number)
    return initiative


def kept(client) -> Scenario:
    """A scenario without steps."""
    assert client.post(NEW, NAMED).status_code == 302
    return Scenario.objects.latest("pk")


def address(scenario: Scenario, more: str = "") -> str:
    return f"/en/i/together/map/scenarios/{scenario.pk}/{more}"


def step(client, scenario: Scenario, **typed: str):
    answer = client.post(address(scenario, "change/"), typed)
    assert answer.status_code == 302
    return answer


def shown(client, scenario: Scenario) -> str:
    answer = client.get(address(scenario))
    assert answer.status_code == 200
    return answer.content.decode()


def figures(said: str) -> dict[tuple[str, str], float]:
    found = re.findall(r'data-figure="([^"]*)" data-of="([^"]*)" data-value="([^"]*)"', said)
    return {(name, of): float(value) for name, of, value in found}


def everything_else(client, initiative: Initiative) -> list[object]:
    """What the product says of the map, besides scenarios."""
    pages = ("map/", "map/structure/", "missing/", "factors/A/", "factors/B/")
    said = [client.get(f"/en/i/together/{page}").content.decode() for page in pages]
    plain = [re.sub(r'(nonce|value|csrf\w*)="[^"]{20,}"', "", page) for page in said]
    plain[1] = plain[1].partition('aria-labelledby="scenarios"')[0]
    return [
        *plain,
        what_is_missing(initiative),
        list(Link.objects.values()),
        list(FactorEntry.objects.values()),
    ]


def test_a_scenario_is_kept_by_name_with_author_and_reason(together):
    backbone = signed_in("backbone", together)
    scenario = kept(backbone)
    step(backbone, scenario, move="A", by="1")
    said = shown(backbone, scenario)
    assert "What if A improves?" in said
    assert "The council asked." in said
    assert scenario.author in said
    assert said.count("This is a scenario, not the map") >= 2
    assert "<title>Scenario:" in said
    assert figures(said)["direction", "O"] == 1
    assert Record.objects.filter(reason="The council asked.").exists()
    assert "What if A improves?" in backbone.get(STRUCTURE).content.decode()


def test_nothing_else_in_the_product_changes(together):
    backbone = signed_in("backbone", together)
    before = everything_else(backbone, together)
    scenario = kept(backbone)
    step(backbone, scenario, move="B", by="-2")
    step(backbone, scenario, cut="B O")
    shown(backbone, scenario)
    assert everything_else(backbone, together) == before


def test_a_cut_moves_the_ranking_as_the_map_without_the_link_would(together):
    backbone = signed_in("backbone", together)
    scenario = kept(backbone)
    step(backbone, scenario, cut="B O")
    seen = figures(shown(backbone, scenario))
    Link.objects.filter(source__code="B", target__code="O").delete()
    real = [line.factor for line in what_is_missing(together) if line.score]
    for place, code in enumerate(real, 1):
        assert seen["score_rank_scenario", code] == place


def test_with_effects_outcomes_move_by_so_much(together):
    for link in Link.objects.all():
        link.effect = "0.5" if link.sign == "+" else "-0.2"
        link.save()
    backbone = signed_in("backbone", together)
    scenario = kept(backbone)
    step(backbone, scenario, move="A", by="2.0")
    seen = figures(shown(backbone, scenario))
    of_b = 2 * 0.5 / (1 + 0.5 * 0.2)
    assert seen["moved", "O"] == pytest.approx(of_b * 0.5 + of_b * 0.5 * 0.5)
    step(backbone, scenario, cut="B O")
    seen = figures(shown(backbone, scenario))
    assert seen["moved", "O"] == pytest.approx(of_b * 0.5 * 0.5)
    assert seen["worth_scenario", "A"] < seen["worth", "A"]


def test_a_loop_that_a_cut_breaks_is_named(together):
    backbone = signed_in("backbone", together)
    scenario = kept(backbone)
    assert "Feedback loops that the cut breaks" not in shown(backbone, scenario)
    step(backbone, scenario, cut="C B")
    assert "Feedback loops that the cut breaks" in shown(backbone, scenario)


def test_a_step_is_taken_back_and_the_same_factor_is_moved_once(together):
    backbone = signed_in("backbone", together)
    scenario = kept(backbone)
    step(backbone, scenario, move="A", by="1")
    step(backbone, scenario, move="A", by="3")
    scenario.refresh_from_db()
    assert scenario.steps == [{"move": "A", "by": 3}]
    step(backbone, scenario, back="move A")
    scenario.refresh_from_db()
    assert scenario.steps == []


def test_a_wrong_step_is_told_at_its_field_and_changes_nothing(together):
    backbone = signed_in("backbone", together)
    scenario = kept(backbone)
    for typed in ({"move": "A", "by": "0"}, {"move": "GHOST", "by": "1"}, {"cut": "A O"}):
        answer = backbone.post(address(scenario, "change/"), typed)
        assert answer.status_code == 200
    scenario.refresh_from_db()
    assert scenario.steps == []


def test_what_a_later_map_no_longer_has_is_told_of(together):
    backbone = signed_in("backbone", together)
    scenario = kept(backbone)
    step(backbone, scenario, cut="B O")
    Link.objects.filter(source__code="B", target__code="O").delete()
    assert "no longer on the map" in shown(backbone, scenario)


def test_a_deleted_scenario_is_brought_back_whole(together):
    backbone = signed_in("backbone", together)
    scenario = kept(backbone)
    step(backbone, scenario, move="A", by="1")
    backbone.post(address(scenario, "delete/"))
    assert not Scenario.objects.exists()
    page = backbone.get(STRUCTURE).content.decode()
    back = re.search(r'action="([^"]*/map/scenarios/back/\d+/)"', page)
    assert back
    backbone.post(back[1])
    again = Scenario.objects.get()
    assert (again.pk, again.steps, again.author) == (
        scenario.pk,
        [{"move": "A", "by": 1}],
        scenario.author,
    )


def test_members_read_scenarios_and_change_their_own_alone(together, client):
    backbone = signed_in("backbone", together)
    scenario = kept(backbone)
    partner = signed_in("partner_editor", together)
    shown(partner, scenario)
    assert partner.post(address(scenario, "change/"), {"move": "A", "by": "1"}).status_code == 404
    assert partner.post(address(scenario, "delete/")).status_code == 404
    own = kept(partner)
    step(partner, own, move="A", by="1")
    assert client.get(address(scenario)).status_code == 404
    assert "What if A improves?" not in client.get(STRUCTURE).content.decode()
    client.force_login(make_user("stranger@example.org"))
    assert client.get(address(scenario)).status_code == 404


def test_a_step_that_is_taken_back_twice_takes_no_other_with_it(together):
    backbone = signed_in("backbone", together)
    scenario = kept(backbone)
    step(backbone, scenario, move="A", by="1")
    step(backbone, scenario, move="B", by="1")
    found = re.findall(r'name="back" value="([^"]*)"', shown(backbone, scenario))
    for _tap in range(2):
        step(backbone, scenario, back=found[0])
    scenario.refresh_from_db()
    assert [each["move"] for each in scenario.steps] == ["B"]


def test_a_scenario_whose_form_is_sent_twice_is_kept_once(together):
    backbone = signed_in("backbone", together)
    first = kept(backbone)
    assert kept(backbone) == first
    step(backbone, first, move="A", by="1")
    assert kept(backbone) != first


def test_it_is_renamed_by_whoever_may_change_it(together):
    backbone = signed_in("backbone", together)
    scenario = kept(backbone)
    assert "What if A improves?" in backbone.get(address(scenario, "name/")).content.decode()
    answer = backbone.post(
        address(scenario, "name/"), {"name": "What if A is cut?", "reason": "The mayor asked."}
    )
    assert answer.status_code == 302
    said = shown(backbone, scenario)
    assert "What if A is cut?" in said
    assert "The mayor asked." in said
    partner = signed_in("partner_editor", together)
    assert partner.get(address(scenario, "name/")).status_code == 404
    # Another language adds its words and leaves the others.
    backbone.post(
        address(scenario, "name/").replace("/en/", "/he/"), {"name": "מה אם", "reason": "נשאל"}
    )
    scenario.refresh_from_db()
    assert {scenario.name.words("en"), scenario.name.words("he")} == {"What if A is cut?", "מה אם"}
    assert Record.objects.filter(action="put structure.scenario").count() == 3


def with_lags(initiative: Initiative) -> None:
    for link in Link.objects.filter(version__initiative=initiative):
        link.effect, link.lag_months = "0.5", 24
        link.save()


def test_a_discount_lets_what_is_felt_later_count_for_less(together):
    with_lags(together)
    backbone = signed_in("backbone", together)
    scenario = kept(backbone)
    step(backbone, scenario, discount="3")
    seen = figures(shown(backbone, scenario))
    here = map_or_none(together)
    assert here is not None
    nodes = [effects.Node(code, float(code == "O")) for code in here.names]
    edges = [effects.Edge(t.source, t.target, t.effect or 0, t.lag) for t in here.ties]
    for figure, rate in (("worth", 0.0), ("worth_scenario", 0.03)):
        worth = effects.influence(effects.effect_map(nodes, edges, rate)).worth
        assert seen[figure, "A"] == pytest.approx(worth["A"])
    assert seen["worth_scenario", "A"] < seen["worth", "A"]
    said = re.sub("[\u2066-\u2069]", "", shown(backbone, scenario))
    assert "A year of waiting takes off 3%" in said
    # Said anew it is another rate, and not a second one; taken back it is gone.
    step(backbone, scenario, discount="5")
    scenario.refresh_from_db()
    assert scenario.steps == [{"discount": 0.05}]
    step(backbone, scenario, back="discount")
    scenario.refresh_from_db()
    assert scenario.steps == []


def test_where_no_link_says_how_much_no_discount_is_offered(together):
    backbone = signed_in("backbone", together)
    assert "in percent" not in shown(backbone, kept(backbone))


def pictures(said: str) -> list[str]:
    return re.findall(r'<svg[^>]*class="picture-map .*?</svg>', said, re.DOTALL)


def test_the_map_shows_what_is_moved_and_what_is_cut(together):
    backbone = signed_in("backbone", together)
    scenario = kept(backbone)
    assert pictures(shown(backbone, scenario)) == []
    step(backbone, scenario, move="A", by="1")
    step(backbone, scenario, cut="C O")
    said = re.sub("[\u2066-\u2069]", "", shown(backbone, scenario))
    wide, narrow = pictures(said)
    for drawn in (wide, narrow):
        for code in "ABCO":
            assert f'data-node="{code}"' in drawn
        assert "moved up by 1" in drawn
        assert "is drawn up" in drawn
    assert "cut: " in wide
    assert re.search(r'class="card[^"]*asked[^"]*"[^>]*data-node="A"', wide)
    assert re.search(r'class="card[^"]*quiet[^"]*"[^>]*data-node="D"', wide)
    assert "drawn or moved up" in said
    assert "a link that is cut" in said


def test_by_effects_the_cards_say_by_how_much(together):
    with_lags(together)
    backbone = signed_in("backbone", together)
    scenario = kept(backbone)
    step(backbone, scenario, move="A", by="2")
    wide, _narrow = pictures(re.sub("[\u2066-\u2069]", "", shown(backbone, scenario)))
    assert "↑ +2" in wide
    assert re.search(r"↑ \+\d\.\d", wide)
