"""What changed between two versions of the map, grouped, counted and in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from shidra.i18n import numbers
from shidra.i18n.phrases import Phrase, listed
from shidra.roadmap.models import RoadmapVersion
from shidra.roadmap.presentation.picture import VersionPictures, difference_pictures
from shidra.roadmap.presentation.wording import MapWording, Words
from shidra.roadmap.queries import (
    Change,
    ChangeKind,
    Difference,
    difference_of,
    state_of,
)

__all__ = ["ChangeGroup", "DifferencePage", "change_groups", "counted", "difference_page"]

_TITLES: Mapping[ChangeKind, Any] = {
    ChangeKind.ADDED: gettext_lazy("New factors"),
    ChangeKind.REMOVED: gettext_lazy("Factors taken off the map"),
    ChangeKind.MOVED: gettext_lazy("Moved on the map"),
    ChangeKind.WEIGHED: gettext_lazy("Weighed otherwise"),
    ChangeKind.REWORDED: gettext_lazy("Worded otherwise"),
    ChangeKind.DESCRIBED: gettext_lazy("Described otherwise"),
    ChangeKind.LINK_ADDED: gettext_lazy("New links"),
    ChangeKind.LINK_REMOVED: gettext_lazy("Links taken off the map"),
    ChangeKind.LINK_SIGNED: gettext_lazy("Links that turned: promoting or hindering"),
    ChangeKind.LINK_WEIGHED: gettext_lazy("Links weighed otherwise"),
    ChangeKind.LINK_STANDING: gettext_lazy("Links that stand otherwise: supported, contested"),
    ChangeKind.LINK_GROUNDED: gettext_lazy("Links grounded otherwise"),
}
_COUNTED: Mapping[ChangeKind, Any] = {
    ChangeKind.ADDED: ngettext_lazy("%(count)s factor added", "%(count)s factors added", "number"),
    ChangeKind.REMOVED: ngettext_lazy(
        "%(count)s factor removed", "%(count)s factors removed", "number"
    ),
    ChangeKind.MOVED: ngettext_lazy("%(count)s factor moved", "%(count)s factors moved", "number"),
    ChangeKind.WEIGHED: ngettext_lazy(
        "%(count)s factor weighed", "%(count)s factors weighed", "number"
    ),
    ChangeKind.REWORDED: ngettext_lazy(
        "%(count)s factor reworded", "%(count)s factors reworded", "number"
    ),
    ChangeKind.DESCRIBED: ngettext_lazy(
        "%(count)s factor described otherwise", "%(count)s factors described otherwise", "number"
    ),
    ChangeKind.LINK_ADDED: ngettext_lazy("%(count)s link added", "%(count)s links added", "number"),
    ChangeKind.LINK_REMOVED: ngettext_lazy(
        "%(count)s link removed", "%(count)s links removed", "number"
    ),
    ChangeKind.LINK_SIGNED: ngettext_lazy(
        "%(count)s link turned", "%(count)s links turned", "number"
    ),
    ChangeKind.LINK_WEIGHED: ngettext_lazy(
        "%(count)s link weighed", "%(count)s links weighed", "number"
    ),
    ChangeKind.LINK_STANDING: ngettext_lazy(
        "%(count)s link stands otherwise", "%(count)s links stand otherwise", "number"
    ),
    ChangeKind.LINK_GROUNDED: ngettext_lazy(
        "%(count)s link grounded otherwise", "%(count)s links grounded otherwise", "number"
    ),
}
_ICONS: Mapping[ChangeKind, str] = {
    ChangeKind.ADDED: "plus",
    ChangeKind.REMOVED: "minus",
    ChangeKind.LINK_ADDED: "plus",
    ChangeKind.LINK_REMOVED: "minus",
}


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field before and after."""

    label: str
    before: Words
    after: Words


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One factor or link, and what became of it; `href` where it stands on the map today."""

    name: Words
    href: str
    fields: tuple[FieldLine, ...]


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """All changes of one kind."""

    code: str
    title: str
    count: str
    icon: str
    lines: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True)
class DifferencePage:
    """Two versions side by side: in words, and on one map with marks."""

    old: RoadmapVersion
    new: RoadmapVersion
    title: str
    answer: Phrase
    groups: tuple[ChangeGroup, ...]
    pictures: VersionPictures | None
    choices: tuple[tuple[int, str], ...]


def difference_page(
    old: RoadmapVersion,
    new: RoadmapVersion,
    versions: Iterable[RoadmapVersion],
    words: MapWording,
) -> DifferencePage:
    """All that changed from one version to the other, for one reader."""
    before, after = state_of(old), state_of(new)
    difference = difference_of(before, after)
    title = _("What changed from version %(old)s to version %(new)s of the map") % {
        "old": numbers.number(old.number, words.language),
        "new": numbers.number(new.number, words.language),
    }
    return DifferencePage(
        old=old,
        new=new,
        title=title,
        answer=counted(difference, words.language),
        groups=change_groups(difference, words, on_map=after.factors.keys()),
        pictures=difference_pictures(before, after, difference, words, title)
        if difference
        else None,
        choices=tuple((each.number, words.version(each.number)) for each in versions),
    )


def counted(difference: Difference, language: str) -> Phrase:
    """How much changed, in one sentence."""
    if not difference:
        return Phrase(_("Both say the same."))
    said = [
        _count_words(ChangeKind(kind), count, language)
        for kind, count in difference.counts().items()
    ]
    return listed(said, language)


def _count_words(kind: ChangeKind, count: int, language: str) -> str:
    shown = numbers.number(count, language)
    return str(_COUNTED[kind] % {"number": count, "count": shown})


def change_groups(
    difference: Difference, words: MapWording, *, on_map: Iterable[str] = ()
) -> tuple[ChangeGroup, ...]:
    """The changes by kind; factors that are on the map link to their page."""
    there = set(on_map)
    return tuple(
        ChangeGroup(
            code=kind.value,
            title=str(_TITLES[kind]),
            count=numbers.number(len(changes), words.language),
            icon=_ICONS.get(kind, "pencil"),
            lines=tuple(_line(change, words, there) for change in changes),
        )
        for kind in ChangeKind
        if (changes := difference.of(kind))
    )


def _line(change: Change, words: MapWording, there: set[str]) -> ChangeLine:
    is_linked = len(change.codes) == 1 and change.codes[0] in there
    return ChangeLine(
        name=words.ends(change.names),
        href=reverse("desk:factor", args=[words.initiative.code, change.codes[0]])
        if is_linked
        else "",
        fields=tuple(
            FieldLine(words.field(field.name), *words.change(field)) for field in change.fields
        ),
    )
