"""Which suggestions are likely to say the same, and which are on the map already."""

from collections.abc import Mapping, Sequence

from shidra.core.likeness import ALIKE, groups_of_alike, likeness
from shidra.i18n.text import Text
from shidra.workshops.models import Suggestion, Workshop
from shidra.workshops.queries import Arrived, map_of, suggestions_of

__all__ = ["alike_on_the_map", "arrived", "grouped"]

Kind, State = Suggestion.Kind, Suggestion.State


def arrived(workshop: Workshop) -> Arrived:
    """What waits for the facilitator, likely duplicates together, beside the map that changes."""
    names = map_of(workshop.initiative, drafts=True)
    groups = grouped(list(suggestions_of(workshop).filter(state=State.WAITING)))
    like = {
        group[0].pk: alike_on_the_map(group[0].words, names.names)
        for group in groups
        if group[0].kind == Kind.FACTOR
    }
    return Arrived(names, groups, like)


def grouped(suggestions: Sequence[Suggestion]) -> list[list[Suggestion]]:
    """The suggestions, those together that are of one kind and are likely to say the same.

    Links and doubts must be about the same ends; the words of a link are only its reason.
    """
    found: dict[tuple[object, ...], list[Suggestion]] = {}
    for each in suggestions:
        found.setdefault(_about(each), []).append(each)
    groups = []
    for about, members in found.items():
        if about[0] == Kind.LINK:
            groups.append(members)
            continue
        alike = groups_of_alike([each.words for each in members])
        groups += [[members[place] for place in group] for group in alike]
    return sorted(groups, key=lambda group: group[0].pk)


def _about(each: Suggestion) -> tuple[object, ...]:
    if each.kind == Kind.FACTOR:
        return (each.kind,)
    return (
        each.kind,
        each.source_code,
        each.source_id,
        each.target_code,
        each.target_id,
    )


def alike_on_the_map(words: str, names: Mapping[str, Text], most: int = 3) -> list[str]:
    """The codes of the factors whose name, in any language, is likely to say the same."""
    scores = {
        code: max((likeness(words, saying.text) for saying in name.sayings.values()), default=0)
        for code, name in names.items()
    }
    alike = [code for code, score in scores.items() if score >= ALIKE]
    return sorted(alike, key=lambda code: (-scores[code], code))[:most]
