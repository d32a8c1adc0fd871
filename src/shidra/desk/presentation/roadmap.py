"""The road map for one reader: cards and arrows, the same data as a table, and as paths."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.desk.presentation.roadmap_lenses import Lens, names_of_lenses
from shidra.desk.presentation.roadmap_part import MapPart, part_of
from shidra.desk.presentation.roadmap_picture import RoadmapPictures, map_key
from shidra.desk.presentation.roadmap_question import VIEWS, MapQuestion
from shidra.desk.presentation.roadmap_rows import (
    FactorRow,
    LinkRow,
    PathRow,
    factor_rows,
    link_rows,
    path_rows,
)
from shidra.desk.presentation.roadmap_words import RoadmapWords
from shidra.desk.presentation.roadmap_work_lenses import Choice, choices_of, looked_at
from shidra.desk.queries import Roadmap
from shidra.gaps.queries import MissingList
from shidra.i18n.phrases import Phrase, filled
from shidra.i18n.text import Shown
from shidra.initiatives.permissions import Access, Right
from shidra.pictures.map import MapColumn, MapTrack

__all__ = ["MapPage", "map_page"]

type Tab = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Hit:
    """A factor that a search found."""

    code: str
    name: Shown
    said: str
    href: str


@dataclass(frozen=True, slots=True)
class Focus:
    """The factor whose chain stands in the light, with its other sides."""

    sentence: Phrase
    href: str
    sides: tuple[Tab, ...]
    away: str


@dataclass(frozen=True, slots=True)
class Fold:
    """A track or a stage that can be folded or opened."""

    name: str
    href: str
    action: str
    is_folded: bool


@dataclass(frozen=True, slots=True)
class MapPage:
    """The whole page."""

    question: MapQuestion
    lens: Lens
    lens_name: str
    is_chain: bool
    without_search: str
    headline: str
    svg: str
    walk_svg: str
    factors: tuple[FactorRow, ...]
    links: tuple[LinkRow, ...]
    paths: tuple[PathRow, ...]
    views: tuple[Tab, ...]
    lenses: tuple[Tab, ...]
    choices: tuple[Choice, ...]
    choices_hidden: tuple[tuple[str, str], ...]
    search_hidden: tuple[tuple[str, str], ...]
    hits: tuple[Hit, ...] | None
    found: str
    focus: Focus | None
    folds: tuple[Fold, ...]
    part: str
    whole: str
    wall: str
    key: tuple[dict[str, str], ...]
    version: int
    draft: int | None
    may_adopt: bool
    may_read_draft: bool


def map_page(
    access: Access,
    roadmap: Roadmap,
    missing: MissingList,
    question: MapQuestion,
    *,
    language: str,
    today: date,
    kinds: Mapping[str, Mapping[str, int]] | None = None,
) -> MapPage:
    """All that the page shows; pictures are drawn only for the view that needs them.

    `kinds` are how many gaps of each kind each factor has, for the lens that tells them.
    """
    words = RoadmapWords(
        access.initiative, roadmap, missing, language, today=today, kinds=kinds or {}
    )
    choices = choices_of(access, question, language)
    lens = looked_at(access, words, question, choices)
    part = part_of(roadmap, roadmap.names(), question)
    pictures = RoadmapPictures(words, lens, part, question)
    offers = _Offers(words, question, part, pictures)
    draft, is_map = roadmap.open_version, question.view == "map"
    return MapPage(
        question=question,
        lens=lens,
        lens_name=names_of_lenses()[question.lens][0],
        is_chain=part.is_chain,
        without_search=question.address(words=""),
        headline=lens.finding,
        svg=pictures.picture() if is_map else "",
        walk_svg=pictures.walk() if is_map else "",
        factors=tuple(factor_rows(words, lens, part)),
        links=tuple(link_rows(words, part)) if not is_map else (),
        paths=tuple(path_rows(words, lens, part)) if question.view == "paths" else (),
        views=tuple(offers.views()),
        lenses=tuple(offers.lenses()),
        choices=tuple(choices),
        choices_hidden=tuple(question.hidden("group", "place")),
        search_hidden=tuple(question.hidden("q")),
        hits=tuple(offers.hits(lens)) if part.found is not None else None,
        found=offers.found(),
        focus=offers.focus(),
        folds=tuple(offers.folds()),
        part=offers.part_in_words(),
        whole=question.address(is_whole=True) if part.is_near else "",
        wall=question.address(is_wall=not question.is_wall, view="map"),
        key=tuple(map_key(lens)),
        version=roadmap.version.number,
        draft=draft.number if draft and access.is_member else None,
        may_adopt=bool(draft) and access.may(Right.ADOPT_ROADMAP),
        may_read_draft=draft is not None
        and (draft.status == draft.Status.CONSULTATION or access.carries(Right.EDIT)),
    )


class _Offers:
    """Where a reader can go from here: each an address."""

    def __init__(
        self,
        words: RoadmapWords,
        question: MapQuestion,
        part: MapPart,
        pictures: RoadmapPictures,
    ) -> None:
        self.words, self.question, self.part, self.pictures = words, question, part, pictures

    def views(self) -> list[Tab]:
        names = {"map": _("Map"), "table": _("Table"), "paths": _("Paths")}
        icons = {"map": "waypoints", "table": "table-2", "paths": "route"}
        return [
            {
                "id": f"view-{view}",
                "href": self.question.address(view=view),
                "text": names[view],
                "icon": icons[view],
                "is_current": view == self.question.view,
            }
            for view in VIEWS
        ]

    def lenses(self) -> list[Tab]:
        return [
            {
                "id": f"lens-{lens}",
                "href": self.question.address(lens=lens),
                "text": name,
                "icon": icon,
                "is_current": lens == self.question.lens,
            }
            for lens, (name, icon) in names_of_lenses().items()
        ]

    def hits(self, lens: Lens) -> list[Hit]:
        return [
            Hit(
                code,
                self.words.names[code],
                lens.words.get(code, ""),
                self.question.address(focus=code, words=""),
            )
            for code in self.part.found or ()
        ]

    def found(self) -> str:
        """What the search found, as a sentence."""
        if self.part.found is None:
            return ""
        count, total = len(self.part.found), len(self.words.entries)
        if not count:
            return _("No factor is called that")
        said = ngettext(
            "One of %(all)s is called that", "%(count)s of %(all)s are called that", count
        )
        return said % {"count": self.words.number(count), "all": self.words.number(total)}

    def focus(self) -> Focus | None:
        code = self.question.focus
        if code not in self.words.entries:
            return None
        name, before, after = self.words.names[code], len(self.part.before), len(self.part.after)
        sentences = {
            "both": _("%(name)s: %(before)s before it, %(after)s after it"),
            "before": _("%(name)s: %(before)s before it"),
            "after": _("%(name)s: %(after)s after it"),
        }
        facts = {
            "name": name,
            "before": self.words.number(before),
            "after": self.words.number(after),
        }
        names = {
            "both": _("the whole chain"),
            "before": _("what leads to it"),
            "after": _("what follows from it"),
        }
        return Focus(
            sentence=filled(sentences[self.question.side], facts),
            href=self.words.href(code),
            sides=tuple(
                {
                    "id": f"side-{side}",
                    "href": self.question.address(side=side),
                    "text": words,
                    "is_current": side == self.question.side,
                }
                for side, words in names.items()
            ),
            away=self.question.address(focus=""),
        )

    def folds(self) -> list[Fold]:
        """Tracks, then stages, that become fewer cards when they are folded."""
        offered: list[MapTrack | MapColumn] = [*self.pictures.tracks(), *self.pictures.columns()]
        folded = set(self.question.folds)
        return [
            Fold(each.label, each.href, each.action, is_folded=self.is_folded(each.href, folded))
            for each in offered
            if each.href
        ]

    def is_folded(self, href: str, folded: set[str]) -> bool:
        """An address that has fewer folds than this one opens something."""
        return href.count("fold=") < len(folded)

    def part_in_words(self) -> str:
        """How much of a large map is on the sheet; empty where it is all."""
        if not self.part.is_near:
            return ""
        return filled(
            _("Around %(name)s: %(shown)s of %(all)s factors, the strongest ties first"),
            name=self.words.names[self.part.centre],
            shown=self.words.number(len(self.part.codes)),
            all=self.words.number(len(self.words.entries)),
        )
