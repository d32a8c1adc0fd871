"""The plain table of the list, for a terminal."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from shidra.funding.models import SharedLine
from shidra.gaps.queries import MissingLine, Number
from shidra.i18n import isolates, numbers
from shidra.i18n.text import Text

__all__ = ["columns", "line_name", "plain_table"]


def line_name(code: str, names: Mapping[str, Text], language: str) -> str:
    """What a line is called: a factor's name, or that of one of the four shared lines."""
    if code in SharedLine.values:
        return str(SharedLine(code).label)
    return names[code].shown(language).text if names.get(code) else ""


def plain_table(
    lines: Sequence[MissingLine], names: Mapping[str, Text], currency: str, language: str
) -> str:
    """The list as text in columns, money rounded for reading; `--json` has it unrounded."""
    head = [
        _("line"),
        _("need"),
        _("committed"),
        _("missing"),
        _("overlap"),
        _("shortfall"),
        _("score"),
        _("name"),
    ]
    body = [_plain_row(line, names, currency, language) for line in lines]
    return columns([head, *body], numeric=frozenset(range(1, len(head) - 1)))


def columns(rows: Sequence[Sequence[str]], numeric: frozenset[int]) -> str:
    """Rows as text in columns, numbers to the right; the last column is as long as it is."""
    plain = [[isolates.strip(cell) for cell in row] for row in rows]
    last = len(plain[0]) - 1
    widths = [max(len(row[column]) for row in plain) for column in range(last)]
    return "\n".join(
        "  ".join(
            [
                *(
                    cell.rjust(width) if column in numeric else cell.ljust(width)
                    for column, (cell, width) in enumerate(zip(row[:-1], widths, strict=True))
                ),
                row[-1],
            ]
        ).rstrip()
        for row in plain
    )


def _plain_row(
    line: MissingLine, names: Mapping[str, Text], currency: str, language: str
) -> list[str]:
    return [
        line.factor,
        *(
            _money(amount, currency, language)
            for amount in (line.need, line.committed, line.missing, line.overlap)
        ),
        numbers.percent(line.shortfall, language),
        "–" if line.score is None else numbers.number(line.score, language, 2),
        line_name(line.factor, names, language),
    ]


def _money(amount: Number, currency: str, language: str) -> str:
    return numbers.money(Decimal(str(amount)), currency, language, short=True)
