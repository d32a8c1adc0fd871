"""Where categories changed, in words beside the figures that it touches."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from shidra.i18n import dates
from shidra.i18n.phrases import Phrase, code, filled, listed
from shidra.i18n.text import Shown
from shidra.initiatives.analysis import begins
from shidra.initiatives.models import CategoryChange
from shidra.measurement.presentation.readings import Reading
from shidra.measurement.queries import Names

__all__ = ["calling", "change_told", "changed_in", "passing_notes"]


def passing_notes(reading: Reading, names: Names, language: str) -> tuple[Phrase, ...]:
    """One sentence for each change of the dimension shown, and of places where one is shown."""
    return tuple(_notes(reading, names, language))


def _notes(reading: Reading, names: Names, language: str) -> Iterator[Phrase]:
    found = [each for each in reading.changes if _touches(reading, each)]
    if found and reading.as_then:
        yield Phrase(_("Shown as it was then: each period in the categories of its time."))
    for each in found:
        yield change_told(each, calling(each, names, language), language)


def change_told(
    change: CategoryChange, call: Callable[[str], Phrase | Shown], language: str
) -> Phrase:
    """What happened, in one sentence; `call` gives the name of a code."""
    period = dates.period(change.from_period, language)
    before = listed(map(call, change.olds), language)
    after = listed(map(call, change.news), language)
    match change.kind:
        case CategoryChange.Kind.RENAME if change.olds == change.news:
            sentence = _("Until %(period)s, %(after)s was called %(before)s.")
            before = listed([change.was.shown(language)], language)
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
                if change.news
                else _("From %(period)s on, %(before)s stands by itself.")
            )
    return filled(sentence, period=period, before=before, after=after)


def changed_in(reading: Reading) -> tuple[str, ...]:
    """The periods from which on categories shown here are others than in the period before."""
    found: set[str] = set()
    for each in reading.changes:
        since = begins(each.from_period)
        later = [period for period in reading.periods if begins(period) >= since]
        # What changed before all figures, or after them, is no turn of theirs.
        if _touches(reading, each) and 0 < len(later) < len(reading.periods):
            found.add(later[0])
    return tuple(sorted(found))


def _touches(reading: Reading, change: CategoryChange) -> bool:
    return change.dimension == reading.dimension or (change.is_of_places and bool(reading.place))


def calling(change: CategoryChange, names: Names, language: str) -> Callable[[str], Phrase | Shown]:
    """Gives the names of the categories or places that a change speaks of."""
    return lambda one: _called(change, one, names, language)


def _called(change: CategoryChange, one: str, names: Names, language: str) -> Phrase | Shown:
    if change.is_of_places:
        place = names.places.get(one)
        return place.name.shown(language) if place else code(one)
    group = names.groups.get(f"{change.dimension}:{one}")
    return group.name.shown(language) if group else code(one)
