"""Names and amounts of a plan in one language."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from shidra.funding.models import SharedLine
from shidra.funding.queries import PlanNames
from shidra.i18n import numbers, phrases
from shidra.i18n.isolates import ltr
from shidra.i18n.phrases import Phrase, together
from shidra.i18n.text import Shown, Text

__all__ = ["ALL", "NeedName", "PlanNaming"]

# What an id writes where a need names no place or no groups.
ALL = "*"


@dataclass(frozen=True, slots=True)
class NeedName:
    """What the id of a need says: `line/place/groups/year`, in words."""

    line: str
    where: str
    groups: str
    year: str


class PlanNaming:
    """How one language says the codes and the money of one plan."""

    def __init__(self, names: PlanNames, currency: str, language: str) -> None:
        self.names, self.currency, self.language = names, currency, language

    def money(self, amount: float) -> str:
        return numbers.money(Decimal(str(round(amount, 2))), self.currency, self.language)

    def whole(self, people: float) -> str:
        return numbers.number(round(people), self.language)

    def name(self, table: Mapping[str, Text], code: str) -> Phrase | Shown:
        text = table.get(code)
        return text.shown(self.language) if text else phrases.code(code)

    def line(self, code: str) -> str:
        if code in SharedLine.values:
            return str(SharedLine(code).label)
        return self.name(self.names.factors, code)

    def place(self, code: str) -> str:
        return _("the whole initiative") if code == ALL else self.name(self.names.places, code)

    def groups(self, key: str) -> str:
        if key == ALL:
            return _("everybody")
        return together((self.name(self.names.groups, each) for each in key.split("|")), " · ")

    def need(self, need_id: str) -> NeedName:
        """The parts of a need's id, each by its name."""
        line, place, groups, year = need_id.rsplit("/", 3)
        return NeedName(self.line(line), self.place(place), self.groups(groups), year)

    def code(self, text: str) -> str:
        """A code or a year, kept together in text of any direction."""
        return ltr(text)
