"""The road map in the formats of other programs: Kumu, GraphML, GEXF, and our own tables."""

from shidra.exchange.maps.carrying import Carried, LeftOut, carried_by, left_out
from shidra.exchange.maps.drawn import DrawnMap
from shidra.exchange.maps.formats import FORMATS, MapFormat, format_of, read_map, write_map
from shidra.exchange.maps.matching import Matched, matched

__all__ = [
    "FORMATS",
    "Carried",
    "DrawnMap",
    "LeftOut",
    "MapFormat",
    "Matched",
    "carried_by",
    "format_of",
    "left_out",
    "matched",
    "read_map",
    "write_map",
]
