"""How categories and places changed, and what was said of a place from when on."""

from typing import Annotated, Literal

from pydantic import Field

from shidra.exchange.workbook.cells import (
    CHOICE,
    Code,
    CodeList,
    Day,
    FilledCodeList,
    Kind,
    Period,
    Phrase,
)
from shidra.exchange.workbook.rows.row import Row, Words

__all__ = ["CategoryChangeRow", "PlaceHistoryRow"]

_SEVERAL = 2


class CategoryChangeRow(Row):
    code: Code
    # Of the groups; places are the dimension `place`.
    dimension: Code
    kind: Annotated[Literal["rename", "merge", "split", "move"], CHOICE]
    from_period: Period
    before: FilledCodeList
    after: Annotated[CodeList, Kind("codes")] = ()
    was: Words = Field(default_factory=dict)
    note: Phrase | None = None
    decided_on: Day | None = None
    decided_by: Annotated[Phrase | None, Field(max_length=200)] = None

    def problems(self) -> tuple[tuple[str, str], ...]:
        old, new = len(self.before), len(self.after)
        fits = {
            "rename": old == new == 1,
            "merge": old >= _SEVERAL and new == 1,
            "split": old == 1 and new >= _SEVERAL,
            "move": new <= 1,
        }[self.kind]
        if not fits:
            return (("after", "change_count"),)
        if self.kind == "rename" and self.before == self.after and not any(self.was.values()):
            return (("was", "change_without_name"),)
        return ()


class PlaceHistoryRow(Row):
    place: Annotated[Code, Kind("code", refers="places")]
    # An attribute of places, or `parent` for the place around it.
    name: Code
    # Empty: from the beginning.
    from_period: Period | None = None
    value: Annotated[Phrase | None, Field(max_length=200)] = None
