"""The ranked list of what is missing."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

from shidra.core.causal import Link, path_strengths
from shidra.core.missing import OTHER_LINES, Allocation, Factor, Need, Settings, lines

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"


def only(code, *args, **kwargs):
    found = lines(*args, **{"parents": {}, "priorities": {}, **kwargs})
    return next(line for line in found if line.factor == code)


def factor(code="F", importance=4, has_owner=True, strength=1.0):
    return Factor(code, importance, has_owner, strength, (code, "O"))


def test_it_shows_overlap_in_one_place_beside_a_shortfall_in_another():
    line = only(
        "F",
        [factor()],
        [Need("F", 1, 300, "a"), Need("F", 1, 200, "b")],
        [Allocation("F", 1, 400, "a")],
        parents={"a": None, "b": None},
    )
    assert (line.need, line.committed, line.covered) == (500, 400, 300)
    assert (line.missing, line.gap, line.overlap) == (200, 100, 100)
    assert line.shortfall == 0.4


def test_it_counts_only_rows_whose_every_group_has_priority():
    groups = [{"s:a"}, {"s:a", "s:b"}, {"s:a", "s:c"}, set(), {"s:b"}]
    needs = [Need("F", 1, 100, None, frozenset(named)) for named in groups]
    line = only("F", [factor()], needs, [], priorities={"s:a": 2, "s:b": 1.5, "s:c": 1})
    assert line.equity_multiplier == 1.6


def test_it_halves_what_nobody_owns_unless_the_initiative_says_otherwise():
    need = [Need("F", 1, 100)]
    ownerless = [factor(has_owner=False)]
    assert only("F", ownerless, need, []).score == 2.0
    assert only("F", ownerless, need, [], settings=Settings(without_owner=0.8)).score == 3.2


def test_it_raises_each_term_to_its_exponent():
    need = [Need("F", 1, 100, None, frozenset({"s:a"}))]
    settings = Settings(importance=0.5, path_strength=2, equity_multiplier=3)
    line = only("F", [factor(strength=0.5)], need, [], priorities={"s:a": 2}, settings=settings)
    assert line.score == pytest.approx(2 * 0.25 * 8)
    assert line.equity_multiplier == 2


def test_it_ranks_by_score_then_missing_then_code_and_ends_with_the_other_lines():
    factors = [factor(code) for code in ("D", "C", "B", "A")]
    factors += [factor("Z", importance=5), factor("E", importance=1), factor("O")]
    needs = [Need(code, 1, 100) for code in ("E", "D", "C", "Z")] + [Need("B", 1, 200)]
    money = [Allocation("E", 1, 100), Allocation("A", 1, 50)]
    found = lines(factors, needs, money, parents={}, priorities={})
    assert [line.factor for line in found] == ["Z", "B", "C", "D", "E", "A", "O", *OTHER_LINES]
    assert [line.score for line in found[-6:]] == [0, 0, None, None, None, None]


def test_it_keeps_money_without_any_need_as_overlap():
    line = only("F", [factor()], [], [Allocation("F", 1, 70)])
    assert (line.gap, line.overlap, line.missing, line.shortfall) == (-70, 70, 0, 0)
    assert line.score == 0
    assert line.equity_multiplier == 1


def test_it_refuses_lines_that_nobody_named():
    with pytest.raises(ValueError, match="No such line: G"):
        lines([factor()], [Need("G", 1, 1)], [], parents={}, priorities={})
    with pytest.raises(ValueError, match="Two lines"):
        lines([factor(), factor()], [], [], parents={}, priorities={})
    with pytest.raises(ValueError, match="negative"):
        Settings(shortfall=-1)


def table(name):
    path = SHARED / "five-units" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def groups(text):
    return frozenset(filter(None, (text or "").split("|")))


def money(kind, row):
    return kind(
        row["line"],
        int(row["year"]),
        int(Decimal(row["amount"]) * 100),
        row.get("place") or None,
        groups(row.get("groups")),
    )


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is not there: five-units untested")
def test_it_gives_the_answers_of_five_units():
    expected = json.loads((SHARED / "five-units.expected.json").read_text(encoding="utf-8"))["gaps"]
    links = [
        Link(row["source"], row["target"], int(row["strength"]), row["status"] == "refuted")
        for row in table("links")
    ]
    rows = table("factors")
    strengths = path_strengths(
        links,
        [row["code"] for row in rows if row["kind"] == "outcome"],
        codes=[row["code"] for row in rows],
    )
    found = lines(
        [
            Factor(
                row["code"],
                int(row["importance"]),
                bool(row["owner"]),
                strengths[row["code"]].strength,
                strengths[row["code"]].path,
            )
            for row in rows
        ],
        [money(Need, row) for row in table("needs")],
        [money(Allocation, row) for row in table("allocations")],
        parents={row["code"]: row["parent"] or None for row in table("places")},
        priorities={
            f"{row['dimension']}:{row['code']}": float(row["priority"]) for row in table("groups")
        },
    )
    factors = {line.factor: line for line in found if line.is_factor}
    assert factors.keys() == expected.keys()
    for code, terms in expected.items():
        for name, value in terms.items():
            unit = (
                100 if name in {"need", "committed", "covered", "missing", "gap", "overlap"} else 1
            )
            shown = float(getattr(factors[code], name)) / unit
            assert shown == pytest.approx(value, rel=1e-9, abs=1e-9), (code, name)
    ranked = sorted(
        (code for code in expected if expected[code]["need"]),
        key=lambda code: (-expected[code]["score"], -expected[code]["missing"], code),
    )
    assert [line.factor for line in found][: len(ranked)] == ranked
