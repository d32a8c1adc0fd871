"""What was found in rows that a partner hands in: those that hold, why others do not, and questions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from shidra.exchange.workbook import Rejection
from shidra.exchange.workbook.rows import ObservationRow
from shidra.submissions.queries.figures import Cell, Numbers
from shidra.submissions.queries.matching import Matching

__all__ = ["Bounds", "Past", "Question", "Source", "Taken", "TakenRow"]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an organisation reports: measures, each with the places that it reports for.

    Attributes:
        places: by measure the codes of its places; None for any place.
        is_strict: whether a row beyond is refused, rather than asked about.
    """

    places: Mapping[str, frozenset[str] | None]
    is_strict: bool = True

    def holds(self, row: ObservationRow) -> bool:
        """Whether the row is about what the organisation reports."""
        if row.indicator not in self.places:
            return False
        places = self.places[row.indicator]
        return places is None or (row.place or "") in places


@dataclass(frozen=True, slots=True)
class Past:
    """What the reader may know of earlier figures, and which day it is."""

    figures: Mapping[Cell, Numbers]
    today: date
    # Not only what the partner handed in itself: it is not to learn of the rest by a question.
    is_raw: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures come from: kind, name and hash of the file, and how it was read."""

    kind: str
    name: str
    sha256: str
    matching: Matching

    @property
    def fingerprint(self) -> str:
        return self.matching.fingerprint(self.sha256)


@dataclass(frozen=True, slots=True)
class TakenRow:
    """A figure that holds, with its cells in the partner's own words.

    Attributes:
        number: the row of the file in which it stands.
        theirs: of a wide table, the partner's columns of its numbers.
    """

    figure: ObservationRow
    cells: Mapping[str, str]
    remarks: str = ""
    number: int = 0
    theirs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """Something to look at again; it keeps no row out.

    Attributes:
        is_raw: whether it compares with figures that the partner may not know.
        about: which figure of its row, where a row has several.
    """

    row: int
    column: str
    value: str
    problem: str
    context: Mapping[str, Any] = field(default_factory=dict)
    is_raw: bool = False
    about: str = ""

    @property
    def key(self) -> str:
        """By what an answer finds its question."""
        return f"{self.about or self.row}-{self.column}-{self.problem}"

    def as_document(self, answer: str) -> dict[str, Any]:
        """For keeping beside the figure, with what was answered."""
        return {
            "column": self.column,
            "value": self.value,
            "problem": self.problem,
            "context": {name: str(value) for name, value in self.context.items()},
            "is_raw": self.is_raw,
            "about": self.about,
            "answer": answer,
        }

    @classmethod
    def of_document(cls, document: Mapping[str, Any], row: int) -> "Question":
        """What was asked about a figure that was kept."""
        return cls(
            row,
            str(document["column"]),
            str(document["value"]),
            str(document["problem"]),
            dict(document["context"]),
            bool(document["is_raw"]),
            str(document["about"]),
        )


@dataclass(frozen=True, slots=True)
class Taken:
    """All rows of a table, looked through.

    Attributes:
        spoken: the fields that the rows speak of.
    """

    source: Source
    rows: tuple[TakenRow, ...]
    rejections: tuple[Rejection, ...]
    questions: tuple[Question, ...]
    read: int
    spoken: tuple[str, ...] = ()

    @property
    def rows_left_out(self) -> int:
        """How many rows do not hold, however many cells of them are wrong."""
        return self.read - len(self.rows)
