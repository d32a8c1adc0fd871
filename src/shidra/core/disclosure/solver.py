"""A linear programme in HiGHS that is asked again and again with other costs and limits."""

from typing import Any

import numpy as np
from scipy import sparse

from shidra.core.disclosure.tables import Floats, Integers

__all__ = ["Programme", "SolverError", "entries"]

DUAL, PRIMAL = 1, 4
# One thread always: HiGHS stops silently when a process changes the number.
THREADS = 1
# Work is counted, not timed, so that the same table always gives the same answer: in about
# microseconds, of each question, of each step, and of each row in a step.
CALL, STEP, ROW = 250.0, 6.0, 0.045


class SolverError(RuntimeError):
    """The solver ended in a way that has no meaning here."""


class Programme:
    """Minimise cost · x where matrix · x = right and lower ≤ x ≤ upper.

    Only costs and limits change between questions, so the matrix is passed once.
    With `keeps_point` only costs change: the last point stays allowed, and the primal simplex
    method goes on from it. Without it, limits change too: the dual method starts anew from 0, which
    is several times as fast as mending the last point.
    """

    def __init__(
        self, matrix: Any, right: Floats, lower: Floats, upper: Floats, *, keeps_point: bool
    ) -> None:
        import highspy

        columns = sparse.csc_matrix(matrix)
        self.width = columns.shape[1]
        self.columns = np.arange(self.width, dtype=np.int32)
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = columns.shape
        model.col_cost_ = np.zeros(self.width)
        model.col_lower_, model.col_upper_ = lower, upper
        model.row_lower_ = model.row_upper_ = right
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = columns.indptr.astype(np.int32)
        model.a_matrix_.index_ = columns.indices.astype(np.int32)
        model.a_matrix_.value_ = columns.data.astype(np.float64)
        self.keeps_point, self.rows, self.work = keeps_point, len(right), 0.0
        self.solver = _quiet(PRIMAL if keeps_point else DUAL)
        _require_ok(self.solver.passModel(model), "passModel")

    def limit(self, lower: Floats, upper: Floats) -> None:
        """Set other limits."""
        status = self.solver.changeColsBounds(self.width, self.columns, lower, upper)
        _require_ok(status, "changeColsBounds")

    def minimise(self, cost: Floats) -> Floats | None:
        """The best point; None where there is no lowest cost.

        Raises:
            SolverError: no point is allowed, or the solver gave up twice.
        """
        import highspy

        status = self.solver.changeColsCost(self.width, self.columns, cost)
        _require_ok(status, "changeColsCost")
        for attempt in range(2):
            if attempt or not self.keeps_point:
                _require_ok(self.solver.clearSolver(), "clearSolver")
            self.solver.run()
            self.work += CALL + self.steps * (STEP + ROW * self.rows)
            found = self.solver.getModelStatus()
            if found == highspy.HighsModelStatus.kOptimal:
                return np.asarray(self.solver.getSolution().col_value, dtype=np.float64)
            if found == highspy.HighsModelStatus.kUnbounded:
                return None
        raise SolverError(f"HiGHS ended with {self.solver.modelStatusToString(found)}.")

    @property
    def steps(self) -> int:
        """Steps of the simplex method that the last question took."""
        return max(int(self.solver.getInfo().simplex_iteration_count), 0)


def entries(row: Integers, column: Integers, value: Floats, shape: tuple[int, int]) -> Any:
    """A sparse matrix of these entries; several in one place are added."""
    return sparse.csr_matrix((value, (row, column)), shape=shape)


def _quiet(strategy: int) -> Any:
    import highspy

    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (
        ("output_flag", False),
        ("threads", THREADS),
        ("presolve", "off"),
        ("simplex_strategy", strategy),
    ):
        _require_ok(solver.setOptionValue(option, value), option)
    return solver


def _require_ok(status: Any, step: str) -> None:
    """HiGHS reports failure as a value; a warning is no failure."""
    import highspy

    if status == highspy.HighsStatus.kError:
        raise SolverError(f"HiGHS refused {step}.")
