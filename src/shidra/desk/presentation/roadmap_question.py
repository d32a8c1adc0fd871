"""What is asked of the road map; all of it stands in the address, so that it can be passed on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol, Self
from urllib.parse import urlencode

__all__ = ["LENSES", "VIEWS", "MapQuestion", "folded_stage", "folded_track"]

VIEWS = ("map", "table", "paths")
LENSES = (
    "missing",
    "evidence",
    "money",
    "freshness",
    "results",
    "work",
    "group",
    "place",
    "none",
)
SIDES = ("both", "before", "after")
LONGEST = 200

type Side = Literal["both", "before", "after"]


class Asked(Protocol):
    """The parameters of an address."""

    def getlist(self, key: str, /) -> Sequence[str]: ...


def folded_track(code: str) -> str:
    return f"track.{code}"


def folded_stage(number: int) -> str:
    return f"stage.{number}"


@dataclass(frozen=True, slots=True)
class MapQuestion:
    """How to look at the map.

    `focus` is the factor whose chain is in the light, `side` how much of it; `folds` are tracks
    and stages that stand folded; `words` are searched for; `is_whole` asks for all of a map that
    is too large to be read at once, `is_wall` for nothing around it.
    """

    view: str = "map"
    lens: str = "missing"
    group: str = ""
    place: str = ""
    focus: str = ""
    side: str = "both"
    folds: tuple[str, ...] = ()
    words: str = ""
    is_whole: bool = False
    is_wall: bool = False

    @classmethod
    def of(cls, asked: Asked) -> Self:
        """The question of an address; what nobody offers is not asked."""

        def one(key: str, *offered: str) -> str:
            given = "".join(asked.getlist(key)[-1:]).strip()[:LONGEST]
            return (given if given in offered else offered[0]) if offered else given

        return cls(
            view=one("view", *VIEWS),
            lens=one("lens", *LENSES),
            group=one("group"),
            place=one("place"),
            focus=one("focus"),
            side=one("side", *SIDES),
            folds=tuple(dict.fromkeys(each[:LONGEST] for each in asked.getlist("fold"))),
            words=one("q"),
            is_whole=one("whole") == "1",
            is_wall=one("wall") == "1",
        )

    def parameters(self) -> Iterator[tuple[str, str]]:
        """What the address carries: whatever is not so anyway."""
        plain: Mapping[str, tuple[str, str]] = {
            "view": (self.view, VIEWS[0]),
            "lens": (self.lens, LENSES[0]),
            "group": (self.group if self.lens == "group" else "", ""),
            "place": (self.place if self.lens == "place" else "", ""),
            "focus": (self.focus, ""),
            "side": (self.side if self.focus else SIDES[0], SIDES[0]),
            "q": (self.words, ""),
            "whole": ("1" if self.is_whole else "", ""),
            "wall": ("1" if self.is_wall else "", ""),
        }
        for key, (value, usual) in plain.items():
            if value != usual:
                yield key, value
        for fold in self.folds:
            yield "fold", fold

    def address(self, **changes: Any) -> str:
        """The address of this question, or of one that differs."""
        asked = replace(self, **changes) if changes else self
        return "?" + urlencode(list(asked.parameters()))

    def folding(self, fold: str) -> str:
        """The address that folds what is open, or opens what is folded."""
        kept = tuple(each for each in self.folds if each != fold)
        return self.address(folds=kept if fold in self.folds else (*kept, fold))

    def hidden(self, *without: str) -> list[tuple[str, str]]:
        """What a form carries along with what it asks for itself."""
        return [(key, value) for key, value in self.parameters() if key not in without]
