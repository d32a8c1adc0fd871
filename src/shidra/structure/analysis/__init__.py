"""What follows from the map, and from what a scenario makes of it."""

from shidra.structure.analysis.scenario import compared
from shidra.structure.analysis.whole import structure_of, structure_or_none

__all__ = ["compared", "structure_of", "structure_or_none"]
