"""Who reads, in which language, on which day; and the ways between the pages of the network."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from shidra.i18n import isolates, numbers
from shidra.i18n.text import Shown, Text
from shidra.initiatives.permissions import Access
from shidra.initiatives.queries import groups_of
from shidra.network.queries import factor_names
from shidra.protection.permissions import Policy, policy_for

__all__ = ["Choice", "Pager", "Reader", "choices", "pager", "reader_of", "tabs"]


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom the network is put into words.

    Attributes:
        factors: names of the factors of the adopted map, by code.
        groups: names of the groups, by `dimension:code`.
    """

    access: Access
    policy: Policy
    today: date
    language: str
    factors: Mapping[str, Text] = field(default_factory=dict)
    groups: Mapping[str, Text] = field(default_factory=dict)
    # Addresses that were asked for already: the same few stand on a page many times.
    known: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The code of the initiative, for addresses."""
        return self.access.initiative.code

    def factor(self, code: str) -> Shown:
        """The name of a factor, its code where the map has none."""
        return self._named(self.factors, code)

    def factor_href(self, code: str) -> str:
        """The page of a factor that stands on the map."""
        return self.href("desk:factor", code) if code in self.factors else ""

    def group(self, key: str) -> Shown:
        """The name of a group."""
        return self._named(self.groups, key)

    def partner_href(self, code: str) -> str:
        """The page of a partner."""
        return self.href("desk:organisation", code)

    def group_href(self, key: str) -> str:
        """The page of a group of residents."""
        return self.href("desk:group", key)

    def href(self, route: str, code: str) -> str:
        """The page of one thing of the initiative."""
        if (route, code) not in self.known:
            self.known[route, code] = reverse(route, args=[self.code, code])
        return self.known[route, code]

    def number(self, value: float) -> str:
        """A whole number in the reader's way."""
        return numbers.number(value, self.language)

    def _named(self, names: Mapping[str, Text], code: str) -> Shown:
        name = names.get(code)
        if name:
            return name.shown(self.language)
        return Shown(isolates.ltr(code), self.language)


def reader_of(access: Access, today: date, language: str) -> Reader:
    """Who reads now, with the names that every page of the network needs: three queries."""
    groups = {key: group.name for key, group in groups_of(access.initiative).items()}
    names = factor_names(access.initiative)
    return Reader(access, policy_for(access), today, language, names, groups)


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that a list can be narrowed to."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Pager:
    """Where the pages before and after are, and which one this is."""

    earlier: str = ""
    later: str = ""
    place: str = ""


def pager(page: int, pages: int, asked: Mapping[str, object], language: str) -> Pager:
    """The pages around this one; `asked` is what else stands in the address."""
    if pages < 2:  # noqa: PLR2004 - one page has no neighbours
        return Pager()

    def at(number: int) -> str:
        said = {name: said for name, said in asked.items() if said and name != "page"}
        return "?" + urlencode(said | ({"page": number} if number > 1 else {}))

    place = _("page %(page)s of %(pages)s") % {
        "page": numbers.number(page, language),
        "pages": numbers.number(pages, language),
    }
    return Pager(at(page - 1) if page > 1 else "", at(page + 1) if page < pages else "", place)


def tabs(reader: Reader, here: str) -> list[dict[str, object]]:
    """Partners, promises and activities, one beside the other."""
    pages = (
        ("partners", _("Partners"), "handshake", "desk:partners"),
        ("promises", _("Promises"), "megaphone", "network:promises"),
        ("activities", _("Activities"), "calendar-range", "network:activities"),
    )
    return [
        {
            "href": reverse(route, args=[reader.code]),
            "text": words,
            "icon": icon,
            "is_current": name == here,
        }
        for name, words, icon, route in pages
    ]


def choices(offered: Iterable[tuple[str, object]], chosen: str) -> list[Choice]:
    """What may be chosen, with what is."""
    return [
        Choice(value, words if isinstance(words, Shown) else str(words), value == chosen)
        for value, words in offered
    ]
