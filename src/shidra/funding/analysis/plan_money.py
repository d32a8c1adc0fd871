"""Free money of each commitment by calendar year: what a plan may still spend."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

__all__ = ["Purse", "free_money"]


@dataclass(frozen=True, slots=True)
class Purse:
    """A signed commitment as a plan sees it; money in major units of the initiative's currency.

    Attributes:
        amount: the whole of it, gross.
        starts_on, ends_on: its life, both days included.
        instalments: (due day, amount) where they are agreed; else money is spread over the days.
        allocated: by year, what is given to lines already.
        lines, places, groups: what it may pay for; empty allows all.
    """

    code: str
    amount: Fraction
    starts_on: date
    ends_on: date
    overhead: Fraction = Fraction(0)
    instalments: Sequence[tuple[date, Fraction]] = ()
    allocated: Mapping[int, Fraction] = field(default_factory=dict)
    lines: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()

    @property
    def net_rate(self) -> Fraction:
        """The share that reaches the work."""
        return 1 - self.overhead

    def money_by_year(self) -> dict[int, Fraction]:
        """The money by calendar year: its instalments by due day, else even over its days."""
        money: dict[int, Fraction] = {}
        if self.instalments:
            for due_on, amount in self.instalments:
                money[due_on.year] = money.get(due_on.year, Fraction(0)) + amount
            return money
        days = (self.ends_on - self.starts_on).days + 1
        for year in range(self.starts_on.year, self.ends_on.year + 1):
            first = max(self.starts_on, date(year, 1, 1))
            last = min(self.ends_on, date(year, 12, 31))
            money[year] = self.amount * Fraction((last - first).days + 1, days)
        return money


def free_money(purse: Purse, years: Iterable[int]) -> dict[int, Fraction]:
    """What becomes free in each of the years, so that spending it breaks no later allocation.

    Up to the end of a year may be spent: money to then − allocated to then, but never more than
    the same sum of any later year. What years before the first bring joins the first. Years
    outside the purse's life get nothing.
    """
    money, allocated = purse.money_by_year(), purse.allocated
    every = sorted({*money, *allocated})
    open_years = [y for y in sorted(years) if purse.starts_on.year <= y <= purse.ends_on.year]
    if not every or not open_years:
        return {}
    calendar = range(min(every[0], open_years[0]), max(every[-1], open_years[-1]) + 1)
    running, sums = Fraction(0), dict[int, Fraction]()
    for year in calendar:
        running += money.get(year, 0) - Fraction(allocated.get(year, 0))
        sums[year] = running
    lowest, ceiling = sums[calendar[-1]], dict[int, Fraction]()
    for year in reversed(calendar):
        lowest = min(lowest, sums[year])
        ceiling[year] = max(lowest, Fraction(0))
    free, spent = dict[int, Fraction](), Fraction(0)
    for year in open_years:
        free[year] = ceiling[year] - spent
        spent = ceiling[year]
    return free
