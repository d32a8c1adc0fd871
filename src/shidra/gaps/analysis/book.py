"""The gaps of every kind, with their scores and their life, as far as one person may know them."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from shidra.core import missing
from shidra.core.missing import Unit
from shidra.gaps.analysis.asked import answers
from shidra.gaps.analysis.grounds import Gathered, gather, looked
from shidra.gaps.analysis.lines import listed
from shidra.gaps.analysis.telling import Writer, where_of
from shidra.gaps.models import GapKind
from shidra.gaps.queries import (
    Gap,
    GapBook,
    GapBundle,
    GapQuestion,
    Life,
    MissingList,
    Untold,
    Where,
    gap_ref,
    lives_of,
    place_names,
    priorities_of,
)
from shidra.i18n.text import Text
from shidra.initiatives.permissions import Access

__all__ = ["gap_book", "gap_books", "gaps_by_factor", "present_gaps"]


def gap_book(
    access: Access,
    question: GapQuestion | None = None,
    today: date | None = None,
    around: Collection[str] | None = None,
) -> GapBook:
    """Everything that is missing, or what answers to a question, in a fixed number of queries.

    With `around`, the book is about those factors, the outcomes and the shared lines: what it
    says of them is what the whole book says.
    """
    return _Book(_Source.of(access, today, around), question or GapQuestion()).written()


def gap_books(access: Access, question: GapQuestion) -> tuple[GapBook, GapBook]:
    """What answers to a question, and everything, from one reading."""
    source = _Source.of(access)
    return _Book(source, question).written(), _Book(source, GapQuestion()).written()


def gaps_by_factor(
    access: Access, around: Collection[str] | None = None
) -> tuple[MissingList, dict[str, dict[str, int]]]:
    """What is missing, and how many open gaps of each kind each line has, from one reading."""
    book = gap_book(access, around=around)
    return book.missing, book.counts()


def present_gaps(access: Access, today: date) -> dict[str, tuple[str, Where]]:
    """The gaps that the data show today, by name: the kind and the cell of each."""
    found = {}
    for each in looked(gather(access, today)).findings:
        if each.is_missing:
            where = where_of(each)
            found[gap_ref(each.kind, where)] = (str(each.kind), where)
    return found


@dataclass(frozen=True, slots=True)
class _Source:
    """All that was read and found, from which books for several questions can be written."""

    gathered: Gathered
    found: missing.Looked
    told: MissingList
    lives: Mapping[str, Life]
    places: Mapping[str, Text]

    @classmethod
    def of(
        cls,
        access: Access,
        today: date | None = None,
        around: Collection[str] | None = None,
    ) -> "_Source":
        gathered = gather(access, today or timezone.localdate(), around)
        return cls(
            gathered,
            looked(gathered),
            listed(gathered.reading, gathered.disclosure),
            _lives_on(lives_of(access.initiative), gathered, around),
            place_names(access.initiative),
        )


def _lives_on(
    lives: Mapping[str, Life], gathered: Gathered, around: Collection[str] | None
) -> Mapping[str, Life]:
    """What was said of gaps on the lines that the book is about."""
    if around is None:
        return lives
    lines = {factor.code for factor in gathered.reading.factors} | set(missing.OTHER_LINES)
    return {ref: life for ref, life in lives.items() if life.where.line in lines}


@dataclass(slots=True)
class _Book:
    """The findings of the core on their way to one person."""

    source: _Source
    question: GapQuestion

    @property
    def gathered(self) -> Gathered:
        return self.source.gathered

    def written(self) -> GapBook:
        source, asked = self.source, self.question
        access, reading = self.gathered.access, self.gathered.reading
        lives, found, told = source.lives, source.found, source.told
        priorities = priorities_of(reading.groups)
        writer = Writer(self.gathered, told, priorities, lives, found.findings)
        seen = [
            each
            for each in found.findings
            if asked.kind in {"", each.kind} and answers(asked, each.cell, self.gathered)
        ]
        bundles = list(writer.bundles(seen))
        kept = list(writer.kept_gaps())
        hidden = tuple(writer.hidden)
        bundles += writer.sums_alone() if self._asks_for_sums() else []
        bundles = _with_kept(bundles, self._asked(kept))
        bundles = [each for each in map(self._narrowed, bundles) if each.count]
        shown = {gap.ref for each in bundles for gap in each.gaps}
        is_there = {
            gap_ref(each.kind, where_of(each))
            for each in found.findings
            if lives and each.is_missing
        } | {gap.ref for gap in kept}
        gone = [
            gap
            for gap in writer.gone(ref for ref in lives if ref not in is_there | shown)
            if answers(self.question, gap.where, self.gathered)
        ]
        return GapBook(
            access=access,
            today=self.gathered.today,
            missing=told,
            bundles=tuple(sorted(bundles, key=_rank)),
            gone=tuple(filter(self._is_wanted, gone)),
            untold=(
                *_untold(found.untold, writer.kept_lines),
                *hidden,
                *_furthest_untold(self.gathered),
            ),
            judged=frozenset(str(each.kind) for each in found.findings)
            | {str(gap.kind) for gap in kept},
            places=source.places,
            parents=reading.ledger.parents,
            groups={key: group.name for key, group in reading.groups.items()},
            activities={each.code: each for each in self.gathered.activities},
            barrier_owners=self.gathered.barrier_owners,
            behind={(e.factor, e.group): e.indicator for e in reversed(self.gathered.behind)},
            commitments={
                each.id: each.code
                for each in self.gathered.commitments
                if each.id in self.gathered.disclosure.commitments
            },
        )

    def _asked(self, kept: Iterable[Gap]) -> list[Gap]:
        """Of the needs that are kept back those that are asked for."""
        if self.question.kind not in {"", GapKind.RESOURCE}:
            return []
        return [gap for gap in kept if answers(self.question, gap.where, self.gathered)]

    def _asks_for_sums(self) -> bool:
        """Whether sums without places answer: not where places, groups or years are asked for."""
        asked = self.question
        return not (asked.place or asked.group or asked.year or asked.state)

    def _narrowed(self, bundle: GapBundle) -> GapBundle:
        if bundle.is_whole:
            wanted = self.question.kind in {"", bundle.kind} and self.question.line in {
                "",
                bundle.line,
            }
            return bundle if wanted else replace(bundle, is_whole=False)
        kept = tuple(filter(self._is_wanted, bundle.gaps))
        if len(kept) == len(bundle.gaps):
            return bundle
        # What the gaps that are left miss: their money adds up, all else is counted.
        is_money = bundle.unit == Unit.MONEY
        return replace(
            bundle,
            gaps=kept,
            judged=len(kept),
            size=sum(gap.size or 0 for gap in kept) if is_money else None,
            of=sum(gap.of or 0 for gap in kept) if is_money else None,
        )

    def _is_wanted(self, gap: Gap) -> bool:
        asked = self.question
        if asked.kind and gap.kind != asked.kind:
            return False
        if asked.at_least is not None and (
            gap.unit != Unit.MONEY or gap.size is None or gap.size < asked.at_least
        ):
            return False
        if asked.state == "open":
            return gap.standing.is_open
        return not asked.state or gap.standing.state == asked.state


def _with_kept(bundles: Iterable[GapBundle], kept: Iterable[Gap]) -> list[GapBundle]:
    """The bundles with the needs that are kept back after all others of their line, by code."""
    by_line: dict[str, list[Gap]] = {}
    for gap in kept:
        by_line.setdefault(gap.where.line, []).append(gap)
    found = []
    for each in bundles:
        more = by_line.pop(each.line, []) if each.kind == GapKind.RESOURCE else []
        found.append(replace(each, gaps=(*each.gaps, *more), judged=each.judged + len(more)))
    for line, gaps in by_line.items():
        reason = gaps[0].hidden
        found.append(
            GapBundle(
                GapKind.RESOURCE, line, tuple(gaps), len(gaps), str(Unit.MONEY), None, None, None,
                1.0, None, reason,
            )
        )  # fmt: skip
    return found


def _untold(untold: Iterable[missing.Untold], kept_lines: Collection[str]) -> Iterator[Untold]:
    for each in untold:
        if each.kind is missing.Kind.RESOURCE and each.line in kept_lines:
            continue
        if each.why is missing.Why.NO_PEOPLE and each.line in kept_lines:
            # They say so, and not to this reader.
            continue
        yield Untold(GapKind(each.kind), each.line, str(each.why), each.cells)


def _furthest_untold(gathered: Gathered) -> Iterator[Untold]:
    """The goals of which this person is not told who is furthest, or whether money is there."""
    counted = Counter(
        (each.factor, each.is_money, each.reason) for each in gathered.furthest_untold
    )
    for (factor, is_money, reason), cells in counted.items():
        why = missing.Why.MONEY_NOT_TOLD if is_money else missing.Why.FURTHEST_NOT_TOLD
        yield Untold(GapKind.SERVICE, factor, str(why), cells, reason)


def _rank(each: GapBundle) -> tuple[bool, float, str, int]:
    order = list(GapKind.values).index(each.kind)
    return each.score is None, -round(float(each.score or 0), 12), each.line, order
