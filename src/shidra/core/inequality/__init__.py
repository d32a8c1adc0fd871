"""Summary measures of inequality between groups, absolute and relative, with intervals.

A grouping is what is known of the groups of one dimension for one indicator: estimate, standard
error and population of each. `measures_of` gives every measure for many groupings at once.

>>> from shidra.core.inequality import Grouping, Subgroup, measures_of
>>> quintiles = Grouping("Q", tuple(
...     Subgroup(str(place), value, population=100.0, order=place)
...     for place, value in enumerate((20.0, 30.0, 40.0, 50.0, 60.0), start=1)
... ), is_ordered=True)
>>> found = {(each.measure, each.variant): each.estimate for each in measures_of([quintiles])}
>>> found["d", None], found["r", None], round(found["aci", None], 6)
(40.0, 3.0, 8.0)
"""

from shidra.core.inequality.changes import Changed, changes_between
from shidra.core.inequality.groupings import Grouping, GroupingError, Subgroup
from shidra.core.inequality.measures import MEASURES, Measured, measures_of
from shidra.core.inequality.reading import read_groupings

__all__ = [
    "MEASURES",
    "Changed",
    "Grouping",
    "GroupingError",
    "Measured",
    "Subgroup",
    "changes_between",
    "measures_of",
    "read_groupings",
]
