"""A problem is read whole and written back, or refused with the place of the fault."""

import copy
import json
import subprocess
import sys

import pytest
from hypothesis import given, settings

from shidra.core.allocation import (
    ProblemError,
    document_text,
    price_bound,
    problem_document,
    read_problem,
    solve,
)
from tests.core.allocation.examples import problems, two_cells


@settings(max_examples=50, deadline=None)
@given(problems(demands=True))
def test_it_reads_back_what_it_wrote(problem):
    text = document_text(problem_document(problem))
    again = read_problem(json.loads(text))
    assert again == problem
    assert document_text(problem_document(again)) == text


def test_it_keeps_money_without_limit():
    document = problem_document(two_cells())
    document["funders"][0]["budget"]["2027"] = None
    problem = read_problem(document)
    assert problem.funders[0].budget == {2027: None}
    assert problem_document(problem)["funders"][0]["budget"] == {"2027": None}


def put(*place):
    *steps, last, value = place

    def change(document):
        for step in steps:
            document = document[step]
        document[last] = value

    return change


FAULTS = [
    (put("format", "allocation-problem/2"), "format"),
    (put("years", ["2027"]), "years[0]"),
    (put("money_unit", 0), "money_unit"),
    (put("cells", 0, "response", "points", 1, 0, "x"), "cells[0].response.points[1][0]"),
    (
        put("cells", 0, "response", "points", [[0, 0], [100, 50], [200, 250]]),
        "cells[0].response.points[2]",
    ),
    (put("cells", 0, "response", "points", [[1, 0], [2, 1]]), "cells[0].response.points"),
    (put("cells", 0, "response", "points", [[0, 0], [5, -1]]), "cells[0].response.points[1]"),
    (put("cells", 0, "response", "tail_slope", 3), "cells[0].response.tail_slope"),
    (put("cells", 1, "response", {"type": "log"}), "cells[1].response"),
    (put("cells", 1, "response", {"type": "exp", "max": 1}), "cells[1].response.scale"),
    (put("cells", 1, "response", {"type": "exp", "max": 1, "scale": 0}), "cells[1].response.scale"),
    (
        put("cells", 1, "response", {"type": "exp", "max": float("nan"), "scale": 1}),
        "cells[1].response.max",
    ),
    (put("cells", 0, "year", 2031), "cells[0].year"),
    (put("cells", 0, "group", "nobody"), "cells[0].group"),
    (put("cells", 0, "weight", -1), "cells[0].weight"),
    (put("cells", 0, "min_spend", 300), "cells[0].min_spend"),
    (put("cells", 0, "max_spnd", 300), "cells[0].max_spnd"),
    (put("cells", 1, "id", "a"), "cells[0].id"),
    (put("cells", {"csv": "cells.csv"}), "cells"),
    (put("cells", [3]), "cells[0]"),
    (put("funders", 0, "budget", "2027", -5), "funders[0].budget.2027"),
    (put("funders", 0, "budget", "2027", float("inf")), "funders[0].budget.2027"),
    (put("funders", 0, "budget", {"2040": 5}), "funders[0].budget.2040"),
    (put("funders", 0, "overhead", 1.0), "funders[0]"),
    (put("funders", 0, "restrictions", {"places": ["l0"]}), "funders[0].restrictions.places"),
    (put("funders", 0, "min_grant", 10), "funders[0].min_grant"),
    (put("funders", 0, "max_grants", 3), "funders[0].max_grants"),
    (put("synergies", [{"id": "s"}]), "synergies"),
    (put("scenarios", [{"id": "s"}]), "scenarios"),
    (put("objective", {"type": "cvar", "alpha": 0.1}), "objective.type"),
    (put("objective", {"type": "most"}), "objective.type"),
    (put("floors", [{"id": "x", "filter": {}}]), "floors[0]"),
    (put("floors", [{"id": "x", "filter": {}, "min_spend_share": 2}]), "floors[0].min_spend_share"),
    (put("caps", [{"id": "x", "filter": {}, "max_spend": "3"}]), "caps[0].max_spend"),
    (
        put(
            "commitments",
            [
                {
                    "id": "t",
                    "funder": "z",
                    "programme": "p",
                    "locality": "l",
                    "years": [2027],
                    "rule": "constant",
                }
            ],
        ),
        "commitments[0].funder",
    ),
]


@pytest.mark.parametrize(("change", "path"), FAULTS, ids=[path for _, path in FAULTS])
def test_it_names_the_place_of_a_fault(change, path):
    document = copy.deepcopy(problem_document(two_cells()))
    read_problem(document)
    change(document)
    with pytest.raises(ProblemError) as caught:
        read_problem(document)
    assert caught.value.path == path
    assert caught.value.reason
    assert path in str(caught.value)


def test_it_accepts_unsupported_parts_that_ask_for_nothing_and_words_for_people():
    document = problem_document(two_cells())
    document |= {"synergies": [], "scenarios": [], "note": "for the meeting"}
    document["funders"][0] |= {"min_grant": None, "max_grants": 0, "name": "A fund"}
    assert read_problem(document) == two_cells()


def test_it_checks_values_that_were_not_read_from_a_document():
    with pytest.raises(ProblemError) as caught:
        solve(two_cells(budget=-1.0))
    assert caught.value.path == "funders[0].budget.2027"


def test_it_proves_a_bound_with_any_prices():
    problem = two_cells()
    assert price_bound(problem, {"budget:f0:2027": 1.5}) == pytest.approx(275.0)
    for price in (0.0, 0.3, 1.0, 4.0, 100.0):
        assert price_bound(problem, {"budget:f0:2027": price}) >= 275.0
    with pytest.raises(KeyError):
        price_bound(problem, {"budget:nobody:2027": 1.0})


@pytest.mark.parametrize("module", ["shidra.core", "shidra.core.allocation", "shidra.cli.allocate"])
def test_it_needs_no_django(module):
    program = (
        f"import sys, {module}; sys.exit(any(m.split('.')[0] == 'django' for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_it_loads_no_solver_before_there_is_a_problem():
    program = "import sys, shidra.core, shidra.cli.allocate; sys.exit('numpy' in sys.modules or 'highspy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
