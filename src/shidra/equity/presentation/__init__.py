"""The pages of goals for all, ready for their templates."""

from shidra.equity.presentation.goals import GoalsPage, goals_page
from shidra.equity.presentation.steps import StepsPage, steps_page

__all__ = ["GoalsPage", "StepsPage", "goals_page", "steps_page"]
