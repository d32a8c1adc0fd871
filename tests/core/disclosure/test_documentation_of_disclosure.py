"""What the examples of the code show is what it does."""

import doctest
import importlib
import pkgutil

import pytest

import shidra.core.disclosure as shelf

MODULES = ["", *(f".{module.name}" for module in pkgutil.iter_modules(shelf.__path__))]


@pytest.mark.parametrize("name", MODULES)
def test_it_runs_the_examples_of_the_code(name):
    assert doctest.testmod(importlib.import_module(f"shidra.core.disclosure{name}")).failed == 0


def test_it_has_examples_where_others_begin():
    for name in (
        ".tables",
        ".protecting",
        ".auditing",
        ".rounding",
        ".outcomes",
        ".rank",
        ".states",
        "",
    ):
        module = importlib.import_module(f"shidra.core.disclosure{name}")
        assert doctest.testmod(module).attempted > 0
