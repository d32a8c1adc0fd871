"""The board, ready for its template: every figure already in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.disparities.presentation.board import Board, Panel
from shidra.disparities.presentation.choices import BoardChoices, board_choices
from shidra.disparities.presentation.drawings import (
    people_drawing,
    slopes_drawing,
    ways_drawing,
    whole,
)
from shidra.disparities.presentation.names import by_name, line_name
from shidra.disparities.presentation.question import BoardQuestion
from shidra.disparities.presentation.rows import ApartRow, BoardRow, apart_row, board_rows
from shidra.disparities.presentation.words import Said, comparisons_in_words, headline, said_of
from shidra.i18n import dates, numbers
from shidra.i18n.phrases import Phrase, filled, listed, plain
from shidra.i18n.text import Shown
from shidra.measurement.models import Indicator
from shidra.measurement.presentation.words import difference_in_words, joined
from shidra.measurement.queries import Names
from shidra.protection.presentation import reason_in_words, rule_in_words

__all__ = ["BoardPage", "PanelView", "Verdicts", "present_board"]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture with its finding and a sentence on how it is read."""

    title: str | Phrase
    note: str
    picture: SafeString


@dataclass(frozen=True, slots=True)
class PanelView:
    """One outcome by one dimension."""

    key: str
    name: Shown
    by: Phrase | Shown
    title: Phrase
    first: str
    last: str
    has_two: bool
    reference: Phrase | Shown
    goal: bool
    ways: Drawn
    slopes: Drawn | None
    people: Drawn | None
    rows: tuple[BoardRow, ...]
    apart: ApartRow
    has_between: bool
    said: tuple[Said, ...]
    hidden: str
    unit: str
    is_crossed: bool

    @property
    def ways_caption(self) -> Phrase:
        return filled(_("Against the goal, by %(by)s"), by=self.by)

    @property
    def between_caption(self) -> Phrase:
        return filled(_("Between groups, by %(by)s"), by=self.by)

    @property
    def people_caption(self) -> Phrase:
        return filled(_("People behind the goal, by %(by)s"), by=self.by)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What shrank, what grew, what may be chance and what cannot be told, over all panels."""

    kind: str
    title: str
    note: str
    tone: str
    said: tuple[tuple[Phrase, Said], ...]


@dataclass(frozen=True, slots=True)
class BoardPage:
    """Everything that the board says."""

    headline: str
    lead: str
    choices: BoardChoices
    verdicts: tuple[Verdicts, ...]
    panels: tuple[PanelView, ...]
    comparisons: str
    rule: str
    is_hidden: bool


def present_board(board: Board, question: BoardQuestion, names: Names, language: str) -> BoardPage:
    """The board in a language."""
    told = [(panel, said_of(panel, names, language)) for panel in board.panels]
    every = [said for _panel, those in told for said in those]
    panels = tuple(_view(panel, said, names, language) for panel, said in told)
    policy = board.panels[0].reading.policy if board.panels else None
    return BoardPage(
        headline(board, every),
        _lead(board, language),
        board_choices(board, question, names, language),
        tuple(_verdicts(told, names, language)) if told else (),
        panels,
        comparisons_in_words(board.comparisons),
        rule_in_words(policy) if policy else "",
        any(view.hidden for view in panels),
    )


def _lead(board: Board, language: str) -> str:
    """From when to when, where all panels share it."""
    spans = {(panel.first, panel.last) for panel in board.panels}
    if len(spans) != 1:
        return ""
    [(first, last)] = spans
    texts = {"first": dates.period(first, language), "last": dates.period(last, language)}
    if first == last:
        return str(joined(_("Measured in %(last)s; a second period will tell what moved.") % texts))
    return str(joined(_("What was measured in %(first)s beside what was in %(last)s.") % texts))


def _verdicts(
    told: list[tuple[Panel, list[Said]]], names: Names, language: str
) -> Iterator[Verdicts]:
    heads = {
        "narrowed": (_("What shrank"), "", "on-path"),
        "widened": (_("What grew"), "", "off-path"),
        "turned": (_("What turned round"), "", ""),
        "noise": (_("What may be chance"), "", ""),
        "unknown": (_("What cannot be told"), "", ""),
    }
    is_tested = any(said.kind != "unknown" for _panel, those in told for said in those)
    for kind, (title, note, tone) in heads.items():
        own = tuple(
            (_about(panel, told, names, language), said)
            for panel, those in told
            for said in those
            if said.kind == kind
        )
        # Where nothing could be tested, nothing is said to be absent.
        if own or (is_tested and kind in {"narrowed", "widened"}):
            yield Verdicts(kind, title, note, tone, own)


def _about(
    panel: Panel, told: list[tuple[Panel, list[Said]]], names: Names, language: str
) -> Phrase:
    """Which measure and dimension a sentence is about, where there are several."""
    if len(told) == 1:
        return Phrase()
    by = by_name(panel.dimensions, names, language)
    if len({each.reading.indicator.code for each, _said in told}) == 1:
        return Phrase(by)
    name = panel.reading.indicator.name.shown(language)
    return filled(_("%(measure)s, by %(dimension)s"), measure=name, dimension=by)


def _view(panel: Panel, said: list[Said], names: Names, language: str) -> PanelView:
    indicator = panel.reading.indicator
    by = by_name(panel.dimensions, names, language)
    name = indicator.name.shown(language)
    title = filled(_("%(measure)s, by %(dimension)s"), measure=name, dimension=by)
    return PanelView(
        f"{indicator.code}-{'-'.join(panel.dimensions)}",
        name,
        by,
        title,
        dates.period(panel.first, language, short=True),
        dates.period(panel.last, language, short=True),
        panel.first != panel.last,
        line_name(panel.reference, names, language) if panel.reference else Phrase(),
        panel.goal is not None,
        _ways(panel, names, language),
        _slopes(panel, names, language),
        _people(panel, names, language),
        tuple(board_rows(panel, names, language)),
        apart_row(panel, names, language),
        any(line.against for line in panel.lines),
        tuple(said),
        _hidden(panel, language),
        _unit(indicator),
        len(panel.dimensions) > 1,
    )


def _unit(indicator: Indicator) -> str:
    return _("percentage points") if indicator.is_share else str(indicator.get_unit_display())


def _ways(panel: Panel, names: Names, language: str) -> Drawn:
    title = _ways_title(panel, names, language)
    note = _(
        "Hollow where a group began, full where it stands; a thin bar is what the counts leave open "
        "(95%). The line is the goal, one for all."
    )
    return Drawn(title, note, whole(ways_drawing(panel, names, language, plain(title))))


def _ways_title(panel: Panel, names: Names, language: str) -> Phrase:
    """Who is furthest from the goal, of those shown: computed, and never presumed."""
    line = next((line for line in panel.lines if line.group == panel.furthest), None)
    if line is None:
        return Phrase(_("Where each group stands"))
    texts: dict[str, object] = {"group": line_name(line.group, names, language)}
    if line.to_go.last is None:
        return filled(_("Furthest behind of the groups shown: %(group)s"), texts)
    if line.to_go.last <= 0:
        return Phrase(_("Every group shown has reached the goal"))
    texts["size"] = difference_in_words(
        line.to_go.last, panel.reading.indicator, language, is_rounded=line.last.value.is_rounded
    )
    return joined(filled(_("Furthest from the goal: %(group)s, with %(size)s to go"), texts))


def _slopes(panel: Panel, names: Names, language: str) -> Drawn | None:
    title = filled(
        _("How far each group is behind %(reference)s"),
        reference=line_name(panel.reference, names, language) if panel.reference else "",
    )
    drawing = slopes_drawing(panel, names, language, plain(title))
    if drawing is None:
        return None
    note = _(
        "In %(unit)s; at nought a group stands level. A line is dashed where no change beyond "
        "chance has been shown."
    ) % {"unit": _unit(panel.reading.indicator)}
    return Drawn(title, note, whole(drawing))


def _people(panel: Panel, names: Names, language: str) -> Drawn | None:
    title = _people_title(panel, language)
    drawing = people_drawing(panel, names, language, title)
    if drawing is None:
        return None
    note = _(
        "The fewest people of whom it would have to be otherwise for the group to meet the goal today."
    )
    return Drawn(title, note, whole(drawing))


def _people_title(panel: Panel, language: str) -> str:
    """How many are behind in all, where everybody's number is shown."""
    if panel.everybody.people is None:
        return _("How many people are behind the goal")
    return ngettext(
        "%(count)s person is behind the goal", "%(count)s people are behind the goal",
        panel.everybody.people,
    ) % {"count": numbers.number(panel.everybody.people, language, 0)}  # fmt: skip


def _hidden(panel: Panel, language: str) -> str:
    """Why something is hidden here, and in which periods before or after those compared."""
    reason = next(panel.hidden, None)
    if reason is None:
        return ""
    said = reason_in_words(reason, panel.reading.policy)
    if not panel.hidden_beside:
        return plain(said)
    beside = listed(
        (dates.period(code, language, short=True) for code, _why in panel.hidden_beside), language
    )
    return plain(
        joined(filled(_("%(periods)s is left out. %(reason)s"), periods=beside, reason=said))
    )
