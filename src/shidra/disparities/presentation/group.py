"""A group's own page: each measure's figure for it, the goal, its place, its pace."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.disparities.presentation.board import Line, Panel
from shidra.disparities.presentation.names import colour_class, line_name
from shidra.disparities.presentation.rows import ApartRow, BoardRow, apart_row, board_rows
from shidra.disparities.presentation.words import comparisons_in_words
from shidra.i18n import dates
from shidra.i18n.phrases import Phrase, filled, plain
from shidra.i18n.text import Shown
from shidra.measurement.presentation.choices import dimension_name
from shidra.measurement.presentation.drawings import colour_of, draw_line
from shidra.measurement.presentation.readings import is_unknown
from shidra.measurement.presentation.words import change_in_words, joined
from shidra.measurement.queries import Names
from shidra.protection.presentation import reason_in_words, rule_in_words

__all__ = ["GroupPage", "present_group"]


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """What one measure says of the group."""

    code: str
    name: Shown
    is_outcome: bool
    period: str
    change: str
    line: SafeString
    row: BoardRow
    everybody: BoardRow
    reason: str
    has_goal: bool
    reference: Phrase | Shown
    apart: ApartRow


@dataclass(frozen=True, slots=True)
class GroupPage:
    """Everything that the page of a group says."""

    name: Phrase | Shown
    crumbs: list[tuple[str, str]]
    dimension: Phrase | Shown
    by: str
    colour: str
    headline: Phrase
    lines: tuple[MeasureLine, ...]
    others: tuple[dict[str, object], ...]
    comparisons: str
    rule: str
    is_hidden: bool


def present_group(
    initiative: str,
    group: str,
    panels: Sequence[Panel],
    outcomes: frozenset[str],
    comparisons: int,
    names: Names,
    language: str,
) -> GroupPage:
    """The page in a language; outcomes stand first, in the order of their table."""
    dimension = group.partition(":")[0]
    told = [(panel, _line(panel, group)) for panel in panels]
    lines = tuple(
        _measure(panel, line, names, language, is_outcome=panel.reading.indicator.code in outcomes)
        for panel, line in told
    )
    policy = panels[0].reading.policy if panels else None
    return GroupPage(
        line_name(group, names, language),
        [(_("Disparities"), reverse("disparities:board", args=[initiative]))],
        dimension_name(dimension, names, language),
        dimension,
        colour_class(colour_of(group, names.groups)),
        _headline(group, told, names, language),
        lines,
        tuple(_others(group, panels, names, language)),
        comparisons_in_words(comparisons),
        rule_in_words(policy) if policy else "",
        any(line.reason for line in lines),
    )


def _line(panel: Panel, group: str) -> Line:
    return next(line for line in panel.lines if line.group == group)


def _headline(
    group: str, told: Sequence[tuple[Panel, Line]], names: Names, language: str
) -> Phrase:
    """In how many measures the group is the furthest behind, of those in which it is compared."""
    name = line_name(group, names, language)
    compared = [panel for panel, line in told if line.rank and panel.ranked > 1]
    if not compared:
        return filled(_("%(group)s, measure by measure"), group=name)
    furthest = sum(panel.furthest == group for panel in compared)
    sentence = ngettext(
        "%(group)s: furthest behind in %(furthest)s of %(count)s measure",
        "%(group)s: furthest behind in %(furthest)s of %(count)s measures",
        len(compared),
    )
    return joined(filled(sentence, group=name, furthest=str(furthest), count=str(len(compared))))


def _measure(
    panel: Panel, line: Line, names: Names, language: str, *, is_outcome: bool
) -> MeasureLine:
    rows = {row.group: row for row in board_rows(panel, names, language)}
    alone, indicator = panel.reading.alone(line.group), panel.reading.indicator
    reason = line.last.value.reason
    return MeasureLine(
        indicator.code,
        indicator.name.shown(language),
        is_outcome,
        dates.period(panel.last, language, short=True),
        change_in_words(alone, language),
        draw_line(alone),
        rows[line.group],
        rows[""],
        plain(reason_in_words(reason, panel.reading.policy)) if reason else "",
        panel.goal is not None,
        line_name(panel.reference, names, language) if panel.reference else Phrase(),
        apart_row(panel, names, language),
    )


def _others(
    group: str, panels: Sequence[Panel], names: Names, language: str
) -> list[dict[str, object]]:
    """The groups of the same dimension, as links; those of nobody's are none."""
    dimension = group.partition(":")[0]
    codes = {line.group for panel in panels for line in panel.lines}
    known = [key for key in names.groups if key in codes]
    listed = [*known, *sorted(codes - set(known))]
    return [
        {
            "code": code,
            "text": line_name(code, names, language),
            "is_current": code == group,
        }
        for code in listed
        if code.partition(":")[0] == dimension and not is_unknown(code)
    ]
