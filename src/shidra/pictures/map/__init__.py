"""The road map: factors and outcomes by stage, what leads to what, and what is missing."""

from shidra.pictures.map.drawing import draw_road_map
from shidra.pictures.map.shapes import MapColumn, MapLink, MapNode, MapTrack, Missing

__all__ = ["MapColumn", "MapLink", "MapNode", "MapTrack", "Missing", "draw_road_map"]
