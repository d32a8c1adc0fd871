"""The initiative itself, the names of its codes, its places and groups."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from shidra.exchange.workbook.cells import (
    CHOICE,
    Code,
    Day,
    Kind,
    Number,
    PhraseOrNothing,
    Slug,
    Whole,
    YesOrNo,
)
from shidra.exchange.workbook.rows.row import Currency, FilledWords, PlaceKind, Row, Words

__all__ = ["GroupRow", "InitiativeRow", "LabelRow", "PlaceRow", "ProtectionRow"]


class InitiativeRow(Row):
    code: Slug
    name: FilledWords
    result: FilledWords
    starts_on: Day | None = None
    ends_on: Day | None = None
    currency: Currency
    min_cell: Annotated[Whole, Field(ge=1, le=10_000)] = 10
    problem: Words = Field(default_factory=dict)
    scope: Words = Field(default_factory=dict)
    principles: Words = Field(default_factory=dict)


class LabelRow(Row):
    kind: Code
    code: Code
    name: FilledWords


class PlaceRow(Row):
    code: Code
    name: FilledWords
    parent: Annotated[Code | None, Kind("code", refers="places")] = None
    kind: Annotated[PlaceKind, CHOICE] | None = None
    population: Annotated[Whole | None, Field(ge=0)] = None
    lat: Annotated[Number | None, Field(ge=-90, le=90)] = None
    lon: Annotated[Number | None, Field(ge=-180, le=180)] = None
    # Columns of the initiative's own, such as the socio-economic cluster.
    attributes: dict[str, PhraseOrNothing] = Field(default_factory=dict)


class GroupRow(Row):
    dimension: Code
    code: Code
    name: FilledWords
    # The smallest is what the database tells from 0.
    priority: Annotated[Number, Field(ge=Decimal("0.001"), le=100)] = Decimal(1)
    reference: YesOrNo = False

    @property
    def key(self) -> str:
        """How other tables name it."""
        return f"{self.dimension}:{self.code}"

    def problems(self) -> tuple[tuple[str, str], ...]:
        return (("dimension", "colon_in_dimension"),) if ":" in self.dimension else ()


_Least = Annotated[Whole, Field(ge=1, le=10_000)]


class ProtectionRow(Row):
    audience: Annotated[Literal["visitors", "partners", "funders"], CHOICE]
    people: _Least
    events: _Least
    without: _Least
    hides_zeros: YesOrNo = False
    keeps_totals: YesOrNo = False
