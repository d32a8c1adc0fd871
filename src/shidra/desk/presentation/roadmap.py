"""The road map for one reader: cards and arrows, the same data as a table, and as paths."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.desk.queries import Roadmap
from shidra.gaps.queries import MissingLine
from shidra.i18n import numbers
from shidra.i18n.isolates import listed
from shidra.i18n.text import Shown
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import Access, Right
from shidra.pictures.map import (
    MapColumn,
    MapLink,
    MapNode,
    MapTrack,
    Missing,
    draw_key_sample,
    draw_path,
    draw_road_map,
)
from shidra.roadmap.models import FactorEntry, Link

__all__ = ["FactorRow", "LinkRow", "MapPage", "PathRow", "evidence_words", "map_page", "money_text"]

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
    owner: str
    evidence: str
    line: MissingLine | None
    need_text: str
    missing_text: str
    is_missing: bool
    leads_to: str


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link as a sentence and as cells."""

    source: str
    target: str
    sentence: str
    sign: str
    strength: int
    evidence: str
    status: str
    is_contested: bool


@dataclass(frozen=True, slots=True)
class PathRow:
    """The strongest way of one factor to the outcome."""

    code: str
    names: tuple[str, ...]
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


def money_text(amount: float, initiative: Initiative, language: str, *, short: bool = False) -> str:
    """An amount in the currency of the initiative."""
    return numbers.money(Decimal(str(amount)), initiative.currency, language, short=short)


def evidence_words(rank: int) -> str:
    """How well something is supported, in words."""
    return (
        _("no evidence yet"),
        _("local evidence"),
        _("moderate evidence"),
        _("strong evidence"),
    )[rank]


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
    page = _Page(access, roadmap, missing, language, shows_missing=lens != "none")
    draft = roadmap.open_version
    return MapPage(
        view=view,
        shows_missing=page.shows_missing,
        svg=page.picture() if view == "map" else "",
        walk_svg=page.walk() if view == "map" else "",
        headline=page.headline(),
        factors=tuple(page.factor_rows()),
        links=tuple(page.link_rows()) if view != "map" else (),
        paths=tuple(page.path_rows()) if view == "paths" else (),
        views=tuple(page.views(view, lens)),
        lenses=tuple(page.lenses(view)),
        key=tuple(map_key(shows_missing=page.shows_missing)),
        version=roadmap.version.number,
        draft=draft.number if draft and access.is_member else None,
        may_adopt=bool(draft) and access.may(Right.ADOPT_ROADMAP),
    )


def map_key(*, shows_missing: bool) -> list[dict[str, str]]:
    """What each mark of the map means, drawn by the same hand as the map."""
    words = {
        "helps": _("promotes; the thicker, the stronger"),
        "hinders": _("hinders"),
        "hypothesised": _("a hypothesis so far"),
        "contested": _("contested"),
        "evidence": _("strength of the evidence"),
    }
    if shows_missing:
        words["missing"] = _("something is missing here; the tag says how much")
        words["covered"] = _("how much of the need is covered")
    return [
        {"picture": draw_key_sample(name), "words": text}  # type: ignore[arg-type]
        for name, text in words.items()
    ]


