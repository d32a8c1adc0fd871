"""What groups, crossings of groups and dimensions are called, and their colours."""

from shidra.disparities.presentation.board import Panel
from shidra.i18n.phrases import Phrase, together
from shidra.i18n.text import Shown
from shidra.measurement.presentation.choices import dimension_name
from shidra.measurement.presentation.drawings import colour_of, group_name
from shidra.measurement.queries import Names

__all__ = ["by_name", "colour_class", "colour_in", "line_name"]


def line_name(group: str, names: Names, language: str) -> Phrase | Shown:
    """A group, or the two of a crossing beside each other."""
    found = [group_name(part, names.groups, language) for part in group.split("|")]
    return found[0] if len(found) == 1 else together(found, " · ")


def by_name(dimensions: tuple[str, ...], names: Names, language: str) -> Phrase | Shown:
    """A dimension, or two of them crossed."""
    found = [dimension_name(name, names, language) for name in dimensions]
    return found[0] if len(found) == 1 else together(found, " × ")


def colour_in(panel: Panel, group: str, names: Names) -> int | None:
    """The colour that the group has on every page; groups of a crossing have those of their rows."""
    if "|" not in group:
        return colour_of(group, names.groups)
    return [line.group for line in panel.lines].index(group)


def colour_class(colour: int | None) -> str:
    return f"group-{colour % 8 + 1}" if colour is not None else ""
