"""All measures of many groupings, each with its interval or the reason why it has none."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from shidra.core.inequality.found import Found
from shidra.core.inequality.groupings import Grouping, packed
from shidra.core.inequality.regression import concentration_measures, slope_measures
from shidra.core.inequality.simple import simple_measures, worst_of
from shidra.core.inequality.simulation import DRAWS, SEED, simulated
from shidra.core.inequality.spread import (
    attributable_measures,
    closed_spread,
    simulated_formulas,
)

__all__ = ["MEASURES", "Measured", "measures_of"]

# In the order in which they are told; variants of one stand together.
MEASURES: Final = (
    "d",
    "r",
    "disproportion",
    "aci",
    "rci",
    "sii",
    "rii",
    "bgv",
    "bgsd",
    "cov",
    "ti",
    "mld",
    "idisu",
    "idisw",
    "mdmu",
    "mdmw",
    "mdbu",
    "mdbw",
    "mdru",
    "mdrw",
    "par",
    "paf",
)

# Of measures that are told in more than one way; None is the plain one.
VARIANTS: Final[Mapping[str, tuple[str | None, ...]]] = {
    "rci": (None, "wagstaff", "erreygers"),
    "sii": ("logit", "linear"),
    "rii": ("logit", "linear"),
}


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure of one case, in the unit that `measures_of` names.

    Attributes:
        estimate, se, lower, upper: None where there is none; `note` then says why.
        note: the reason, or what to know beside the figures; several are parted by a space.
    """

    case: str
    measure: str
    variant: str | None
    estimate: float | None
    se: float | None
    lower: float | None
    upper: float | None
    note: str


def measures_of(
    groupings: Sequence[Grouping], *, draws: int = DRAWS, seed: int = SEED
) -> list[Measured]:
    """Every measure of every grouping, case by case.

    Units: d, aci, sii, bgsd, mdm, mdb, mdr and par in the unit of the indicator; bgv in its
    square; r, rii, rci and disproportion are pure numbers; cov, idis and paf in percent; ti and
    mld in thousandths. Where a measure does not apply it is None with a reason, never a number.
    """
    if not groupings:
        return []
    known = [grouping.known for grouping in groupings if _is_known(grouping)]
    told: dict[int, list[Measured]] = {}
    places = [place for place, grouping in enumerate(groupings) if _is_known(grouping)]
    if known:
        found = _all(known, draws, seed)
        notes = _disproportion_notes(known)
        for row, place in enumerate(places):
            told[place] = [_measured(groupings[place], each, row, notes[row]) for each in found]
    return [
        measured
        for place, grouping in enumerate(groupings)
        for measured in told.get(place) or _nothing_of(grouping)
    ]


def _is_known(grouping: Grouping) -> bool:
    return any(group.estimate is not None for group in grouping.groups)


def _all(known: Sequence[Grouping], draws: int, seed: int) -> list[Found]:
    batch = packed(known)
    # A case that a measure does not apply to gives no number here and is refused with its reason.
    with np.errstate(all="ignore"):
        found = [
            *simple_measures(batch),
            *concentration_measures(batch),
            *slope_measures(batch),
            *closed_spread(batch),
            *attributable_measures(batch),
            *simulated(batch, simulated_formulas(), draws, seed),
        ]
    return sorted(found, key=lambda each: MEASURES.index(each.measure))


def _disproportion_notes(known: Sequence[Grouping]) -> list[str]:
    batch = packed(known)
    notes = []
    for grouping, place in zip(known, worst_of(batch), strict=True):
        groups = grouping.groups
        if grouping.is_ordered:
            groups = tuple(sorted(groups, key=lambda group: group.order or 0))
        notes.append(f"Of the group furthest behind: {groups[int(place)].name}.")
    return notes


def _measured(grouping: Grouping, found: Found, row: int, furthest: str) -> Measured:
    estimate, se, lower, upper = (
        _plain(each[row]) for each in (found.estimate, found.se, found.lower, found.upper)
    )
    reasons = list(_reasons(grouping, found, row))
    if found.measure == "disproportion" and estimate is not None:
        reasons.append(furthest)
    note = " ".join(dict.fromkeys(reasons))
    return Measured(grouping.case, found.measure, found.variant, estimate, se, lower, upper, note)


def _reasons(grouping: Grouping, found: Found, row: int) -> Iterator[str]:
    """Of a value that is not there the last refusal, as it is the most basic; else all remarks."""
    missing = len(grouping.groups) - len(grouping.known.groups)
    said = [reason for refused, reason in found.why if refused[row]]
    if math.isnan(found.estimate[row]):
        yield said[-1] if said else "It cannot be told from these numbers."
        return
    yield from said
    if missing:
        yield f"{missing} of {len(grouping.groups)} groups have no estimate and are left out."
    if math.isnan(found.se[row]) and not said and found.measure != "disproportion":
        yield "There are too few groups for an interval."


def _plain(value: float) -> float | None:
    return float(value) + 0.0 if math.isfinite(value) else None  # never −0


def _nothing_of(grouping: Grouping) -> Iterator[Measured]:
    for measure in MEASURES:
        for variant in VARIANTS.get(measure, (None,)):
            yield Measured(
                grouping.case, measure, variant, None, None, None, None, "No group has an estimate."
            )
