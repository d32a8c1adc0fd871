"""The gaps of every kind on a page: counts by kind, filters, and what answers to them, ranked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.funding.models import SharedLine
from shidra.funding.presentation.kept import kept_in_words
from shidra.gaps.models import GapKind, GapState
from shidra.gaps.presentation.arithmetic import Term, terms_of
from shidra.gaps.presentation.filters import Filter, chosen_in_words, filters_of
from shidra.gaps.presentation.kinds import KINDS, GapWords
from shidra.gaps.presentation.standing import StandingWords, standing_words
from shidra.gaps.presentation.wording import Wording
from shidra.gaps.queries import Gap, GapBook, GapBundle, GapQuestion, MissingLine, Number
from shidra.i18n import phrases
from shidra.i18n.phrases import Phrase
from shidra.i18n.text import Shown
from shidra.protection.permissions import policy_for
from shidra.protection.presentation import reason_in_words

__all__ = [
    "BundleRow",
    "GapRow",
    "GapsPage",
    "KindTile",
    "bundle_row",
    "gap_row",
    "gaps_page",
    "kind_tiles",
]

# Bundles that stand on one page, and gaps of one that stand open.
BUNDLES, OPEN_ROWS = 20, 6


@dataclass(frozen=True, slots=True)
class KindTile:
    """One kind: how many gaps there are of it, and what they are worth together."""

    kind: str
    name: str
    icon: str
    count: str
    finding: str
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class GapRow:
    """One gap as a row of a table."""

    ref: str
    href: str
    what: Phrase
    place: Shown
    groups: Phrase
    year: str
    share: str
    share_value: Number | None
    score: str
    score_value: Number | None
    standing: StandingWords
    lock: str
    where: Phrase


@dataclass(frozen=True, slots=True)
class BundleRow:
    """What one kind misses on one line."""

    kind: str
    kind_name: str
    icon: str
    line: Shown
    code: str
    href: str
    all_href: str
    summary: Phrase
    count: str
    terms: list[Term]
    score: Term | None
    first: tuple[GapRow, ...]
    more: tuple[GapRow, ...]
    more_words: str
    lock: str
    is_whole: bool

    @property
    def only(self) -> GapRow | None:
        """The one gap of a bundle that has no other: it needs no table."""
        return self.first[0] if len(self.first) == 1 else None


@dataclass(frozen=True, slots=True)
class GapsPage:
    """What the templates show of gaps."""

    title: str
    answer: Phrase
    tiles: tuple[KindTile, ...]
    filters: tuple[Filter, ...]
    at_least: str
    chosen: str
    is_narrowed: bool
    bundles: tuple[BundleRow, ...]
    by_line: Mapping[str, tuple[BundleRow, ...]]
    gone: tuple[GapRow, ...]
    untold: tuple[tuple[str, str, Phrase], ...]
    csv_href: str
    xlsx_href: str
    all_href: str
    earlier: str
    later: str


def gaps_page(book: GapBook, every: GapBook, asked: GapQuestion, language: str) -> GapsPage:
    """The gaps that answer to a question; `every` is the book of all, for tiles and choices."""
    words = GapWords(book, language)
    pages = max(1, -(-len(book.bundles) // BUNDLES))
    page = min(asked.page, pages)
    shown = book.bundles[(page - 1) * BUNDLES : page * BUNDLES] if asked.is_narrowed else ()
    rows = tuple(bundle_row(each, words) for each in shown)
    code = book.access.initiative.code
    query = _query(asked)
    file = f"?{query}" if query else ""
    home = reverse("gaps:list", args=[code])
    filters = tuple(filters_of(every, asked, words))
    return GapsPage(
        title=_title(book, asked, words),
        answer=_answer(book, words),
        tiles=tuple(_tiles(every, asked, words)),
        filters=filters,
        at_least="" if asked.at_least is None else str(asked.at_least),
        chosen=chosen_in_words(filters, asked, words),
        is_narrowed=asked.is_narrowed,
        bundles=rows,
        by_line={} if asked.is_narrowed else _by_line(book, words),
        gone=tuple(gap_row(each, words) for each in book.gone) if _wants_gone(asked) else (),
        untold=tuple(_untold(book, asked, words)),
        csv_href=reverse("gaps:file", args=[code, "csv"]) + file,
        xlsx_href=reverse("gaps:file", args=[code, "xlsx"]) + file,
        all_href=home,
        earlier=f"{home}?{_query(asked, page - 1)}" if page > 1 else "",
        later=f"{home}?{_query(asked, page + 1)}" if page < pages else "",
    )


def _query(asked: GapQuestion, page: int = 1, **other: Any) -> str:
    """What stands in the address for a question."""
    said = asdict(asked) | {"page": page if page > 1 else None} | other
    said["factor"] = said.pop("line")
    return urlencode({name: each for name, each in said.items() if each not in {None, ""}})


def _wants_gone(asked: GapQuestion) -> bool:
    return asked.state in {"", str(GapState.State.CLOSED)} and asked.is_narrowed


def _by_line(book: GapBook, words: GapWords) -> dict[str, tuple[BundleRow, ...]]:
    """What else than money is missing on each line, one short row for each kind."""
    found: dict[str, list[BundleRow]] = {}
    for each in book.bundles:
        if each.kind not in {GapKind.RESOURCE, GapKind.OVERLAP}:
            found.setdefault(each.line, []).append(bundle_row(each, words, rows=False))
    return {line: tuple(rows) for line, rows in found.items()}


def bundle_row(bundle: GapBundle, words: GapWords, *, rows: bool = True) -> BundleRow:
    """A bundle in words, with its gaps where they are asked for."""
    book = words.book
    code, initiative = bundle.line, book.access.initiative
    listed = [gap_row(each, words) for each in bundle.gaps] if rows else []
    line = next((each for each in book.missing.lines if each.factor == code), None)
    terms = _terms(bundle, line, words) if rows and line else None
    more = len(listed) - OPEN_ROWS
    kept = ngettext("%(count)s more", "%(count)s more", more) % {"count": words.number(more)}
    is_factor = code not in SharedLine.values
    asked = urlencode({"kind": bundle.kind, "factor": code})
    return BundleRow(
        kind=bundle.kind,
        kind_name=str(GapKind(bundle.kind).label),
        icon=KINDS[bundle.kind].icon,
        line=words.line(code),
        code=code,
        href=reverse("desk:factor", args=[initiative.code, code]) if is_factor else "",
        all_href=f"{reverse('gaps:list', args=[initiative.code])}?{asked}",
        summary=words.summary(bundle),
        count=words.number(bundle.count),
        terms=terms[0] if terms else [],
        score=terms[1] if terms else None,
        first=tuple(listed[:OPEN_ROWS]),
        more=tuple(listed[OPEN_ROWS:]),
        more_words=kept if more > 0 else "",
        lock=_lock(bundle.hidden, words),
        is_whole=bundle.is_whole,
    )


def _terms(bundle: GapBundle, line: MissingLine, words: GapWords) -> tuple[list[Term], Term] | None:
    if bundle.score is None or bundle.shortfall is None:
        return None
    return terms_of(
        line,
        Wording(words.book.missing, words.language),
        of=f"{bundle.kind}/{bundle.line}",
        shortfall=bundle.shortfall,
        multiplier=bundle.equity_multiplier,
        score=bundle.score,
        meaning=_("the share of this kind that is missing"),
    )


def gap_row(gap: Gap, words: GapWords) -> GapRow:
    """One gap as a row."""
    initiative = words.book.access.initiative
    share = "" if gap.share is None or not gap.is_missing else words.percent(gap.share)
    return GapRow(
        ref=gap.ref,
        href=reverse("gaps:gap", args=[initiative.code, gap.ref]),
        what=words.what(gap),
        place=words.place(gap.where.place),
        groups=words.groups(gap.where.groups),
        year=words.year(gap.where.year),
        share=share,
        share_value=gap.share,
        score_value=gap.score,
        score="" if gap.score is None else words.number(gap.score, 2),
        standing=standing_words(words.book, gap, words.language),
        lock=_lock(gap.hidden, words),
        where=words.cell(gap.where) or Phrase(_("everywhere, for everybody")),
    )


def _lock(reason: Any, words: GapWords) -> str:
    return reason_in_words(reason, policy_for(words.book.access)) if reason else ""


# --- the head of the page -----------------------------------------------------------------------


def _count(count: int, words: GapWords) -> str:
    return ngettext("%(count)s gap", "%(count)s gaps", count) % {"count": words.number(count)}


def _title(book: GapBook, asked: GapQuestion, words: GapWords) -> str:
    """The finding: how many gaps, and the money that they miss."""
    count = sum(each.count for each in book.bundles)
    if not count:
        return _("Nothing that is known to be missing answers to this")
    size = _money(book)
    if asked.kind in {"", GapKind.RESOURCE} and size:
        return _("%(gaps)s, %(money)s missing in all") % {
            "gaps": _count(count, words),
            "money": words.money(size),
        }
    lines = len({each.line for each in book.bundles})
    on = ngettext("on %(count)s line", "on %(count)s lines", lines)
    facts = {"gaps": _count(count, words), "lines": on % {"count": words.number(lines)}}
    if asked.kind:
        facts["kind"] = str(GapKind(asked.kind).label)
        return _("%(kind)s: %(gaps)s %(lines)s") % facts
    return _("%(gaps)s %(lines)s") % facts


def _money(book: GapBook) -> float:
    """The money that the gaps shown miss: each need is one row, so that it adds up."""
    return sum(
        float(each.size or 0) if each.is_whole else sum(float(gap.size or 0) for gap in each.gaps)
        for each in book.bundles
        if each.kind == GapKind.RESOURCE
    )


def _answer(book: GapBook, words: GapWords) -> Phrase:
    """How many are spoken for already, and what the sums leave out."""
    states: dict[str, int] = {}
    for gap in (gap for each in book.bundles for gap in each.gaps):
        states[gap.standing.state] = states.get(gap.standing.state, 0) + 1
    said = [
        f"{GapState.State(state).label}: {words.number(states[state])}"
        for state in GapState.State.values
        if states.get(state) and state != GapState.State.DETECTED
    ]
    kept = sum(gap.unit == "money" and gap.hidden is not None for gap in book.gaps)
    return Phrase(" · ".join([*said, *filter(None, [kept_in_words(kept, words.language)])]))


def kind_tiles(book: GapBook, language: str) -> tuple[KindTile, ...]:
    """How many gaps there are of each kind, for a page that shows no more of them."""
    return tuple(_tiles(book, GapQuestion(), GapWords(book, language)))


def _tiles(every: GapBook, asked: GapQuestion, words: GapWords) -> Iterator[KindTile]:
    home = reverse("gaps:list", args=[every.access.initiative.code])
    for kind in GapKind:
        bundles = [each for each in every.bundles if each.kind == kind]
        count = sum(each.count for each in bundles)
        lines = len(bundles)
        on = ngettext("on %(count)s line", "on %(count)s lines", lines)
        sizes = [float(each.size or 0) for each in bundles]
        is_money = kind in {GapKind.RESOURCE, GapKind.OVERLAP, GapKind.ABSORPTION}
        finding = words.money(sum(sizes)) if is_money and count else ""
        if not count:
            finding = _none(every, kind)
        elif not finding:
            finding = on % {"count": words.number(lines)}
        yield KindTile(
            kind=str(kind),
            name=str(kind.label),
            icon=KINDS[kind].icon,
            count=words.number(count),
            finding=finding,
            href=f"{home}?{_query(asked, kind='' if asked.kind == kind else str(kind))}",
            is_current=asked.kind == kind,
        )


def _none(every: GapBook, kind: GapKind) -> str:
    """No gap is not the same as not being able to tell."""
    if kind not in every.judged or any(each.kind == kind for each in every.untold):
        return _("cannot be told yet")
    return _("none found")


def _untold(
    book: GapBook, asked: GapQuestion, words: GapWords
) -> Iterator[tuple[str, str, Phrase]]:
    """What cannot be told, by kind and reason, with the lines of which it is true."""
    found: dict[tuple[GapKind, str], list[str]] = {}
    policy = policy_for(book.access)
    for each in book.untold:
        if asked.kind in {"", each.kind} and asked.line in {"", each.line}:
            why = reason_in_words(each.hidden, policy) if each.hidden else words.untold(each.why)
            found.setdefault((each.kind, why), []).append(each.line)
    if book.missing.withheld and asked.kind in {"", GapKind.RESOURCE}:
        why = _("Undisclosed money of fewer than three funders is on it.")
        found[GapKind.RESOURCE, why] = sorted(book.missing.withheld)
    for (kind, why), lines in found.items():
        names = (words.line(line) for line in dict.fromkeys(lines))
        yield str(kind.label), why, _listed(names, words)


def _listed(names: Iterable[Shown], words: GapWords) -> Phrase:
    return phrases.listed(names, words.language)
