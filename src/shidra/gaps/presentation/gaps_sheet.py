"""The gaps as a sheet to take along, and as .xlsx."""

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO

from django.utils.translation import gettext as _

from shidra.gaps.models import GapKind
from shidra.gaps.presentation.kinds import GapWords
from shidra.gaps.presentation.standing import standing_words
from shidra.gaps.queries import Gap, GapBook, GapBundle, Number
from shidra.i18n.languages import is_right_to_left
from shidra.i18n.phrases import plain
from shidra.ui.downloads import neutral

__all__ = ["gap_rows", "gaps_workbook"]

type Row = list[str | int | float | None]


def gap_rows(book: GapBook, language: str) -> tuple[list[str], Iterator[Row]]:
    """The head and the rows: one for each gap, and one where only a sum may be told."""
    words = GapWords(book, language)
    header = [
        _("Kind"), _("Line"), _("Name"), _("Place"), _("For whom"), _("Year"),
        _("What is missing"), _("Size"), _("Of"), _("Unit"), _("Share missing"), _("Score"),
        _("State"), _("More of it"), _("Name of the gap"),
    ]  # fmt: skip
    return header, _rows(book, words)


def _rows(book: GapBook, words: GapWords) -> Iterator[Row]:
    for bundle in book.bundles:
        if bundle.is_whole:
            yield _sum(bundle, words)
        for gap in bundle.gaps:
            yield _row(gap, words)
    for gap in book.gone:
        yield _row(gap, words)


def _units() -> dict[str, str]:
    return {"money": _("money"), "people": _("people"), "steps": _("steps of 4"), "one": ""}


def _row(gap: Gap, words: GapWords) -> Row:
    standing = standing_words(words.book, gap, words.language)
    where = gap.where
    return [
        str(GapKind(gap.kind).label),
        where.line,
        words.line(where.line).text,
        words.place(where.place).text,
        plain(words.groups(where.groups)),
        where.year,
        plain(words.what(gap)),
        *_sizes(gap.unit, gap.size, gap.of),
        gap.share,
        gap.score,
        standing.text,
        plain(standing.detail),
        gap.ref,
    ]


def _sizes(unit: str, size: Number | None, of: Number | None) -> Row:
    """Both sizes with their unit; a thing by itself has none."""
    return [None, None, ""] if unit == "one" else [size, of, _units()[unit]]


def _sum(bundle: GapBundle, words: GapWords) -> Row:
    return [
        str(GapKind(bundle.kind).label),
        bundle.line,
        words.line(bundle.line).text,
        _("not told: undisclosed money is on it"),
        "",
        None,
        plain(words.summary(bundle)),
        *_sizes(bundle.unit, bundle.size, bundle.of),
        bundle.shortfall,
        bundle.score,
        "",
        "",
        "",
    ]


def gaps_workbook(header: Sequence[str], rows: Iterable[Row], language: str) -> bytes:
    """The rows as .xlsx, right to left where its language is; text never becomes a formula."""
    import xlsxwriter

    file = BytesIO()
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(_("What is missing")[:31])
    if is_right_to_left(language):
        sheet.right_to_left()
    sheet.write_row(0, 0, header, book.add_format({"bold": True, "bottom": 1}))
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            sheet.write(number, column, neutral(value) if value is not None else "")
    sheet.freeze_panes(1, 0)
    sheet.autofit()
    book.close()
    return file.getvalue()
