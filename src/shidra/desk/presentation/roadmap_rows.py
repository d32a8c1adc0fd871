"""The map in rows: factors and links as cells, and the strongest way of each factor."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shidra.desk.presentation.roadmap_lenses import Lens
from shidra.desk.presentation.roadmap_part import MapPart
from shidra.desk.presentation.roadmap_words import RoadmapWords, evidence_words
from shidra.gaps.queries import MissingLine
from shidra.i18n import numbers
from shidra.i18n.phrases import Phrase
from shidra.i18n.text import Shown
from shidra.roadmap.models import FactorEntry, Link

__all__ = ["FactorRow", "LinkRow", "PathRow", "PathStep", "factor_rows", "link_rows", "path_rows"]


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
    owner: Shown | None
    evidence: str
    line: MissingLine | None
    need_text: str
    missing_text: str
    leads_to: Phrase
    said: str
    is_flagged: bool
    place_in_chain: str


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link as cells."""

    source: Shown
    target: Shown
    sign: str
    strength: int
    evidence: str
    status: str


@dataclass(frozen=True, slots=True)
class PathStep:
    """A factor on a way, with what the lens says of it."""

    name: Shown
    said: str
    is_flagged: bool


@dataclass(frozen=True, slots=True)
class PathRow:
    """The strongest way of one factor to the outcome."""

    code: str
    steps: tuple[PathStep, ...]
    strength: float
    strength_text: str


def factor_rows(words: RoadmapWords, lens: Lens, part: MapPart) -> Iterator[FactorRow]:
    """The factors in the light, in the order of their table."""
    for code, entry in words.entries.items():
        if code in part.light:
            yield _factor_row(entry, words, lens, part)


def _factor_row(entry: FactorEntry, words: RoadmapWords, lens: Lens, part: MapPart) -> FactorRow:
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
        owner=words.owner(entry),
        evidence=words.evidence(entry),
        line=line,
        need_text=words.money(line.need) if line and line.need else "",
        missing_text=words.money(line.missing) if line and line.missing > 0 else "",
        leads_to=words.targets(code),
        said=lens.cells.get(code, "") if lens.cells else lens.words.get(code, ""),
        is_flagged=code in lens.flagged and not lens.cells,
        place_in_chain=_place_in_chain(code, part) if part.is_chain else "",
    )


def _place_in_chain(code: str, part: MapPart) -> str:
    if code == part.centre:
        return _("in focus")
    both = code in part.before and code in part.after
    if both:
        return _("leads to it and follows from it")
    return _("leads to it") if code in part.before else _("follows from it")


def link_rows(words: RoadmapWords, part: MapPart) -> Iterator[LinkRow]:
    """The links in the light."""
    for link in words.roadmap.links:
        if {link.source.code, link.target.code} <= part.codes and part.lights(link):
            yield LinkRow(
                source=words.names[link.source.code],
                target=words.names[link.target.code],
                sign=str(Link.Sign(link.sign).label),
                strength=link.strength,
                evidence=link.get_evidence_display() if link.evidence else evidence_words(0),
                status=str(Link.Status(link.status).label),
            )


def path_rows(words: RoadmapWords, lens: Lens, part: MapPart) -> list[PathRow]:
    """The strongest way of each factor in the light, strongest first."""
    found = [
        PathRow(
            code=line.factor,
            steps=tuple(
                PathStep(words.names[code], lens.words.get(code, ""), code in lens.flagged)
                for code in line.path
            ),
            strength=float(line.path_strength or 0),
            strength_text=numbers.number(line.path_strength or 0, words.language, 2),
        )
        for line in words.lines.values()
        if line.is_factor and len(line.path) > 1 and line.factor in part.light
    ]
    return sorted(found, key=lambda row: (-row.strength, len(row.steps), row.code))
