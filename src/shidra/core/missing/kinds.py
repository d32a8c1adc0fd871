"""All kinds in one go: every finding, and what cannot be told yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from shidra.core.missing.coverage import Allocation, Coverage, Need
from shidra.core.missing.doing import quality, reach, service, strategies
from shidra.core.missing.findings import Finding, Untold
from shidra.core.missing.ground import Ground
from shidra.core.missing.knowing import evidence, ownership, policy
from shidra.core.missing.money import absorption, overlap, resource

__all__ = ["Looked", "look"]


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found in each cell that could be judged, and what could not."""

    findings: tuple[Finding, ...]
    untold: tuple[Untold, ...]


def look(
    ground: Ground,
    needs: Sequence[Need],
    allocations: Sequence[Allocation],
    coverage: Coverage,
) -> Looked:
    """Look for all that can be missing; `coverage` is the answer of `cover` for the two before it.

    Raises:
        ValueError: places that enclose one another.

    >>> from shidra.core.missing.ground import FactorOnMap
    >>> ground = Ground(2026, factors=(FactorOnMap("F12", has_barrier=True),))
    >>> found = look(ground, [], [], Coverage((), (), ()))
    >>> [str(each.kind) for each in found.findings if each.is_missing]
    ['service', 'evidence', 'policy', 'ownership']
    """
    every = chain(
        service(ground),
        strategies(ground),
        reach(ground),
        quality(ground),
        resource(ground, needs, coverage),
        absorption(ground),
        evidence(ground),
        policy(ground),
        ownership(ground),
        overlap(allocations, coverage),
    )
    findings: list[Finding] = []
    untold: list[Untold] = []
    for each in every:
        if isinstance(each, Finding):
            findings.append(each)
        else:
            untold.append(each)
    return Looked(tuple(findings), tuple(untold))
