"""What there is to choose from: factors to link to, and where a new one may stand."""

from typing import Any

from shidra.mapping.presentation.words import WorkWords
from shidra.mapping.queries import MapInWork

__all__ = ["factors_to_link", "new_factor_begins"]

MOST_FOUND = 40


def factors_to_link(
    work: MapInWork, words: WorkWords, factor: str, sought: str
) -> list[tuple[str, Any]]:
    """The factors that a search finds, in any language or by code; without a search the first ones.

    Without `factor` all of them, whatever their number: then it is only asked what may be chosen.
    """
    beside = {
        other
        for link in work.links
        for here, other in (
            (link.source.code, link.target.code),
            (link.target.code, link.source.code),
        )
        if here == factor
    }
    found = [
        (each.factor.code, words.names[each.factor.code])
        for each in work.entries
        if each.factor.code != factor
        and _is_found(each, sought.casefold())
        and (sought or not factor or each.factor.code not in beside)
    ]
    return found if not factor else found[:MOST_FOUND]


def _is_found(entry: Any, sought: str) -> bool:
    said = [entry.factor.code, *(saying.text for saying in entry.name.sayings.values())]
    return not sought or any(sought in each.casefold() for each in said)


def new_factor_begins(work: MapInWork, after: str) -> dict[str, Any]:
    """Where a new factor stands at first: a stage after the chosen one, and led to by it."""
    entry = work.entry_or_none(after)
    if entry is None:
        return {"stage": 1}
    last = max(each.stage for each in work.entries)
    stage = min(entry.stage + 1, last)
    return {"stage": stage, "track": entry.track, "factor": after, "leads": True}
