"""How strongly each factor is tied to the outcome, along the links of the road map."""

from shidra.core.causal.paths import (
    FULL_STRENGTH,
    LONGEST_PATH,
    Link,
    StrongestPath,
    path_strengths,
    paths_to_outcomes,
)

__all__ = [
    "FULL_STRENGTH",
    "LONGEST_PATH",
    "Link",
    "StrongestPath",
    "path_strengths",
    "paths_to_outcomes",
]
