"""Charts as functions of plain values; every text arrives ready-made from the caller."""

from shidra.pictures.charts.bars import MoneyBar, draw_money_bars
from shidra.pictures.charts.course import CourseFan, CourseLine, CoursePoint, draw_course
from shidra.pictures.charts.dumbbells import Dumbbell, draw_dumbbells
from shidra.pictures.charts.frame import NARROW, WIDE, responsive
from shidra.pictures.charts.grid import GridCell, draw_money_grid
from shidra.pictures.charts.people import PeopleBar, draw_people_bars
from shidra.pictures.charts.ranges import GroupRange, draw_group_ranges
from shidra.pictures.charts.series import Disparity, Target, TrendLine, TrendPoint, Turn
from shidra.pictures.charts.shares import Share, draw_shares
from shidra.pictures.charts.slopes import Slope, SlopeEnd, draw_slopes
from shidra.pictures.charts.small import SmallLine, draw_small
from shidra.pictures.charts.standing import StandingPoint, StandingWords, draw_standings
from shidra.pictures.charts.tiles import Tile, draw_tiles
from shidra.pictures.charts.timeline import TimeBar, TimeLane, TimeTick, draw_timeline
from shidra.pictures.charts.trend import draw_trend

__all__ = [
    "NARROW",
    "WIDE",
    "CourseFan",
    "CourseLine",
    "CoursePoint",
    "Disparity",
    "Dumbbell",
    "GridCell",
    "GroupRange",
    "MoneyBar",
    "PeopleBar",
    "Share",
    "Slope",
    "SlopeEnd",
    "SmallLine",
    "StandingPoint",
    "StandingWords",
    "Target",
    "Tile",
    "TimeBar",
    "TimeLane",
    "TimeTick",
    "TrendLine",
    "TrendPoint",
    "Turn",
    "draw_course",
    "draw_dumbbells",
    "draw_group_ranges",
    "draw_money_bars",
    "draw_money_grid",
    "draw_people_bars",
    "draw_shares",
    "draw_slopes",
    "draw_small",
    "draw_standings",
    "draw_tiles",
    "draw_timeline",
    "draw_trend",
    "responsive",
]
