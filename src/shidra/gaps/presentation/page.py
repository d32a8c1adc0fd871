"""The page of what is missing: the answer, the picture, the ranked rows, the table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shidra.funding.presentation.kept import kept_in_words
from shidra.gaps.presentation.arithmetic import Term, score_terms
from shidra.gaps.presentation.gaps import BundleRow
from shidra.gaps.presentation.sheet import FROM_MONEY
from shidra.gaps.presentation.wording import Wording
from shidra.gaps.queries import MissingLine, MissingList, Number
from shidra.i18n import numbers
from shidra.i18n.phrases import Phrase, filled
from shidra.i18n.text import Shown
from shidra.pictures.charts import NARROW, MoneyBar, draw_money_bars

__all__ = ["FILTERS", "MissingPage", "missing_page"]

FILTERS = {
    "all": gettext_lazy("All lines"),
    "need": gettext_lazy("Where something is missing"),
    "overlap": gettext_lazy("Where there is overlap"),
}

# Bars that a picture holds without becoming a wall; the table has them all.
MOST_BARS = 16

# The list has the whole width of the page to itself.
WIDE_SHEET = 1080.0

MONEY_COLUMNS = ("need", "committed", "covered", "missing", "gap", "overlap")
TERM_COLUMNS = (
    "shortfall", "path_strength", "equity_multiplier", "actionability", "importance", "score",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of the table as a person and as a program read it."""

    name: str
    of: str
    value: Number | None
    text: str
    kind: str = ""
    is_withheld: bool = False
    is_nothing: bool = False


@dataclass(frozen=True, slots=True)
class MissingRow:
    """A line on the page."""

    code: str
    name: Shown
    href: str
    rank: int | None
    sentence: Phrase
    need: Number
    covered: Number
    overlap: Number
    missing_text: str
    overlap_text: str
    is_withheld: bool
    cells: tuple[Cell, ...]
    terms: list[Term]
    score: Term | None
    others: tuple[BundleRow, ...] = ()

    @property
    def is_factor(self) -> bool:
        return bool(self.href)


# Lines that stand open; what follows them in the order is folded.
FIRST_SHOWN = 24


@dataclass(frozen=True, slots=True)
class MissingPage:
    """All that the template shows."""

    title: Phrase
    answer: str
    picture: SafeString
    picture_title: str
    picture_limit: str
    rows: tuple[MissingRow, ...]
    totals: tuple[Cell, ...]
    total_spare: int
    tabs: list[dict[str, Any]]
    caption: str
    note: str
    largest: float
    csv_href: str
    weights: list[str]

    @property
    def first(self) -> tuple[MissingRow, ...]:
        """The lines that stand open."""
        return self.rows[:FIRST_SHOWN]

    @property
    def others(self) -> tuple[MissingRow, ...]:
        """The lines that are folded below them."""
        return self.rows[FIRST_SHOWN:]


def missing_page(
    found: MissingList,
    language: str,
    chosen: str,
    others: Mapping[str, tuple[BundleRow, ...]] | None = None,
) -> MissingPage:
    """The page in one language, with the lines of one filter.

    `others` are what each line misses beside money.
    """
    words = Wording(found, language)
    kept = {name: _kept(found, name) for name in FILTERS}
    lines = kept.get(chosen, found.lines)
    seen = [line for line in found.lines if line.factor not in found.withheld]
    amounts = [line.need for line in found.lines]
    # What is withheld must not speak by the unit or by the length of the bars either.
    amounts += [amount for line in seen for amount in (line.overlap, line.missing)]
    unit = numbers.money_unit([Decimal(str(amount)) for amount in amounts])
    ranked = [line.factor for line in found.lines if line.is_factor and line.need]
    href = reverse("gaps:list", args=[found.initiative.code])
    return MissingPage(
        title=_title(found, words),
        answer=_answer(found, words),
        picture=_picture(lines, words),
        picture_title=_picture_title(lines, words),
        picture_limit=_picture_limit(lines, words),
        rows=tuple(
            replace(_row(line, words, unit, ranked), others=(others or {}).get(line.factor, ()))
            for line in lines
        ),
        totals=_totals(found, words, unit),
        total_spare=len(TERM_COLUMNS),
        tabs=[
            {
                "href": href if name == "all" else f"{href}?show={name}",
                "text": label,
                "is_current": name == chosen,
                "count": len(kept[name]),
            }
            for name, label in FILTERS.items()
        ],
        caption=_("What is missing by line, in %(unit)s")
        % {"unit": numbers.unit_name(found.initiative.currency, language, unit)},
        note=_note(found, unit),
        largest=float(max([*amounts, *(line.need + line.overlap for line in seen)], default=0)),
        csv_href=reverse("gaps:csv", args=[found.initiative.code]),
        weights=_weights(words),
    )


