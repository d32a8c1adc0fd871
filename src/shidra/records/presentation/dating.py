"""What was said of one place, and from which period on."""

from dataclasses import dataclass

from django.urls import reverse

from shidra.i18n.phrases import Phrase, code
from shidra.i18n.text import Shown
from shidra.initiatives.models import Place, PlaceHistory
from shidra.measurement.queries import Names, names_of
from shidra.records.permissions import Scope
from shidra.records.presentation.categories import said_from
from shidra.records.queries.categories import said_of
from shidra.records.queries.naming import attributes_of

__all__ = ["DatesPage", "dates_page"]


@dataclass(frozen=True, slots=True)
class SaidLine:
    """One thing said of a place, from a period on."""

    number: int
    name: Phrase | Shown
    said: Phrase
    forget_href: str


@dataclass(frozen=True, slots=True)
class DatesPage:
    """Everything that the page of one place's dates shows."""

    place: Shown
    href: str
    lines: tuple[SaidLine, ...]
    names: tuple[tuple[str, Phrase | Shown], ...]
    values: tuple[str, ...]


def dates_page(scope: Scope, place: Place, language: str) -> DatesPage:
    """What was said of a place, in words."""
    initiative = scope.access.initiative
    names, attributes = names_of(initiative), attributes_of(initiative)
    values = {str(value) for name, value in place.attributes.items() if name in attributes}
    return DatesPage(
        place=place.name.shown(language),
        href=reverse("records:place-dates", args=[initiative.code, place.code]),
        lines=tuple(_line(row, place, names, language) for row in said_of(place)),
        names=tuple((name, _attribute(name, names, language)) for name in attributes),
        values=tuple(sorted(values)),
    )


def _attribute(name: str, names: Names, language: str) -> Phrase | Shown:
    label = names.labels.get(("attribute", name))
    return label.shown(language) if label else code(name)


def _line(row: PlaceHistory, place: Place, names: Names, language: str) -> SaidLine:
    at = [place.initiative.code, place.code, row.pk]
    return SaidLine(
        number=row.pk,
        name=_attribute(row.name, names, language),
        said=said_from(row, names, language),
        forget_href=reverse("records:place-date-forget", args=at) if row.from_period else "",
    )
