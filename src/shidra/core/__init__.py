"""The analytic core: pure methods with plain values in and frozen values out.

No Django, no files, no network, no clock: each shelf runs in a notebook.
Shelves are imported one by one, so that asking for one never loads another:

>>> from shidra.core import allocation
>>> allocation.PROBLEM_FORMAT
'allocation-problem/1'
"""

__all__ = [
    "allocation",
    "causal",
    "figures",
    "inequality",
    "likeness",
    "missing",
    "numeric",
    "series",
]
