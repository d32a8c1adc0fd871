"""What an address asks of the disparity board, so that a meeting sees what its chair was sent."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

__all__ = ["CROSSED", "BoardQuestion"]

CROSSED = "+"
ASKED = ("of", "by", "since", "until")
LONGEST = 100
MOST_CROSSED = 2


@dataclass(frozen=True, slots=True)
class BoardQuestion:
    """The choices of a reader; empty where nothing was chosen.

    Attributes:
        of: the code of one measure; else every outcome. by: a dimension, or two of them crossed
            (`sector+supervision`); else every dimension by itself. since, until: periods.
        unknown: names of the choices that there are not, which are left out.
    """

    of: str = ""
    by: str = ""
    since: str = ""
    until: str = ""
    unknown: tuple[str, ...] = ()

    @classmethod
    def of_address(cls, given: Mapping[str, str]) -> "BoardQuestion":
        of, by, since, until = (given.get(name, "").strip()[:LONGEST] for name in ASKED)
        return cls(of, by, since, until)

    @property
    def crossed(self) -> tuple[str, ...]:
        """The dimensions of a crossing; empty where one or none is asked for."""
        names = tuple(dict.fromkeys(self.by.split(CROSSED)))
        return names if len(names) == MOST_CROSSED else ()

    def known(self, possible: Mapping[str, tuple[str, ...]]) -> "BoardQuestion":
        """Without the choices that there are not, which are named instead."""
        wrong = [
            name for name in ASKED if (own := getattr(self, name)) and own not in possible[name]
        ]
        if self.since and self.until and self.since > self.until and not wrong:
            wrong = ["since"]
        return replace(self, **dict.fromkeys(wrong, ""), unknown=tuple(wrong))

    def address(self, **changed: str) -> str:
        """The address of the same question with some of it asked otherwise."""
        asked = {name: changed.get(name, getattr(self, name)) for name in ASKED}
        found = urlencode({name: value for name, value in asked.items() if value}, safe=CROSSED)
        return f"?{found}" if found else ""
