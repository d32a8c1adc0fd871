"""The list as a sheet to take along."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from shidra.gaps.presentation.wording import Wording
from shidra.gaps.queries import MissingList

__all__ = ["csv_rows"]

# What a sum that is withheld takes with it.
FROM_MONEY = ("committed", "covered", "missing", "gap", "overlap", "shortfall", "score")

type Row = list[str | int | float | None]


def csv_rows(found: MissingList, language: str) -> tuple[list[str], Iterator[Row]]:
    """The head and the rows: the keys of the command's document, and the name of the line."""
    keys = [
        "factor", "need", "committed", "covered", "missing", "gap", "overlap", "shortfall",
        "path_strength", "path", "equity_multiplier", "actionability", "importance", "score",
    ]  # fmt: skip
    words = Wording(found, language)
    return [*keys, _("name"), _("in words")], _rows(found, keys, words)


def _rows(found: MissingList, keys: list[str], words: Wording) -> Iterator[Row]:
    for line in found.lines:
        document = line.as_document() | {"path": " > ".join(line.path)}
        if line.factor in found.withheld:
            document |= dict.fromkeys(FROM_MONEY)
        name = words.name(line.factor).text
        yield [*(document[key] for key in keys), name, words.sentence(line)]
