"""What one kind misses on one line, all its cells together, and the score that ranks it.

Of the findings of one kind and line, those that miss nothing included:

- *shortfall* = Σ weight × share missing / Σ weight. With money the weight is the money itself, so
  that the shortfall of the kind *resource* is that of the line (see `lines`);
- *equity multiplier* = 1 + the share of the need of money in cells that name groups, all of which
  have a priority above the threshold; where the cells carry no need, that of the line's needs;
- **score = importance × shortfall × path strength × equity multiplier × actionability**, the
  formula of the first list with the shortfall of the kind; nothing on a line that is no factor,
  and none for overlap, of which nothing is missing.

The size is a sum only where nothing is counted twice: money is; people are not, where two cells
can share somebody; steps of quality never.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from shidra.core.missing.findings import Cell, Finding, Kind, Unit
from shidra.core.missing.lines import Factor, Settings, score_of
from shidra.core.missing.places import Places, groups_meet

__all__ = ["Bundle", "bundle", "bundles", "share_people"]


@dataclass(frozen=True, slots=True)
class Bundle:
    """One kind on one line.

    Attributes:
        findings: those that miss something, in the order given.
        judged: how many cells were judged.
        size: what is missing in all, None where it cannot be added up; of: the same of how much.
        score: None for overlap, and where the line is no factor.
    """

    kind: Kind
    line: str
    findings: tuple[Finding, ...]
    judged: int
    unit: Unit
    size: Fraction | None
    of: Fraction | None
    shortfall: Fraction
    equity_multiplier: float
    score: float | None


def bundles(
    findings: Iterable[Finding],
    factors: Mapping[str, Factor],
    *,
    places: Places,
    priorities: Mapping[str, float],
    line_multipliers: Mapping[str, float],
    settings: Settings | None = None,
) -> tuple[Bundle, ...]:
    """Every kind on every line that misses something, the highest score first.

    Those without a score come last; what is equal is ordered by line and kind.
    """
    settings = settings or Settings()
    by_line: dict[tuple[Kind, str], list[Finding]] = {}
    for finding in findings:
        by_line.setdefault((finding.kind, finding.cell.line), []).append(finding)
    found = [
        bundle(
            rows,
            factors.get(line),
            places=places,
            first=frozenset(g for g, p in priorities.items() if p > settings.priority_above),
            line_multiplier=line_multipliers.get(line, 1.0),
            settings=settings,
        )
        for (_kind, line), rows in by_line.items()
        if any(row.is_missing for row in rows)
    ]
    return tuple(sorted(found, key=_rank))


def bundle(
    findings: Sequence[Finding],
    factor: Factor | None,
    *,
    places: Places,
    first: Collection[str],
    line_multiplier: float = 1.0,
    settings: Settings | None = None,
) -> Bundle:
    """The findings of one kind and line together; `first` are the groups that come first.

    >>> half = Finding(Kind.RESOURCE, Cell("F2", year=2026), Unit.MONEY, Fraction(1), Fraction(2))
    >>> whole = bundle([half], Factor("F2", 4, True, 0.5), places=Places({}), first=())
    >>> float(whole.shortfall), whole.score
    (0.5, 1.0)
    """
    missing = tuple(each for each in findings if each.is_missing)
    kind, line, unit = findings[0].kind, findings[0].cell.line, _unit(findings)
    weight = sum((each.weight for each in findings), Fraction(0))
    shortfall = sum((each.weight * each.share for each in missing), Fraction(0)) / weight
    multiplier = _multiplier(findings, first, line_multiplier)
    adds_up = unit is Unit.ONE or unit is Unit.MONEY
    adds_up = adds_up or (unit is Unit.PEOPLE and not share_people(findings, places))
    size = sum((each.size for each in missing), Fraction(0))
    score = None
    if factor is not None and kind is not Kind.OVERLAP:
        score = score_of(factor, float(shortfall), multiplier, settings or Settings())
    return Bundle(
        kind=kind,
        line=line,
        findings=missing,
        judged=len(findings),
        unit=unit,
        size=size if adds_up else None,
        of=sum((each.of for each in findings), Fraction(0)) if adds_up else None,
        shortfall=shortfall,
        equity_multiplier=multiplier,
        score=score,
    )


def _unit(findings: Sequence[Finding]) -> Unit:
    """The one unit of all, or that of things counted where they differ."""
    units = {each.unit for each in findings}
    return units.pop() if len(units) == 1 else Unit.STEPS


def _multiplier(
    findings: Sequence[Finding], first: Collection[str], line_multiplier: float
) -> float:
    need = sum(each.need for each in findings)
    if not need:
        return line_multiplier
    ahead = sum(
        each.need for each in findings if each.cell.groups and each.cell.groups <= set(first)
    )
    return 1 + ahead / need


def share_people(findings: Sequence[Finding], places: Places) -> bool:
    """Whether two of the cells can share somebody: in one year, one place within the other."""
    seen: dict[tuple[str | None, int | None], list[Cell]] = {}
    for each in findings:
        seen.setdefault((each.cell.place, each.cell.year), []).append(each.cell)
    years = {each.cell.year for each in findings}
    if len(years) > 1:
        # The same people need the same thing in another year.
        return True
    for (place, year), cells in seen.items():
        around = (None, *(places.enclosing(place) if place else ()))
        for one in cells:
            for outer in dict.fromkeys((*around, place)):
                for other in seen.get((outer, year), ()):
                    if other is not one and groups_meet(one.groups, other.groups):
                        return True
    return False


def _rank(each: Bundle) -> tuple[bool, float, str, int]:
    return (
        each.score is None,
        -round(each.score or 0.0, 12),
        each.line,
        list(Kind).index(each.kind),
    )
