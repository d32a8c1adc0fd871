"""The structure of the map, and what a scenario makes of it, in words and pictures."""

from shidra.structure.presentation.page import StructurePage, structure_page

__all__ = ["StructurePage", "structure_page"]
