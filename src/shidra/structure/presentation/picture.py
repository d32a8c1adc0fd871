"""The map with a scenario marked on it: what was moved, where it draws others, what was cut."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from shidra.i18n import numbers
from shidra.i18n.phrases import Phrase, filled, together
from shidra.pictures.map import (
    CardMark,
    MapColumn,
    MapLink,
    MapNode,
    MapTrack,
    draw_path,
    draw_road_map,
)
from shidra.roadmap.models import FactorEntry, Link
from shidra.roadmap.presentation.wording import MapWording
from shidra.roadmap.queries import LARGE, MapState, Tie, near
from shidra.structure.presentation.words import digits_for
from shidra.structure.queries import Comparison, ScenarioSteps

__all__ = ["ScenarioPictures", "scenario_pictures"]

UP, DOWN, BOTH = "↑", "↓", "↕"


@dataclass(frozen=True, slots=True)
class ScenarioPictures:
    """The map of a scenario for a screen, and the same as a walk for a phone."""

    svg: str
    walk_svg: str
    key: tuple[tuple[str, str], ...]


def scenario_pictures(
    state: MapState, steps: ScenarioSteps, found: Comparison, words: MapWording, title: str
) -> ScenarioPictures:
    """The map as it stands, with what the scenario does to it; the rest steps back."""
    drawing = _Drawing(state, steps, found, words)
    return ScenarioPictures(drawing.map(title), drawing.walk(title), drawing.key())


class _Drawing:
    """One map and one scenario on their way to markup."""

    def __init__(
        self, state: MapState, steps: ScenarioSteps, found: Comparison, words: MapWording
    ) -> None:
        self.steps, self.words, self.language = steps, words, words.language
        self.drawn = {each.code: each.direction for each in found.drawn}
        self.moved: Mapping[str, float] = found.moved
        self.ranks = {each.code: (each.before, each.after) for each in found.ranking}
        self.state = self._part(state)
        self.names = {c: e.name.shown(self.language) for c, e in self.state.factors.items()}

    def _part(self, state: MapState) -> MapState:
        """Of a large map, what is around the first thing that the scenario is about."""
        about = [*self.steps.moves, *(source for source, _target in sorted(self.steps.cuts))]
        centre = next((code for code in about if code in state.factors), "")
        if len(state.factors) < LARGE or not centre:
            return state
        ties = [
            Tie(link.source_id, link.target_id, link.strength, link.status, link.evidence)
            for link in state.links.values()
        ]
        kept = near(state.factors[centre].factor_id, ties)
        factors = {code: e for code, e in state.factors.items() if e.factor_id in kept}
        links = {ends: link for ends, link in state.links.items() if set(ends) <= factors.keys()}
        return MapState(factors, links)

    def map(self, title: str) -> str:
        entries = list(self.state.factors.values())
        tracks: dict[str, None] = {entry.track: None for entry in entries if entry.track}
        return draw_road_map(
            self.nodes(),
            self.links(),
            columns=[
                MapColumn(number, self.words.stage(number))
                for number in sorted({entry.stage for entry in entries})
            ],
            tracks=[MapTrack(code, self.words.label("track", code)) for code in tracks],
            language=self.language,
            title=title,
            description=self.summary(),
        )

    def walk(self, title: str) -> str:
        return draw_path(
            self.nodes(),
            self.links(),
            language=self.language,
            title=title,
            description=self.summary(),
            also_leads_to=_("also leads to {}"),
        )

    def summary(self) -> str:
        return _("Road map with %(factors)s factors and %(links)s links.") % {
            "factors": numbers.number(len(self.state.factors), self.language),
            "links": numbers.number(len(self.state.links), self.language),
        }

    def key(self) -> tuple[tuple[str, str], ...]:
        """The signs that stand on this picture, in words."""
        marks = [self.mark(code) for code in self.state.factors]
        found = [
            (UP, _("drawn or moved up")),
            (DOWN, _("drawn or moved down")),
            (BOTH, _("drawn both ways alike")),
        ]
        shown = [each for each in found if any(each[0] in mark for mark in marks)]
        if self.steps.cuts & self.state.links.keys():
            shown.append(("×", _("a link that is cut")))
        return tuple(shown)

    # --- cards ---

    def nodes(self) -> list[MapNode]:
        return [self.node(code, entry) for code, entry in self.state.factors.items()]

    def node(self, code: str, entry: FactorEntry) -> MapNode:
        mark, rank = self.mark(code), self.rank(code)
        kind = str(FactorEntry.Kind(entry.kind).label)
        return MapNode(
            code=code,
            label=self.names[code],
            column=entry.stage,
            description=together([self.names[code], self.said(code), rank, kind], ". "),
            href=reverse("desk:factor", args=[self.words.initiative.code, code]),
            kind="outcome" if entry.is_outcome else "factor",
            track=entry.track,
            tags=(rank,) if rank else (),
            mark=CardMark(mark) if mark else None,
            is_quiet=not mark and not self.is_at_a_cut(code),
            is_chosen=code in self.steps.moves,
        )

    def mark(self, code: str) -> str:
        """What stands on the card: a sign, and by how much where that can be told."""
        by = self.steps.moves.get(code) or self.moved.get(code)
        if by:
            amount = numbers.signed(by, self.language, self.digits(by))
            return f"{UP if by > 0 else DOWN} {amount}"
        direction = self.drawn.get(code)
        if direction is None:
            return ""
        if not direction:
            return f"{BOTH} {_('both ways')}"
        return f"{UP} {_('up')}" if direction > 0 else f"{DOWN} {_('down')}"

    @staticmethod
    def digits(by: float) -> int:
        return 0 if by == int(by) else digits_for(by)

    def said(self, code: str) -> str:
        """The same for those who hear the map."""
        if code in self.steps.moves:
            by = self.steps.moves[code]
            said = _("moved up by %(by)s") if by > 0 else _("moved down by %(by)s")
            return said % {"by": numbers.number(abs(by), self.language, self.digits(by))}
        if code in self.moved:
            return self.mark(code)
        words = {1: _("is drawn up"), -1: _("is drawn down"), 0: _("is drawn both ways alike")}
        return words[self.drawn[code]] if code in self.drawn else ""

    def rank(self, code: str) -> str:
        """Where another place among what is missing follows from it."""
        before, after = self.ranks.get(code, (0, 0))
        if before == after:
            return ""
        return _("place %(before)s, then %(after)s") % {
            "before": numbers.number(before, self.language),
            "after": numbers.number(after, self.language),
        }

    def is_at_a_cut(self, code: str) -> bool:
        return any(code in ends for ends in self.steps.cuts & self.state.links.keys())

    # --- links ---

    def links(self) -> list[MapLink]:
        return [self.link(ends, link) for ends, link in self.state.links.items()]

    def link(self, ends: tuple[str, str], link: Link) -> MapLink:
        is_cut, hinders = ends in self.steps.cuts, link.sign == Link.Sign.HINDERS
        sentence: Phrase = self.words.sentence(
            self.names[ends[0]], self.names[ends[1]], hinders=hinders
        )
        said = filled(_("cut: %(link)s"), link=sentence) if is_cut else sentence
        return MapLink(
            source=ends[0],
            target=ends[1],
            sign="-" if hinders else "+",
            strength=link.strength,
            status=Link.Status.REFUTED if is_cut else link.status,  # type: ignore[arg-type]
            label=said,
            is_quiet=not is_cut and not self.carries(ends),
            note=f"× {_('cut')}" if is_cut else "",
        )

    def carries(self, ends: tuple[str, str]) -> bool:
        """Whether what was moved goes on along it."""
        return all(bool(self.mark(code)) for code in ends)
