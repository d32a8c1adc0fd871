"""The money page: need against money by line, who gives what, and what each funder has paid."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.desk.presentation.money_funders import FunderCard, funder_cards
from shidra.desk.presentation.money_words import Amounts
from shidra.funding.analysis.money import MoneyBook, Part
from shidra.funding.models import SharedLine
from shidra.funding.presentation.kept import kept_in_words
from shidra.i18n import numbers
from shidra.i18n.phrases import Phrase, filled
from shidra.i18n.text import Shown

__all__ = ["Cell", "MoneyPage", "MoneyRow", "money_csv_rows", "money_page"]

# Sums that would give away private money, where they are withheld.
FROM_MONEY = ("committed", "covered", "missing", "gap", "overlap")

type CsvCell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Cell:
    """An amount as a person and as a program read it."""

    name: str
    of: str
    value: int | float | None
    text: str
    kind: str = ""
    is_withheld: bool = False
    is_nothing: bool = False
    depth: int = 0


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """A line of both tables."""

    code: str
    name: Shown
    href: str
    figures: tuple[Cell, ...]
    givers: tuple[Cell, ...]
    has_money: bool


@dataclass(frozen=True, slots=True)
class MoneyPage:
    """All that the template shows."""

    title: str
    answer: str
    rows: tuple[MoneyRow, ...]
    total: MoneyRow
    funders: tuple[FunderCard, ...]
    columns: tuple[Shown, ...]
    others: str
    caption: str
    grid_title: Phrase
    grid_caption: str
    note: str
    csv_href: str
    is_empty: bool


def money_page(book: MoneyBook, language: str) -> MoneyPage:
    """The page in one language."""
    table = _Table(book, language)
    unit = numbers.unit_name(book.initiative.currency, language, table.amounts.unit)
    return MoneyPage(
        title=_title(book, table.amounts),
        answer=_answer(book, table.amounts),
        rows=tuple(table.row(index) for index in range(len(book.lines))),
        total=table.total(),
        funders=funder_cards(book, table.amounts),
        columns=tuple(funder.name.shown(language) for funder in book.funders),
        others=_others(book) if table.has_others else "",
        caption=_("Need and money by line, in %(unit)s") % {"unit": unit},
        grid_title=_grid_title(book, table.amounts),
        grid_caption=_("What each funder gives to each line, in %(unit)s") % {"unit": unit},
        note=table.note(),
        csv_href=reverse("desk:money-csv", args=[book.initiative.code]),
        is_empty=not any(line.need or line.committed for line in book.lines) and not book.funders,
    )


class _Table:
    """The rows of both tables, in one unit."""

    def __init__(self, book: MoneyBook, language: str) -> None:
        self.book, self.language = book, language
        amounts = [amount for line in book.lines for amount in (line.need, line.covered)]
        self.amounts = Amounts(book.initiative.currency, language, amounts)
        self.most = max(book.cells.values(), default=Fraction(0))
        self.has_others = any(book.others.values())

    def row(self, index: int) -> MoneyRow:
        line = self.book.lines[index]
        code = line.line
        withheld = code in self.book.withheld
        split = code in self.book.withheld_splits
        public = self.book.public.get(code, Part())
        private = self.book.private.get(code, Part())
        return MoneyRow(
            code=code,
            name=self.name(code),
            href=""
            if code in SharedLine.values
            else reverse("desk:factor", args=[self.book.initiative.code, code]),
            figures=(
                self.cell("need", code, line.need),
                *self.side("public", code, public, is_withheld=split),
                *self.side("private", code, private, is_withheld=split),
                *(
                    self.cell(name, code, getattr(line, name), is_withheld=withheld)
                    for name in FROM_MONEY
                ),
            ),
            givers=(
                *(self.given(code, funder.id) for funder in self.book.funders),
                *self.other(code, self.book.others.get(code, Fraction(0)), is_withheld=withheld),
                self.cell("committed", code, line.committed, is_withheld=withheld),
            ),
            has_money=bool(line.committed),
        )

    def total(self) -> MoneyRow:
        """All lines together; it adds up to what stands above it."""
        total, withheld = self.book.total, self.book.is_total_withheld
        split = bool(self.book.withheld_splits)
        public = _together(self.book.public.values())
        private = _together(self.book.private.values())
        return MoneyRow(
            code="total",
            name=Shown(_("All lines together"), self.language, is_fallback=False),
            href="",
            figures=(
                self.cell("need", "total", total.need),
                *self.side("public", "total", public, is_withheld=split),
                *self.side("private", "total", private, is_withheld=split),
                *(
                    self.cell(name, "total", getattr(total, name), is_withheld=withheld)
                    for name in FROM_MONEY
                ),
            ),
            givers=(
                *(
                    self.cell(
                        "allocated", f"total:{funder.code}", funder.allocated,
                        is_withheld=funder.is_merged,
                    )
                    for funder in self.book.funders
                ),
                *self.other(
                    "total", sum(self.book.others.values(), Fraction(0)),
                    is_withheld=withheld or bool(self.book.withheld),
                ),
                self.cell("committed", "total", total.committed, is_withheld=withheld),
            ),
            has_money=True,
        )  # fmt: skip

    def name(self, code: str) -> Shown:
        if code in SharedLine.values:
            return Shown(str(SharedLine(code).label), self.language, is_fallback=False)
        name = self.book.names[code]
        return name.shown(self.language) if name else Shown(code, self.language, is_fallback=False)

    def side(self, side: str, of: str, part: Part, *, is_withheld: bool) -> Iterator[Cell]:
        for name in ("committed", "covered", "overlap"):
            yield self.cell(f"{side}_{name}", of, getattr(part, name), is_withheld=is_withheld)

    def given(self, line: str, funder: int) -> Cell:
        """What a funder gives to a line; deeper where it is more."""
        code = next(each.code for each in self.book.funders if each.id == funder)
        merged = any(each.id == funder and each.is_merged for each in self.book.funders)
        amount = self.book.cells.get((line, funder))
        hidden = amount is None and merged
        cell = self.cell("allocated", f"{line}:{code}", amount or Fraction(0), is_withheld=hidden)
        if not amount:
            return cell
        depth = min(5, 1 + int(5 * amount / self.most)) if self.most else 0
        return Cell(cell.name, cell.of, cell.value, cell.text, depth=depth)

    def other(self, of: str, amount: Fraction, *, is_withheld: bool) -> Iterator[Cell]:
        if self.has_others:
            yield self.cell("allocated", f"{of}:others", amount, is_withheld=is_withheld)

    def cell(self, name: str, of: str, amount: Fraction, *, is_withheld: bool = False) -> Cell:
        if is_withheld:
            return Cell(name, of, None, "", is_withheld=True)
        kind = {"missing": "missing", "overlap": "money"}.get(name, "") if amount else ""
        return Cell(
            name,
            of,
            self.amounts.machine(amount),
            self.amounts.in_table(amount) if amount else "–",
            kind,
            is_nothing=not amount,
        )

    def note(self) -> str:
        """Says so where rounded parts do not add up to the rounded whole."""
        adds_up = all(
            self.amounts.adds_up(
                [getattr(line, name) for line in self.book.lines], getattr(self.book.total, name)
            )
            for name in ("need", *FROM_MONEY)
        )
        return (
            "" if adds_up else _("Rounded, so that the parts may differ slightly from the whole.")
        )


def _together(parts: Iterable[Part]) -> Part:
    whole = Part()
    for part in parts:
        whole = whole.and_(part)
    return whole


def _title(book: MoneyBook, amounts: Amounts) -> str:
    if book.is_total_withheld or not book.total.need:
        return _("The money and what it is for")
    return _(
        "%(committed)s of the %(need)s that are needed are committed; %(missing)s are missing"
    ) % {
        "committed": amounts.words(book.total.committed),
        "need": amounts.words(book.total.need),
        "missing": amounts.words(book.total.missing),
    }


def _answer(book: MoneyBook, amounts: Amounts) -> str:
    """Public, private, not yet allocated, overdue: each in a sentence."""
    said = []
    if not book.withheld_splits and book.total.committed:
        said.append(
            _("Public money gives %(public)s, private money %(private)s.")
            % {
                "public": amounts.words(_together(book.public.values()).committed),
                "private": amounts.words(_together(book.private.values()).committed),
            }
        )
    free = sum((funder.free for funder in book.funders if not funder.is_merged), Fraction(0))
    if free > 0:
        said.append(
            _("%(free)s are signed and not yet given to a line.") % {"free": amounts.words(free)}
        )
    overdue = sum((funder.overdue for funder in book.funders), Fraction(0))
    if overdue:
        said.append(
            _("%(overdue)s should have been paid already.") % {"overdue": amounts.words(overdue)}
        )
    if not book.is_total_withheld and book.total.overlap:
        said.append(
            _("%(overlap)s meet no need: overlap.") % {"overlap": amounts.words(book.total.overlap)}
        )
    said.append(kept_in_words(sum(book.kept_needs.values()), amounts.language))
    return " ".join(filter(None, said))


def _others(book: MoneyBook) -> str:
    """What the column of those who are not shown one by one is called."""
    if not book.hidden_funders:
        return _("Shown only together")
    return ngettext(
        "%(count)s funder who is not shown to you",
        "%(count)s funders who are not shown to you",
        book.hidden_funders,
    ) % {"count": book.hidden_funders}


def _grid_title(book: MoneyBook, amounts: Amounts) -> Phrase:
    """Where money crowds, and where it is wanted most, as one finding."""
    lines = [line for line in book.lines if line.need and line.line not in book.withheld]
    fullest = max(lines, key=lambda line: line.committed / line.need, default=None)
    emptiest = max(lines, key=lambda line: line.missing, default=None)
    if fullest is None or emptiest is None or fullest.committed <= fullest.need:
        return Phrase(_("Who gives to what"))
    table = _Table(book, amounts.language)
    return filled(
        _("“%(line)s” has %(more)s of what it needs, while “%(other)s” has %(less)s"),
        line=table.name(fullest.line),
        more=amounts.share(fullest.committed / fullest.need),
        other=table.name(emptiest.line),
        less=amounts.share(emptiest.committed / emptiest.need),
    )


def money_csv_rows(book: MoneyBook, language: str) -> tuple[list[str], Iterator[list[CsvCell]]]:
    """Both tables as one sheet."""
    page = money_page(book, language)
    header = [
        "line",
        _("name"),
        *(cell.name for cell in page.total.figures),
        *(shown.text for shown in page.columns),
        *([page.others] if page.others else []),
    ]
    return header, _csv_rows(page)


def _csv_rows(page: MoneyPage) -> Iterator[list[CsvCell]]:
    for row in (*page.rows, page.total):
        cells = (*row.figures, *row.givers[:-1])
        yield [row.code, row.name.text, *(cell.value for cell in cells)]
