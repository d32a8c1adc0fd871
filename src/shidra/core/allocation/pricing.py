"""What one more unit of each funder's money would bring, and what the last one brought."""

from shidra.core.allocation.layout import Layout
from shidra.core.allocation.plan import ShadowPrice
from shidra.core.allocation.problem import Funder, Problem
from shidra.core.allocation.search import Found

__all__ = ["shadow_prices"]

# The step of a budget, in the money of a typical cell: far above the solver's tolerance.
STEP = 1e-5
# Two-sided prices that differ by less than this share are one price.
SAME_PRICE = 0.01


def shadow_prices(problem: Problem, layout: Layout, found: Found) -> tuple[ShadowPrice, ...]:
    """Prices by funder and year that its budget names.

    A budget is moved a little up and a little down, and the price of its row read there:
    the right and the left derivative of the optimum.
    """
    found.programme.refine(layout.spend(found.gross))
    measured = TwoSidedPrices(layout, found)
    return tuple(
        measured.price(funder, year) for funder in problem.funders for year in sorted(funder.budget)
    )


class TwoSidedPrices:
    """Reads prices from the programme of a solved problem, and leaves it as it was."""

    def __init__(self, layout: Layout, found: Found) -> None:
        self.layout, self.programme = layout, found.programme
        self.step = STEP * self.programme.money
        self.places = {row.name: place for place, row in enumerate(layout.rows)}
        self.values = layout.row_values(found.gross)

    def price(self, funder: Funder, year: int) -> ShadowPrice:
        """The price of a funder's money in a year."""
        places = self.rows_of(funder, year)
        if not places or all(self.is_slack(place) for place in places):
            return ShadowPrice(funder.id, year, 0.0)
        right = self.slope(places, self.step) or 0.0
        # Money that is not there cannot be taken away.
        removable = (funder.budget[year] or 0.0) > 2.0 * self.step
        left = self.slope(places, -self.step) if removable else None
        differs = left is not None and left > right * (1.0 + SAME_PRICE)
        return ShadowPrice(funder.id, year, right, left if differs else None)

    def rows_of(self, funder: Funder, year: int) -> list[int]:
        """The budget rows that money of this year widens."""
        years = range(year, max(funder.budget) + 1) if funder.carry_over else [year]
        names = [f"budget:{funder.id}:{later}" for later in years]
        return [self.places[name] for name in names if name in self.places]

    def is_slack(self, place: int) -> bool:
        """Whether the row leaves money that nobody can use."""
        row = self.layout.rows[place]
        return bool(self.values[place] < row.high - 2.0 * self.step)

    def slope(self, places: list[int], step: float) -> float | None:
        """The price of the rows together after all their limits moved by a step.

        None where that leaves no plan: a demand takes the last of this money.
        """
        for place in places:
            self.programme.set_limit(place, self.layout.rows[place].high + step)
        vertex = self.programme.run()
        for place in places:
            self.programme.set_limit(place, self.layout.rows[place].high)
        if vertex.status != "optimal":
            return None
        return max(float(vertex.multipliers[places].sum()), 0.0)
