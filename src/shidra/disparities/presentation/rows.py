"""The tables of the board: a line for everybody and for each group."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shidra.disparities.presentation.board import Line, Move, Panel
from shidra.disparities.presentation.names import colour_class, colour_in, line_name
from shidra.disparities.presentation.words import TONES, arrival_in_words, way_in_words
from shidra.i18n import numbers
from shidra.i18n.phrases import Phrase, filled
from shidra.i18n.text import Shown
from shidra.measurement.presentation.figures import FigureText, code_of, figure_text
from shidra.measurement.presentation.targets import pace_in_words
from shidra.measurement.presentation.words import difference_in_words, shown_in_words
from shidra.measurement.queries import Names
from shidra.protection.permissions import Reason
from shidra.protection.permissions import Shown as ShownValue
from shidra.protection.presentation import reason_in_words

__all__ = ["ApartRow", "BoardRow", "MoveText", "apart_row", "board_rows"]


@dataclass(frozen=True, slots=True)
class MoveText:
    """What became of a distance: the change, between what it lies, and what may be said of it."""

    change: FigureText | None
    low: FigureText | None
    high: FigureText | None
    said: str
    tone: str


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One line of all tables of a panel."""

    group: str
    name: str | Phrase | Shown
    colour: str
    is_reference: bool
    is_furthest: bool
    first: FigureText
    last: FigureText
    to_go: FigureText
    nearer: MoveText
    people: FigureText
    people_first: FigureText
    pace: FigureText | None
    pace_low: FigureText | None
    pace_high: FigureText | None
    arrival: str
    arrival_note: str
    behind_first: FigureText | None
    behind_last: FigureText | None
    ratio_first: FigureText | None
    ratio_last: FigureText | None
    moved: MoveText | None
    disproportion: FigureText
    of_affected: FigureText
    of_everybody: FigureText
    rank: str


@dataclass(frozen=True, slots=True)
class ApartRow:
    """The disparity as a whole: largest less smallest, and the groups at its ends in the end."""

    name: str | Phrase
    first: FigureText
    last: FigureText
    ratio_first: FigureText
    ratio_last: FigureText
    moved: MoveText


def apart_row(panel: Panel, names: Names, language: str) -> ApartRow:
    """The last line of the table of groups against each other."""
    row = _Row(panel, panel.everybody, language)
    row.of = code_of(panel.reading, "|".join(panel.dimensions))
    high, low = panel.apart_between[1]
    reason = None if panel.apart.last is not None else next(panel.hidden, None)

    def size(value: float | None, period: str) -> FigureText:
        is_rounded = any(line.last.value.is_rounded for line in panel.lines)
        text = ""
        if value is not None:
            text = difference_in_words(value, row.indicator, language, is_rounded=is_rounded)
        return row.figure("disparity", period, value, text, reason)

    return ApartRow(
        filled(
            _("Highest and lowest: %(high)s, %(low)s"),
            high=line_name(high, names, language),
            low=line_name(low, names, language),
        )
        if high
        else _("Highest and lowest"),
        size(panel.apart.first, panel.first),
        size(panel.apart.last, panel.last),
        row.figure("disparity_ratio", panel.first, *_times(panel.apart_ratio.first), None),
        row.figure("disparity_ratio", panel.last, *_times(panel.apart_ratio.last), None),
        row.moved("disparity_moved", panel.apart_move),
    )


def _times(value: float | None) -> tuple[float | None, str]:
    return value, "" if value is None else f"×{numbers.number(round(value, 2), 'en', 2)}"


def board_rows(panel: Panel, names: Names, language: str) -> Iterator[BoardRow]:
    """Everybody first, then each group in the order of its table; never in that of hidden figures."""
    for line in (panel.everybody, *panel.lines):
        yield _Row(panel, line, language).told(names)


