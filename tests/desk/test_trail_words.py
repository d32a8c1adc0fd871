"""Every act that the trail keeps has words for people."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

import shidra
from shidra.desk.presentation.trail import ACTS, TABLES

SOURCE = Path(shidra.__file__).parent
# Acts of a person on their own account: they are of no initiative, and stand on no page of one.
OWN_ROOMS = {"accounts", "notifications"}
# Models that are put row by row, and so name their table in the act.
PUT_BY_ROW = (
    "funding.need",
    "gaps.gapstate",
    "network.promise",
    "roadmap.contextsheet",
    "roadmap.factorentry",
    "roadmap.link",
    "structure.scenario",
)


def acts() -> Iterator[tuple[str, str]]:
    """Every act named in the source, with the file that names it."""
    for path in sorted(SOURCE.rglob("*.py")):
        if path.relative_to(SOURCE).parts[0] in OWN_ROOMS or "tests" in path.parts:
            continue
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {"record", "_keep"}:
                yield from ((named, path.name) for named in _names(call))


def _names(call: ast.Call) -> Iterator[str]:
    given = [word.value for word in call.keywords if word.arg == "action"]
    if getattr(call.func, "id", "") == "_keep":
        given += call.args[:1]
    for value in given:
        choices = [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
        for each in choices:
            if isinstance(each, ast.Constant) and isinstance(each.value, str):
                yield each.value


def test_every_act_of_an_initiative_has_words():
    found = set(acts())
    assert len(found) > 30
    assert sorted(each for each in found if each[0] not in ACTS) == []


@pytest.mark.parametrize("label", PUT_BY_ROW)
def test_every_table_that_is_put_by_row_has_a_name(label):
    assert apps.get_model(label)
    assert label in TABLES
