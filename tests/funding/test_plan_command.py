"""`shidra plan`: what it prints, what it writes, and how it refuses."""

import json
from io import StringIO
from zipfile import ZipFile

import numpy as np
import pytest
from django.core.management import call_command
from scipy.optimize import linprog

from shidra.audit.models import Record
from shidra.funding.models import Allocation
from shidra.ui.management.site import Refused

pytestmark = pytest.mark.django_db


def plan(*arguments):
    out = StringIO()
    call_command("plan", *arguments, stdout=out)
    return out.getvalue()


def planned(*arguments):
    return json.loads(plan(*arguments, "--json"))


def linear_optimum(problem, pieces=160):  # noqa: C901 - an oracle, written to be read from top to bottom
    """The same problem by an independent linear program: curves cut into many pieces."""
    cells, funders = problem["cells"], problem["funders"]
    arcs = [
        (f, c, year)
        for f, funder in enumerate(funders)
        for c, cell in enumerate(cells)
        for year in [cell["year"]]
        if may_pay(funder, cell) and str(year) in funder["budget"]
    ]
    shares = [(c, k) for c in range(len(cells)) for k in range(pieces)]
    grid = [1 - (1 - k / pieces) ** 0.5 for k in range(pieces + 1)]
    lengths, slopes = [], []
    for cell in cells:
        curve = cell["response"]
        points = [curve["cap"] * g for g in grid]
        gains = [curve["max"] * (1 - np.exp(-x / curve["scale"])) for x in points]
        for low, high, a, b in zip(points, points[1:], gains, gains[1:], strict=False):
            lengths.append(high - low)
            slopes.append(cell.get("weight", 1) * (b - a) / (high - low))
    n_arcs, n = len(arcs), len(arcs) + len(shares)
    rows, limits = [], []
    for f, funder in enumerate(funders):
        budget = {int(y): b for y, b in funder["budget"].items()}
        for until in sorted(budget):
            row = np.zeros(n)
            for j, (g, _c, year) in enumerate(arcs):
                row[j] = g == f and year <= until
            rows.append(row)
            limits.append(sum(b for y, b in budget.items() if y <= until))
    index = {cell["id"]: c for c, cell in enumerate(cells)}
    for cap in problem["caps"]:
        row = np.zeros(n)
        inside = {index[name] for name in cap["filter"]["cells"]}
        for j, (c, _k) in enumerate(shares):
            row[n_arcs + j] = c in inside
        rows.append(row)
        limits.append(cap["max_spend"])
    for c in range(len(cells)):
        row = np.zeros(n)
        for j, (f, d, _year) in enumerate(arcs):
            if d == c:
                row[j] = -(1 - funders[f].get("overhead", 0))
        for j, (d, _k) in enumerate(shares):
            row[n_arcs + j] = d == c
        rows.append(row)
        limits.append(0)
    answer = linprog(
        -np.array([0.0] * n_arcs + slopes),
        A_ub=np.array(rows),
        b_ub=limits,
        bounds=[(0, None)] * n_arcs + [(0, length) for length in lengths],
        method="highs",
    )
    assert answer.status == 0
    return -answer.fun


def may_pay(funder, cell):
    rules = funder.get("restrictions", {})
    return (
        cell["factor"] in rules.get("factors", [cell["factor"]])
        and cell["locality"] in rules.get("localities", [cell["locality"]])
        and cell["group"] in rules.get("groups", [cell["group"]])
    )


@pytest.mark.parametrize("code", ["ready_together", "five_units"])
def test_an_independent_linear_program_reaches_its_objective(code, request, tmp_path):
    initiative = request.getfixturevalue(code)
    found = planned(initiative.code, "--problem", str(tmp_path / "p.json"))
    problem = json.loads((tmp_path / "p.json").read_text())
    assert problem["format"] == "allocation-problem/1"
    assert found["gap"] <= 0.001
    # Cutting the curves can only lose a little; the proven bound must lie above.
    optimum = linear_optimum(problem)
    assert optimum <= found["bound"] * (1 + 1e-9)
    assert optimum == pytest.approx(found["objective"], rel=1e-3)


