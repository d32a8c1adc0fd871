"""The list about some factors says of each just what the whole list says."""

from random import Random

import pytest
from django.test.utils import CaptureQueriesContext

from shidra.gaps.analysis import missing_list
from shidra.gaps.queries import links_of_map, links_towards
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import full_access
from shidra.network.models import Stewardship
from tests.factories import (
    make_allocation,
    make_commitment,
    make_factor,
    make_groups,
    make_initiative,
    make_link,
    make_need,
    make_organisation,
)

pytestmark = pytest.mark.django_db

COUNT, LINKS, SHARED = 40, 110, 4


def drawn(seed: int, longest: int) -> Initiative:
    """A map with loops, refuted links, money in places, and owners here and there."""
    chance = Random(seed)
    initiative = make_initiative(longest_path=longest, ownerless_value="0.4")
    factors = [
        make_factor(
            initiative,
            f"N{number}",
            kind="outcome" if number < 2 else "factor",
            importance=chance.choice([None, 1, 3, 5]),
        )
        for number in range(COUNT)
    ]
    for source, target in {tuple(chance.sample(range(COUNT), 2)) for _ in range(LINKS)}:
        status = chance.choice(["hypothesised", "supported", "refuted"])
        make_link(factors[source], factors[target], chance.choice([1, 2, 3]), status=status)
    funder = make_organisation(initiative, "ORG", "philanthropy")
    gift = make_commitment(initiative, "C1", funder, 100_000)
    groups = make_groups(initiative, "population:bedouin", priority=2)
    for factor in chance.sample(factors, COUNT // 2):
        make_need(initiative, factor, chance.randrange(100, 900))
        make_need(initiative, factor, chance.randrange(100, 900), group_set=groups)
        make_allocation(gift, factor, chance.randrange(50, 1_200))
    make_need(initiative, "backbone", 500)
    for factor in chance.sample(factors, COUNT // 4):
        Stewardship.objects.create(factor=factor, organisation=funder, kind="owner")
    return initiative


@pytest.mark.parametrize("seed", range(6))
def test_each_factor_is_weighed_as_in_the_whole_list(seed: int) -> None:
    access = full_access(drawn(seed, longest=2 + seed % 3).code)
    whole = missing_list(access)
    around = {f"N{number}" for number in Random(seed).sample(range(COUNT), 9)}
    part = missing_list(access, around)
    wanted = around | {"N0", "N1"}
    expected = [line for line in whole.lines if line.factor in wanted or not line.is_factor]
    assert list(part.lines) == expected
    assert len(expected) == len(wanted) + SHARED


def test_a_way_through_factors_outside_counts() -> None:
    initiative = make_initiative(longest_path=3)
    factors = {code: make_factor(initiative, code, importance=5) for code in "ABC"}
    factors["O"] = make_factor(initiative, "O", kind="outcome")
    for source, target in ("AB", "BC", "CO"):
        make_link(factors[source], factors[target], 3)
    make_need(initiative, factors["A"], 900)
    part = missing_list(full_access(initiative.code), {"A"})
    [line] = [line for line in part.lines if line.factor == "A"]
    assert line.path == ("A", "B", "C", "O")
    assert line.score == 2.5


@pytest.mark.parametrize("seed", range(3))
def test_of_all_others_it_tells_the_same_money_and_no_score(seed: int) -> None:
    access = full_access(drawn(seed, longest=4).code)
    whole, part = missing_list(access), missing_list(access, {"N5"})
    money = {
        line.factor: (line.need, line.committed, line.covered, line.missing, line.overlap)
        for line in whole.lines
    }
    told = [*part.lines, *part.elsewhere]
    assert {line.factor for line in whole.lines if line.need or line.committed} <= {
        line.factor for line in told
    }
    for line in told:
        amounts = (line.need, line.committed, line.covered, line.missing, line.overlap)
        assert amounts == money[line.factor]
    assert all(line.score is None for line in part.elsewhere)
    assert sum(line.missing for line in told) == pytest.approx(
        sum(line.missing for line in whole.lines)
    )


def test_links_that_lead_nowhere_near_are_not_read() -> None:
    initiative = make_initiative(longest_path=3)
    outcome = make_factor(initiative, "O", kind="outcome")
    codes = ("A", "B", "C", "D", "E")
    factors = {code: make_factor(initiative, code) for code in codes}
    for source, target in ("AB", "BC", "DC", "EA", "CE"):
        make_link(factors[source], factors[target])
    make_link(factors["C"], outcome)
    found = links_towards(initiative, {"O"}, {"A"}, 3)
    assert {(link.source, link.target) for link in found} == {
        ("C", "O"),
        ("B", "C"),
        ("D", "C"),
        ("A", "B"),
    }
    assert len(links_of_map(initiative)) == len(factors) + 1


def test_queries_do_not_grow_with_the_factors_around(
    django_assert_max_num_queries: type[CaptureQueriesContext],
) -> None:
    access = full_access(drawn(1, longest=4).code)
    with django_assert_max_num_queries(24):
        missing_list(access, {f"N{number}" for number in range(30)})
