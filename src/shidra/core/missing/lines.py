"""What is missing on each line, and how much it matters: the ranked list and its arithmetic.

For a line over all years together, in whole minor units of the initiative's currency:

- *need* is the sum of its needs, *committed* the sum of its allocations of signed commitments;
- *covered* is the part of committed that meets needs (see `shidra.core.missing.coverage`);
- *overlap* = committed − covered, but for money that may meet needs which are not told here;
  *missing* = need − covered, *gap* = need − committed (negative when there is more than enough);
- *shortfall* = missing / need, 0 without need.

For a factor also:

- *equity multiplier* = 1 + the share of the need in rows that name groups, all of which have a
  priority above the threshold;
- *actionability* = 1 with an owner, else the value that the initiative sets;
- **score = importance × shortfall × path strength × equity multiplier × actionability**,
  each term raised to the exponent that the initiative sets (1: as written).

The score orders a conversation; it never allocates. Source: the priority score of the road map as
collective-impact initiatives practise it, with every term shown.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from shidra.core.missing.coverage import Allocation, Need, cover

OTHER_LINES = ("backbone", "measurement", "learning", "community")
"""Lines that are no factor: what keeps partners together."""


@dataclass(frozen=True, slots=True)
class Factor:
    """What the score must know about a factor.

    An absent importance leaves its term out, as an importance of 1 would.
    """

    code: str
    importance: float | None
    has_owner: bool
    path_strength: float
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """What an initiative may change: an exponent for each term, and two thresholds."""

    importance: float = 1
    shortfall: float = 1
    path_strength: float = 1
    equity_multiplier: float = 1
    actionability: float = 1
    without_owner: float = 0.5
    priority_above: float = 1

    def __post_init__(self) -> None:
        exponents = (
            self.importance,
            self.shortfall,
            self.path_strength,
            self.equity_multiplier,
            self.actionability,
        )
        if min(exponents) < 0 or self.without_owner < 0:
            msg = "Exponents and the value without an owner cannot be negative"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of what is missing; money in minor units, exact, shares 0–1.

    Terms of the score are None on a line that is no factor.
    """

    factor: str
    need: int
    committed: int
    covered: Fraction
    missing: Fraction
    gap: int
    overlap: Fraction
    shortfall: float
    path_strength: float | None
    path: tuple[str, ...]
    equity_multiplier: float | None
    actionability: float | None
    importance: float | None
    score: float | None

    @property
    def is_factor(self) -> bool:
        """Whether the line is a factor of the road map."""
        return self.score is not None


@dataclass(frozen=True, slots=True)
class _Money:
    """The amounts of a line."""

    need: int = 0
    committed: int = 0
    covered: Fraction = Fraction(0)
    equity_need: int = 0
    overlap: Fraction = Fraction(0)


_NOTHING = _Money()


def lines(
    factors: Iterable[Factor],
    needs: Sequence[Need],
    allocations: Sequence[Allocation],
    *,
    parents: Mapping[str, str | None],
    priorities: Mapping[str, float],
    settings: Settings | None = None,
) -> tuple[Line, ...]:
    """What is missing on every factor and the four other lines, in the order of the score.

    Factors with a need come first: score, then missing, both falling, then code. Factors without
    need follow with score 0, then backbone, measurement, learning and community. ``allocations``
    are those of signed commitments, in the initiative's currency; ``priorities`` gives the equity
    weight of each group ``dimension:code`` (1 where it says nothing).

    Raises:
        ValueError: a need or an allocation of a line that is neither a factor nor one of the four,
            two factors of one code, a negative amount, or places that enclose one another.

    >>> therapy = Factor("F2", 5, has_owner=True, path_strength=1.0)
    >>> [row] = [row for row in lines([therapy], [Need("F2", 2026, 960_000)],
    ...          [Allocation("F2", 2026, 340_000)], parents={}, priorities={})
    ...          if row.is_factor]
    >>> int(row.missing), round(row.score, 2)
    (620000, 3.23)
    """
    settings = settings or Settings()
    by_code: dict[str, Factor] = {}
    for factor in factors:
        if factor.code in by_code or factor.code in OTHER_LINES:
            msg = f"Two lines have the code {factor.code}"
            raise ValueError(msg)
        by_code[factor.code] = factor
    money = _money(needs, allocations, parents, priorities, settings)
    if unknown := money.keys() - by_code.keys() - set(OTHER_LINES):
        msg = f"No such line: {', '.join(sorted(unknown))}"
        raise ValueError(msg)
    ranked = sorted(
        (_factor_line(factor, money.get(code, _NOTHING), settings))
        for code, factor in by_code.items()
    )
    others = (_other_line(code, money.get(code, _NOTHING)) for code in OTHER_LINES)
    return (*(line for _, line in ranked), *others)