class _Page:
    """One reader's map on its way to the page."""

    def __init__(
        self,
        access: Access,
        roadmap: Roadmap,
        missing: Sequence[MissingLine],
        language: str,
        *,
        shows_missing: bool,
    ) -> None:
        self.initiative, self.roadmap, self.language = access.initiative, roadmap, language
        self.shows_missing = shows_missing
        self.lines = {line.factor: line for line in missing}
        self.names = {code: text.shown(language) for code, text in roadmap.names().items()}
        self.ranks = roadmap.evidence_ranks()
        self.leads_to: dict[str, list[Link]] = {}
        for link in roadmap.links:
            self.leads_to.setdefault(link.source.code, []).append(link)

    # Words

    def headline(self) -> str:
        total = sum(line.missing for line in self.lines.values() if line.is_factor)
        count = sum(1 for line in self.lines.values() if line.is_factor and line.missing > 0)
        if not count:
            return _("The road map: what leads to the outcome")
        return ngettext(
            "On the way to the outcome, one factor lacks %(money)s",
            "On the way to the outcome, %(count)s factors lack %(money)s",
            count,
        ) % {"count": numbers.number(count, self.language), "money": self.money(total)}

    def money(self, amount: float, *, short: bool = False) -> str:
        return money_text(amount, self.initiative, self.language, short=short)

    def label(self, kind: str, code: str) -> str:
        text = self.roadmap.labels.get((kind, code))
        return text.shown(self.language).text if text else code

    def stage(self, number: int) -> str:
        text = self.roadmap.labels.get(("stage", str(number)))
        return text.shown(self.language).text if text else _("Stage %s") % number

    def href(self, code: str) -> str:
        return reverse("desk:factor", args=[self.initiative.code, code])

    def owner(self, entry: FactorEntry) -> str:
        name = self.roadmap.owners.get(entry.factor_id)
        return name.shown(self.language).text if name else ""

    def describe(self, entry: FactorEntry) -> str:
        """The whole sentence for those who hear the map; it begins with what is seen."""
        code = entry.factor.code
        line = self.lines.get(code)
        said = [self.names[code].text]
        if self.shows_missing and line and line.missing > 0:
            said.append(
                _("%(missing)s missing of %(need)s")
                % {"missing": self.money(line.missing), "need": self.money(line.need)}
            )
        said.append(str(FactorEntry.Kind(entry.kind).label))
        said.append(evidence_words(self.ranks.get(entry.factor_id, 0)))
        targets = [self.names[link.target.code].text for link in self.leads_to.get(code, [])]
        if targets:
            said.append(_("leads to: %s") % listed(targets, self.language))
        return ". ".join(said)

    # Pictures

    def nodes(self) -> list[MapNode]:
        return [
            MapNode(
                code=entry.factor.code,
                label=self.names[entry.factor.code].text,
                column=entry.stage,
                description=self.describe(entry),
                href=self.href(entry.factor.code),
                kind="outcome" if entry.is_outcome else "factor",
                track=entry.track,
                missing=self.missing_on(entry),
                evidence=self.ranks.get(entry.factor_id, 0),
            )
            for entry in self.roadmap.entries
        ]

    def missing_on(self, entry: FactorEntry) -> Missing | None:
        line = self.lines.get(entry.factor.code)
        if not self.shows_missing or line is None or not line.need:
            return None
        tag = ""
        if line.missing > 0:
            tag = _("%s missing") % self.money(line.missing, short=True)
        return Missing(tag=tag, covered=line.covered / line.need)

    def arrows(self) -> list[MapLink]:
        return [
            MapLink(
                source=link.source.code,
                target=link.target.code,
                sign="-" if link.sign == Link.Sign.HINDERS else "+",
                strength=link.strength,
                status=link.status,  # type: ignore[arg-type]
                label=self.sentence(link),
            )
            for link in self.roadmap.links
        ]

    def columns(self) -> list[MapColumn]:
        stages = sorted({entry.stage for entry in self.roadmap.entries})
        return [MapColumn(number, self.stage(number)) for number in stages]

    def tracks(self) -> list[MapTrack]:
        codes: dict[str, None] = {e.track: None for e in self.roadmap.entries if e.track}
        return [MapTrack(code, self.label("track", code)) for code in codes]

    def picture(self) -> str:
        return draw_road_map(
            self.nodes(),
            self.arrows(),
            columns=self.columns(),
            tracks=self.tracks(),
            language=self.language,
            title=self.headline(),
            description=self.summary(),
            show_missing=self.shows_missing,
        )

    def walk(self) -> str:
        return draw_path(
            self.nodes(),
            self.arrows(),
            language=self.language,
            title=self.headline(),
            description=self.summary(),
            also_leads_to=_("also leads to {}"),
            show_missing=self.shows_missing,
        )

    def summary(self) -> str:
        return _("Road map with %(factors)s factors and %(links)s links.") % {
            "factors": numbers.number(len(self.roadmap.entries), self.language),
            "links": numbers.number(len(self.roadmap.links), self.language),
        }

    # Rows

    def factor_rows(self) -> list[FactorRow]:
        return [self.factor_row(entry) for entry in self.roadmap.entries]

    def factor_row(self, entry: FactorEntry) -> FactorRow:
        code = entry.factor.code
        line = self.lines.get(code)
        targets = [self.names[link.target.code].text for link in self.leads_to.get(code, [])]
        return FactorRow(
            code=code,
            name=self.names[code],
            href=self.href(code),
            kind=str(FactorEntry.Kind(entry.kind).label),
            is_outcome=entry.is_outcome,
            stage=self.stage(entry.stage),
            track=self.label("track", entry.track) if entry.track else "",
            importance=entry.importance,
            owner=self.owner(entry),
            evidence=evidence_words(self.ranks.get(entry.factor_id, 0)),
            line=line,
            need_text=self.money(line.need) if line and line.need else "",
            missing_text=self.money(line.missing) if line and line.missing > 0 else "",
            is_missing=bool(line and line.missing > 0),
            leads_to=listed(targets, self.language),
        )

    def sentence(self, link: Link) -> str:
        words = (
            _("%(source)s hinders %(target)s")
            if link.sign == Link.Sign.HINDERS
            else _("%(source)s promotes %(target)s")
        )
        return words % {
            "source": self.names[link.source.code].text,
            "target": self.names[link.target.code].text,
        }

    def link_rows(self) -> list[LinkRow]:
        return [
            LinkRow(
                source=self.names[link.source.code].text,
                target=self.names[link.target.code].text,
                sentence=self.sentence(link),
                sign=str(Link.Sign(link.sign).label),
                strength=link.strength,
                evidence=link.get_evidence_display() if link.evidence else evidence_words(0),
                status=str(Link.Status(link.status).label),
                is_contested=link.status in {Link.Status.CONTESTED, Link.Status.REFUTED},
            )
            for link in self.roadmap.links
        ]

    def path_rows(self) -> list[PathRow]:
        found = [
            PathRow(
                code=line.factor,
                names=tuple(self.names[step].text for step in line.path),
                strength=float(line.path_strength or 0),
                strength_text=numbers.number(line.path_strength or 0, self.language, 2),
            )
            for line in self.lines.values()
            if line.is_factor and len(line.path) > 1
        ]
        return sorted(found, key=lambda row: (-row.strength, len(row.names), row.code))

    # Ways to look

    def views(self, current: str, lens: str) -> list[dict[str, Any]]:
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

    def lenses(self, view: str) -> list[dict[str, Any]]:
        return [
            {
                "href": f"?view={view}",
                "text": _("What is missing"),
                "icon": "circle-dashed",
                "is_current": self.shows_missing,
            },
            {
                "href": f"?view={view}&lens=none",
                "text": _("The map alone"),
                "icon": "map",
                "is_current": not self.shows_missing,
            },
        ]
