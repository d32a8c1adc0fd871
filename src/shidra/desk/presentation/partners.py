"""What partners fund and signed, in words, where this person may see it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from shidra.agenda.queries import adopted_agenda_or_none, signatures_of
from shidra.desk.presentation.money_funders import funder_cards
from shidra.desk.presentation.money_words import Amounts
from shidra.funding.analysis.money import FunderMoney, MoneyBook, money_book
from shidra.funding.models import SharedLine
from shidra.funding.permissions import disclosure_of
from shidra.funding.queries import (
    MINOR_UNITS,
    AllocationRow,
    CommitmentRow,
    allocations_of,
    any_gives,
    commitments_of,
)
from shidra.i18n import dates
from shidra.i18n.phrases import Phrase, code, filled, listed, together
from shidra.i18n.text import Shown
from shidra.initiatives.permissions import Access
from shidra.network.models import Organisation

__all__ = ["ActivityMoney", "Signed", "behind", "funding_of", "money_of_activity"]


def funding_of(
    access: Access, partners: Collection[int], today: date, language: str
) -> dict[int, Phrase]:
    """For those of these partners that signed for money, by id: how much, and for what."""
    if not any_gives(partners):
        # The whole book of money would be read for nobody.
        return {}
    return funding_in_words(money_book(access, today), language)


def funding_in_words(book: MoneyBook, language: str) -> dict[int, Phrase]:
    """For each partner that signed for money, by id: how much, and for what."""
    amounts = Amounts(book.initiative.currency, language, [])
    return {funder.id: _funding(funder, book, amounts) for funder in book.funders if funder.signed}


def _funding(funder: FunderMoney, book: MoneyBook, amounts: Amounts) -> Phrase:
    signed = _("Committed %(amount)s.") % {"amount": amounts.words(funder.signed)}
    given = {line: amount for (line, each), amount in book.cells.items() if each == funder.id}
    lines = sorted(given, key=lambda line: (-given[line], line))
    if not lines or funder.is_merged:
        return Phrase(signed)
    named = listed((_name(line, book, amounts.language) for line in lines), amounts.language)
    return together((signed, filled(_("It goes to %(lines)s."), lines=named)))


def _name(line: str, book: MoneyBook, language: str) -> str:
    if line in SharedLine.values:
        return str(SharedLine(line).label)
    name = book.names[line]
    return name.shown(language) if name else code(line)


# --- one partner ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Signed:
    """Whether a partner stands behind the agenda that counts now."""

    href: str
    version: str
    sentence: Phrase
    brings: Shown | None
    has_signed: bool


def behind(
    access: Access, organisation: Organisation, today: date, language: str
) -> dict[str, Any]:
    """What other rooms know of a partner: the money it gives in sight, and its signature."""
    book = money_book(access, today)
    cards = funder_cards(book, Amounts(book.initiative.currency, language, []))
    return {
        "funder": next((card for card in cards if card.code == organisation.code), None),
        "goes_to": funding_in_words(book, language).get(organisation.pk, Phrase()),
        "signed": _signed(access, organisation, language),
    }


def _signed(access: Access, organisation: Organisation, language: str) -> Signed | None:
    version = adopted_agenda_or_none(access.initiative)
    if version is None:
        return None
    signature = signatures_of(version).filter(organisation=organisation).first()
    sentence = Phrase(_("It has not signed this version yet."))
    if signature is not None:
        sentence = filled(
            _("%(signer)s, %(role)s, signed on %(day)s."),
            signer=Shown.by_script(signature.signer, language),
            role=Shown.by_script(signature.signer_role, language),
            day=dates.date(signature.signed_on, language),
        )
    return Signed(
        href=reverse("agenda:page", args=[access.initiative.code]),
        version=_("Version %(number)s of the common agenda") % {"number": version.number},
        sentence=sentence,
        brings=signature.brings.shown(language) if signature and signature.brings else None,
        has_signed=signature is not None,
    )


# --- one activity ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gift:
    """What one funder gives to an activity."""

    funder: Shown
    href: str
    value: int | float
    text: str
    code: str


@dataclass(frozen=True, slots=True)
class ActivityMoney:
    """The money of an activity in this reader's sight; no sum where something is out of it."""

    gifts: tuple[Gift, ...]
    is_whole: bool


def money_of_activity(access: Access, activity: int, language: str) -> ActivityMoney:
    """What is allocated to an activity, funder by funder, and nothing that tells of other money.

    What is shown only together with others on the page of money is not shown here either.
    """
    initiative = access.initiative
    commitments = commitments_of(initiative)
    allocations = allocations_of(initiative)
    disclosure = disclosure_of(access, commitments, allocations)
    by_id = {each.id: each for each in commitments if each.id in disclosure.commitments}
    here = [each for each in allocations if each.activity_id == activity]
    shown = [
        each
        for each in here
        if each.commitment_id in by_id
        and (each.line, by_id[each.commitment_id].funder_id) not in disclosure.cells
    ]
    amounts = Amounts(initiative.currency, language, [])
    return ActivityMoney(
        gifts=tuple(_gifts(initiative.code, shown, by_id, amounts)),
        is_whole=access.is_member and len(shown) == len(here),
    )


def _gifts(
    at: str,
    allocations: Iterable[AllocationRow],
    commitments: dict[int, CommitmentRow],
    amounts: Amounts,
) -> Iterable[Gift]:
    sums: dict[int, Fraction] = {}
    funders: dict[int, CommitmentRow] = {}
    for each in allocations:
        row = commitments[each.commitment_id]
        funders[row.funder_id] = row
        amount = Fraction(each.amount) * Fraction(each.rate) / MINOR_UNITS
        sums[row.funder_id] = sums.get(row.funder_id, Fraction(0)) + amount
    for funder, amount in sums.items():
        row = funders[funder]
        yield Gift(
            row.funder_name.shown(amounts.language),
            reverse("desk:organisation", args=[at, row.funder]),
            amounts.machine(amount),
            amounts.words(amount),
            row.funder,
        )
