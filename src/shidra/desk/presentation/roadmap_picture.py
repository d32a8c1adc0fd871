"""The road map as pictures: cards and arrows for a screen, a walk for a phone, and their key."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.desk.presentation.roadmap_lenses import Lens
from shidra.desk.presentation.roadmap_part import MapPart
from shidra.desk.presentation.roadmap_question import MapQuestion, folded_stage, folded_track
from shidra.desk.presentation.roadmap_words import RoadmapWords
from shidra.i18n.phrases import Phrase, filled, listed, together
from shidra.pictures.map import (
    MapColumn,
    MapLink,
    MapNode,
    MapTrack,
    draw_key_sample,
    draw_path,
    draw_road_map,
)
from shidra.roadmap.models import FactorEntry, Link

__all__ = ["RoadmapPictures", "map_key"]

type Cell = tuple[str, int]


def map_key(lens: Lens) -> list[dict[str, str]]:
    """What each mark of the map means, drawn by the same hand as the map; the lens first."""
    words = (
        *lens.key,
        ("helps", _("promotes; the thicker, the stronger")),
        ("hinders", _("hinders")),
        ("hypothesised", _("a hypothesis so far")),
        ("contested", _("contested")),
        ("evidence", _("strength of the evidence")),
    )
    return [
        {"picture": draw_key_sample(name), "words": text}  # type: ignore[arg-type]
        for name, text in words
    ]


class RoadmapPictures:
    """The pictures of one map for one reader, through one lens."""

    def __init__(
        self, words: RoadmapWords, lens: Lens, part: MapPart, question: MapQuestion
    ) -> None:
        self.words, self.lens, self.part, self.question = words, lens, part, question
        self.roadmap, self.language = words.roadmap, words.language
        self.entries = [e for e in self.roadmap.entries if e.factor.code in part.codes]
        self.links = [
            link
            for link in self.roadmap.links
            if link.source.code in part.codes and link.target.code in part.codes
        ]
        self.cells = self.folded_cells()
        self.cell_of = {code: cell for cell, codes in self.cells.items() for code in codes}

    # --- what is folded ---------------------------------------------------------------------------

    def folded_cells(self) -> dict[Cell, list[str]]:
        """Where a track meets a stage and one of them is folded: the factors that become one."""
        found: dict[Cell, list[str]] = defaultdict(list)
        for entry in self.entries:
            folds = {folded_track(entry.track), folded_stage(entry.stage)}
            if not entry.is_outcome and not folds.isdisjoint(self.question.folds):
                found[entry.track, entry.stage].append(entry.factor.code)
        return {cell: codes for cell, codes in found.items() if len(codes) > 1}

    def folded_node(self, cell: Cell, codes: Sequence[str]) -> MapNode:
        track, stage = cell
        names = listed((self.words.names[code] for code in codes), self.language)
        count = ngettext("%(count)s factor: %(names)s", "%(count)s factors: %(names)s", len(codes))
        name = filled(count, count=self.words.number(len(codes)), names=names)
        said_here = all(self.words.names[code].language == self.language for code in codes)
        mark = self.lens.folded(codes)
        opened = tuple(
            fold
            for fold in self.question.folds
            if fold not in {folded_track(track), folded_stage(stage)}
        )
        said = [name, *([mark.tag] if mark and mark.tag else []), _("opens the fold")]
        return MapNode(
            code=code_of(cell),
            # A line of a card is of one language: names in another stand in its description.
            label=name if said_here else self.count_of(codes),
            column=stage,
            description=together(said, ". "),
            href=self.question.address(folds=opened),
            track=track,
            mark=mark,
            is_quiet=self.part.light.isdisjoint(codes),
            is_chosen=self.part.centre in codes,
            count=len(codes),
        )

    def count_of(self, codes: Sequence[str]) -> Phrase:
        """How many factors became one."""
        words = ngettext("%(count)s factor", "%(count)s factors", len(codes))
        return filled(words, count=self.words.number(len(codes)))

    # --- cards and arrows -------------------------------------------------------------------------

    @cached_property
    def nodes(self) -> list[MapNode]:
        made: dict[str, MapNode] = {}
        for entry in self.entries:
            code = entry.factor.code
            cell = self.cell_of.get(code)
            if cell is None:
                made[code] = self.node(entry)
            elif code_of(cell) not in made:
                made[code_of(cell)] = self.folded_node(cell, self.cells[cell])
        return list(made.values())

    def node(self, entry: FactorEntry) -> MapNode:
        code = entry.factor.code
        is_outside = code not in self.part.light
        return MapNode(
            code=code,
            label=self.words.names[code],
            column=entry.stage,
            description=self.words.describe(entry, self.lens.words.get(code, "")),
            href=self.href(code),
            kind="outcome" if entry.is_outcome else "factor",
            track=entry.track,
            tags=self.lens.tags.get(code, ()),
            mark=self.lens.marks.get(code),
            evidence=self.words.ranks.get(entry.factor_id, 0),
            is_quiet=is_outside or code in self.lens.quiet,
            is_chosen=code == self.part.centre,
        )

    def href(self, code: str) -> str:
        """To the factor; on a map that is larger than the sheet, to what is around it."""
        if self.part.is_near and code != self.part.centre:
            return self.question.address(focus=code, words="")
        return self.words.href(code)

    @cached_property
    def arrows(self) -> list[MapLink]:
        """One arrow a link; those between the same cards with the same sign become one."""
        bundles: dict[tuple[str, str, str], list[Link]] = defaultdict(list)
        for link in self.links:
            source, target = self.end(link.source.code), self.end(link.target.code)
            if source != target:
                bundles[source, target, link.sign].append(link)
        return [self.arrow(source, target, of) for (source, target, _), of in bundles.items()]

    def end(self, code: str) -> str:
        cell = self.cell_of.get(code)
        return code_of(cell) if cell else code

    def arrow(self, source: str, target: str, bundle: Sequence[Link]) -> MapLink:
        link = max(bundle, key=lambda each: each.strength)
        is_quiet = not any(self.part.lights(each) for each in bundle)
        return MapLink(
            source=source,
            target=target,
            sign="-" if link.sign == Link.Sign.HINDERS else "+",
            strength=link.strength,
            status=link.status,  # type: ignore[arg-type]
            label=together([self.words.sentence(each) for each in bundle], "\n"),
            is_quiet=is_quiet,
        )

    def columns(self) -> list[MapColumn]:
        found: dict[int, list[FactorEntry]] = defaultdict(list)
        for entry in self.entries:
            found[entry.stage].append(entry)
        made = []
        for number, of in sorted(found.items()):
            name, fold = self.words.stage(number), folded_stage(number)
            if self.can_fold([entry for entry in of if not entry.is_outcome]):
                to = self.question.folding(fold)
                made.append(MapColumn(number, name, href=to, action=self.action(name, fold)))
            else:
                made.append(MapColumn(number, name))
        return made

    def tracks(self) -> list[MapTrack]:
        found: dict[str, list[FactorEntry]] = defaultdict(list)
        for entry in self.entries:
            if entry.track:
                found[entry.track].append(entry)
        made = []
        for code, of in found.items():
            name, fold = self.words.label("track", code), folded_track(code)
            if self.can_fold(of):
                to = self.question.folding(fold)
                made.append(MapTrack(code, name, href=to, action=self.action(name, fold)))
            else:
                made.append(MapTrack(code, name))
        return made

    def can_fold(self, entries: Sequence[FactorEntry]) -> bool:
        """Whether any two of them would become one card."""
        cells = {(entry.track, entry.stage) for entry in entries}
        return len(cells) < len(entries) and not self.part.is_near

    def action(self, name: str, fold: str) -> Phrase:
        """What the name of a column or a track does, beginning with what is seen."""
        words = _("%(name)s: open") if fold in self.question.folds else _("%(name)s: fold")
        return filled(words, name=name)

    def picture(self) -> str:
        return draw_road_map(
            self.nodes,
            self.arrows,
            columns=self.columns(),
            tracks=self.tracks(),
            language=self.language,
            title=self.lens.finding,
            description=self.summary(),
        )

    def walk(self) -> str:
        return draw_path(
            self.nodes,
            self.arrows,
            language=self.language,
            title=self.lens.finding,
            description=self.summary(),
            also_leads_to=_("also leads to {}"),
        )

    def summary(self) -> str:
        return _("Road map with %(factors)s factors and %(links)s links.") % {
            "factors": self.words.number(len(self.entries)),
            "links": self.words.number(len(self.links)),
        }


def code_of(cell: Cell) -> str:
    """The code of a folded card; no factor has a blank in its own."""
    track, stage = cell
    return f"{track} {stage}"
