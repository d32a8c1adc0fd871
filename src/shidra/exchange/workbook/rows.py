"""The row of each of the 20 tables, typed. These models are the declared format.

A field's type says what may stand in its column; the marks beside it say which table's codes it
names. A field that holds a `Words` stands for three columns, one per language.

`model_fields_set` of a row tells which columns its file had: what a file does not mention, a load
leaves as it is.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from babel.numbers import list_currencies
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from shidra.exchange.workbook.cells import (
    CHOICE,
    Address,
    Code,
    CodeList,
    Day,
    FilledCodeList,
    GroupKeys,
    Kind,
    Number,
    Period,
    Phrase,
    PhraseOrNothing,
    Slug,
    Whole,
    YesOrNo,
)

__all__ = [
    "LINES_BESIDE_FACTORS",
    "ActivityRow",
    "AllocationRow",
    "CommitmentRow",
    "DefinitionRow",
    "EvidenceRow",
    "FactorRow",
    "GroupRow",
    "IndicatorRow",
    "InitiativeRow",
    "InstalmentRow",
    "LabelRow",
    "LinkRow",
    "NeedRow",
    "ObservationRow",
    "OptionRow",
    "OrganisationRow",
    "PlaceRow",
    "PromiseRow",
    "QuestionRow",
    "Row",
    "TargetRow",
    "Words",
]

# Lines of money that are not factors, and so are no factor's code.
LINES_BESIDE_FACTORS = ("backbone", "measurement", "learning", "community")

# A text by language; a language whose column the file has and leaves empty holds "".
Words = Annotated[dict[str, PhraseOrNothing], Kind("words")]


def _filled(words: dict[str, str]) -> dict[str, str]:
    if not any(words.values()):
        raise PydanticCustomError("missing_words", "missing_words")
    return words


FilledWords = Annotated[Words, AfterValidator(_filled)]

Amount = Annotated[Number, Field(ge=0), Kind("amount")]
Year = Annotated[Whole, Field(ge=1900, le=2200)]
Evidence = Literal["none", "local", "moderate", "strong"]
Origin = Literal["research", "ministry", "partner", "community"]
PlaceKind = Literal["country", "district", "locality", "neighbourhood", "school"]
Visibility = Literal["public", "partners", "steering", "private"]


def _currency(code: str) -> str:
    if code.upper() not in list_currencies():
        raise PydanticCustomError("unknown_currency", "unknown_currency")
    return code.upper()


Currency = Annotated[Code, AfterValidator(_currency), Kind("currency")]


class Row(BaseModel):
    """What all rows share: where the row stands in its table (the header is row 1)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    starts_before_ends: ClassVar[tuple[tuple[str, str], ...]] = (("starts_on", "ends_on"),)

    number: int

    @model_validator(mode="before")
    @classmethod
    def _empty_means_absent(cls, cells: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: field.get_default(call_default_factory=True)
            if value is None
            and (field := cls.model_fields.get(name)) is not None
            and not field.is_required()
            else value
            for name, value in cells.items()
        }

    def problems(self) -> tuple[tuple[str, str], ...]:
        """Pairs of column and problem that show only when the cells of the row meet."""
        found = []
        for first, last in self.starts_before_ends:
            start, end = getattr(self, first, None), getattr(self, last, None)
            if start and end and end < start:
                found.append((last, "ends_before_starts"))
        return tuple(found)


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
