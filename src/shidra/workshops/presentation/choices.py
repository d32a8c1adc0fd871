"""What may be chosen: the ends of a link, what a doubt is about, where a factor stands."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from shidra.i18n.text import Shown
from shidra.initiatives.models import Initiative
from shidra.initiatives.queries import labels_of
from shidra.workshops.models import Suggestion, Workshop
from shidra.workshops.presentation.words import WorkshopWords
from shidra.workshops.queries import MapNames, map_of, others_accepted, suggestions_of_phone

__all__ = ["abouts_for", "ends_for", "stages_of", "tracks_of"]

Kind, State = Suggestion.Kind, Suggestion.State

type Choices = list[tuple[str, Any]]


def ends_for(workshop: Workshop, phone: str, language: str) -> Choices:
    """Where a link may begin or end: on the map, or at what was just suggested."""
    names = map_of(workshop.initiative) if workshop.shows_map else MapNames({}, (), {})
    words = WorkshopWords(names, language)
    on_map = [(f"f:{code}", name.shown(language)) for code, name in names.names.items()]
    fresh = [
        (f"s:{each.pk}", words.says(each))
        for each in _suggested(workshop, phone, Kind.FACTOR)
        if each.became not in names.names
    ]
    return _grouped((_("Just suggested"), fresh), (_("On the map"), on_map))


def abouts_for(workshop: Workshop, phone: str, language: str) -> Choices:
    """What one may doubt: a factor or a link, of the map or just suggested."""
    names = map_of(workshop.initiative) if workshop.shows_map else MapNames({}, (), {})
    words = WorkshopWords(names, language)
    factors = [(f"f:{code}", name.shown(language)) for code, name in names.names.items()]
    links = [
        (
            f"l:{link.source.code}>{link.target.code}",
            words.link_between(
                words.end(link.source.code, None), words.end(link.target.code, None), link.sign
            ),
        )
        for link in names.links
    ]
    fresh = [
        (f"s:{each.pk}", words.says(each))
        for kind in (Kind.FACTOR, Kind.LINK)
        for each in _suggested(workshop, phone, kind)
        if each.became not in names.names
    ]
    return _grouped((_("Just suggested"), fresh), (_("Factors"), factors), (_("Links"), links))


def _suggested(workshop: Workshop, phone: str, kind: Suggestion.Kind) -> Iterator[Suggestion]:
    """What this phone suggested and nobody set aside, and what was accepted of others."""
    own = suggestions_of_phone(workshop, phone).filter(
        kind=kind, state__in=[State.WAITING, State.ACCEPTED]
    )
    yield from own
    if workshop.shows_others:
        yield from others_accepted(workshop, phone).filter(kind=kind)


def _grouped(*groups: tuple[str, Choices]) -> Choices:
    filled = [(label, choices) for label, choices in groups if choices]
    return filled[0][1] if len(filled) == 1 else list(filled)


def stages_of(initiative: Initiative, names: MapNames, language: str) -> Choices:
    """The stages that the map has, and one more."""
    labels = labels_of(initiative)
    last = max(names.stages.values(), default=0)
    return [
        (
            str(stage),
            labels[("stage", str(stage))].shown(language)
            if ("stage", str(stage)) in labels
            else _("Stage %s") % stage,
        )
        for stage in range(1, max(last, 1) + 2)
    ]


def tracks_of(initiative: Initiative, names: MapNames, language: str) -> Choices:
    """The tracks that the map has; none is a choice too."""
    labels = labels_of(initiative)

    def called(track: str) -> Shown | str:
        name = labels.get(("track", track))
        return name.shown(language) if name else track

    return [("", _("No track")), *((track, called(track)) for track in names.tracks)]
