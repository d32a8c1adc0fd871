"""The road map as pictures: cards and arrows for a screen, a walk for a phone, and their key."""

from django.utils.translation import gettext as _

from shidra.desk.presentation.roadmap_words import RoadmapWords
from shidra.i18n import numbers
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

__all__ = ["RoadmapPictures", "map_key"]


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


class RoadmapPictures:
    """The pictures of one map for one reader."""

    def __init__(self, words: RoadmapWords) -> None:
        self.words, self.roadmap, self.language = words, words.roadmap, words.language

    def nodes(self) -> list[MapNode]:
        return [
            MapNode(
                code=entry.factor.code,
                label=self.words.names[entry.factor.code],
                column=entry.stage,
                description=self.words.describe(entry),
                href=self.words.href(entry.factor.code),
                kind="outcome" if entry.is_outcome else "factor",
                track=entry.track,
                missing=self.missing_on(entry),
                evidence=self.words.ranks.get(entry.factor_id, 0),
            )
            for entry in self.roadmap.entries
        ]

    def missing_on(self, entry: FactorEntry) -> Missing | None:
        line = self.words.lines.get(entry.factor.code)
        if not self.words.shows_missing or line is None or not line.need:
            return None
        tag = ""
        if line.missing > 0:
            tag = _("%s missing") % self.words.money(line.missing, short=True)
        return Missing(tag=tag, covered=line.covered / line.need)

    def arrows(self) -> list[MapLink]:
        return [
            MapLink(
                source=link.source.code,
                target=link.target.code,
                sign="-" if link.sign == Link.Sign.HINDERS else "+",
                strength=link.strength,
                status=link.status,  # type: ignore[arg-type]
                label=self.words.sentence(link),
            )
            for link in self.roadmap.links
        ]

    def columns(self) -> list[MapColumn]:
        stages = sorted({entry.stage for entry in self.roadmap.entries})
        return [MapColumn(number, self.words.stage(number)) for number in stages]

    def tracks(self) -> list[MapTrack]:
        codes: dict[str, None] = {e.track: None for e in self.roadmap.entries if e.track}
        return [MapTrack(code, self.words.label("track", code)) for code in codes]

    def picture(self) -> str:
        return draw_road_map(
            self.nodes(),
            self.arrows(),
            columns=self.columns(),
            tracks=self.tracks(),
            language=self.language,
            title=self.words.headline(),
            description=self.summary(),
            show_missing=self.words.shows_missing,
        )

    def walk(self) -> str:
        return draw_path(
            self.nodes(),
            self.arrows(),
            language=self.language,
            title=self.words.headline(),
            description=self.summary(),
            also_leads_to=_("also leads to {}"),
            show_missing=self.words.shows_missing,
        )

    def summary(self) -> str:
        return _("Road map with %(factors)s factors and %(links)s links.") % {
            "factors": numbers.number(len(self.roadmap.entries), self.language),
            "links": numbers.number(len(self.roadmap.links), self.language),
        }
