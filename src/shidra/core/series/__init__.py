"""Figures over time: real change or noise, and what comes if nothing changes.

`chart_of` draws the limits of an XmR chart and names what lies beyond chance; `forecast` goes on
from what was; `share_interval`, `rate_interval` and `apart` compare two counted figures; `moved`
tests what became of a difference between them, as one of many.

>>> from shidra.core.series import Improvement, chart_of
>>> flow = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
>>> first = chart_of(flow, Improvement.INCREASE).points[0]
>>> round(first.lower, 4), first.mean, round(first.upper, 4), first.rule.value
(45.8151, 50.81, 55.8049, 'none')
"""

from shidra.core.series.charts import (
    ENOUGH_POINTS,
    Assurance,
    Chart,
    Improvement,
    Point,
    Variation,
    chart_of,
)
from shidra.core.series.counted import (
    Interval,
    apart,
    difference_interval,
    rate_interval,
    share_interval,
)
from shidra.core.series.forecasts import METHODS, Forecast, fewest_points, forecast
from shidra.core.series.limits import Limits, SeriesError, limits_of
from shidra.core.series.moved import Certainty, Counted, MovedBy, contrast_interval, moved
from shidra.core.series.reading import Dated, Timed, read_dated, read_timed
from shidra.core.series.rules import Rule, Side

__all__ = [
    "ENOUGH_POINTS",
    "METHODS",
    "Assurance",
    "Certainty",
    "Chart",
    "Counted",
    "Dated",
    "Forecast",
    "Improvement",
    "Interval",
    "Limits",
    "MovedBy",
    "Point",
    "Rule",
    "SeriesError",
    "Side",
    "Timed",
    "Variation",
    "apart",
    "chart_of",
    "contrast_interval",
    "difference_interval",
    "fewest_points",
    "forecast",
    "limits_of",
    "moved",
    "rate_interval",
    "read_dated",
    "read_timed",
    "share_interval",
]
