"""The places of a picture as a map of tiles, in their latest period."""

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from shidra.i18n import dates
from shidra.i18n.phrases import filled, listed, plain
from shidra.measurement.presentation.readings import Reading
from shidra.measurement.presentation.words import shown_in_words
from shidra.measurement.queries import Names
from shidra.pictures.charts import Tile, draw_tiles, responsive
from shidra.protection.presentation import reason_in_words

if TYPE_CHECKING:
    from shidra.measurement.presentation.multiples import Multiples

__all__ = ["draw_places"]

FEWEST = 3


def draw_places(found: "Multiples", reading: Reading, names: Names, language: str) -> "Multiples":
    """With the map of those whose spot is known; the others are named beneath it."""
    spots = {place: names.spot(place) for place in reading.places}
    without = [
        names.places[place].name.shown(language) for place, spot in spots.items() if not spot
    ]
    tiles = _tiles(reading, names, language)
    if len(tiles) < FEWEST or not reading.periods:
        return found
    texts = {"period": dates.period(reading.periods[-1], language)}
    title = _("Where it stands in %(period)s") % texts
    drawn = responsive(
        lambda width: draw_tiles(
            tiles,
            language=language,
            title=title,
            description=_(
                "A tile for each place, close to where it lies; the table has the figures."
            ),
            width=width,
        )
    )
    return replace(
        found,
        map_title=title,
        tiles=mark_safe(drawn),  # noqa: S308 - the dialect escapes every text and attribute
        without_spot=filled(
            _("Not on the map, since nobody wrote down where they lie: %(places)s."),
            places=listed(sorted(without), language),
        )
        if without
        else "",
    )


def _tiles(reading: Reading, names: Names, language: str) -> list[Tile]:
    """Each tile is as full as its figure is large: a share of all, else of the largest here."""
    latest = {place: cells[-1].value for place, cells in reading.places.items()}
    known = [shown.value for shown in latest.values() if shown.value is not None]
    most = max([*known, 0.0]) or 1.0
    tiles = []
    for place, shown in latest.items():
        if spot := names.spot(place):
            tiles.append(
                Tile(
                    names.places[place].name.shown(language),
                    spot,
                    shown_in_words(shown, reading.indicator, language),
                    None if shown.value is None else shown.value / most,
                    plain(reason_in_words(shown.reason, reading.policy)) if shown.reason else "",
                )
            )
    return tiles
