"""The linear programme behind a plan, kept in HiGHS and refined in place.

Money and benefit are scaled to the size of the problem's own curves: HiGHS's tolerances are
absolute, and benefit per single shekel is far below them. Arrays are passed as they are.
Columns: gross money of each arc, the level (max_min), slack of rows that may break (only to
explain why there is no plan), straight pieces, then tangent pieces, which grow.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from shidra.core.allocation.curves import Floats, Integers
from shidra.core.allocation.layout import Layout
from shidra.core.allocation.tangents import Tangents

__all__ = ["LinearProgramme", "SolverError", "Vertex"]

TOLERANCE = 1e-9
# What is tried after it; the proof of the bound does not rest on any of them.
LOOSER = (1e-8, 1e-7, 1e-6)
# One thread always: HiGHS stops silently when a process changes the number.
THREADS = 1


class SolverError(RuntimeError):
    """The solver ended in a way that has no meaning for a plan."""


@dataclass(frozen=True, slots=True)
class Vertex:
    """Where the linear programme ended; arrays are empty unless it is optimal."""

    status: str
    gross: Floats
    multipliers: Floats
    slack: Floats


class LinearProgramme:
    """Maximises the outer approximation of a layout.

    With `breakable` rows, minimises instead what must be broken of them for any plan to exist.
    """

    def __init__(self, layout: Layout, breakable: Integers | None = None) -> None:
        self.layout, self.tangents = layout, Tangents(layout.curves)
        self.breakable = np.empty(0, dtype=np.int64) if breakable is None else breakable
        self.explains = breakable is not None
        self.linked = np.unique(layout.arc_cell)
        self.link_row = np.full(len(layout.weight), -1, dtype=np.int64)
        self.link_row[self.linked] = np.arange(len(self.linked)) + len(layout.rows)
        self.scale_units()
        self.group_benefit_rows()
        self.slack_from = len(layout.arc_cell) + int(layout.lifts_level)
        self.pieces_from = self.slack_from + len(self.breakable)
        self.solver = quiet_solver()
        self.load()

    def scale_units(self) -> None:
        """Units in which a typical cell holds money 1 and brings benefit 1 per money 1."""
        layout, curves = self.layout, self.layout.curves
        room = curves.highest[np.isfinite(curves.highest) & (curves.highest > 0.0)]
        self.money = typical(room)
        steepest = curves.slope_up(np.zeros(len(curves.highest)))
        self.benefit = typical(steepest) * self.money
        self.level = self.benefit * typical(
            np.array(
                [np.abs(row.cell_coefficients).max(initial=0.0) for row in layout.rows if row.level]
            )
        )
        self.worth = self.level if layout.lifts_level else self.benefit * typical(layout.weight)
        sizes = [
            self.benefit * np.abs(row.cell_coefficients).max(initial=0.0)
            if len(row.cells)
            else self.money
            for row in layout.rows
        ]
        self.row_unit = np.array(sizes, dtype=np.float64)

    def group_benefit_rows(self) -> None:
        """For each cell, the rows that count its benefit, flat, with where each cell starts."""
        rows = self.layout.rows
        nothing = np.empty(0, dtype=np.int64)
        cell = np.concatenate([nothing, *(row.cells for row in rows)])
        place = np.concatenate([nothing, *(np.full(len(r.cells), i) for i, r in enumerate(rows))])
        factor = np.concatenate([np.empty(0), *(row.cell_coefficients for row in rows)])
        order = np.argsort(cell, kind="stable")
        self.counted_row, self.counted_factor = place[order], factor[order]
        self.counted_from = np.searchsorted(cell[order], np.arange(len(self.layout.weight) + 1))

    def load(self) -> None:
        """Pass the first model."""
        import highspy

        cells, slopes, widths = self.first_pieces()
        counts, rows, values, costs = self.piece_columns(cells, slopes)
        fixed_row, fixed_column, fixed_value = self.fixed_entries()
        piece_column = self.pieces_from + np.repeat(np.arange(len(cells)), counts)
        entry_row = np.concatenate([fixed_row, rows])
        entry_column = np.concatenate([fixed_column, piece_column])
        entry_value = np.concatenate([fixed_value, values])
        order = np.lexsort((entry_row, entry_column))
        total = self.pieces_from + len(cells)
        starts = np.searchsorted(entry_column[order], np.arange(total + 1))
        fixed_cost, fixed_lower = self.fixed_columns()

        model = highspy.HighsLp()
        model.sense_ = highspy.ObjSense.kMinimize
        model.num_col_, model.num_row_ = total, len(self.layout.rows) + len(self.linked)
        model.col_cost_ = np.concatenate([fixed_cost, costs])
        model.col_lower_ = np.concatenate([fixed_lower, np.zeros(len(cells))])
        model.col_upper_ = np.concatenate([np.full(self.pieces_from, np.inf), widths])
        model.row_lower_, model.row_upper_ = self.row_limits()
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = starts.astype(np.int32)
        model.a_matrix_.index_ = entry_row[order].astype(np.int32)
        model.a_matrix_.value_ = entry_value[order]
        require_ok(self.solver.passModel(model), "passModel")

    def first_pieces(self) -> tuple[Integers, Floats, Floats]:
        """Cells, slopes and scaled widths of the straight pieces, then of the first tangents."""
        curves, tangents = self.layout.curves, self.tangents
        payable = self.link_row >= 0
        straight = payable[curves.piece_cell]
        tangents.keep(payable[tangents.cell])
        self.tangents_from = self.pieces_from + int(straight.sum())
        cells = np.concatenate([curves.piece_cell[straight], tangents.cell])
        slopes = np.concatenate([curves.piece_slope[straight], tangents.slopes()])
        widths = np.concatenate([curves.piece_width[straight], tangents.widths()])
        return cells, slopes, widths / self.money

    def fixed_columns(self) -> tuple[Floats, Floats]:
        """Costs and lower limits of arcs, level and slack."""
        cost, lower = np.zeros(self.pieces_from), np.zeros(self.pieces_from)
        cost[self.slack_from :] = 1.0
        if self.layout.lifts_level:
            level = self.slack_from - 1
            lower[level] = -np.inf
            cost[level] = 0.0 if self.explains else -self.level / self.worth
        return cost, lower

    def row_limits(self) -> tuple[Floats, Floats]:
        """Scaled limits of the rows, then of the links between money and pieces."""
        link = np.zeros(len(self.linked))
        low = np.array([row.low for row in self.layout.rows]) / self.row_unit
        high = np.array([row.high for row in self.layout.rows]) / self.row_unit
        return np.concatenate([low, link]), np.concatenate([high, link])

    def fixed_entries(self) -> tuple[Integers, Integers, Floats]:
        """The entries of arcs, level and slack as (row, column, value)."""
        layout = self.layout
        arcs = np.arange(len(layout.arc_cell))
        rows, columns, values = [self.link_row[layout.arc_cell]], [arcs], [layout.arc_rate]
        for place, row in enumerate(layout.rows):
            unit = self.row_unit[place]
            rows.append(np.full(len(row.arcs), place))
            columns.append(row.arcs)
            values.append(row.arc_coefficients * (self.money / unit))
            if row.level:
                rows.append(np.array([place]))
                columns.append(np.array([len(arcs)]))
                values.append(np.array([row.level * self.level / unit]))
        rows.append(self.breakable)
        columns.append(self.slack_from + np.arange(len(self.breakable)))
        values.append(self.slack_sizes())
        return np.concatenate(rows), np.concatenate(columns), np.concatenate(values)

    def slack_sizes(self) -> Floats:
        """One unit of slack is the whole of what its row demands."""
        low = np.array([self.layout.rows[place].low for place in self.breakable])
        return (
            np.where(low > 0.0, low, self.row_unit[self.breakable]) / self.row_unit[self.breakable]
        )

    def piece_columns(
        self, cells: Integers, slopes: Floats
    ) -> tuple[Integers, Integers, Floats, Floats]:
        """Columns of curve pieces: entries in each, their rows and values, and costs."""
        per_money = slopes * self.money
        first, last = self.counted_from[cells], self.counted_from[cells + 1]
        extra = last - first
        owner = np.repeat(np.arange(len(cells)), extra)
        flat = np.arange(len(owner)) - np.repeat(np.cumsum(extra) - extra, extra) + first[owner]
        counted = self.counted_row[flat]
        value = self.counted_factor[flat] * per_money[owner] / self.row_unit[counted]
        all_owner = np.concatenate([np.arange(len(cells)), owner])
        all_row = np.concatenate([self.link_row[cells], counted])
        all_value = np.concatenate([np.full(len(cells), -1.0), value])
        order = np.argsort(all_owner, kind="stable")
        costs = -self.layout.weight[cells] * per_money / self.worth
        if self.explains:
            costs = np.zeros(len(cells))
        return extra + 1, all_row[order], all_value[order], costs

    def refine(self, spend: Floats) -> int:
        """Add tangents around a spend; the number of new columns."""
        tangents, before = self.tangents, len(self.tangents.cell)
        added = tangents.refine(spend)
        if not added:
            return 0
        widths = tangents.widths() / self.money
        old = self.tangents_from + np.arange(before, dtype=np.int32)
        old = old.astype(np.int32)
        status = self.solver.changeColsBounds(before, old, np.zeros(before), widths[:before])
        require_ok(status, "changeColsBounds")
        counts, rows, values, costs = self.piece_columns(
            tangents.cell[before:], tangents.slopes()[before:]
        )
        starts = (np.cumsum(counts) - counts).astype(np.int32)
        status = self.solver.addCols(
            added,
            costs,
            np.zeros(added),
            widths[before:],
            len(rows),
            starts,
            rows.astype(np.int32),
            values,
        )
        require_ok(status, "addCols")
        return added

    def set_limit(self, place: int, limit: float) -> None:
        """Change the upper limit of a budget row."""
        scaled = limit / self.row_unit[place]
        require_ok(self.solver.changeRowBounds(place, -np.inf, scaled), "changeRowBounds")

    def run(self) -> Vertex:
        """Solve from where the solver stands; where its digits give out, from the start.

        Curves of very different sizes can leave a basis that keeps no tight tolerance.
        """
        status = self.status_after_run()
        for tolerance in () if status else (TOLERANCE, *LOOSER):
            require_ok(self.solver.clearSolver(), "clearSolver")
            set_tolerance(self.solver, tolerance)
            status = self.status_after_run()
            if status:
                break
        set_tolerance(self.solver, TOLERANCE)
        if not status:
            named = self.solver.modelStatusToString(self.solver.getModelStatus())
            raise SolverError(f"HiGHS ended with {named}.")
        if status != "optimal":
            return Vertex(status, np.empty(0), np.empty(0), np.empty(0))
        return self.vertex()

    def status_after_run(self) -> str | None:
        """What HiGHS found, in the words of a plan; None where it gave up."""
        import highspy

        self.solver.run()
        known = {
            highspy.HighsModelStatus.kOptimal: "optimal",
            highspy.HighsModelStatus.kInfeasible: "infeasible",
            highspy.HighsModelStatus.kUnbounded: "unbounded",
            highspy.HighsModelStatus.kModelEmpty: self.status_of_nothing(),
        }
        return known.get(self.solver.getModelStatus())

    def status_of_nothing(self) -> str:
        """Without any column HiGHS does not look at the rows: no money meets only zero demands."""
        return "infeasible" if any(row.low > 0.0 for row in self.layout.rows) else "optimal"

    def vertex(self) -> Vertex:
        """The optimal vertex in the units of the problem."""
        solution = self.solver.getSolution()
        arcs = len(self.layout.arc_cell)
        columns = np.asarray(solution.col_value, dtype=np.float64)
        duals = np.asarray(solution.row_dual, dtype=np.float64)[: len(self.layout.rows)]
        return Vertex(
            "optimal",
            np.maximum(columns[:arcs], 0.0) * self.money,
            -duals * self.worth / self.row_unit,
            columns[self.slack_from : self.pieces_from],
        )


def typical(sizes: Floats) -> float:
    """The geometric mean of what is above zero; 1 when nothing is."""
    positive = sizes[(sizes > 0.0) & np.isfinite(sizes)]
    return float(np.exp(np.log(positive).mean())) if len(positive) else 1.0


def quiet_solver() -> Any:
    """HiGHS without output, on one thread, with tight tolerances.

    Presolve stays off: it saves no time, as each round starts from the basis of the last,
    and without it the simplex method tells infeasible from unbounded.
    """
    import highspy

    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (
        ("output_flag", False),
        ("threads", THREADS),
        ("presolve", "off"),
    ):
        require_ok(solver.setOptionValue(option, value), option)
    set_tolerance(solver, TOLERANCE)
    return solver


def set_tolerance(solver: Any, tolerance: float) -> None:
    """How far limits and prices may be missed, in scaled units."""
    for option in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
        require_ok(solver.setOptionValue(option, tolerance), option)


def require_ok(status: Any, step: str) -> None:
    """HiGHS reports failure as a value; a warning is no failure."""
    import highspy

    if status == highspy.HighsStatus.kError:
        raise SolverError(f"HiGHS refused {step}.")
