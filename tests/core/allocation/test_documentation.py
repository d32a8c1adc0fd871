"""What the reference shows is what the engine does."""

import doctest
import importlib
import json
import pkgutil
import re
from pathlib import Path

import pytest

import shidra.core.allocation as shelf
from shidra.core.allocation import read_problem, solve

REFERENCE = Path(__file__).parents[3] / "docs" / "reference" / "allocation-formats.md"
MODULES = [module.name for module in pkgutil.iter_modules(shelf.__path__)]


def test_it_solves_the_example_of_the_reference():
    (example,) = re.findall(r"```json\n(.*?)```", REFERENCE.read_text(encoding="utf-8"), re.DOTALL)
    assert solve(read_problem(json.loads(example))).objective == pytest.approx(275.0)


@pytest.mark.parametrize("name", MODULES)
def test_it_runs_the_examples_of_the_code(name):
    module = importlib.import_module(f"shidra.core.allocation.{name}")
    assert doctest.testmod(module).failed == 0


def test_it_has_examples_where_others_begin():
    for name in ("reading", "solving", "certificate"):
        module = importlib.import_module(f"shidra.core.allocation.{name}")
        assert doctest.testmod(module).attempted > 0
