"""Wide tables: one row with many figures, where the names of columns tell of what each of them is."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from shidra.measurement.models import Indicator
from shidra.submissions.queries.periods import is_of_kind, read_period

__all__ = ["EVERYBODY", "Spread", "period_in", "spread_in"]

# The code of a column that is about everybody, beside columns of groups.
EVERYBODY = ""
# Fewer columns than this are no wide table.
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Spread:
    """Which columns hold figures, and what their names tell.

    Attributes:
        names: what differs from column to column: the indicator, the period or a dimension.
        columns: by the name of theirs, the code that it stands for and which number it holds.
    """

    names: str
    columns: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """As it was kept."""
        found = {name: (str(code), str(held)) for name, (code, held) in document["columns"].items()}
        return cls(str(document["names"]), found)

    def as_document(self) -> dict[str, Any]:
        """For keeping."""
        columns = {name: list(found) for name, found in self.columns.items()}
        return {"names": self.names, "columns": columns}

    @property
    def held(self) -> frozenset[str]:
        """Which numbers stand in these columns."""
        return frozenset(held for _code, held in self.columns.values())

    def by_code(self, header: Sequence[str]) -> dict[str, dict[str, str]]:
        """What each row says of each code: which of its numbers stands in which column."""
        found: dict[str, dict[str, str]] = {}
        for name in dict.fromkeys(header):
            if name in self.columns:
                code, held = self.columns[name]
                found.setdefault(code, {})[held] = name
        return found

    def grown(self, header: Iterable[str]) -> "Spread":
        """With the periods that have come to the file since: they hold what the others do."""
        if self.names != "period" or not self.columns:
            return self
        (held, _count), *_others = Counter(held for _c, held in self.columns.values()).most_common()
        new = {name: (period_in(name), held) for name in header if period_in(name)}
        return Spread(self.names, {**new, **self.columns})


def period_in(name: str) -> str:
    """The period that is the name of a column; empty where it is none."""
    said = read_period(name.strip(), Indicator.PeriodKind.SCHOOL_YEAR)
    return said if any(is_of_kind(said, kind) for kind in Indicator.PeriodKind) else ""


def spread_in(
    header: Iterable[str],
    names: Iterable[str],
    parted: Callable[[str], Iterator[tuple[str, str]]],
    code_of: Callable[[str, str], str | None],
    held: str,
) -> Spread | None:
    """What most columns are the name of; None where fewer than two are of the same kind.

    Args:
        header: the columns that stand for nothing else.
        names: what they may be the names of.
        parted: a name without the word for the number that it holds, and that number.
        code_of: the code of a word.
        held: the number that a column holds whose name does not tell.
    """
    columns, found = list(header), []
    for ours in names:
        known: dict[str, tuple[str, str]] = {}
        for name in columns:
            for word, number in ((name, held), *parted(name)):
                if code := period_in(word) if ours == "period" else code_of(ours, word):
                    known[name] = code, number
                    break
        found.append(Spread(ours, known))
    widest = max(found, key=lambda each: len(each.columns), default=None)
    return widest if widest and len(widest.columns) >= FEWEST else None
