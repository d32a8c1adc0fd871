"""Partners by sector, the empty chairs among them, and what each does and promised."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.i18n import numbers
from shidra.i18n.phrases import Phrase, filled, listed, together
from shidra.i18n.text import Shown
from shidra.network.models import Organisation
from shidra.network.presentation.lines import (
    ActivityLine,
    Named,
    PromiseBrief,
    activity_line,
    promise_brief,
    tally_in_words,
)
from shidra.network.presentation.reader import Choice, Pager, Reader, choices, pager, tabs
from shidra.network.queries import GroupRow, Network, PartnerRow, Tally

__all__ = ["GroupCard", "PartnersPage", "partners_page", "speakers_in_words"]


@dataclass(frozen=True, slots=True)
class PartnerCard:
    """A partner with the first of what it does and promised, and how much more there is."""

    code: str
    name: Shown
    href: str
    answers_for: tuple[Named, ...]
    activities: tuple[ActivityLine, ...]
    promises: tuple[PromiseBrief, ...]
    more_activities: str
    more_promises: str
    counts: tuple[str, ...]
    is_empty: bool
    funds: Phrase
    facts: str
    late: str

    @property
    def has_more(self) -> bool:
        """Whether there is something to unfold."""
        return bool(self.activities or self.promises or self.funds)


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector with its partners on this page; without any at all it is an empty chair."""

    code: str
    name: str
    partners: tuple[PartnerCard, ...]
    count: str


@dataclass(frozen=True, slots=True)
class GroupCard:
    """A group of residents: who speaks for it, in numbers, and how its promises stand."""

    key: str
    name: Shown
    href: str
    speakers: str
    promises: tuple[PromiseBrief, ...]
    more_promises: str
    is_empty_chair: bool


@dataclass(frozen=True, slots=True)
class PartnersPage:
    """All that the template shows."""

    title: str
    answer: Phrase
    tabs: list[dict[str, object]]
    sectors: tuple[Sector, ...]
    empty: tuple[Sector, ...]
    groups: tuple[GroupCard, ...]
    unanswered: tuple[GroupCard, ...]
    choices: list[Choice]
    words: str
    is_narrowed: bool
    is_empty: bool
    pager: Pager


def partners_page(network: Network, reader: Reader, funding: Mapping[int, Phrase]) -> PartnersPage:
    """The page in one language; `funding` says in words what a partner gives, where it may be seen."""
    question, page = network.question, network.question.page
    sectors = tuple(_sectors(network, reader, funding))
    empty = tuple(
        Sector(each.value, str(each.label), (), "")
        for each in Organisation.Sector
        if not network.sectors.get(each.value)
    )
    groups = tuple(_group(group, network, reader) for group in network.groups)
    asked = {"q": question.words, "sector": question.sector}
    return PartnersPage(
        title=_title(network.total, len(network.sectors), reader.language),
        answer=_answer(network, empty, groups, reader),
        tabs=tabs(reader, "partners"),
        sectors=sectors,
        empty=empty if network.total else (),
        groups=tuple(g for g in groups if not g.is_empty_chair and (g.speakers or g.promises)),
        unanswered=tuple(g for g in groups if g.is_empty_chair) if network.total else (),
        choices=choices(
            ((s.value, s.label) for s in Organisation.Sector if network.sectors.get(s.value)),
            question.sector,
        ),
        words=question.words,
        is_narrowed=question.is_narrowed,
        is_empty=not network.total,
        pager=pager(min(page, network.pages), network.pages, asked, reader.language),
    )


def _sectors(network: Network, reader: Reader, funding: Mapping[int, Phrase]) -> Iterator[Sector]:
    for code, rows in groupby(network.partners, key=lambda partner: partner.sector):
        cards = tuple(_card(row, network, reader, funding) for row in rows)
        yield Sector(
            code,
            str(Organisation.Sector(code).label),
            cards,
            _partners(network.sectors[code], reader.language),
        )


