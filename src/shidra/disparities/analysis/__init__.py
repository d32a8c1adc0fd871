"""The disparity of every outcome against the goal, between groups and over time."""

from shidra.disparities.analysis.boards import read_board

__all__ = ["read_board"]
