"""The road map: factors and outcomes by stage, what leads to what, and what is missing."""

from shidra.pictures.map.drawing import draw_road_map
from shidra.pictures.map.key import draw_key_sample
from shidra.pictures.map.path import draw_path
from shidra.pictures.map.shapes import (
    CardMark,
    MapColumn,
    MapLink,
    MapNode,
    MapTrack,
    Tone,
)
from shidra.pictures.map.walking import Step, walk

__all__ = [
    "CardMark",
    "MapColumn",
    "MapLink",
    "MapNode",
    "MapTrack",
    "Step",
    "Tone",
    "draw_key_sample",
    "draw_path",
    "draw_road_map",
    "walk",
]