def test_it_writes_nothing_to_the_ledger(ready_together):
    before = (Allocation.objects.count(), Record.objects.count())
    plan("ready-together")
    assert (Allocation.objects.count(), Record.objects.count()) == before


def test_it_keeps_every_budget_and_every_need(ready_together, tmp_path):
    found = planned("ready-together", "--problem", str(tmp_path / "p.json"))
    problem = json.loads((tmp_path / "p.json").read_text())
    for funder in problem["funders"]:
        spent = sum(g["amount"] for g in found["grants"] if g["funder"] == funder["id"])
        assert spent <= sum(funder["budget"].values()) + 1e-6
    cells = {cell["id"]: cell for cell in problem["cells"]}
    rates = {f["id"]: 1 - f["overhead"] for f in problem["funders"]}
    for cap in problem["caps"]:
        inside = set(cap["filter"]["cells"])
        given = [g for g in found["grants"] if g["cell"] in inside]
        assert sum(g["amount"] * rates[g["funder"]] for g in given) <= cap["max_spend"] + 1e-6
    assert all(g["cell"] in cells and g["amount"] > 0 for g in found["grants"])


def test_every_grant_says_why(ready_together):
    found = planned("ready-together")
    assert found["grants"]
    for grant in found["grants"]:
        assert grant["reason"]["last_gain"] >= 0
        assert {"marginal_gain", "next_best"} <= grant["reason"].keys()


def test_the_same_question_gives_the_same_bytes(ready_together):
    assert plan("ready-together", "--json") == plan("ready-together", "--json")


def test_new_money_can_only_help(ready_together):
    more = planned("ready-together", "--new-money", "K-NEW:1000000:2026..2028:F2|F8")
    assert more["objective"] > planned("ready-together")["objective"]
    assert {g["line"] for g in more["grants"] if g["funder"] == "new/K-NEW"} <= {"F2", "F8"}


def test_money_that_may_move_can_only_help(ready_together):
    code = Allocation.objects.filter(factor__code="F6").first().commitment.code
    assert planned("ready-together", "--movable", f"{code}/F6")["objective"] >= (
        planned("ready-together")["objective"] * (1 - 1e-4)
    )


def test_one_year_is_planned_alone(ready_together):
    found = planned("ready-together", "--year", "2027")
    assert {g["year"] for g in found["grants"]} == {2027}


def test_it_writes_a_spreadsheet_and_a_document(ready_together, tmp_path):
    plan("ready-together", "-o", str(tmp_path / "plan.xlsx"))
    names = ZipFile(tmp_path / "plan.xlsx").namelist()
    assert "xl/worksheets/sheet1.xml" in names
    assert b'rightToLeft="1"' in ZipFile(tmp_path / "plan.xlsx").read("xl/worksheets/sheet1.xml")
    plan("ready-together", "-o", str(tmp_path / "plan.json"))
    assert json.loads((tmp_path / "plan.json").read_text())["format"] == "allocation-plan/1"


@pytest.mark.parametrize(
    "arguments",
    [
        ["nowhere"],
        ["ready-together", "--new-money", "ALUM:lots:2026..2027"],
        ["ready-together", "--new-money", "ALUM:5:2028..2027"],
        ["ready-together", "--new-money", "ALUM:5:0000..2027"],
        ["ready-together", "--new-money", "ALUM:5:2026..2027:NOLINE"],
        ["ready-together", "--movable", "NOTHING"],
        ["ready-together", "-o", "plan.pdf"],
        ["ready-together", "-o", "/nowhere/plan.json"],
    ],
)
def test_a_question_that_is_not_understood_is_refused_with_what_would_be(ready_together, arguments):
    with pytest.raises(Refused) as refused:
        plan(*arguments)
    assert refused.value.code == 2
    assert str(refused.value)
