"""Pages that join the rooms, one file a page."""

from shidra.desk.views.access import own_access
from shidra.desk.views.activity import activity
from shidra.desk.views.money import money, money_csv
from shidra.desk.views.overview import overview
from shidra.desk.views.paper import factor_paper, map_paper
from shidra.desk.views.partners import group, organisation, partners
from shidra.desk.views.plan import plan
from shidra.desk.views.promises import promise_state
from shidra.desk.views.roadmap import adopt, factor, road_map
from shidra.desk.views.start import start
from shidra.desk.views.trail import trail
from shidra.desk.views.working import how_we_work

__all__ = [
    "activity",
    "adopt",
    "factor",
    "factor_paper",
    "group",
    "how_we_work",
    "map_paper",
    "money",
    "money_csv",
    "organisation",
    "overview",
    "own_access",
    "partners",
    "plan",
    "promise_state",
    "road_map",
    "start",
    "trail",
]
