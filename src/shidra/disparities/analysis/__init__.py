"""The disparity of every outcome against the goal, between groups and over time."""

from shidra.disparities.analysis.boards import read_board
from shidra.disparities.analysis.groups import read_group
from shidra.disparities.analysis.measures import further_measures

__all__ = ["further_measures", "read_board", "read_group"]
