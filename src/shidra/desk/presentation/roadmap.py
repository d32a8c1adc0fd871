"""The road map for one reader: cards and arrows, the same data as a table, and as paths."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from shidra.desk.presentation.roadmap_picture import RoadmapPictures, map_key
from shidra.desk.presentation.roadmap_words import RoadmapWords, evidence_words
from shidra.desk.queries import Roadmap
from shidra.gaps.queries import MissingLine
from shidra.i18n import numbers
from shidra.i18n.phrases import Phrase
from shidra.i18n.text import Shown
from shidra.initiatives.permissions import Access, Right
from shidra.roadmap.models import FactorEntry, Link

__all__ = ["FactorRow", "LinkRow", "MapPage", "PathRow", "map_page"]

VIEWS = ("map", "table", "paths")


@dataclass(frozen=True, slots=True)
class FactorRow:
    """A factor as the table shows it."""

    code: str
    name: Shown
    href: str
    kind: str
    is_outcome: bool
    stage: str
    track: str
    importance: int | None
    owner: Shown | None
    evidence: str
    line: MissingLine | None
    need_text: str
    missing_text: str
    is_missing: bool
    leads_to: Phrase


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link as a sentence and as cells."""

    source: Shown
    target: Shown
    sentence: Phrase
    sign: str
    strength: int
    evidence: str
    status: str
    is_contested: bool


@dataclass(frozen=True, slots=True)
class PathRow:
    """The strongest way of one factor to the outcome."""

    code: str
    names: tuple[Shown, ...]
    strength: float
    strength_text: str


@dataclass(frozen=True, slots=True)
class MapPage:
    """The whole page."""

    view: str
    shows_missing: bool
    svg: str
    walk_svg: str
    headline: str
    factors: tuple[FactorRow, ...]
    links: tuple[LinkRow, ...]
    paths: tuple[PathRow, ...]
    views: tuple[dict[str, Any], ...]
    lenses: tuple[dict[str, Any], ...]
    key: tuple[dict[str, str], ...]
    version: int
    draft: int | None
    may_adopt: bool


def map_page(
    access: Access,
    roadmap: Roadmap,
    missing: Sequence[MissingLine],
    *,
    language: str,
    view: str,
    lens: str,
) -> MapPage:
    """All that the page shows; pictures are drawn only for the view that needs them."""
    view = view if view in VIEWS else "map"
    words = RoadmapWords(
        access.initiative, roadmap, missing, language, shows_missing=lens != "none"
    )
    pictures = RoadmapPictures(words)
    draft = roadmap.open_version
    return MapPage(
        view=view,
        shows_missing=words.shows_missing,
        svg=pictures.picture() if view == "map" else "",
        walk_svg=pictures.walk() if view == "map" else "",
        headline=words.headline(),
        factors=tuple(_factor_row(entry, words) for entry in roadmap.entries),
        links=tuple(_link_row(link, words) for link in roadmap.links) if view != "map" else (),
        paths=tuple(_path_rows(words)) if view == "paths" else (),
        views=tuple(_views(view, lens)),
        lenses=tuple(_lenses(view, shows_missing=words.shows_missing)),
        key=tuple(map_key(shows_missing=words.shows_missing)),
        version=roadmap.version.number,
        draft=draft.number if draft and access.is_member else None,
        may_adopt=bool(draft) and access.may(Right.ADOPT_ROADMAP),
    )


def _factor_row(entry: FactorEntry, words: RoadmapWords) -> FactorRow:
    code = entry.factor.code
    line = words.lines.get(code)
    return FactorRow(
        code=code,
        name=words.names[code],
        href=words.href(code),
        kind=str(FactorEntry.Kind(entry.kind).label),
        is_outcome=entry.is_outcome,
        stage=words.stage(entry.stage),
        track=words.label("track", entry.track) if entry.track else "",
        importance=entry.importance,
        owner=words.owner(entry),
        evidence=words.evidence(entry),
        line=line,
        need_text=words.money(line.need) if line and line.need else "",
        missing_text=words.money(line.missing) if line and line.missing > 0 else "",
        is_missing=bool(line and line.missing > 0),
        leads_to=words.targets(code),
    )


def _link_row(link: Link, words: RoadmapWords) -> LinkRow:
    return LinkRow(
        source=words.names[link.source.code],
        target=words.names[link.target.code],
        sentence=words.sentence(link),
        sign=str(Link.Sign(link.sign).label),
        strength=link.strength,
        evidence=link.get_evidence_display() if link.evidence else evidence_words(0),
        status=str(Link.Status(link.status).label),
        is_contested=link.status in {Link.Status.CONTESTED, Link.Status.REFUTED},
    )


def _path_rows(words: RoadmapWords) -> list[PathRow]:
    found = [
        PathRow(
            code=line.factor,
            names=tuple(words.names[step] for step in line.path),
            strength=float(line.path_strength or 0),
            strength_text=numbers.number(line.path_strength or 0, words.language, 2),
        )
        for line in words.lines.values()
        if line.is_factor and len(line.path) > 1
    ]
    return sorted(found, key=lambda row: (-row.strength, len(row.names), row.code))


def _views(current: str, lens: str) -> list[dict[str, Any]]:
    words = {"map": _("Map"), "table": _("Table"), "paths": _("Paths")}
    icons = {"map": "waypoints", "table": "table-2", "paths": "route"}
    suffix = "&lens=none" if lens == "none" else ""
    return [
        {
            "href": f"?view={view}{suffix}",
            "text": words[view],
            "icon": icons[view],
            "is_current": view == current,
        }
        for view in VIEWS
    ]


def _lenses(view: str, *, shows_missing: bool) -> list[dict[str, Any]]:
    return [
        {
            "href": f"?view={view}",
            "text": _("What is missing"),
            "icon": "circle-dashed",
            "is_current": shows_missing,
        },
        {
            "href": f"?view={view}&lens=none",
            "text": _("The map alone"),
            "icon": "map",
            "is_current": not shows_missing,
        },
    ]
