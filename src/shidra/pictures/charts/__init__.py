"""Charts as functions of plain values; every text arrives ready-made from the caller."""

from shidra.pictures.charts.bars import MoneyBar, draw_money_bars
from shidra.pictures.charts.frame import NARROW, WIDE, responsive
from shidra.pictures.charts.trend import Disparity, Target, TrendLine, TrendPoint, draw_trend

__all__ = [
    "NARROW",
    "WIDE",
    "Disparity",
    "MoneyBar",
    "Target",
    "TrendLine",
    "TrendPoint",
    "draw_money_bars",
    "draw_trend",
    "responsive",
]
