"""How the map in work names things, in one language."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from shidra.i18n.phrases import Phrase, code, filled
from shidra.i18n.text import Shown
from shidra.mapping.queries import MapInWork
from shidra.roadmap.models import FactorEntry, Link

__all__ = ["WorkWords", "as_json"]


def as_json(cells: Mapping[str, str]) -> str:
    """What the page says of some fields, to come back with the form."""
    return json.dumps(dict(cells), ensure_ascii=False)


class WorkWords:
    """The words of the map in work for one reader."""

    def __init__(self, work: MapInWork, language: str, *, is_whole: bool = False) -> None:
        self.work, self.language, self.is_whole = work, language, is_whole
        self.names = {each.factor.code: each.name.shown(language) for each in work.entries}

    def name(self, factor: str) -> Phrase | Shown:
        """A factor; one that is gone by its code."""
        return self.names.get(factor) or code(factor)

    def link(self, link: Link) -> Phrase:
        """What a link says."""
        words = (
            _("%(source)s hinders %(target)s")
            if link.sign == Link.Sign.HINDERS
            else _("%(source)s promotes %(target)s")
        )
        return filled(words, source=self.name(link.source.code), target=self.name(link.target.code))

    def stage(self, number: int) -> Shown | str:
        """A stage by its name."""
        text = self.work.labels.get(("stage", str(number)))
        return text.shown(self.language) if text else _("Stage %s") % number

    def track(self, track: str) -> Shown | str:
        """A track by its name."""
        text = self.work.labels.get(("track", track))
        return text.shown(self.language) if text else track

    def stages(self) -> list[tuple[str, Any]]:
        """The stages to choose from, one more than the map has."""
        last = max((each.stage for each in self.work.entries), default=1)
        return [(str(number), self.stage(number)) for number in range(1, last + 2)]

    def tracks(self) -> list[tuple[str, Any]]:
        """The tracks to choose from."""
        found = dict.fromkeys(each.track for each in self.work.entries if each.track)
        named = [key for kind, key in self.work.labels if kind == "track"]
        return [("", _("No track")), *((each, self.track(each)) for each in [*found, *named])]

    def is_doubted(self, link: Link) -> bool:
        """Whether somebody contests a link that nobody refuted."""
        return not link.is_refuted and (link.source_id, link.target_id) in self.work.doubted

    def href(self, **asked: str) -> str:
        """The address of the page that shows this, in part or whole as this one."""
        asked = {"whole": "1"} | asked if self.is_whole else asked
        given = {name: value for name, value in asked.items() if value}
        return f"?{urlencode(given)}#panel"

    def tag(self, entry: FactorEntry) -> str:
        """How it differs from the map that counts."""
        if entry.factor.code in self.work.added:
            return _("new")
        return _("changed") if entry.factor.code in self.work.changed else ""
