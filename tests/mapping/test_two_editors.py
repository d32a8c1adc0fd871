"""Two editors, two hundred edits in between each other: none is lost."""

import random

import pytest

from shidra.audit.models import Change
from shidra.initiatives.permissions import Access
from shidra.mapping.actions import Met, change_factor
from shidra.mapping.queries import entry_or_none, row_cells
from shidra.roadmap.models import FactorEntry
from tests.personas import person
from tests.workshops.rooms import a_map

EDITS = 200
COLUMNS = {"importance": range(1, 6), "state": range(5), "controllability": range(1, 6)}


@pytest.mark.django_db
def test_two_hundred_edits_in_between_each_other_lose_nothing() -> None:
    initiative = a_map()
    editors = [
        Access(initiative, frozenset({role}), person(role, initiative).actor)
        for role in ("backbone", "data_lead")
    ]
    chance = random.Random(4)
    pages: list[dict[str, dict[str, str]]] = [{}, {}]
    wanted: list[tuple[str, str, str]] = []
    met = 0

    def open_page(editor: int, code: str) -> None:
        row = entry_or_none(initiative, code)
        pages[editor][code] = row_cells(initiative, "factors", row)

    for turn in range(EDITS):
        editor, code = turn % 2, chance.choice(["F1", "F2"])
        # Mostly an old page, as in life: the other one has saved since.
        if code not in pages[editor] or chance.random() < 0.3:
            open_page(editor, code)
        column = chance.choice(list(COLUMNS))
        old = pages[editor][code][column]
        new = str(chance.choice([each for each in COLUMNS[column] if str(each) != old]))
        asked = {"access": editors[editor], "code": code, "cells": {column: new}}
        stored = row_cells(initiative, "factors", entry_or_none(initiative, code))[column]
        if stored in {old, new}:
            saved = change_factor(**asked, was=pages[editor][code])
        else:
            met += 1
            with pytest.raises(Met) as between:
                change_factor(**asked, was=pages[editor][code])
            # Nothing was written over, and both sides are told.
            assert between.value.theirs == {column: stored}
            assert between.value.mine[column] == new
            open_page(editor, code)
            saved = change_factor(**asked, was=pages[editor][code])
        if saved.is_change:
            wanted.append((code, column, new))
        pages[editor][code] = pages[editor][code] | {column: new}

    told = [
        (FactorEntry.objects.get(pk=change.row).factor.code, *next(iter(change.after.items())))
        for change in Change.objects.filter(kind="changed", model="roadmap.factorentry").order_by(
            "pk"
        )
    ]
    assert [(code, column, str(value)) for code, column, value in told] == wanted
    assert met > 20
    assert len(wanted) > 150
    # What stands now is what was saved last of each field.
    for code in ("F1", "F2"):
        now = row_cells(initiative, "factors", entry_or_none(initiative, code))
        for column in COLUMNS:
            last = [new for c, k, new in wanted if (c, k) == (code, column)][-1]
            assert now[column] == last
