"""The one exit: every count of a subject and period in one protected table, kept and looked up.

Whoever has no raw rights is told of people only what `Guarded.look` returns. It is asked for the
number that a page wants to show, and tells it only where the protected table has the same number
in the same cell: a figure that was reckoned in any other way is not a slice of the table, so no
auditor has looked at it, and it stays hidden.
"""

from shidra.core.disclosure import BASE
from shidra.protection.analysis.ladders import ladders, rungs_of
from shidra.protection.analysis.making import protected_table
from shidra.protection.analysis.tables import (
    SAFE,
    SCALES,
    Asked,
    Census,
    Guarded,
    Limits,
    Look,
    Rung,
    Spot,
    Standing,
    closed,
    opened,
    source_of,
    standing_named,
    weakest,
)

__all__ = [
    "BASE",
    "SAFE",
    "SCALES",
    "Asked",
    "Census",
    "Guarded",
    "Limits",
    "Look",
    "Rung",
    "Spot",
    "Standing",
    "closed",
    "ladders",
    "opened",
    "protected_table",
    "rungs_of",
    "source_of",
    "standing_named",
    "weakest",
]
