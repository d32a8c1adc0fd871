"""Which demands make a plan impossible."""

import numpy as np

from shidra.core.allocation.layout import Layout
from shidra.core.allocation.linear import LinearProgramme, SolverError

__all__ = ["conflicting_demands"]

# A demand counts as broken from this share of it on.
BROKEN = 1e-7
MOST_ROUNDS = 10


def conflicting_demands(layout: Layout) -> tuple[str, ...]:
    """The names of demands that, dropped together, leave a problem with a plan.

    Spending nothing keeps every budget, cap and commitment, so only floors (`floor:ID`) and the
    least spend of cells (`cell:ID`) can be in conflict. Those are named that must give way in
    the cheapest way out, each counted as a share of what it demands.
    """
    places = np.array(
        [place for place, row in enumerate(layout.rows) if row.kind in {"floor", "cell"}],
        dtype=np.int64,
    )
    programme = LinearProgramme(layout, breakable=places)
    for _ in range(MOST_ROUNDS):
        vertex = programme.run()
        if vertex.status != "optimal":
            raise SolverError("The search for the conflict itself had no solution.")
        broken = places[vertex.slack > BROKEN]
        # Tangents promise a little too much; where they hide the conflict, draw them closer.
        if len(broken) or not programme.refine(layout.spend(vertex.gross)):
            break
    named = broken if len(broken) else places
    return tuple(layout.rows[place].name for place in named)
