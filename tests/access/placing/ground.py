"""The ground of an initiative full of canaries: its words, its counts, and what was placed on it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.db import models

from shidra.i18n.text import Text
from shidra.initiatives.models import Initiative, Visibility
from tests.rows import saved_row

__all__ = [
    "COUNTS",
    "PRIVATE_AMOUNT",
    "VISIBILITIES",
    "Ground",
    "Things",
    "date_time",
    "kind_of",
]

VISIBILITIES = [str(each) for each in Visibility]
# Fewer than `MIN_CELL`, and found nowhere by chance: no page may show them to those without
# raw rights.
MIN_CELL = 60_000
COUNTS = {
    "numerator": 31_117,
    "denominator": 52_223,
    "people": 47_017,
    "public": 48_313,
    "partners": 48_341,
    "steering": 48_353,
    "private": 48_371,
    "handed": 31_393,
    "handedfrom": 52_489,
}
# Whole shekels of the private commitment, alone on its line.
PRIVATE_AMOUNT = 3_333_719


@dataclass
class Things:
    """One initiative, and what its addresses name."""

    initiative: Initiative
    code: str
    numbers: dict[str, int] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    # By table and visibility, the numbers of rows.
    rows: dict[tuple[str, str], int] = field(default_factory=dict)
    owner: Any = None
    other: Any = None
    funder: Any = None
    group: Any = None


class Ground:
    """One initiative, whose rows are placed on it one room after another.

    What later rooms hang on stays here: a place, a group and its set, a factor, an outcome and the
    measure of it.
    """

    place: Any
    group: Any
    group_set: Any
    factor: Any
    outcome: Any
    indicator: Any

    def __init__(self, code: str, *, is_public: bool) -> None:
        self.code, self.open = code, f"zq{code}open"
        self.initiative = Initiative.objects.create(
            code=code,
            currency="ILS",
            min_cell=MIN_CELL,
            is_public=is_public,
            starts_on=date(2024, 1, 1),
            **dict.fromkeys(
                ("name", "result", "problem", "scope", "principles"), self.text("open")
            ),
        )
        self.things = Things(self.initiative, code)

    def word(self, kind: str) -> str:
        return f"zq{self.code}{kind}"

    def text(self, kind: str) -> Text:
        return Text.of(**dict.fromkeys(("he", "ar", "en"), self.word(kind)))

    def row(self, model: type[models.Model], of: str = "open", /, **given: Any) -> Any:
        return saved_row(model, self.initiative, self.word(of), **given)

    def keep(self, table: str, visibility: str, row: models.Model) -> None:
        self.things.rows[table, visibility] = row.pk


def kind_of(visibility: str, of: str) -> str:
    """Records that everybody reads bear the word of all that is open."""
    return "open" if visibility == "public" else f"{visibility}{of}"


def date_time(year: int) -> Any:
    return datetime(year, 1, 1, tzinfo=UTC)