def _kept(found: MissingList, name: str) -> tuple[MissingLine, ...]:
    if name == "need":
        return tuple(
            line
            for line in found.lines
            if line.need and (line.missing or line.factor in found.withheld)
        )
    if name == "overlap":
        return tuple(
            line for line in found.lines if line.overlap and line.factor not in found.withheld
        )
    return found.lines


def _title(found: MissingList, words: Wording) -> Phrase:
    """The line that matters most, as the finding of the page."""
    first = next((line for line in found.lines if line.is_factor), None)
    if first is None or not any(line.need for line in found.lines):
        return Phrase(_("What is missing is not known yet"))
    if first.factor in found.withheld or not first.missing:
        return Phrase(_("What is missing, line by line"))
    return filled(
        _("What is missing most: %(line)s, %(missing)s"),
        line=words.name(first.factor),
        missing=words.money(first.missing),
    )


def _sum(found: MissingList, name: str) -> Number:
    whole = sum((Decimal(str(getattr(line, name))) for line in found.lines), Decimal(0))
    return int(whole) if whole == int(whole) else float(whole)


def _answer(found: MissingList, words: Wording) -> str:
    need, kept = _sum(found, "need"), kept_in_words(found.kept.total(), words.language)
    if not need or found.is_total_withheld:
        return kept
    missing, overlap = _sum(found, "missing"), _sum(found, "overlap")
    said = [
        _("All lines together miss %(missing)s of the %(need)s that are needed, %(share)s.")
        % {
            "missing": words.money(missing),
            "need": words.money(need),
            "share": words.percent(float(missing) / float(need)),
        }
    ]
    if overlap:
        said.append(
            _("At the same time %(overlap)s were committed where no need is left: overlap.")
            % {"overlap": words.money(overlap)}
        )
    return " ".join(filter(None, [*said, kept]))


def _picture_title(lines: Sequence[MissingLine], words: Wording) -> str:
    """What the picture says of the lines that the filter leaves."""
    withheld = words.found.withheld
    shown = [line for line in lines if line.need and line.factor not in withheld]
    empty = [line for line in shown if not line.covered]
    if empty:
        return _("On %(empty)s of %(lines)s lines with a need, nothing is covered") % {
            "empty": words.number(len(empty)),
            "lines": words.number(len(shown)),
        }
    return _("What is covered and what is missing, line by line")


def _drawable(lines: Sequence[MissingLine], words: Wording) -> list[MissingLine]:
    """The lines that have a bar to show, and may show it."""
    withheld = words.found.withheld
    return [line for line in lines if line.need + line.overlap and line.factor not in withheld]


def _picture_limit(lines: Sequence[MissingLine], words: Wording) -> str:
    """That the picture ends before the list does."""
    if len(_drawable(lines, words)) <= MOST_BARS:
        return ""
    return _("The first %(count)s lines are drawn.") % {"count": words.number(MOST_BARS)}


def _picture(lines: Sequence[MissingLine], words: Wording) -> SafeString:
    """Need against money, a bar per line; lines whose sums are withheld have none."""
    seen = _drawable(lines, words)[:MOST_BARS]
    if not seen:
        return SafeString("")
    bars = [
        MoneyBar(
            name=words.name(line.factor),
            covered=float(line.covered),
            missing=float(line.missing),
            overlap=float(line.overlap),
            need_text=_("needed: %(amount)s") % {"amount": words.money(line.need)},
            missing_text=_("missing: %(amount)s") % {"amount": words.money(line.missing)}
            if line.missing
            else "",
            overlap_text=_("overlap: %(amount)s") % {"amount": words.money(line.overlap)}
            if line.overlap
            else "",
        )
        for line in seen
    ]
    currency = words.found.initiative.currency

    def draw(width: float) -> str:
        return draw_money_bars(
            bars,
            language=words.language,
            title=_picture_title(lines, words),
            description=_("For each line: covered is filled, missing is dashed, overlap striped."),
            format_value=lambda value: numbers.money(
                Decimal(round(value)), currency, words.language, short=True
            ),
            width=width,
        )

    # The pictures escape what they write.
    return mark_safe(  # noqa: S308
        f'<div class="picture-wide">{draw(WIDE_SHEET)}</div>'
        f'<div class="picture-narrow">{draw(NARROW)}</div>'
    )


