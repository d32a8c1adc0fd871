"""One version of the map as a picture, and two versions on one map with what changed marked."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from shidra.i18n import numbers
from shidra.i18n.phrases import together
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
from shidra.roadmap.queries import ChangeKind, Difference, MapState

__all__ = ["VersionPictures", "difference_pictures", "version_pictures"]

NEW = frozenset({ChangeKind.ADDED, ChangeKind.LINK_ADDED})
GONE = frozenset({ChangeKind.REMOVED, ChangeKind.LINK_REMOVED})


@dataclass(frozen=True, slots=True)
class VersionPictures:
    """A map for a screen, and the same as a walk for a phone."""

    svg: str
    walk_svg: str


def version_pictures(
    state: MapState, words: MapWording, title: str, *, linked: Iterable[str] = ()
) -> VersionPictures:
    """A version as it stands; cards of factors in `linked` lead to their pages."""
    drawing = _Pictures(state, words, frozenset(linked))
    return VersionPictures(drawing.map(title), drawing.walk(title))


def difference_pictures(
    old: MapState, new: MapState, difference: Difference, words: MapWording, title: str
) -> VersionPictures:
    """Both versions on one map: what is new, what went, and what changed, each marked in words."""
    both = MapState({**old.factors, **new.factors}, {**old.links, **new.links})
    drawing = _Pictures(both, words, frozenset(new.factors), difference)
    return VersionPictures(drawing.map(title), drawing.walk(title))


class _Pictures:
    """One map on its way to markup."""

    def __init__(
        self,
        state: MapState,
        words: MapWording,
        linked: frozenset[str],
        difference: Difference | None = None,
    ) -> None:
        self.state, self.words, self.linked = state, words, linked
        self.difference = difference
        self.names = {c: e.name.shown(words.language) for c, e in state.factors.items()}

    def map(self, title: str) -> str:
        entries = list(self.state.factors.values())
        stages = sorted({entry.stage for entry in entries})
        tracks: dict[str, None] = {entry.track: None for entry in entries if entry.track}
        return draw_road_map(
            self.nodes(),
            self.links(),
            columns=[MapColumn(number, self.words.stage(number)) for number in stages],
            tracks=[MapTrack(code, self.words.label("track", code)) for code in tracks],
            language=self.words.language,
            title=title,
            description=self.summary(),
        )

    def walk(self, title: str) -> str:
        return draw_path(
            self.nodes(),
            self.links(),
            language=self.words.language,
            title=title,
            description=self.summary(),
            also_leads_to=_("also leads to {}"),
        )

    def summary(self) -> str:
        return _("Road map with %(factors)s factors and %(links)s links.") % {
            "factors": numbers.number(len(self.state.factors), self.words.language),
            "links": numbers.number(len(self.state.links), self.words.language),
        }

    def nodes(self) -> list[MapNode]:
        return [self.node(code, entry) for code, entry in self.state.factors.items()]

    def node(self, code: str, entry: FactorEntry) -> MapNode:
        mark = self.mark((code,))
        kind = str(FactorEntry.Kind(entry.kind).label)
        return MapNode(
            code=code,
            label=self.names[code],
            column=entry.stage,
            description=together([self.names[code], mark, kind], ". "),
            href=self.href(code),
            kind="outcome" if entry.is_outcome else "factor",
            track=entry.track,
            mark=self.tag((code,)),
            is_quiet=self.is_gone((code,)) or self.is_same((code,)),
        )

    def href(self, code: str) -> str:
        if code in self.linked:
            return reverse("desk:factor", args=[self.words.initiative.code, code])
        return "#changes" if self.difference else "#factors"

    def links(self) -> list[MapLink]:
        return [self.link(ends, link) for ends, link in self.state.links.items()]

    def link(self, ends: tuple[str, str], link: Link) -> MapLink:
        source, target = (self.names[code] for code in ends)
        hinders = link.sign == Link.Sign.HINDERS
        sentence = self.words.sentence(source, target, hinders=hinders)
        # What was taken off is drawn as a link that does not hold: dotted, with a cross.
        status = Link.Status.REFUTED if self.is_gone(ends) else link.status
        return MapLink(
            source=ends[0],
            target=ends[1],
            sign="-" if hinders else "+",
            strength=link.strength,
            status=status,  # type: ignore[arg-type]
            label=together([sentence, self.mark(ends)], ". "),
            is_quiet=self.is_same(ends),
            note=self.mark(ends) if self.is_gone(ends) else self.tag(ends).tag,
        )

    def kinds(self, codes: tuple[str, ...]) -> frozenset[ChangeKind]:
        return self.difference.kinds_of(codes) if self.difference else frozenset()

    def is_gone(self, codes: tuple[str, ...]) -> bool:
        return bool(self.kinds(codes) & GONE)

    def is_same(self, codes: tuple[str, ...]) -> bool:
        """Whether nothing became of it, where the picture is about what changed."""
        return self.difference is not None and not self.kinds(codes)

    def tag(self, codes: tuple[str, ...]) -> CardMark:
        """What became of a thing as it stands on a card: a sign, a word, and its edge."""
        mark, kinds = self.mark(codes), self.kinds(codes)
        if not mark:
            return CardMark()
        sign, tone = "≠", "plain"
        if kinds & NEW:
            sign, tone = "+", "on-path"
        elif kinds & GONE:
            sign = "×"
        return CardMark(f"{sign} {mark}", tone)  # type: ignore[arg-type]

    def mark(self, codes: tuple[str, ...]) -> str:
        """What became of a thing, in a word or two; empty where nothing did."""
        kinds = self.kinds(codes)
        if not kinds:
            return ""
        if kinds & NEW:
            return _("new")
        if kinds & GONE:
            return _("taken off")
        if kinds == {ChangeKind.MOVED}:
            return _("moved")
        return pgettext("what became of a factor or link", "changed")
