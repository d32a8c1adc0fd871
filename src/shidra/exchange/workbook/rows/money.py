"""Needs, commitments and what money can buy."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from shidra.exchange.workbook.cells import (
    CHOICE,
    Code,
    CodeList,
    Day,
    GroupKeys,
    Kind,
    Number,
    Whole,
)
from shidra.exchange.workbook.rows.row import (
    Amount,
    Currency,
    Evidence,
    FilledWords,
    Row,
    Visibility,
    Year,
)

__all__ = ["AllocationRow", "CommitmentRow", "InstalmentRow", "NeedRow", "OptionRow"]


class NeedRow(Row):
    line: Annotated[Code, Kind("line", refers="lines")]
    year: Year
    amount: Amount
    place: Annotated[Code | None, Kind("code", refers="places")] = None
    groups: Annotated[GroupKeys, Kind("groups", refers="groups")] = ()
    people: Annotated[Whole | None, Field(ge=0, le=2_000_000_000)] = None
    people_kind: Code | None = None


class CommitmentRow(Row):
    code: Code
    funder: Annotated[Code, Kind("code", refers="organisations")]
    amount: Amount
    currency: Currency
    mode: Annotated[Literal["aligned", "pooled", "braided"], CHOICE] = "aligned"
    certainty: Annotated[Number, Field(ge=0, le=100)] = Decimal(100)
    signed_on: Day | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None
    overhead: Annotated[Number, Field(ge=0, le=Decimal("0.99999"))] = Decimal(0)
    rate: Annotated[Number | None, Field(ge=Decimal("0.000001"), le=1_000_000)] = None
    lines: Annotated[CodeList, Kind("lines", refers="lines")] = ()
    places: Annotated[CodeList, Kind("codes", refers="places")] = ()
    groups: Annotated[GroupKeys, Kind("groups", refers="groups")] = ()
    visibility: Annotated[Visibility, CHOICE] = "partners"


class InstalmentRow(Row):
    commitment: Annotated[Code, Kind("code", refers="commitments")]
    due_on: Day
    amount: Amount
    paid_on: Day | None = None


class AllocationRow(Row):
    commitment: Annotated[Code, Kind("code", refers="commitments")]
    line: Annotated[Code, Kind("line", refers="lines")]
    year: Year
    amount: Amount
    place: Annotated[Code | None, Kind("code", refers="places")] = None
    groups: Annotated[GroupKeys, Kind("groups", refers="groups")] = ()
    activity: Annotated[Code | None, Kind("code", refers="activities")] = None
    spent: Amount | None = None


class OptionRow(Row):
    code: Code
    factor: Annotated[Code, Kind("code", refers="factors")]
    name: FilledWords
    unit_cost: Annotated[Number, Field(gt=0)]
    effect: Annotated[Number, Field(ge=0, le=1)]
    effect_on: Annotated[Literal["outcome", "factor"], CHOICE] = "outcome"
    effect_low: Annotated[Number | None, Field(ge=-1, le=1)] = None
    effect_high: Annotated[Number | None, Field(ge=-1, le=1)] = None
    people_kind: Code | None = None
    max_share: Annotated[Number, Field(ge=Decimal("0.00001"), le=1)] = Decimal(1)
    fixed_cost: Amount | None = None
    min_people: Annotated[Whole | None, Field(ge=0, le=2_000_000_000)] = None
    evidence: Annotated[Evidence, CHOICE] | None = None
