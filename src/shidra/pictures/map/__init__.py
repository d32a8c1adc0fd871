"""The road map: factors and outcomes by stage, what leads to what, and what is missing."""

from shidra.pictures.map.drawing import draw_road_map
from shidra.pictures.map.key import draw_key_sample
from shidra.pictures.map.path import draw_path
from shidra.pictures.map.shapes import MapColumn, MapLink, MapNode, MapTrack, Missing
from shidra.pictures.map.walking import Step, walk

__all__ = [
    "MapColumn",
    "MapLink",
    "MapNode",
    "MapTrack",
    "Missing",
    "Step",
    "draw_key_sample",
    "draw_path",
    "draw_road_map",
    "walk",
]
