"""What every row has, and what a cell of several tables may hold."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from babel.numbers import list_currencies
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from shidra.exchange.workbook.cells import (
    Code,
    Kind,
    Number,
    PhraseOrNothing,
    Whole,
)

__all__ = [
    "LINES_BESIDE_FACTORS",
    "Amount",
    "Currency",
    "Evidence",
    "FilledWords",
    "Origin",
    "PlaceKind",
    "Row",
    "Visibility",
    "Words",
    "Year",
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
