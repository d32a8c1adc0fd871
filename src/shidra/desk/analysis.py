"""What is missing, as far as a page of the map needs it."""

from collections.abc import Collection, Mapping

from shidra.desk.presentation.roadmap_question import MapQuestion
from shidra.gaps.analysis import gaps_by_factor, missing_list
from shidra.gaps.queries import MissingList
from shidra.initiatives.permissions import Access

__all__ = ["map_gaps"]


def map_gaps(
    access: Access, asked: MapQuestion, around: Collection[str] | None
) -> tuple[MissingList, Mapping[str, Mapping[str, int]]]:
    """The money of the lines; for the lens that tells it, how many gaps of each kind they have."""
    if asked.lens == "missing":
        return gaps_by_factor(access, around)
    return missing_list(access, around), {}
