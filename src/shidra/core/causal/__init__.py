"""How strongly each factor is tied to the outcome, along the links of the road map."""

from shidra.core.causal.leverage import (
    LONGEST_WAY,
    Leverage,
    Pull,
    SignedLink,
    leverages,
    pulled,
)
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
    "LONGEST_WAY",
    "Leverage",
    "Link",
    "Pull",
    "SignedLink",
    "StrongestPath",
    "leverages",
    "path_strengths",
    "paths_to_outcomes",
    "pulled",
]
