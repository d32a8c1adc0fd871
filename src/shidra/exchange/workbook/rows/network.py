"""Partners, what they promised, what they do."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from shidra.exchange.workbook.cells import (
    CHOICE,
    Code,
    CodeList,
    Day,
    FilledCodeList,
    GroupKeys,
    Kind,
    Period,
    Phrase,
    Whole,
)
from shidra.exchange.workbook.rows.row import FilledWords, Row, Visibility, Words

__all__ = ["ActivityRow", "DutyRow", "OrganisationRow", "PromiseRow"]


class OrganisationRow(Row):
    code: Code
    name: FilledWords
    sector: Annotated[
        Literal[
            "government",
            "local_authority",
            "philanthropy",
            "ngo",
            "business",
            "academia",
            "health",
            "community",
        ],
        CHOICE,
    ]
    registry_id: Annotated[Phrase | None, Field(max_length=100)] = None
    asks: Words = Field(default_factory=dict)
    offers: Words = Field(default_factory=dict)


class DutyRow(Row):
    organisation: Annotated[Code, Kind("code", refers="organisations")]
    indicator: Annotated[Code, Kind("code", refers="indicators")]
    since: Period
    place: Annotated[Code | None, Kind("code", refers="places")] = None
    days_after: Annotated[Whole, Field(ge=0, le=730)] = 30
    until: Period | None = None

    def problems(self) -> tuple[tuple[str, str], ...]:
        is_before = self.until is not None and self.until < self.since
        return (("until", "until_before_since"),) if is_before else ()


class PromiseRow(Row):
    starts_before_ends: ClassVar[tuple[tuple[str, str], ...]] = (("made_on", "due_on"),)

    code: Code
    partner: Annotated[Code, Kind("organisation_or_group", refers="partners")]
    kind: Annotated[
        Literal["money", "staff", "data", "practice", "policy", "equity", "introduction", "space"],
        CHOICE,
    ]
    text: FilledWords
    factor: Annotated[Code | None, Kind("code", refers="factors")] = None
    leader: Annotated[Phrase | None, Field(max_length=200)] = None
    made_on: Day | None = None
    due_on: Day | None = None
    state: Annotated[Literal["open", "kept", "late", "changed"], CHOICE] = "open"
    reason: Words = Field(default_factory=dict)
    visibility: Annotated[Visibility, CHOICE] = "public"


class ActivityRow(Row):
    code: Code
    organisation: Annotated[Code, Kind("code", refers="organisations")]
    name: FilledWords
    factors: Annotated[FilledCodeList, Kind("codes", refers="factors")]
    kind: Annotated[Literal["programme", "system"], CHOICE] = "programme"
    places: Annotated[CodeList, Kind("codes", refers="places")] = ()
    groups: Annotated[GroupKeys, Kind("groups", refers="groups")] = ()
    starts_on: Day | None = None
    ends_on: Day | None = None
    reach_planned: Annotated[Whole | None, Field(ge=0, le=2_000_000_000)] = None
    reach_actual: Annotated[Whole | None, Field(ge=0, le=2_000_000_000)] = None
    quality: Annotated[Whole | None, Field(ge=0, le=4)] = None
    visibility: Annotated[Visibility, CHOICE] = "public"