def _money(
    needs: Sequence[Need],
    allocations: Sequence[Allocation],
    parents: Mapping[str, str | None],
    priorities: Mapping[str, float],
    settings: Settings,
) -> dict[str, _Money]:
    """The amounts of each line that has any."""
    answer = cover(needs, allocations, parents)
    need: dict[str, int] = {}
    equity: dict[str, int] = {}
    committed: dict[str, int] = {}
    covered: dict[str, Fraction] = {}
    overlap: dict[str, Fraction] = {}
    for row in needs:
        need[row.line] = need.get(row.line, 0) + row.amount
        if row.groups and all(
            priorities.get(group, 1) > settings.priority_above for group in row.groups
        ):
            equity[row.line] = equity.get(row.line, 0) + row.amount
    for allocation, used, over in zip(allocations, answer.used, answer.overlap, strict=True):
        line = allocation.line
        committed[line] = committed.get(line, 0) + allocation.amount
        covered[line] = covered.get(line, Fraction(0)) + used
        overlap[line] = overlap.get(line, Fraction(0)) + over
    return {
        line: _Money(
            need.get(line, 0),
            committed.get(line, 0),
            covered.get(line, Fraction(0)),
            equity.get(line, 0),
            overlap.get(line, Fraction(0)),
        )
        for line in need.keys() | committed.keys()
    }


def money_lines(
    needs: Sequence[Need],
    allocations: Sequence[Allocation],
    *,
    parents: Mapping[str, str | None],
) -> tuple[Line, ...]:
    """The money of every line that has any, by code: the amounts of `lines`, without a score.

    No line is weighed, so that no path through the map has to be looked for.

    >>> [line] = money_lines([Need("F2", 2026, 900)], [Allocation("F2", 2026, 300)], parents={})
    >>> int(line.missing), line.score
    (600, None)
    """
    money = _money(needs, allocations, parents, {}, Settings())
    return tuple(_other_line(code, money[code]) for code in sorted(money))


type _Rank = tuple[bool, float, Fraction, str]


def _factor_line(factor: Factor, money: _Money, settings: Settings) -> tuple[_Rank, Line]:
    """A factor's line, after what it is ordered by."""
    missing = money.need - money.covered
    shortfall = float(missing / money.need) if money.need else 0.0
    multiplier = 1 + (money.equity_need / money.need if money.need else 0.0)
    actionability = actionability_of(factor, settings)
    score = score_of(factor, shortfall, multiplier, settings) if money.need else 0.0
    line = Line(
        factor=factor.code,
        need=money.need,
        committed=money.committed,
        covered=money.covered,
        missing=missing,
        gap=money.need - money.committed,
        overlap=money.overlap,
        shortfall=shortfall,
        path_strength=factor.path_strength,
        path=factor.path,
        equity_multiplier=multiplier,
        actionability=actionability,
        importance=factor.importance,
        score=score,
    )
    # Rounded, so that scores equal on paper are not told apart by the last bit of a float.
    return (money.need == 0, -round(score, 12), -missing, factor.code), line


def actionability_of(factor: Factor, settings: Settings) -> float:
    """1 where somebody answers for the factor, else what the initiative says."""
    return 1.0 if factor.has_owner else settings.without_owner


def score_of(factor: Factor, shortfall: float, multiplier: float, settings: Settings) -> float:
    """The score of a factor of which this share is missing.

    >>> round(score_of(Factor("F10", 4, True, 0.667), 0.9, 1.62, Settings()), 2)
    3.89
    """
    terms = (
        (1.0 if factor.importance is None else factor.importance, settings.importance),
        (shortfall, settings.shortfall),
        (factor.path_strength, settings.path_strength),
        (multiplier, settings.equity_multiplier),
        (actionability_of(factor, settings), settings.actionability),
    )
    return float(math.prod(value**exponent for value, exponent in terms))


def _other_line(code: str, money: _Money) -> Line:
    """A line that is not weighed: money, and no terms of a score."""
    missing = money.need - money.covered
    return Line(
        factor=code,
        need=money.need,
        committed=money.committed,
        covered=money.covered,
        missing=missing,
        gap=money.need - money.committed,
        overlap=money.overlap,
        shortfall=float(missing / money.need) if money.need else 0.0,
        path_strength=None,
        path=(),
        equity_multiplier=None,
        actionability=None,
        importance=None,
        score=None,
    )
