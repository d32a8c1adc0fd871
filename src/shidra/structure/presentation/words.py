"""How the structure names factors and loops, in one language."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.i18n import numbers
from shidra.i18n.phrases import Phrase, code, filled
from shidra.i18n.text import Shown
from shidra.structure.queries import LoopHere, MapHere

__all__ = ["StructureWords"]


class StructureWords:
    """The words of one map for one reader."""

    def __init__(self, initiative: str, here: MapHere, language: str) -> None:
        self.initiative, self.here, self.language = initiative, here, language
        self._names = {each: text.shown(language) for each, text in here.names.items()}

    def name(self, factor: str) -> Shown | Phrase:
        """The name of a factor; one that is on the map no more keeps its code."""
        return self._names.get(factor) or code(factor)

    def names(self, codes: tuple[str, ...]) -> tuple[Shown | Phrase, ...]:
        """Their names in turn."""
        return tuple(map(self.name, codes))

    def href(self, factor: str) -> str:
        """The page of a factor."""
        return reverse("desk:factor", args=[self.initiative, factor])

    def amount(self, value: float) -> str:
        """A worth or an effect: three digits that count, its sign before it."""
        return numbers.signed(value, self.language, digits_for(value))

    def number(self, value: float) -> str:
        """A whole number."""
        return numbers.number(value, self.language)

    def loop_kind(self, loop: LoopHere) -> str:
        """Reinforcing or balancing, in words."""
        return _("Reinforcing loop") if loop.is_reinforcing else _("Balancing loop")

    def loop_meaning(self, loop: LoopHere) -> Phrase:
        """What the loop does to a change in it."""
        words = (
            _("A change in %(factor)s comes back and grows: it feeds itself, for better or worse.")
            if loop.is_reinforcing
            else _(
                "A change in %(factor)s comes back and is held: what rises is brought down again."
            )
        )
        return filled(words, factor=self.name(loop.codes[0]))

    def loops_in_short(self, count: int) -> str:
        """How many loops there are."""
        if not count:
            return _(
                "On this map no effect comes back to where it began: there is no feedback loop."
            )
        return ngettext(
            "One feedback loop runs through it.",
            "%(count)s feedback loops run through it.",
            count,
        ) % {"count": numbers.number(count, self.language)}


def digits_for(value: float) -> int:
    """Decimals that leave about three digits that count.

    >>> digits_for(12.5), digits_for(0.0123)
    (1, 4)
    """
    size, digits = abs(value), 1
    while 0 < size < 10 and digits < 6:  # noqa: PLR2004 - from ten on one decimal is enough
        size, digits = size * 10, digits + 1
    return digits
