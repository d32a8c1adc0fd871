"""The plain table of the list, for a terminal."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from shidra.funding.models import SharedLine
from shidra.gaps.queries import MissingLine, Number
from shidra.i18n import isolates, numbers
from shidra.i18n.text import Text

__all__ = ["line_name", "plain_table"]


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
    rows = [[isolates.strip(cell) for cell in row] for row in (head, *body)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head) - 1)]
    return "\n".join(
        "  ".join(
            [
                row[0].ljust(widths[0]),
                *(cell.rjust(width) for cell, width in zip(row[1:-1], widths[1:], strict=True)),
                row[-1],
            ]
        ).rstrip()
        for row in rows
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
