"""Two people on one record: as it was, what somebody else made of it, and what was typed here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shidra.records.presentation.page import Opened

__all__ = ["Difference", "difference", "merged"]

type Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field on which the two do not agree, or that only one of them changed.

    `key` names the choice between the two; empty where only one side changed the field.
    """

    label: str
    was: Any
    theirs: Any
    mine: Any
    key: str
    is_theirs: bool


def merged(opened: Cells, theirs: Cells, mine: Cells) -> dict[str, str]:
    """Mine, and theirs where only they changed a field."""
    return {
        name: theirs.get(name, "") if said == opened.get(name, "") else said
        for name, said in mine.items()
    }


def difference(form: Opened, opened: Cells, theirs: Cells, mine: Cells) -> tuple[Difference, ...]:
    """Each field that either side changed, in words."""
    wording = form.wording(opened, theirs, mine)
    keys = {plan.column.name: plan.key for plan in form.plans}
    found = []
    for column in form.columns:
        was, their, my = (cells.get(column.name, "") for cells in (opened, theirs, mine))
        if column.name not in keys or was == their == my:
            continue
        is_both = was not in {their, my} and their != my
        found.append(
            Difference(
                wording.label(column),
                wording.cell(column, was, opened),
                wording.cell(column, their, theirs),
                wording.cell(column, my, mine),
                key=keys[column.name] if is_both else "",
                is_theirs=my == was,
            )
        )
    return tuple(found)