def _card(
    partner: PartnerRow,
    network: Network,
    reader: Reader,
    funding: Mapping[int, Phrase],
) -> PartnerCard:
    tally = network.tallies.get((partner.id, None), Tally())
    activities = network.activities.get(partner.id, ())
    promises = network.promises.get((partner.id, None), ())
    count = network.activity_counts.get(partner.id, 0)
    owned = network.answers_for.get(partner.id, ())
    funds = funding.get(partner.id, Phrase())
    return PartnerCard(
        code=partner.code,
        name=partner.name.shown(reader.language),
        href=reader.partner_href(partner.code),
        answers_for=tuple(Named(reader.factor(f), reader.factor_href(f)) for f in owned),
        activities=tuple(activity_line(row, reader) for row in activities),
        promises=tuple(promise_brief(row, reader) for row in promises),
        more_activities=_more(count - len(activities), reader.language),
        more_promises=_more(tally.total - len(promises), reader.language),
        counts=tuple(map(reader.number, (len(owned), count, tally.kept, tally.open, tally.late))),
        is_empty=not (count or tally.total or owned or funds),
        funds=funds,
        facts=" · ".join(_facts(count, tally, reader.language, gives=bool(funds))),
        late=_late(tally.late, reader.language),
    )


def _facts(activities: int, tally: Tally, language: str, *, gives: bool) -> Iterator[str]:
    """How much a partner does, gives and promised, where it is anything."""
    if gives:
        yield _("commitment of money")
    if activities:
        said = ngettext("%(count)s activity", "%(count)s activities", activities)
        yield said % {"count": numbers.number(activities, language)}
    if tally.total:
        said = ngettext("%(count)s promise", "%(count)s promises", tally.total)
        yield said % {"count": numbers.number(tally.total, language)}
    if tally.kept:
        said = ngettext("%(count)s of them kept", "%(count)s of them kept", tally.kept)
        yield said % {"count": numbers.number(tally.kept, language)}


def _late(count: int, language: str) -> str:
    if not count:
        return ""
    said = ngettext("%(count)s promise is late", "%(count)s promises are late", count)
    return said % {"count": numbers.number(count, language)}


def _more(count: int, language: str) -> str:
    if count <= 0:
        return ""
    return ngettext("and %(count)s more", "and %(count)s more", count) % {
        "count": numbers.number(count, language)
    }


def _group(group: GroupRow, network: Network, reader: Reader) -> GroupCard:
    promises = network.promises.get((None, group.id), ())
    total = network.tallies.get((None, group.id), Tally()).total
    return GroupCard(
        key=group.key,
        name=group.name.shown(reader.language),
        href=reader.group_href(group.key),
        speakers=speakers_in_words(group.speakers, reader.language) if group.speakers else "",
        promises=tuple(promise_brief(row, reader) for row in promises),
        more_promises=_more(total - len(promises), reader.language),
        is_empty_chair=group.is_empty_chair,
    )


def speakers_in_words(count: int, language: str) -> str:
    """How many people speak for a group."""
    if not count:
        return _("Nobody speaks for this group here yet.")
    return ngettext(
        "%(count)s person speaks for it here.", "%(count)s people speak for it here.", count
    ) % {"count": numbers.number(count, language)}


def _partners(count: int, language: str) -> str:
    return ngettext("%(count)s partner", "%(count)s partners", count) % {
        "count": numbers.number(count, language)
    }


def _title(partners: int, sectors: int, language: str) -> str:
    if not partners:
        return _("Partners")
    second = ngettext("%(count)s sector", "%(count)s sectors", sectors) % {
        "count": numbers.number(sectors, language)
    }
    return _("%(partners)s from %(sectors)s") % {
        "partners": _partners(partners, language),
        "sectors": second,
    }


def _answer(
    network: Network, empty: tuple[Sector, ...], groups: tuple[GroupCard, ...], reader: Reader
) -> Phrase:
    said: list[str] = []
    if empty and network.total:
        said.append(
            filled(
                _("Nobody sits here yet for: %(sectors)s."),
                sectors=listed((sector.name for sector in empty), reader.language),
            )
        )
    silent = [group.name for group in groups if group.is_empty_chair]
    if silent and network.total:
        said.append(
            filled(_("Nobody speaks yet for: %(groups)s."), groups=listed(silent, reader.language))
        )
    said.append(tally_in_words(network.tally, reader.language))
    return together(said)
