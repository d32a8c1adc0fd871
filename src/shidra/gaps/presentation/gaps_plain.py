"""The gaps for a terminal, and as a document for programs."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from shidra.gaps.models import GapKind
from shidra.gaps.presentation.kinds import GapWords
from shidra.gaps.presentation.plain import columns
from shidra.gaps.queries import Gap, GapBook
from shidra.i18n.phrases import plain

__all__ = ["gap_documents", "gap_table"]


def _ranked(book: GapBook) -> Iterator[Gap]:
    """Bundle by bundle as the page has them, then those that the data show no more."""
    for bundle in book.bundles:
        yield from bundle.gaps
    yield from book.gone


def gap_documents(book: GapBook) -> list[dict[str, Any]]:
    """Each gap as JSON has it, with the terms of its score; nothing is rounded."""
    lines = {line.factor: line for line in book.missing.lines}
    return [_document(gap, lines.get(gap.where.line)) for gap in _ranked(book)]


def _document(gap: Gap, line: Any) -> dict[str, Any]:
    life, standing = gap.life, gap.standing
    has_score = gap.score is not None
    return {
        "gap": gap.ref,
        "kind": str(gap.kind),
        "factor": gap.where.line,
        "place": gap.where.place,
        "groups": sorted(gap.where.groups),
        "year": gap.where.year,
        "unit": gap.unit,
        "size": gap.size,
        "of": gap.of,
        "shortfall": gap.share,
        "path_strength": line.path_strength if has_score else None,
        "path": list(line.path) if has_score else [],
        "equity_multiplier": gap.equity_multiplier if has_score else None,
        "actionability": line.actionability if has_score else None,
        "importance": line.importance if has_score else None,
        "score": gap.score,
        "why": gap.why or None,
        "activities": list(gap.activities),
        "state": standing.state,
        "closed_by_data": standing.by_data,
        "since": life.since.isoformat() if life.since else None,
        "reason": life.reason or None,
        "reserved_until": life.reserved_until.isoformat() if life.reserved_until else None,
        "gone_on": life.gone_on.isoformat() if life.gone_on else None,
        "returned_on": life.returned_on.isoformat() if life.returned_on else None,
    }


def gap_table(book: GapBook, language: str) -> str:
    """The gaps as text in columns."""
    words = GapWords(book, language)
    head = [_("kind"), _("line"), _("score"), _("state"), _("where"), _("what is missing")]
    rows = [
        [
            str(GapKind(gap.kind).label),
            gap.where.line,
            "–" if gap.score is None else words.number(gap.score, 2),
            str(gap.standing.state),
            plain(words.cell(gap.where)) or "–",
            plain(words.what(gap)),
        ]
        for gap in _ranked(book)
    ]
    return columns([head, *rows], numeric=frozenset({2}))
