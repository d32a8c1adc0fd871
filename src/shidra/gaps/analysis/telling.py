"""Findings of the core in the units of one reader: protected, scored, with their life."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from shidra.core import missing
from shidra.core.missing import Kind, Unit
from shidra.funding.queries import MINOR_UNITS, NeedRow
from shidra.gaps.analysis.asked import standing_of
from shidra.gaps.analysis.grounds import Gathered
from shidra.gaps.analysis.lines import number, score_settings, weighed
from shidra.gaps.models import GapKind
from shidra.gaps.queries import (
    Gap,
    GapBundle,
    Life,
    MissingList,
    Number,
    Untold,
    Where,
    gap_ref,
)
from shidra.protection.permissions import (
    Form,
    Policy,
    Reason,
    Shown,
    Sides,
    coarse,
    policy_for,
)
from shidra.protection.permissions import Kind as KindOfFigure

__all__ = ["Writer", "where_of"]

OF_MONEY = frozenset({Kind.RESOURCE, Kind.OVERLAP, Kind.ABSORPTION})
PEOPLE = KindOfFigure(Sides.BOTH, Form.SHARE)


def where_of(finding: missing.Finding) -> Where:
    """The cell of a finding, for those above the core."""
    cell = finding.cell
    return Where(cell.line, cell.place, cell.groups, cell.year)


class Writer:
    """Findings in the units of their reader, protected, each with its score and its life."""

    def __init__(
        self,
        gathered: Gathered,
        told: MissingList,
        priorities: Mapping[str, float],
        lives: Mapping[str, Life],
        findings: Sequence[missing.Finding],
    ) -> None:
        self.gathered, self.told, self.lives = gathered, told, lives
        self.policy: Policy = policy_for(gathered.access)
        self.places = gathered.ground.places
        self.settings = score_settings(gathered.access.initiative)
        self.factors = {each.code: each for each in weighed(gathered.reading)}
        self.first = frozenset(
            key for key, priority in priorities.items() if priority > self.settings.priority_above
        )
        self.multipliers = {line.factor: float(line.equity_multiplier or 1) for line in told.lines}
        self.tops = self._tops()
        # Told or not for a whole factor, whatever a reader narrows the list to: from parts asked
        # for one by one nothing must be left to subtract.
        self.locked = self._locked(findings)
        self.kept = gathered.reading.ledger.kept
        self.kept_lines = frozenset(row.line for row in self.kept)
        # Where something is needed, and this reader is not told for how many, by cell.
        self.kept_at = frozenset(map(_cell_of, self.kept))
        self.hidden: list[Untold] = [
            Untold(GapKind.REACH, line, "", 1, reason) for line, reason in self.locked.items()
        ]
        self.hidden += [
            Untold(GapKind.REACH, line, "", cells, Reason.KEPT_BACK)
            for line, cells in Counter(row.line for row in self.kept if row.people).items()
            if line not in self.locked
        ]

    def _locked(self, findings: Iterable[missing.Finding]) -> dict[str, Reason]:
        """The factors of whose reach nothing may be told to this reader."""
        by_line: dict[str, list[_People]] = {}
        for each in findings:
            # Where nobody acts nobody was reached: that tells of no one.
            if each.kind is Kind.REACH and each.activities:
                by_line.setdefault(each.cell.line, []).append(_People.of(each))
        shown = {line: self.policy.breakdown(cells, PEOPLE) for line, cells in by_line.items()}
        return {
            line: Reason.TOO_FEW
            for line, cells in shown.items()
            if any(each.value.is_hidden for each in cells)
        }

    def _tops(self) -> frozenset[str]:
        """The place that holds all others, where there is one: with no place, it is the whole."""
        tops = [place for place, around in self.gathered.ground.parents.items() if around is None]
        return frozenset(tops) if len(tops) == 1 else frozenset()

    def bundles(self, findings: Sequence[missing.Finding]) -> Iterator[GapBundle]:
        by_line: dict[tuple[Kind, str], list[missing.Finding]] = {}
        for each in findings:
            by_line.setdefault((each.kind, each.cell.line), []).append(each)
        for (kind, line), rows in by_line.items():
            if kind in OF_MONEY and line in self.gathered.closed_lines:
                continue
            if kind is Kind.REACH and line in self.locked:
                continue
            if any(each.is_missing for each in rows):
                yield self._bundle(kind, line, rows)

    def kept_gaps(self) -> Iterator[Gap]:
        """Needs that are kept back, whether or not money meets them: that would tell of them."""
        for row in sorted(self.kept, key=_by_code):
            if row.line in self.gathered.closed_lines:
                continue
            where = _cell_of(row)
            ref = gap_ref(Kind.RESOURCE, where)
            life = self.life(ref, Kind.RESOURCE, where)
            yield Gap(
                ref=ref,
                kind=GapKind.RESOURCE,
                where=where,
                unit=str(Unit.MONEY),
                size=None,
                of=None,
                share=None,
                life=life,
                standing=standing_of(life, self.gathered.today, is_missing=True),
                hidden=Reason.KEPT_BACK,
            )

    def life(self, ref: str, kind: Kind, where: Where) -> Life:
        """What was said of a gap; of what the data say of money, nothing that rests on kept needs."""
        life = self.lives.get(ref) or Life(ref, str(kind), where)
        if kind in OF_MONEY and where.line in self.kept_lines:
            return replace(life, gone_on=None, returned_on=None)
        return life

    def _hides(self, life: Life) -> bool:
        """Whether even that nothing is missing tells of people whom this reader may not count.

        Who was furthest from a goal once may rest on figures that were never shown.
        """
        return life.tells_of_people and not self.policy.has_raw_rights

    def _bundle(self, kind: Kind, line: str, rows: Sequence[missing.Finding]) -> GapBundle:
        whole = self._joined(rows)
        gaps = [self._gap(each) for each in rows if each.is_missing]
        shortfall = self._shortfall(kind, whole, rows)
        factor = self.factors.get(line)
        size, of, hidden = self._amounts(whole.unit, whole.size, whole.of, is_whole=False)
        return GapBundle(
            kind=GapKind(kind),
            line=line,
            gaps=tuple(sorted(gaps, key=_by_score)),
            judged=len(rows),
            unit=str(whole.unit),
            size=size,
            of=of,
            shortfall=shortfall,
            equity_multiplier=whole.equity_multiplier,
            score=None
            if whole.score is None or factor is None or shortfall is None
            else self._score(factor, shortfall, whole.equity_multiplier),
            hidden=hidden,
        )

    def _joined(self, rows: Sequence[missing.Finding]) -> missing.Bundle:
        line = rows[0].cell.line
        return missing.bundle(
            rows,
            self.factors.get(line),
            places=self.places,
            first=self.first,
            line_multiplier=self.multipliers.get(line, 1.0),
            settings=self.settings,
        )

    def _score(self, factor: missing.Factor, shortfall: Number, multiplier: float) -> float:
        return missing.score_of(factor, float(shortfall), multiplier, self.settings)

    def _share(self, finding: missing.Finding) -> Shown:
        """The share missing in a cell as its reader may see it."""
        if finding.kind is not Kind.REACH or finding.size == finding.of:
            return Shown(float(finding.share))
        cell = _People.of(finding)
        shown = self.policy.part(cell, PEOPLE).value
        if self.policy.has_raw_rights or shown.value is None:
            # Those of which nothing may be told were left out with their whole factor.
            return _less(shown)
        # Rounded, so that whom several activities reach and whom some of them do leave nobody.
        near = min(self.policy.near(cell.numerator or 0), cell.denominator or 0)
        return _less(coarse(replace(cell, numerator=near), PEOPLE).value)

    def _shortfall(
        self, kind: Kind, whole: missing.Bundle, rows: Sequence[missing.Finding]
    ) -> Number | None:
        """The share that is missing on the line; of people, made of the shares that are told."""
        if kind is not Kind.REACH or self.policy.has_raw_rights or whole.shortfall == 1:
            return number(whole.shortfall)
        told = [(float(each.weight), self._share(each).value) for each in rows]
        if any(share is None for _weight, share in told):
            return None
        every = sum(weight for weight, _share in told)
        return round(sum(weight * (share or 0) for weight, share in told) / every, 2)

    def _gap(self, finding: missing.Finding) -> Gap:
        where, share = where_of(finding), self._share(finding)
        ref = gap_ref(finding.kind, where)
        one = self._joined([finding])
        size, of, hidden = self._amounts(
            finding.unit, finding.size, finding.of, is_whole=self._is_whole(where)
        )
        if finding.kind is Kind.SERVICE and where in self.kept_at:
            size, of, hidden = None, None, Reason.KEPT_BACK
        factor, told = self.factors.get(where.line), share.value
        life = self.life(ref, finding.kind, where)
        return Gap(
            ref=ref,
            kind=GapKind(finding.kind),
            where=where,
            unit=str(finding.unit),
            size=size,
            of=of,
            share=None if told is None else number(told),
            life=life,
            standing=standing_of(life, self.gathered.today, is_missing=True),
            score=None
            if one.score is None or factor is None or told is None
            else self._score(factor, told, one.equity_multiplier),
            equity_multiplier=one.equity_multiplier,
            why=str(finding.why or ""),
            activities=finding.activities,
            hidden=hidden,
        )

    def _is_whole(self, where: Where) -> bool:
        return not where.groups and (where.place is None or where.place in self.tops)

    def _amounts(
        self, unit: Unit, size: Fraction | None, of: Fraction | None, *, is_whole: bool
    ) -> tuple[Number | None, Number | None, Reason | None]:
        """Size and of what, in the reader's units; people only as protection lets them through.

        Of people whom somebody reaches there are no numbers even for the whole: whom all activities
        reach, laid beside whom some of them reach, would tell the reach of one.
        """
        if size is None or of is None:
            return None, None, None
        if unit is Unit.MONEY:
            return number(size / MINOR_UNITS), number(of / MINOR_UNITS), None
        if unit is not Unit.PEOPLE or self.policy.has_raw_rights:
            return number(size), number(of), None
        if size != of:
            return None, None, Reason.COUNT_OF_A_PART
        shown = self.policy.count(float(of), is_whole=is_whole)
        value = None if shown.value is None else number(shown.value)
        return value, value, shown.reason

    def sums_alone(self) -> list[GapBundle]:
        """Money of the lines whose sums may be told, and where it is missing may not."""
        found = []
        for line in self.told.visible:
            if line.factor not in self.gathered.closed_lines:
                continue
            if line.missing:
                found.append(self._sum(GapKind.RESOURCE, line.factor, line.missing, line.need))
            if line.overlap:
                found.append(self._sum(GapKind.OVERLAP, line.factor, line.overlap, line.committed))
        by_code = {line.factor: line for line in self.told.lines}
        return [
            replace(each, score=by_code[each.line].score) if each.kind == GapKind.RESOURCE else each
            for each in found
        ]

    def _sum(self, kind: GapKind, line: str, size: Number, of: Number) -> GapBundle:
        return GapBundle(
            kind=kind,
            line=line,
            gaps=(),
            judged=1,
            unit=str(Unit.MONEY),
            size=size,
            of=of,
            shortfall=number(Fraction(size) / Fraction(of)),
            equity_multiplier=self.multipliers.get(line, 1.0),
            score=None,
            is_whole=True,
        )

    def gone(self, refs: Iterable[str]) -> Iterator[Gap]:
        """Gaps of which something was said and that the data do not show, but those kept secret."""
        for ref in refs:
            kind = Kind(self.lives[ref].kind)
            life = self.life(ref, kind, self.lives[ref].where)
            if kind in OF_MONEY and life.where.line in self.gathered.closed_lines:
                continue
            # Whether an overlap is one hangs on needs of which this reader is told no number.
            if kind is Kind.OVERLAP and life.where.line in self.kept_lines:
                continue
            if self._hides(life):
                continue
            yield Gap(
                ref=ref,
                kind=GapKind(life.kind),
                where=life.where,
                unit=str(Unit.ONE),
                size=0,
                of=None,
                share=0,
                life=life,
                standing=standing_of(life, self.gathered.today, is_missing=False),
                is_missing=False,
            )


def _cell_of(row: NeedRow) -> Where:
    return Where(row.line, row.place, row.groups, row.year)


def _by_code(row: NeedRow) -> tuple[str, str, list[str], int]:
    return row.line, row.place or "", sorted(row.groups), row.year


def _by_score(gap: Gap) -> tuple[float, float, str, int]:
    where = gap.where
    return -float(gap.score or 0), -float(gap.size or 0), where.place or "", where.year or 0


def _less(share: Shown) -> Shown:
    """The share that is missing, of a share that is not."""
    if share.value is None:
        return share
    # Decimals of whole percent: 0.43, not 0.43000000000000005.
    return Shown(round(1 - share.value, 12), share.is_rounded)


@dataclass(frozen=True, slots=True)
class _People:
    """People in need, and those of them who were reached, as protection takes a figure."""

    numerator: float | None
    denominator: float | None
    n: float | None = None

    @property
    def value(self) -> float | None:
        return (self.numerator or 0) / self.denominator if self.denominator else None

    @classmethod
    def of(cls, finding: missing.Finding) -> "_People":
        return cls(float(finding.of - finding.size), float(finding.of))
