"""Disclosure control: which counts of a table may be shown, and what a reader can still work out.

`protected` hides small counts and as few others as it takes; `audited` does not trust it and finds,
from the published table alone, the interval of every hidden count; `rounded` is the alternative.

>>> from shidra.core.disclosure import audited, cube_of, dimension_of, protected, published
>>> from shidra.core.disclosure import system_of
>>> sex, age = dimension_of("sex", ["f", "m"]), dimension_of("age", ["young", "old"])
>>> system = system_of(cube_of([sex, age], {
...     ("f", "young"): 2, ("f", "old"): 30, ("m", "young"): 25, ("m", "old"): 40,
... }))
>>> found = protected(system)
>>> [found.statuses.count(each) for each in ("safe", "primary", "complementary")]
[5, 1, 3]
>>> audited(published(system, found.is_hidden, found.is_hidden)).is_safe
True
"""

from shidra.core.disclosure.apart import RoundedCounts, rounded_apart, rounded_observations
from shidra.core.disclosure.attack import Published
from shidra.core.disclosure.auditing import (
    EXACT_CELLS,
    MOST_CELLS,
    Audit,
    Verdict,
    audited,
    disagreement,
)
from shidra.core.disclosure.bounded import Limited, audited_within, told_rounded
from shidra.core.disclosure.linked import PLACE, REST, Linked, linked
from shidra.core.disclosure.observations import (
    Count,
    Earlier,
    Least,
    ProtectedCounts,
    protected_observations,
)
from shidra.core.disclosure.outcomes import (
    EVENT,
    NO_EVENT,
    OUTCOME,
    small_outcomes,
    with_outcomes,
)
from shidra.core.disclosure.protecting import (
    Protection,
    Rule,
    Status,
    judged,
    primary_cells,
    protected,
    published,
)
from shidra.core.disclosure.rank import determined
from shidra.core.disclosure.ranked import rank_checked
from shidra.core.disclosure.reading import Release, read_counts, read_hierarchy, read_release
from shidra.core.disclosure.rounding import BASE, Rounded, rounded
from shidra.core.disclosure.states import Joined, State, joined_states
from shidra.core.disclosure.tables import (
    TOTAL,
    Cube,
    Dimension,
    System,
    TableError,
    cube_of,
    dimension_of,
    system_of,
)

__all__ = [
    "BASE",
    "EVENT",
    "EXACT_CELLS",
    "MOST_CELLS",
    "NO_EVENT",
    "OUTCOME",
    "PLACE",
    "REST",
    "TOTAL",
    "Audit",
    "Count",
    "Cube",
    "Dimension",
    "Earlier",
    "Joined",
    "Least",
    "Limited",
    "Linked",
    "ProtectedCounts",
    "Protection",
    "Published",
    "Release",
    "Rounded",
    "RoundedCounts",
    "Rule",
    "State",
    "Status",
    "System",
    "TableError",
    "Verdict",
    "audited",
    "audited_within",
    "cube_of",
    "determined",
    "dimension_of",
    "disagreement",
    "joined_states",
    "judged",
    "linked",
    "primary_cells",
    "protected",
    "protected_observations",
    "published",
    "rank_checked",
    "read_counts",
    "read_hierarchy",
    "read_release",
    "rounded",
    "rounded_apart",
    "rounded_observations",
    "small_outcomes",
    "system_of",
    "told_rounded",
    "with_outcomes",
]
