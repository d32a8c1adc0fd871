"""One goal for all, what keeps some from it, and what is done for each group behind."""

from typing import Annotated, Literal

from pydantic import Field

from shidra.exchange.workbook.cells import (
    CHOICE,
    Code,
    CodeList,
    Day,
    FilledCodeList,
    GroupKeys,
    Kind,
    Phrase,
)
from shidra.exchange.workbook.rows.row import Amount, FilledWords, Row, Words, Year

__all__ = ["BarrierRow", "GoalRow", "StrategyRow"]


class GoalRow(Row):
    indicator: Annotated[Code, Kind("code", refers="indicators")]
    goal: Words = Field(default_factory=dict)
    why: Words = Field(default_factory=dict)
    agreed_on: Day | None = None


class BarrierRow(Row):
    code: Code
    kind: Annotated[Literal["policy", "practice", "flow"], CHOICE]
    says: FilledWords
    indicators: Annotated[FilledCodeList, Kind("codes", refers="indicators")]
    factor: Annotated[Code, Kind("code", refers="factors")]
    owner: Annotated[Code | None, Kind("code", refers="organisations")] = None
    owner_outside: Annotated[Phrase | None, Field(max_length=200)] = None
    groups: Annotated[GroupKeys, Kind("groups", refers="groups")] = ()
    places: Annotated[CodeList, Kind("codes", refers="places")] = ()
    harm: Words = Field(default_factory=dict)
    harm_source: Annotated[Phrase | None, Field(max_length=500)] = None
    since_year: Year | None = None
    evidence: Annotated[CodeList, Kind("codes", refers="evidence")] = ()
    state: Annotated[Literal["stands", "changing", "lifted"], CHOICE] = "stands"


class StrategyRow(Row):
    code: Code
    indicator: Annotated[Code, Kind("code", refers="indicators")]
    text: FilledWords
    groups: Annotated[GroupKeys, Kind("groups", refers="groups")] = ()
    places: Annotated[CodeList, Kind("codes", refers="places")] = ()
    barriers: Annotated[CodeList, Kind("codes", refers="barriers")] = ()
    factors: Annotated[FilledCodeList, Kind("codes", refers="factors")]
    activities: Annotated[CodeList, Kind("codes", refers="activities")] = ()
    commitments: Annotated[CodeList, Kind("codes", refers="commitments")] = ()
    cost: Annotated[Amount | None, Field(gt=0)] = None
    measure: Annotated[Code | None, Kind("code", refers="indicators")] = None
    owner: Annotated[Code | None, Kind("code", refers="organisations")] = None
    until: Day | None = None
    state: Annotated[Literal["proposed", "agreed", "running", "done", "stopped"], CHOICE] = (
        "proposed"
    )

    def problems(self) -> tuple[tuple[str, str], ...]:
        if self.groups or self.places:
            return ()
        return (("groups", "strategy_for_nobody"),)
