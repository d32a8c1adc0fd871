"""Each funder on a card: how it gives, what it signed, paid and owes, what is still free."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from shidra.desk.presentation.money_words import Amounts
from shidra.funding.analysis.money import CommitmentMoney, FunderMoney, MoneyBook
from shidra.funding.models import Commitment
from shidra.i18n import dates, isolates, numbers
from shidra.i18n.text import Shown
from shidra.network.models import Organisation

__all__ = ["CommitmentLine", "FunderCard", "funder_cards"]


@dataclass(frozen=True, slots=True)
class CommitmentLine:
    """One commitment in words."""

    code: str
    amount: str
    mode: str
    sentences: tuple[str, ...]
    is_pledge: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of a funder, for people and programs."""

    name: str
    label: str
    value: int | float
    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class FunderCard:
    """A funder as the page shows it."""

    code: str
    name: Shown
    sector: str
    source: str
    facts: tuple[Fact, ...]
    commitments: tuple[CommitmentLine, ...]
    paid: float
    paid_text: str
    notes: tuple[str, ...]


def funder_cards(book: MoneyBook, amounts: Amounts) -> tuple[FunderCard, ...]:
    """The funders in the order of their table."""
    return tuple(_card(funder, book, amounts) for funder in book.funders)


def _card(funder: FunderMoney, book: MoneyBook, amounts: Amounts) -> FunderCard:
    notes = []
    if funder.is_merged:
        notes.append(_("Some of its money is shown only together with that of others."))
    if funder.overlap and not funder.is_merged:
        notes.append(
            _("%(overlap)s of it meet no need: overlap.")
            % {"overlap": amounts.words(funder.overlap)}
        )
    return FunderCard(
        code=funder.code,
        name=funder.name.shown(amounts.language),
        sector=str(Organisation.Sector(funder.sector).label),
        source=_("public money") if funder.is_public_money else _("private money"),
        facts=tuple(_facts(funder, amounts)),
        commitments=tuple(_commitment(each, book, amounts) for each in funder.commitments),
        paid=float(funder.paid / funder.signed) if funder.signed else 0.0,
        paid_text=numbers.percent(float(funder.paid / funder.signed), amounts.language)
        if funder.has_instalments and funder.signed
        else "",
        notes=tuple(notes),
    )


def _facts(funder: FunderMoney, amounts: Amounts) -> list[Fact]:
    def fact(name: str, label: str, tone: str = "") -> Fact:
        amount = getattr(funder, name)
        return Fact(name, label, amounts.machine(amount), amounts.words(amount), tone)

    facts = [fact("signed", _("signed"))]
    if not funder.is_merged:
        facts += [
            fact("allocated", _("given to lines")),
            fact("free", _("not yet given to a line")),
        ]
    if funder.has_instalments:
        facts += [fact("due", _("due so far")), fact("paid", _("paid so far"))]
    if funder.overdue:
        facts.append(fact("overdue", _("overdue"), "missing"))
    if funder.pledged:
        facts.append(fact("pledged", _("promised and not signed, never counted")))
    return facts


def _commitment(each: CommitmentMoney, book: MoneyBook, amounts: Amounts) -> CommitmentLine:
    row, language = each.row, amounts.language
    said = []
    if row.signed_on:
        said.append(_("Signed on %(day)s.") % {"day": dates.date(row.signed_on, language)})
    else:
        said.append(_("Promised, not signed: it is not counted."))
    if row.starts_on and row.ends_on:
        said.append(
            _("Runs %(span)s.") % {"span": dates.date_range(row.starts_on, row.ends_on, language)}
        )
    if row.currency != book.initiative.currency:
        said.append(
            _("Its %(amount)s count at %(rate)s, the rate of the day it was signed.")
            % {
                "amount": numbers.money(row.amount // 100, row.currency, language),
                "rate": numbers.number(row.rate, language),
            }
        )
    if row.certainty is not None and row.certainty < 100:  # noqa: PLR2004 - percent
        said.append(
            _("Certainty %(share)s, as the funder says; amounts are shown whole.")
            % {"share": numbers.percent(row.certainty / 100, language)}
        )
    if each.payments.overdue:
        said.append(_("%(amount)s are overdue.") % {"amount": amounts.words(each.payments.overdue)})
    if each.payments.next_due_on:
        said.append(
            _("Next payment on %(day)s.") % {"day": dates.date(each.payments.next_due_on, language)}
        )
    return CommitmentLine(
        code=isolates.ltr(row.code),
        amount=amounts.words(each.amount),
        mode=str(Commitment.Mode(row.mode).label),
        sentences=tuple(said),
        is_pledge=not row.is_signed,
    )
