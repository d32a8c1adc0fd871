"""How far everybody, each group and each place is from the goal, in words and figures."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.equity.queries import Against, Distance, Split
from shidra.i18n import dates, numbers
from shidra.i18n.phrases import Phrase, filled, listed
from shidra.i18n.text import Shown
from shidra.measurement.presentation.choices import dimension_name
from shidra.measurement.presentation.drawings import colour_of, group_name
from shidra.measurement.presentation.figures import FigureText
from shidra.measurement.presentation.words import (
    difference_in_words,
    shown_in_words,
    value_in_words,
)
from shidra.measurement.queries import Names
from shidra.protection.presentation import reason_in_words

__all__ = ["DistanceRow", "GoalWords", "SplitTable"]


@dataclass(frozen=True, slots=True)
class DistanceRow:
    """One line of a table: who, where they stand, how far from the goal, how many behind."""

    name: Phrase | Shown | str
    colour: str
    value: FigureText
    distance: FigureText
    behind: FigureText
    is_furthest: bool = False


@dataclass(frozen=True, slots=True)
class SplitTable:
    """The groups of one dimension, or the places, with what can be said of who is furthest."""

    title: Phrase | Shown | str
    period: str
    rows: tuple[DistanceRow, ...]
    finding: Phrase
    has_people: bool = False
    lock: str = ""

    @property
    def caption(self) -> Phrase:
        """What tells this table from the others on the page."""
        facts = {"by": self.title, "period": self.period}
        return filled(_("%(by)s: each against the goal, %(period)s"), facts)


class GoalWords:
    """The words of one measure and its goal in one language."""

    def __init__(self, against: Against, names: Names, language: str) -> None:
        self.against, self.names, self.language = against, names, language
        self.indicator = against.indicator

    @property
    def name(self) -> Shown:
        name: Shown = self.indicator.name.shown(self.language)
        return name

    @property
    def target(self) -> str:
        """What everybody is to reach; empty where no target says so."""
        target = self.against.target
        return "" if target is None else value_in_words(target, self.indicator, self.language)

    @property
    def by_when(self) -> str:
        aim = self.against.reading.aim
        return dates.period(aim.period, self.language) if aim else ""

    def called(self, code: str, *, is_place: bool) -> Phrase | Shown:
        if is_place:
            place = self.names.places.get(code)
            return place.name.shown(self.language) if place else group_name(code, {}, "")
        return group_name(code, self.names.groups, self.language)

    def people(self, count: float) -> str:
        whole = round(count)
        words = ngettext("%(count)s person behind", "%(count)s people behind", whole)
        return words % {"count": numbers.number(whole, self.language)}

    def apart(self, distance: float, *, is_rounded: bool) -> str:
        return difference_in_words(distance, self.indicator, self.language, is_rounded=is_rounded)

    # --- who is furthest ---------------------------------------------------------------------

    def finding(self) -> Phrase:
        """What the page has to say, in one sentence."""
        if not self.target:
            return Phrase(_("No goal is set yet: nobody can tell who is behind"))
        told = [each for each in self.against.splits if each.furthest]
        if told:
            return self.furthest(max(told, key=self._weight))
        everybody = self.against.everybody
        if everybody is None:
            return Phrase(_("Nothing was measured yet"))
        if everybody.distance == 0:
            return Phrase(_("On the whole the goal is reached"))
        facts = {"distance": self._distance_text(everybody)}
        return Phrase(_("On the whole %(distance)s are missing to the goal") % facts)

    def furthest(self, split: Split) -> Phrase:
        """Who of a dimension is furthest, and by how much."""
        names = [self.called(code, is_place=not split.dimension) for code in split.furthest]
        line = next(each for each in split.lines if each.code == split.furthest[0])
        facts = {"names": listed(names, self.language), "distance": self._distance_text(line)}
        if line.behind is None:
            return filled(_("Furthest from the goal: %(names)s, %(distance)s short"), facts)
        facts["people"] = numbers.number(round(line.behind), self.language)
        return filled(
            _("Furthest from the goal: %(names)s, %(distance)s short, %(people)s people"), facts
        )

    def _distance_text(self, line: Distance) -> str:
        return self.apart(line.distance or 0.0, is_rounded=line.value.is_rounded)

    @staticmethod
    def _weight(split: Split) -> tuple[float, float]:
        """The dimension to begin with: most people behind where they are told, then distance."""
        line = next(each for each in split.lines if each.code == split.furthest[0])
        return line.behind or 0.0, line.distance or 0.0

    # --- tables ------------------------------------------------------------------------------

    def table(self, split: Split) -> SplitTable:
        is_place = not split.dimension
        rows = tuple(self._rows(split, is_place=is_place))
        policy = self.against.reading.policy
        return SplitTable(
            title=_("Places")
            if is_place
            else dimension_name(split.dimension, self.names, self.language),
            period=dates.period(split.period, self.language),
            rows=rows,
            finding=self._found(split),
            has_people=any(row.behind.value is not None for row in rows),
            lock=reason_in_words(split.reason, policy) if split.reason else "",
        )

    def _found(self, split: Split) -> Phrase:
        if split.furthest:
            return self.furthest(split)
        if split.reason:
            return Phrase(_("Who is furthest is not told, because figures beside it are hidden."))
        if not split.is_told:
            return Phrase(
                _("Two of them look the same, rounded, so that it is not told who is furthest.")
            )
        if self.against.target is None:
            return Phrase(_("Without a goal nobody can tell who is behind."))
        return Phrase(_("All of them have reached the goal."))

    def _rows(self, split: Split, *, is_place: bool) -> Iterator[DistanceRow]:
        order = {code: place for place, code in enumerate(self.names.groups)}
        lines = sorted(
            split.lines,
            key=lambda each: (-(each.distance or 0.0), order.get(each.code, 0), each.code),
        )
        if split.reason:
            lines = sorted(split.lines, key=lambda each: (order.get(each.code, 0), each.code))
        for line in lines:
            yield self.row(
                line,
                self.called(line.code, is_place=is_place),
                split.period,
                is_furthest=line.code in split.furthest,
                is_place=is_place,
            )

    def row(
        self,
        line: Distance,
        name: Phrase | Shown | str,
        period: str,
        *,
        is_furthest: bool = False,
        is_place: bool = False,
    ) -> DistanceRow:
        """One line; the machine's value never says more than the words."""
        code = self.indicator.code
        of = f"{code}@{line.code}" if is_place else f"{code}/{line.code}" if line.code else code
        policy = self.against.reading.policy
        reason = reason_in_words(line.value.reason, policy) if line.value.reason else ""
        colour = None if is_place or not line.code else colour_of(line.code, self.names.groups)
        value = shown_in_words(line.value, self.indicator, self.language)
        behind = "" if line.behind is None else numbers.number(round(line.behind), self.language)
        return DistanceRow(
            name=name,
            colour="" if colour is None else f"group-{colour + 1}",
            value=FigureText("value", of, period, line.value.value, value, reason),
            distance=FigureText(
                "distance",
                of,
                period,
                line.distance,
                "" if line.distance is None else self._distance_text(line),
                reason,
            ),
            behind=FigureText("people_behind", of, period, line.behind, behind),
            is_furthest=is_furthest,
        )
