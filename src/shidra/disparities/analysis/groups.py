"""One group over all measures, each beside the other groups of its dimension."""

from shidra.disparities.analysis.boards import measures_of, panels_of
from shidra.disparities.presentation.board import Panel
from shidra.initiatives.permissions import Access
from shidra.measurement.analysis import read_by_dimensions
from shidra.measurement.presentation.question import Question
from shidra.measurement.queries import Names

__all__ = ["read_group"]


def read_group(
    access: Access, group: str, names: Names
) -> tuple[tuple[Panel, ...], frozenset[str], int]:
    """The panels that the group stands in, which measures are outcomes, how much is compared."""
    every, outcomes = measures_of(access)
    asked = Question(by=group.partition(":")[0])
    readings = read_by_dimensions(access, names.parents, every, asked)
    panels, comparisons = panels_of([each for each in readings if group in each.groups], names)
    panels = tuple(each for each in panels if any(line.group == group for line in each.lines))
    return panels, frozenset(each.code for each in outcomes), comparisons
