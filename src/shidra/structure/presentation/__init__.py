"""The structure of the map, and what a scenario makes of it, in words and pictures."""

from shidra.structure.presentation.page import StructurePage, structure_page
from shidra.structure.presentation.scenario import ScenarioPage, scenario_page, scenario_rows

__all__ = ["ScenarioPage", "StructurePage", "scenario_page", "scenario_rows", "structure_page"]
