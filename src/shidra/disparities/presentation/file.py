"""The board as a workbook: its tables on one sheet, the further measures of inequality on another."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from shidra.disparities.presentation.board import Board, Line, Move, Panel
from shidra.disparities.presentation.further import Further, measure_name, note_in_words
from shidra.disparities.presentation.names import by_name, line_name
from shidra.disparities.presentation.words import arrival_in_words, way_in_words
from shidra.i18n.phrases import plain
from shidra.measurement.queries import Names
from shidra.protection.presentation import reason_in_words

__all__ = ["board_sheets"]

type Cell = str | float | None
type Sheet = tuple[str, list[str], Iterator[list[Cell]]]


def board_sheets(
    board: Board, further: list[tuple[Panel, list[Further]]], names: Names, language: str
) -> list[Sheet]:
    """What the pages say, as numbers; nothing that they hide."""
    return [
        (_("The board"), _board_header(), _board_rows(board, names, language)),
        (_("Further measures"), _further_header(), _further_rows(further, names, language)),
    ]


def _board_header() -> list[str]:
    return [
        _("Indicator"), _("By which groups"), _("Group"), _("Name"),
        _("First period"), _("Last period"), _("First value"), _("Last value"),
        _("Goal"), _("Goal in"), _("To go"), _("The distance moved by"), _("from (95%)"),
        _("to (95%)"), _("Which is"), _("People behind"), _("Moves a year"),
        _("from (95%)"), _("to (95%)"), _("At this pace it arrives"), _("Group of reference"),
        _("Behind it, first"), _("Behind it, last"), _("Ratio, first"), _("Ratio, last"),
        _("The disparity moved by"), _("from (95%)"), _("to (95%)"), _("Which is"),
        _("Share of those affected"), _("Share of everybody"), _("Disproportion"),
        _("Place among those shown"), _("Why it is hidden"),
    ]  # fmt: skip


def _board_rows(board: Board, names: Names, language: str) -> Iterator[list[Cell]]:
    for panel in board.panels:
        for line in (panel.everybody, *panel.lines):
            yield _row(panel, line, names, language)
        yield _apart_row(panel, names, language)


def _row(panel: Panel, line: Line, names: Names, language: str) -> list[Cell]:
    against, pace = line.against, line.pace
    name = line_name(line.group, names, language) if line.group else _("Everybody")
    reason = line.last.value.reason or line.first.value.reason
    return [
        *_about(panel, names, language), line.group, plain(name),
        panel.first, panel.last, line.first.value.value, line.last.value.value,
        panel.goal, panel.goal_period, line.to_go.last, *_moved(line.nearer), line.people,
        *((pace.a_year, pace.lower, pace.upper) if pace else (None, None, None)),
        arrival_in_words(line.arrival, language)[0] if panel.goal and line.is_shown else "",
        panel.reference if line.group else "",
        *((against.behind.first, against.behind.last, against.ratio.first, against.ratio.last)
          if against else (None,) * 4),
        *(_moved(against.move) if against else (None, None, None, "")),
        line.share_of_affected, line.share_of_everybody, line.disproportion,
        line.rank or None,
        plain(reason_in_words(reason, panel.reading.policy)) if reason else "",
    ]  # fmt: skip


def _apart_row(panel: Panel, names: Names, language: str) -> list[Cell]:
    """The disparity as a whole: largest less smallest, with the groups at its ends."""
    high, low = (
        plain(line_name(group, names, language)) if group else ""
        for group in panel.apart_between[1]
    )
    name = _("Disparity") + (f": {high} – {low}" if high else "")
    return [
        *_about(panel, names, language), "", name, panel.first, panel.last,
        *(None,) * 14, "", panel.apart.first, panel.apart.last, panel.apart_ratio.first,
        panel.apart_ratio.last, *_moved(panel.apart_move), *(None,) * 5,
    ]  # fmt: skip


def _about(panel: Panel, names: Names, language: str) -> list[Cell]:
    return [panel.reading.indicator.code, plain(by_name(panel.dimensions, names, language))]


def _moved(move: Move) -> list[Cell]:
    told = way_in_words(move) if move.change is not None else ""
    return [move.change, move.low, move.high, told]


def _further_header() -> list[str]:
    return [
        _("Indicator"), _("By which groups"), _("Inequality measure"), _("First period"), _("First value"),
        _("from (95%)"), _("to (95%)"), _("Last period"), _("Last value"), _("from (95%)"),
        _("to (95%)"), _("Moved by"), _("from (95%)"), _("to (95%)"), _("Note"),
    ]  # fmt: skip


def _further_rows(
    further: list[tuple[Panel, list[Further]]], names: Names, language: str
) -> Iterator[list[Cell]]:
    def name_of(group: str) -> str:
        return plain(line_name(group, names, language))

    for panel, measures in further:
        for each in measures:
            first, last = each.first, each.last
            yield [
                *_about(panel, names, language), measure_name(each),
                panel.first, first.estimate, first.lower, first.upper,
                panel.last, last.estimate, last.lower, last.upper,
                each.change, each.lower, each.upper, note_in_words(each.note, name_of),
            ]  # fmt: skip