class _Row:
    """One line on its way to words."""

    def __init__(self, panel: Panel, line: Line, language: str) -> None:
        self.panel, self.line, self.language = panel, line, language
        self.reading, self.indicator = panel.reading, panel.reading.indicator
        self.of = code_of(panel.reading, line.group)

    def told(self, names: Names) -> BoardRow:
        panel, line, language = self.panel, self.line, self.language
        against = line.against
        arrival = ("", "") if panel.goal is None else arrival_in_words(line.arrival, language)
        hidden = line.last.value.reason
        return BoardRow(
            group=line.group,
            name=line_name(line.group, names, language) if line.group else _("Everybody"),
            colour=colour_class(colour_in(panel, line.group, names)) if line.group else "",
            is_reference=bool(line.group) and line.group == panel.reference,
            is_furthest=bool(line.group) and line.group == panel.furthest,
            first=self.value(line.first.value, panel.first),
            last=self.value(line.last.value, panel.last),
            to_go=self.distance("to_go", line.to_go.last, hidden),
            nearer=self.moved("nearer", line.nearer),
            people=self.people(line.people, panel.last, line.people_reason),
            people_first=self.people(line.people_first, panel.first, line.people_reason),
            pace=self.paced("pace", line.pace.a_year if line.pace else None),
            pace_low=self.paced("pace_low", line.pace.lower if line.pace else None),
            pace_high=self.paced("pace_high", line.pace.upper if line.pace else None),
            arrival=arrival[0] if line.is_shown else "",
            arrival_note=arrival[1] if line.is_shown else "",
            behind_first=self.behind(against.behind.first, panel.first) if against else None,
            behind_last=self.behind(against.behind.last, panel.last) if against else None,
            ratio_first=self.times("ratio", against.ratio.first, panel.first) if against else None,
            ratio_last=self.times("ratio", against.ratio.last, panel.last) if against else None,
            moved=self.moved("moved", against.move) if against else None,
            disproportion=self.times("disproportion", line.disproportion, panel.last),
            of_affected=self.share("share_of_affected", line.share_of_affected),
            of_everybody=self.share("share_of_everybody", line.share_of_everybody),
            rank=_("%(place)d of %(count)d") % {"place": line.rank, "count": panel.ranked}
            if line.rank
            else "",
        )

    def value(self, shown: ShownValue, period: str) -> FigureText:
        text = shown_in_words(shown, self.indicator, self.language)
        return figure_text("value", self.of, period, shown, self.reading, text)

    def distance(self, name: str, value: float | None, hidden: Reason | None) -> FigureText:
        """How far the goal is; none where it is reached."""
        text = ""
        if value is not None:
            is_rounded = self.line.last.value.is_rounded
            text = difference_in_words(value, self.indicator, self.language, is_rounded=is_rounded)
            text = _("reached") if value <= 0 else text
        return self.figure(name, self.panel.last, value, text, hidden)

    def people(self, people: int | None, period: str, hidden: Reason | None) -> FigureText:
        text = "" if people is None else numbers.number(people, self.language, 0)
        return self.figure("people_behind", period, people, text, hidden)

    def paced(self, name: str, value: float | None) -> FigureText | None:
        if value is None:
            return None
        text = pace_in_words(value, self.indicator, self.language)
        return self.figure(name, self.panel.last, value, text, None)

    def behind(self, value: float | None, period: str) -> FigureText:
        text = ""
        if value is not None:
            is_rounded = self.line.last.value.is_rounded
            digits = 0 if is_rounded else 1
            text = pace_in_words(value, self.indicator, self.language, digits)
        cell = self.line.first if period == self.panel.first else self.line.last
        return self.figure("behind", period, value, text, cell.value.reason)

    def times(self, name: str, value: float | None, period: str) -> FigureText:
        reason = self.line.last.value.reason if period == self.panel.last else None
        return self.figure(name, period, *_times(value), reason)

    def share(self, name: str, value: float | None) -> FigureText:
        text = "" if value is None else numbers.percent(value, self.language, 1)
        return self.figure(name, self.panel.last, value, text, None)

    def moved(self, name: str, move: Move) -> MoveText:
        return MoveText(
            self.paced(name, move.change),
            self.paced(f"{name}_low", move.low),
            self.paced(f"{name}_high", move.high),
            way_in_words(move) if move.change is not None else "",
            TONES[move.way] if move.holds else "unknown",
        )

    def figure(
        self, name: str, period: str, value: float | None, text: str, hidden: Reason | None
    ) -> FigureText:
        reason = reason_in_words(hidden, self.reading.policy) if hidden and value is None else ""
        return FigureText(name, self.of, period, value, text, reason)
