"""Our own tables of the map: factors and links, with the names of tracks and the evidence."""

from collections.abc import Mapping, Sequence
from typing import IO, Any

from shidra.exchange.maps.drawn import (
    DrawnMap,
    connection_of,
    element_of,
    factor_cells,
    link_cells,
)
from shidra.exchange.workbook.writing import write_spreadsheet

__all__ = ["BESIDE", "read_tables", "write_tables"]

# What stands beside factors and links in these tables, and in no other format.
BESIDE = ("labels", "evidence")


def write_tables(drawn: DrawnMap, file: IO[bytes], language: str) -> None:
    """Write a spreadsheet of our workbook that holds the tables of the map alone."""
    factors = [factor_cells(each, each.id) for each in drawn.elements]
    links = [link_cells(each, each.source, each.target) for each in drawn.connections]
    beside = {name: list(rows) for name, rows in drawn.tables.items() if rows}
    tables = {"factors": factors, "links": links} if links else {"factors": factors}
    write_spreadsheet({**tables, **beside}, file, language)


def read_tables(sheets: Mapping[str, Sequence[Mapping[str, Any]]]) -> DrawnMap:
    """The map in the rows of our tables; other tables of a workbook are not looked at."""
    return DrawnMap(
        tuple(element_of(_named(row, "code"), "") for row in sheets["factors"]),
        tuple(connection_of(_named(row, "source", "target")) for row in sheets.get("links", ())),
        {name: tuple(map(_named, sheets[name])) for name in BESIDE if name in sheets},
    )


def _named(row: Mapping[str, Any], *wanted: str) -> dict[str, Any]:
    """The cells by column; an empty one where a column is wanted and not there."""
    cells = {name.strip().lower(): cell for name, cell in row.items()}
    return {**dict.fromkeys(wanted, ""), **cells}
