"""The spreadsheet that a partner fills in: only its measures and its places, with lists and checks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

from django.utils.translation import gettext as _

from shidra.exchange.workbook import TABLES
from shidra.exchange.workbook.explanations import column_meaning
from shidra.exchange.workbook.formulas import neutralise
from shidra.exchange.workbook.tables import EXPLANATIONS
from shidra.i18n.isolates import strip
from shidra.i18n.languages import is_right_to_left
from shidra.i18n.text import Text
from shidra.measurement.models import Indicator
from shidra.submissions.presentation.words import label_of
from shidra.submissions.queries.matching import MEASURED, REMARKS, Terms

__all__ = ["AskedRow", "write_template"]

EMPTY_ROWS = 300
MOST_LETTERS = 255
OBSERVATIONS = TABLES["observations"]


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A figure that is owed, with what tells it from others filled in."""

    indicator: str
    period: str
    place: str = ""
    groups: str = ""


def write_template(
    target: IO[bytes],
    asked: Sequence[AskedRow],
    indicators: Sequence[Indicator],
    places: Mapping[str, Text],
    terms: Terms,
    language: str,
) -> None:
    """The template in the reader's language, its key columns filled in for what is owed."""
    import xlsxwriter

    dimensions = _dimensions(indicators, terms)
    columns = ("indicator", "period", "place", *dimensions, *MEASURED[:4], REMARKS)
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(_sheet_title(_("Figures")))
        lists = book.add_worksheet("lists")
        lists.hide()
        looks = _Looks(book)
        _write_header(sheet, columns, terms, looks, language)
        named = {
            "indicator": [_named(each.code, each.name, language) for each in indicators],
            "place": [_named(code, name, language) for code, name in places.items()],
        }
        for dimension in dimensions:
            codes = terms.codes(dimension)
            named[dimension] = [_named(code, name, language) for code, name in codes.items()]
        _write_lists(sheet, lists, columns, named)
        _write_checks(sheet, columns, len(asked))
        for at, row in enumerate(asked, start=1):
            _write_row(sheet, at, row, columns, terms, places, looks, language)
        _write_guide(book.add_worksheet(EXPLANATIONS[language]), indicators, looks, language)
        if is_right_to_left(language):
            for each in book.worksheets():
                each.right_to_left()


def _sheet_title(title: str) -> str:
    return title[:31]


class _Looks:
    """The looks of cells, made once."""

    def __init__(self, book: Any) -> None:
        self.name = book.add_format({"bold": True, "bottom": 2, "bg_color": "#FFE8B8"})
        self.key = book.add_format({"bg_color": "#F3EFE6", "num_format": "@"})
        self.words = book.add_format({"text_wrap": True, "valign": "top"})
        self.strong = book.add_format({"bold": True, "valign": "top"})
        self.title = book.add_format({"bold": True, "font_size": 16})


def _dimensions(indicators: Iterable[Indicator], terms: Terms) -> tuple[str, ...]:
    """The splits that any of the measures is asked for."""
    wanted = {name for each in indicators for name in each.asked_splits}
    return tuple(name for name in terms.dimensions if name in wanted)


def _named(code: str, name: Text, language: str) -> str:
    """How something is written in the template: by its name, which is read back as its code."""
    return strip(str(name.shown(language))) or code


def _write_header(
    sheet: Any, columns: Sequence[str], terms: Terms, looks: _Looks, language: str
) -> None:
    sheet.freeze_panes(1, 0)
    for at, ours in enumerate(columns):
        label = strip(str(label_of(ours, terms, language)))
        sheet.write_string(0, at, label, looks.name)
        if OBSERVATIONS.column(ours):
            meaning = column_meaning("observations", ours)
            sheet.write_comment(0, at, meaning, {"x_scale": 2, "author": ""})
        wide = 34 if ours in {"indicator", REMARKS} else 20 if ours == "place" else 14
        sheet.set_column(at, at, wide, looks.key if ours == "period" else None)


def _write_lists(
    sheet: Any, lists: Any, columns: Sequence[str], named: Mapping[str, Sequence[str]]
) -> None:
    for at, ours in enumerate(columns):
        words = named.get(ours, ())
        if not words:
            continue
        for number, word in enumerate(words):
            lists.write_string(number, at, neutralise(word))
        column = chr(ord("A") + at)
        sheet.data_validation(
            1,
            at,
            EMPTY_ROWS,
            at,
            {
                "validate": "list",
                "source": f"=lists!${column}$1:${column}${len(words)}",
                "error_type": "stop",
                "error_title": _("Not in the list"),
                "error_message": _("Choose one of the names in the list."),
            },
        )


def _write_checks(sheet: Any, columns: Sequence[str], asked: int) -> None:
    for at, ours in enumerate(columns):
        if ours not in MEASURED[:4]:
            continue
        whole = ours == "n"
        sheet.data_validation(
            1,
            at,
            max(EMPTY_ROWS, asked + 1),
            at,
            {
                "validate": "integer" if whole else "decimal",
                "criteria": ">=",
                "value": 0,
                "error_type": "stop",
                "error_title": _("Not a number"),
                "error_message": _("A number of 0 or more, without words beside it."),
            },
        )


def _write_row(
    sheet: Any,
    at: int,
    row: AskedRow,
    columns: Sequence[str],
    terms: Terms,
    places: Mapping[str, Text],
    looks: _Looks,
    language: str,
) -> None:
    said = {
        "indicator": _named(row.indicator, terms.indicators[row.indicator].name, language),
        "period": row.period,
        "place": _named(row.place, places[row.place], language) if row.place in places else "",
    }
    for key in filter(None, row.groups.split("|")):
        dimension, _colon, code = key.partition(":")
        said[dimension] = _named(code, terms.codes(dimension)[code], language)
    for place, ours in enumerate(columns):
        if text := said.get(ours):
            sheet.write_string(at, place, neutralise(text), looks.key)


def _write_guide(sheet: Any, indicators: Sequence[Indicator], looks: _Looks, language: str) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 2, 40)
    sheet.write_string(0, 0, _("How to fill in this file"), looks.title)
    told = (
        _("One row for each figure. What is asked for is filled in already; add rows as you need."),
        _("Where no group stands the figure is about everybody. Leave out what you do not know."),
        _(
            "Numerator and denominator are better than a value: shares of several places can then "
            "be added up rightly."
        ),
        _("Figures only, never names or numbers of people: no row is about one person."),
    )
    for at, sentence in enumerate(told, start=2):
        sheet.merge_range(at, 0, at, 2, sentence, looks.words)
        sheet.set_row(at, 30)
    at = len(told) + 3
    for place, title in enumerate((_("Indicator"), _("Numerator"), _("Denominator"))):
        sheet.write_string(at, place, title, looks.name)
    for each in indicators:
        at += 1
        sheet.write_string(at, 0, _named(each.code, each.name, language), looks.strong)
        for place, words in enumerate((each.numerator, each.denominator), start=1):
            sheet.write_string(at, place, strip(str(words.shown(language))), looks.words)
