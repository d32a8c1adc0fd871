"""Where categories changed, in words beside the figures that it touches."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from shidra.i18n import dates
from shidra.i18n.phrases import Phrase, code, filled, listed
from shidra.i18n.text import Shown
from shidra.initiatives.models import CategoryChange
from shidra.measurement.presentation.readings import Reading
from shidra.measurement.queries import Names

__all__ = ["passing_notes"]


def passing_notes(reading: Reading, names: Names, language: str) -> tuple[Phrase, ...]:
    """One sentence for each change of the dimension shown, and of places where one is shown."""
    return tuple(_notes(reading, names, language))


def _notes(reading: Reading, names: Names, language: str) -> Iterator[Phrase]:
    found = [each for each in reading.changes if _touches(reading, each)]
    if found and reading.as_then:
        yield Phrase(_("Shown as it was then: each period in the categories of its time."))
    for each in found:
        period = dates.period(each.from_period, language)
        before = listed(_called(each, each.olds, names, language), language)
        after = listed(_called(each, each.news, names, language), language)
        match each.kind:
            case CategoryChange.Kind.RENAME if each.olds == each.news:
                sentence = _("Until %(period)s, %(after)s was called %(before)s.")
                before = listed([each.was.shown(language)], language)
            case CategoryChange.Kind.RENAME | CategoryChange.Kind.MERGE:
                sentence = _(
                    "From %(period)s on, %(before)s became %(after)s; earlier figures are added."
                )
            case CategoryChange.Kind.SPLIT:
                sentence = _(
                    "From %(period)s on, %(before)s is told as %(after)s. Of the time before there "
                    "are no figures of the parts, and what they leave of the whole is unknown."
                )
            case _:
                sentence = (
                    _("From %(period)s on, %(before)s belongs to %(after)s.")
                    if each.news
                    else _("From %(period)s on, %(before)s stands by itself.")
                )
        yield filled(sentence, period=period, before=before, after=after)


def _touches(reading: Reading, change: CategoryChange) -> bool:
    return change.dimension == reading.dimension or (change.is_of_places and bool(reading.place))


def _called(
    change: CategoryChange, codes: Iterable[str], names: Names, language: str
) -> list[Phrase | Shown]:
    found: list[Phrase | Shown] = []
    for one in codes:
        if change.is_of_places:
            place = names.places.get(one)
            found.append(place.name.shown(language) if place else code(one))
        else:
            group = names.groups.get(f"{change.dimension}:{one}")
            found.append(group.name.shown(language) if group else code(one))
    return found
