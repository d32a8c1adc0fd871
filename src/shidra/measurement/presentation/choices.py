"""What a reader can choose on the page of an indicator; each choice stands in the address."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shidra.i18n import dates
from shidra.i18n.phrases import Phrase, code, filled
from shidra.i18n.text import Shown
from shidra.measurement.presentation.drawings import group_name, in_order
from shidra.measurement.presentation.question import VIEWS, Question
from shidra.measurement.presentation.readings import Reading, is_unknown
from shidra.measurement.queries import Names, PlaceFacts

__all__ = ["Choices", "Option", "choices_of", "dimension_name"]


@dataclass(frozen=True, slots=True)
class Option:
    """A place, a period or a group to choose, or the heading of those inside it."""

    code: str
    name: str | Phrase | Shown
    is_chosen: bool = False
    inside: tuple["Option", ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """The filters of the page, as they are set."""

    question: Question
    views: tuple[dict[str, object], ...]
    tabs: tuple[dict[str, object], ...]
    places: tuple[Option, ...]
    since: tuple[Option, ...]
    until: tuple[Option, ...]
    groups: tuple[Option, ...]
    # What was asked for and is not there, in words.
    unknown: tuple[str, ...]
    # The address of the page with nothing narrowed but the view; empty where nothing is.
    everything: str
    # The address of the page as it is.
    address: str


def choices_of(question: Question, reading: Reading, names: Names, language: str) -> Choices:
    periods = reading.all_periods if len(reading.all_periods) > 1 else ()
    everything = question.address(by="", place="", since="", until="", group="")
    return Choices(
        question,
        tuple(_views(question, reading, names)),
        tuple(_tabs(question, reading, names, language)),
        _places(reading, names, language),
        _periods(periods, question.since, language),
        _periods(periods, question.until, language),
        tuple(
            Option(group, group_name(group, names.groups, language), group == question.group)
            for group, _cells in in_order(reading, names.groups)
            if not is_unknown(group)
        ),
        tuple(_UNKNOWN[name]() for name in question.unknown),
        everything if everything != question.address() else "",
        "" if question.address() == "?" else question.address(),
    )


_UNKNOWN: Mapping[str, Callable[[], str]] = {
    "view": lambda: _("There is no such view; the trend is shown."),
    "by": lambda: _("Nothing was measured by these groups; others are shown."),
    "place": lambda: _("There is no such place here; everywhere is shown."),
    "since": lambda: _("Nothing is known from this period on; all periods are shown."),
    "until": lambda: _("Nothing is known until this period; all periods are shown."),
    "group": lambda: _("There is no such group here; no group is picked out."),
}


def _periods(periods: tuple[str, ...], chosen: str, language: str) -> tuple[Option, ...]:
    return tuple(
        Option(each, dates.period(each, language, short=True), each == chosen) for each in periods
    )


def _views(question: Question, reading: Reading, names: Names) -> Iterator[dict[str, object]]:
    """The views that have something to show."""
    said = {
        "trend": (_("Over time"), "chart-line"),
        "groups": (_("Group by group"), "users"),
        "places": (_("Place by place"), "map"),
        "disparity": (_("The disparity"), "scale"),
    }
    has = {
        "trend": True,
        "groups": bool(reading.groups),
        "places": len(names.places) > 1,
        "disparity": bool(reading.shown_apart),
    }
    for view in VIEWS:
        if has[view] or view == question.shown_view:
            text, icon = said[view]
            yield {
                "href": question.address(view="" if view == VIEWS[0] else view),
                "text": text,
                "icon": icon,
                "is_current": view == question.shown_view,
            }


def _tabs(
    question: Question, reading: Reading, names: Names, language: str
) -> Iterator[dict[str, object]]:
    """The dimensions as links; a single one needs no choice."""
    if len(reading.dimensions) < 2:  # noqa: PLR2004
        return
    for name in reading.dimensions:
        yield {
            "href": question.address(by=name, group=""),
            "text": dimension_name(name, names, language),
            "is_current": name == reading.dimension,
        }


def dimension_name(dimension: str, names: Names, language: str) -> Phrase | Shown:
    """What a dimension is called, else its code, marked as one."""
    found = names.labels.get(("dimension", dimension))
    return found.shown(language) if found else code(dimension)


def _places(reading: Reading, names: Names, language: str) -> tuple[Option, ...]:
    """The tree of places for the chooser, two levels deep; the root is the whole itself."""
    children: dict[str | None, list[PlaceFacts]] = {}
    for place in names.places.values():
        children.setdefault(place.parent, []).append(place)
    tops = children.get(None, [])
    if len(tops) == 1:
        tops = children.get(tops[0].code, [])

    def choice(place: PlaceFacts) -> Option:
        return Option(place.code, place.name.shown(language), place.code == reading.place)

    def all_inside(place: PlaceFacts) -> Iterator[PlaceFacts]:
        for child in children.get(place.code, []):
            yield child
            yield from all_inside(child)

    def with_inside(top: PlaceFacts) -> Option:
        name = top.name.shown(language)
        inside = sorted(map(choice, all_inside(top)), key=lambda one: one.name)
        if not inside:
            return choice(top)
        all_of_it = filled(_("%(place)s, all of it"), place=name)
        itself = Option(top.code, all_of_it, top.code == reading.place)
        return Option("", name, inside=(itself, *inside))

    return tuple(map(with_inside, tops))
