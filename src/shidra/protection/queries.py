"""Reads of what was told before."""

from collections.abc import Collection
from datetime import datetime

from shidra.initiatives.models import Initiative
from shidra.protection.models import ProtectedTable

__all__ = ["made_of", "table_cells", "told_before"]


def made_of(initiative: Initiative, sources: Collection[str]) -> dict[str, tuple[int, datetime]]:
    """The tables of these sources that are made already: their key and when. One query."""
    rows = ProtectedTable.objects.filter(initiative=initiative, source__in=sources)
    return {source: (key, at) for source, key, at in rows.values_list("source", "pk", "made_at")}


def table_cells(keys: Collection[int]) -> dict[int, bytes]:
    """The cells of tables by key. One query, none for no keys."""
    if not keys:
        return {}
    rows = ProtectedTable.objects.filter(pk__in=keys).values_list("pk", "cells")
    return {key: bytes(cells) for key, cells in rows}


def told_before(
    initiative: Initiative, subject: str, period: str
) -> list[tuple[frozenset[str], bytes]]:
    """Every table that was made of a subject and period, the earliest first: for whom, its cells."""
    rows = ProtectedTable.objects.filter(initiative=initiative, subject=subject, period=period)
    return [
        (frozenset(audiences.split()), bytes(cells))
        for audiences, cells in rows.values_list("audiences", "cells")
    ]
