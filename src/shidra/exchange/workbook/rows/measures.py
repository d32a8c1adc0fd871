"""What is measured, by which definition, what was observed and aimed at."""

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
    Period,
    Phrase,
    PhraseOrNothing,
    Whole,
)
from shidra.exchange.workbook.rows.row import FilledWords, Origin, PlaceKind, Row, Words

__all__ = ["DefinitionRow", "IndicatorRow", "ObservationRow", "QuestionRow", "TargetRow"]


class IndicatorRow(Row):
    code: Code
    factor: Annotated[Code, Kind("code", refers="factors")]
    name: FilledWords
    unit: Annotated[
        Literal["percent", "ratio", "count", "rate_1000", "days", "ILS", "index", "score"], CHOICE
    ]
    better: Annotated[Literal["higher", "lower"], CHOICE]
    role: Annotated[Literal["outcome", "contribution"], CHOICE] = "contribution"
    # Protection counts as people whatever an initiative does not say to be something else.
    counts: Annotated[Literal["numerator", "denominator", "both", "none"], CHOICE] = "both"
    numerator: Words = Field(default_factory=dict)
    denominator: Words = Field(default_factory=dict)
    period_kind: Annotated[Literal["calendar_year", "school_year", "quarter", "month"], CHOICE] = (
        "calendar_year"
    )
    source: Phrase | None = None
    owner: Annotated[Code | None, Kind("code", refers="organisations")] = None
    state: Annotated[Literal["proposed", "piloted", "adopted", "retired"], CHOICE] = "adopted"
    origin: Annotated[Origin, CHOICE] | None = None
    exclusions: Words = Field(default_factory=dict)
    population: Words = Field(default_factory=dict)
    method: Words = Field(default_factory=dict)
    place_level: Annotated[PlaceKind, CHOICE] | None = None
    frequency: (
        Annotated[
            Literal["monthly", "quarterly", "twice_yearly", "yearly", "seldom"],
            CHOICE,
        ]
        | None
    ) = None
    lag_months: Annotated[Whole | None, Field(ge=0, le=240)] = None
    # Dimensions; those that no group has yet may be asked for as well.
    splits: Annotated[CodeList, Kind("codes")] = ()
    min_n: Annotated[Whole | None, Field(ge=1, le=10_000)] = None
    baseline_period: Period | None = None
    comparator: Words = Field(default_factory=dict)
    sensitivity: Annotated[Literal["ordinary", "sensitive", "special"], CHOICE] | None = None
    limits: Words = Field(default_factory=dict)


class DefinitionRow(Row):
    indicator: Annotated[Code, Kind("code", refers="indicators")]
    version: Annotated[Whole, Field(ge=1, le=999)]
    valid_from: Period | None = None
    numerator: Words = Field(default_factory=dict)
    denominator: Words = Field(default_factory=dict)
    exclusions: Words = Field(default_factory=dict)
    population: Words = Field(default_factory=dict)
    method: Words = Field(default_factory=dict)
    source: Phrase | None = None
    comparability: Annotated[Literal["same", "converted", "broken"], CHOICE] = "broken"
    times: Annotated[Number | None, Field(gt=0, le=1_000_000)] = None
    plus: Annotated[Number | None, Field(ge=-1_000_000, le=1_000_000)] = None
    conversion: Words = Field(default_factory=dict)
    reason: Words = Field(default_factory=dict)
    decided_on: Day | None = None
    decided_by: Annotated[Phrase | None, Field(max_length=200)] = None

    def problems(self) -> tuple[tuple[str, str], ...]:
        found = []
        if self.version > 1 and self.valid_from is None:
            found.append(("valid_from", "version_from_nowhere"))
        if self.version == 1 and self.valid_from is not None:
            found.append(("valid_from", "first_version_from"))
        is_converted = self.comparability == "converted"
        if is_converted and self.times is None and self.plus is None:
            found.append(("times", "conversion_without_numbers"))
        if is_converted and not any(self.conversion.values()):
            found.append(("conversion", "conversion_without_words"))
        if not is_converted and (self.times is not None or self.plus is not None):
            found.append(("times", "conversion_not_wanted"))
        return tuple(found)


class QuestionRow(Row):
    code: Code
    question: FilledWords
    obstacle: Words = Field(default_factory=dict)
    factor: Annotated[Code | None, Kind("code", refers="factors")] = None
    owner: Annotated[Code | None, Kind("code", refers="organisations")] = None
    due_on: Day | None = None
    origin: Annotated[Origin, CHOICE] | None = None
    indicator: Annotated[Code | None, Kind("code", refers="indicators")] = None


class StoryRow(Row):
    indicator: Annotated[Code, Kind("code", refers="indicators")]
    period: Period
    helps: Words = Field(default_factory=dict)
    hinders: Words = Field(default_factory=dict)
    partners: Words = Field(default_factory=dict)
    ideas: Words = Field(default_factory=dict)
    free_ideas: Words = Field(default_factory=dict)
    plan: Words = Field(default_factory=dict)
    factors: Annotated[CodeList, Kind("codes", refers="factors")] = ()
    written_by: Annotated[Phrase | None, Field(max_length=200)] = None
    written_on: Day | None = None


class ObservationRow(Row):
    indicator: Annotated[Code, Kind("code", refers="indicators")]
    period: Period
    place: Annotated[Code | None, Kind("code", refers="places")] = None
    # One column per dimension, gathered as `dimension:code`.
    groups: Annotated[GroupKeys, Kind("dimensions", refers="groups")] = ()
    numerator: Annotated[Number | None, Field(ge=0)] = None
    denominator: Annotated[Number | None, Field(ge=0)] = None
    value: Number | None = None
    n: Annotated[Whole | None, Field(ge=0)] = None
    quality: Annotated[Literal["A", "B", "C", "D"], CHOICE] | None = None
    units_counted: Annotated[Whole | None, Field(ge=0, le=2_000_000_000)] = None
    # Why it holds although it looks impossible.
    reason: Annotated[PhraseOrNothing, Field(max_length=500)] = ""

    def problems(self) -> tuple[tuple[str, str], ...]:
        if self.value is not None:
            return ()
        if self.numerator is None and self.denominator is None:
            return (("value", "nothing_measured"),)
        if self.numerator is None:
            return (("numerator", "half_measured"),)
        return ()


class TargetRow(Row):
    indicator: Annotated[Code, Kind("code", refers="indicators")]
    period: Period
    value: Number
    place: Annotated[Code | None, Kind("code", refers="places")] = None
    groups: Annotated[GroupKeys, Kind("dimensions", refers="groups")] = ()
