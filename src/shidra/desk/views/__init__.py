"""Pages that join the rooms, one file a page."""

from shidra.desk.views.money import money, money_csv
from shidra.desk.views.overview import overview
from shidra.desk.views.partners import partners
from shidra.desk.views.plan import plan
from shidra.desk.views.roadmap import adopt, factor, road_map
from shidra.desk.views.start import start

__all__ = [
    "adopt",
    "factor",
    "money",
    "money_csv",
    "overview",
    "partners",
    "plan",
    "road_map",
    "start",
]