def _row(line: MissingLine, words: Wording, unit: int, ranked: list[str]) -> MissingRow:
    withheld = line.factor in words.found.withheld
    terms = score_terms(line, words)
    return MissingRow(
        code=line.factor,
        name=words.name(line.factor),
        href=reverse("desk:factor", args=[words.found.initiative.code, line.factor])
        if line.is_factor
        else "",
        rank=ranked.index(line.factor) + 1 if line.factor in ranked else None,
        sentence=words.sentence(line),
        need=line.need,
        covered=0 if withheld else line.covered,
        overlap=0 if withheld else line.overlap,
        missing_text="" if withheld or not line.missing else words.money(line.missing),
        overlap_text="" if withheld or not line.overlap else words.money(line.overlap),
        is_withheld=withheld,
        cells=tuple(
            [_money_cell(line, name, words, unit) for name in MONEY_COLUMNS]
            + [_term_cell(line, name, words) for name in TERM_COLUMNS]
        ),
        terms=terms[0] if terms else [],
        score=terms[1] if terms else None,
    )


def _money_cell(line: MissingLine, name: str, words: Wording, unit: int) -> Cell:
    value: Number = getattr(line, name)
    withheld = name in FROM_MONEY and line.factor in words.found.withheld
    return _amount(name, line.factor, value, words, unit, is_withheld=withheld)


def _amount(
    name: str, of: str, value: Number, words: Wording, unit: int, *, is_withheld: bool
) -> Cell:
    if is_withheld:
        return Cell(name, of, None, "", is_withheld=True)
    shown = numbers.money(
        Decimal(str(value)), words.found.initiative.currency, words.language, unit=unit
    )
    if not value:
        shown = "–"
    kind = {"missing": "missing", "overlap": "money"}.get(name, "") if value else ""
    return Cell(name, of, value, shown, kind, is_nothing=not value)


def _term_cell(line: MissingLine, name: str, words: Wording) -> Cell:
    value: Number | None = getattr(line, name)
    if name in FROM_MONEY and line.factor in words.found.withheld:
        return Cell(name, line.factor, None, "", is_withheld=True)
    if value is None:
        return Cell(name, line.factor, None, "–", is_nothing=True)
    if name == "shortfall":
        return Cell(name, line.factor, value, words.percent(value), is_nothing=not value)
    digits = None if name == "importance" else 2
    return Cell(name, line.factor, value, words.number(value, digits))


def _totals(found: MissingList, words: Wording, unit: int) -> tuple[Cell, ...]:
    return tuple(
        _amount(
            name,
            "total",
            _sum(found, name),
            words,
            unit,
            is_withheld=found.is_total_withheld and name in FROM_MONEY,
        )
        for name in MONEY_COLUMNS
    )


def _note(found: MissingList, unit: int) -> str:
    """Says so where rounded parts do not add up to the rounded whole."""
    exact = all(
        numbers.sums_as_shown(
            [Decimal(str(getattr(line, name))) for line in found.lines],
            Decimal(str(_sum(found, name))),
            unit,
        )
        for name in MONEY_COLUMNS
    )
    return "" if exact else _("Rounded, so that the parts may differ slightly from the whole.")


def _weights(words: Wording) -> list[str]:
    """What this initiative set, so that anyone can compute the score again."""
    settings = words.found.initiative
    return [
        _("Paths of at most %(links)s links count, each link as its strength divided by 3.")
        % {"links": words.number(settings.longest_path)},
        _("Where nobody answers for a factor, actionability is %(value)s.")
        % {"value": words.number(float(settings.ownerless_value))},
        _("A group comes first when the initiative gave it a priority above %(value)s.")
        % {"value": words.number(float(settings.priority_threshold))},
    ]
