"""Factors, their links, and what is known of both."""

from typing import Annotated, Literal

from pydantic import Field

from shidra.exchange.workbook.cells import (
    CHOICE,
    Address,
    Code,
    Day,
    GroupKeys,
    Kind,
    Number,
    Phrase,
    Whole,
)
from shidra.exchange.workbook.rows.row import (
    LINES_BESIDE_FACTORS,
    Evidence,
    FilledWords,
    Row,
    Visibility,
    Words,
)

__all__ = ["EvidenceRow", "FactorRow", "LinkRow"]


class FactorRow(Row):
    code: Code
    kind: Annotated[Literal["outcome", "factor"], CHOICE]
    name: FilledWords
    description: Words = Field(default_factory=dict)
    track: Code | None = None
    stage: Annotated[Whole, Field(ge=1, le=50)] = 1
    level: Code | None = None
    condition: (
        Annotated[
            Literal[
                "policies",
                "practices",
                "resource_flows",
                "relationships",
                "power",
                "mental_models",
            ],
            CHOICE,
        ]
        | None
    ) = None
    lead_group: Code | None = None
    groups: Annotated[GroupKeys, Kind("groups", refers="groups")] = ()
    importance: Annotated[Whole | None, Field(ge=1, le=5)] = None
    controllability: Annotated[Whole | None, Field(ge=1, le=5)] = None
    state: Annotated[Whole | None, Field(ge=0, le=4)] = None
    confidence: Annotated[Literal["low", "medium", "high"], CHOICE] | None = None
    owner: Annotated[Code | None, Kind("code", refers="organisations")] = None
    reviewed_on: Day | None = None
    barrier: Words = Field(default_factory=dict)
    barrier_owner: Annotated[Code | None, Kind("code", refers="organisations")] = None

    def problems(self) -> tuple[tuple[str, str], ...]:
        found = []
        if self.code in LINES_BESIDE_FACTORS:
            found.append(("code", "reserved_code"))
        if ">" in self.code:
            found.append(("code", "arrow_in_code"))
        return tuple(found)


class LinkRow(Row):
    source: Annotated[Code, Kind("code", refers="factors")]
    target: Annotated[Code, Kind("code", refers="factors")]
    sign: Annotated[Literal["+", "-"], CHOICE]
    strength: Annotated[Whole, Field(ge=1, le=3)]
    effect: Annotated[Number | None, Field(ge=-1_000_000, le=1_000_000)] = None
    lag_months: Annotated[Whole | None, Field(ge=0, le=1200)] = None
    evidence: Annotated[Evidence, CHOICE] = "none"
    status: Annotated[Literal["hypothesised", "supported", "contested", "refuted"], CHOICE] = (
        "hypothesised"
    )
    assumption: Words = Field(default_factory=dict)
    reviewer: Annotated[Phrase | None, Field(max_length=200)] = None
    reviewed_on: Day | None = None

    @property
    def key(self) -> str:
        """How the table of evidence names it."""
        return f"{self.source}>{self.target}"

    def problems(self) -> tuple[tuple[str, str], ...]:
        return (("target", "link_to_itself"),) if self.source == self.target else ()


class EvidenceRow(Row):
    code: Code
    about: Annotated[Code, Kind("factor_or_link", refers="about")]
    citation: Phrase
    url: Address | None = None
    strength: Annotated[Literal["local", "moderate", "strong"], CHOICE] | None = None
    direction: Annotated[Literal["supports", "contradicts"], CHOICE] | None = None
    finding: Words = Field(default_factory=dict)
    visibility: Annotated[Visibility, CHOICE] = "public"
