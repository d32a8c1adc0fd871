"""`shidra gaps`: what is missing, ranked, for people and for programs."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from shidra.initiatives.models import Initiative
from shidra.ui.management.site import Refused
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
from tests.five_units import load_five_units

pytestmark = pytest.mark.django_db

KEYS = [
    "factor", "need", "committed", "covered", "missing", "gap", "overlap", "shortfall",
    "path_strength", "path", "equity_multiplier", "actionability", "importance", "score",
]  # fmt: skip


def gaps(code: str, *options: str) -> str:
    answer = StringIO()
    call_command("gaps", code, *options, stdout=answer)
    return answer.getvalue()


def gaps_json(code: str) -> list[dict[str, Any]]:
    found = json.loads(gaps(code, "--json"))
    assert isinstance(found, list)
    return found


@pytest.fixture
def together() -> Initiative:
    initiative = make_initiative()
    owner = make_organisation(initiative, "OWN")
    outcome = make_factor(initiative, "O", kind="outcome", owner=owner)
    therapy = make_factor(initiative, "F2", importance=5, owner=owner)
    land = make_factor(initiative, "F10", importance=4)
    make_link(therapy, outcome, 3)
    make_link(land, therapy, 2)
    first = make_groups(initiative, "population:bedouin", priority=2)
    others = make_groups(initiative, "population:other")
    make_need(initiative, therapy, 4_800, group_set=first)
    make_need(initiative, therapy, 4_800, group_set=others)
    make_need(initiative, land, 3_000)
    make_need(initiative, "backbone", 900)
    fund = make_organisation(initiative, "FUND", "philanthropy")
    signed = make_commitment(initiative, "C1", fund)
    pledge = make_commitment(initiative, "C2", fund, signed_on=None)
    make_allocation(signed, therapy, 3_400)
    make_allocation(signed, "backbone", 1_000)
    make_allocation(pledge, land, 3_000)
    return initiative


def test_it_prints_each_line_with_just_the_promised_keys(together: Initiative) -> None:
    rows = gaps_json(together.code)
    assert [list(row) for row in rows] == [KEYS] * 7
    assert [row["factor"] for row in rows] == [
        "F2", "F10", "O", "backbone", "measurement", "learning", "community",
    ]  # fmt: skip


def test_it_counts_signed_money_only_and_weighs_what_is_missing(together: Initiative) -> None:
    therapy, land, *_ = gaps_json(together.code)
    assert therapy["committed"] == 3_400
    assert therapy["missing"] == 6_200
    assert therapy["equity_multiplier"] == 1.5
    assert therapy["score"] == pytest.approx(5 * (6_200 / 9_600) * 1 * 1.5 * 1)
    assert land["committed"] == 0  # a pledge is no commitment
    assert land["path"] == ["F10", "F2", "O"]
    assert land["score"] == pytest.approx(4 * 1 * (2 / 3) * 1 * 0.5)  # nobody answers for it


def test_it_gives_no_score_to_what_is_no_factor(together: Initiative) -> None:
    backbone = gaps_json(together.code)[3]
    assert (backbone["overlap"], backbone["gap"], backbone["missing"]) == (100, -100, 0)
    assert [backbone[key] for key in KEYS[8:]] == [None, [], None, None, None, None]


def test_it_converts_money_by_the_rate_frozen_at_signing(together: Initiative) -> None:
    fund = together.organisations.get(code="FUND")
    dollars = make_commitment(together, "C3", fund, currency="USD", rate="3.333333")
    make_allocation(dollars, together.factors.get(code="F10"), 3)
    land = gaps_json(together.code)[1]
    assert land["committed"] == pytest.approx(10, abs=1e-12)


def test_it_follows_the_settings_of_the_initiative(together: Initiative) -> None:
    Initiative.objects.filter(pk=together.pk).update(
        ownerless_value="0.25", longest_path=1, equity_exponent=2, priority_threshold=2
    )
    rows = {row["factor"]: row for row in gaps_json(together.code)}
    assert rows["F10"]["actionability"] == 0.25
    assert rows["F10"]["path_strength"] == 0
    assert rows["F10"]["path"] == []
    assert rows["F2"]["equity_multiplier"] == 1  # no priority is above 2 now


def test_it_keeps_money_on_a_factor_that_left_the_map(together: Initiative) -> None:
    version = together.roadmap_versions.get()
    version.entries.filter(factor__code="F10").delete()
    version.links.all().delete()
    [land] = [row for row in gaps_json(together.code) if row["factor"] == "F10"]
    assert (land["missing"], land["score"], land["path_strength"]) == (3_000, 0, 0)


def test_it_prints_a_table_for_people(together: Initiative) -> None:
    lines = gaps(together.code).splitlines()
    assert len(lines) == 8
    assert lines[1].startswith("F2 ")
    assert "65%" in lines[1]
    assert "\u2066" not in gaps(together.code)


def test_it_names_the_initiatives_that_exist(together: Initiative) -> None:
    with pytest.raises(Refused) as refused:
        gaps("nowhere")
    assert refused.value.code == 2
    assert "together" in str(refused.value)
    assert "nowhere" in str(refused.value)


def test_it_says_how_to_begin_where_there_is_nothing() -> None:
    with pytest.raises(Refused) as refused:
        gaps("nowhere")
    assert "shidra load" in str(refused.value)


def test_it_gives_the_answers_of_five_units(shared: Path) -> None:
    load_five_units(shared)
    rows = {row["factor"]: row for row in gaps_json("five-units")}
    expected = json.loads((shared / "data/five-units.expected.json").read_text())["gaps"]
    assert set(expected) <= set(rows)
    for line, figures in expected.items():
        for name, value in figures.items():
            wanted = value if value is None else pytest.approx(value, rel=1e-9, abs=1e-9)
            assert rows[line][name] == wanted, (line, name)


def test_it_asks_the_database_as_often_for_much_as_for_little(
    together: Initiative, django_assert_num_queries: Any
) -> None:
    from shidra.gaps.analysis import what_is_missing

    with django_assert_num_queries(9):
        what_is_missing(together)
    outcome = together.factors.get(code="O")
    for place in range(30):
        factor = make_factor(together, f"X{place}")
        make_link(factor, outcome)
        make_need(together, factor, 100)
    with django_assert_num_queries(9):
        assert len(what_is_missing(together)) == 37
