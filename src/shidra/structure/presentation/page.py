"""The page *structure*: loops, leverage, and where links carry effects, worth and paths."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.i18n import numbers
from shidra.i18n.phrases import Phrase, arrow, filled, listed, together
from shidra.i18n.text import Shown
from shidra.pictures.charts import StandingPoint, StandingWords, draw_standings, responsive
from shidra.structure.presentation.words import StructureWords
from shidra.structure.queries import ChainHere, LoopHere, OutcomeWorth, PlaceInOrder, Structure

__all__ = ["LoopRow", "StandingRow", "StructurePage", "WorthRow", "structure_page"]

MOST_DOTS = 40
MOST_ROWS = 60
# Shares below this keep a decimal.
LARGE = 0.1

type Name = Shown | Phrase


@dataclass(frozen=True, slots=True)
class LoopRow:
    """A loop as a way that ends where it began, with its sign in words."""

    key: str
    kind: str
    is_reinforcing: bool
    names: tuple[Name, ...]
    meaning: Phrase
    strength: float
    strength_text: str
    gain: float | None
    gain_text: str


@dataclass(frozen=True, slots=True)
class StandingRow:
    """A factor and its four places."""

    number: str
    place: PlaceInOrder
    name: Name
    href: str
    rises: int
    share: float


@dataclass(frozen=True, slots=True)
class WayRow:
    """A path and its share."""

    key: str
    words: Phrase
    share: float
    share_text: str


@dataclass(frozen=True, slots=True)
class WorthRow:
    """What one unit more of a factor adds to the outcome."""

    code: str
    name: Name
    href: str
    worth: float
    worth_text: str
    way: WayRow | None
    more_ways: tuple[WayRow, ...]


@dataclass(frozen=True, slots=True)
class StructurePage:
    """The whole page."""

    headline: Phrase | str
    lead: str
    order_note: str
    loops: tuple[LoopRow, ...]
    is_whole: bool
    picture: str
    rows: tuple[StandingRow, ...]
    more_rows: tuple[StandingRow, ...]
    outcomes: tuple[dict[str, Any], ...]
    outcome: Name | None
    worths: tuple[WorthRow, ...]
    endless: Phrase | None


def structure_page(
    initiative: str, found: Structure, *, language: str, outcome: str = ""
) -> StructurePage:
    """All that the page shows, for one outcome at a time."""
    words = StructureWords(initiative, found.map, language)
    rows = tuple(_rows(found, words))
    chosen = next(
        (each for each in found.worths if each.outcome == outcome),
        found.worths[0] if found.worths else None,
    )
    return StructurePage(
        headline=_headline(found, words),
        lead=words.loops_in_short(len(found.loops)),
        order_note=_order_note(found, words),
        loops=tuple(_loop(loop, words) for loop in found.loops),
        is_whole=found.is_whole,
        picture=_picture(rows, words) if found.map.ties else "",
        rows=rows[:MOST_ROWS],
        more_rows=rows[MOST_ROWS:],
        outcomes=tuple(_tabs(found, chosen, words)),
        outcome=words.name(chosen.outcome) if chosen else None,
        worths=tuple(_worths(chosen, words)) if chosen else (),
        endless=listed(words.names(found.endless), language) if found.endless else None,
    )


def _headline(found: Structure, words: StructureWords) -> Phrase | str:
    movers = [place for place in found.places if not place.is_outcome]
    if not movers or not movers[0].indirect_influence:
        return _("What moves what: the structure of the map")
    return filled(
        _("%(factor)s sets off more than any other factor"), factor=words.name(movers[0].code)
    )


def _order_note(found: Structure, words: StructureWords) -> str:
    here = found.map
    if here.tells_how_much:
        return _(
            "Every link of this map also says how much it does, so the worth of factors is told "
            "below as well."
        )
    note = _(
        "The links say how strong they are, from 1 to 3. What follows is an order, not a quantity: "
        "it says who comes before whom, and not by how much."
    )
    if not here.with_effect:
        return note
    return f"{note} " + ngettext(
        "One link also says how much; the worth below counts it alone.",
        "%(count)s links also say how much; the worth below counts these alone.",
        len(here.with_effect),
    ) % {"count": words.number(len(here.with_effect))}


def _loop(loop: LoopHere, words: StructureWords) -> LoopRow:
    return LoopRow(
        key=">".join(loop.codes),
        kind=words.loop_kind(loop),
        is_reinforcing=loop.is_reinforcing,
        names=words.names((*loop.codes, loop.codes[0])),
        meaning=words.loop_meaning(loop),
        strength=loop.strength,
        strength_text=numbers.number(loop.strength, words.language, 2),
        gain=loop.gain,
        gain_text="" if loop.gain is None else words.amount(loop.gain),
    )


def _rows(found: Structure, words: StructureWords) -> list[StandingRow]:
    most = max((place.indirect_influence for place in found.places), default=0.0) or 1.0
    return [
        StandingRow(
            number=str(number),
            place=place,
            name=words.name(place.code),
            href=words.href(place.code),
            rises=place.influence_rank - place.indirect_influence_rank,
            share=place.indirect_influence / most,
        )
        for number, place in enumerate(found.places, 1)
    ]


def _picture(rows: tuple[StandingRow, ...], words: StructureWords) -> str:
    """The first factors as dots; those further down stand in the table."""
    most = max(row.place.indirect_dependence for row in rows) or 1.0
    points = [
        StandingPoint(
            row.number,
            row.name,
            row.share,
            row.place.indirect_dependence / most,
            row.place.is_outcome,
        )
        for row in rows[:MOST_DOTS]
    ]
    axes = StandingWords(
        influence=_("moves others ↑"),
        dependence=_("is moved by others"),
        movers=_("Move others"),
        linked=_("Move and are moved"),
        moved=_("Are moved"),
        apart=_("Stand apart"),
    )
    title = _("Who moves others, and who is moved")
    said = _("Each factor by what it sets off and by what reaches it. The table says the same.")
    return responsive(
        lambda width: draw_standings(
            points, axes, language=words.language, title=title, description=said, width=width
        )
    )


def _tabs(
    found: Structure, chosen: OutcomeWorth | None, words: StructureWords
) -> list[dict[str, Any]]:
    return [
        {
            "href": f"?outcome={each.outcome}#worth",
            "text": words.name(each.outcome),
            "is_current": each is chosen,
        }
        for each in found.worths
    ]


def _worths(chosen: OutcomeWorth, words: StructureWords) -> list[WorthRow]:
    """Factors by the size of their worth; those that do not reach the outcome are left out."""
    order = sorted(chosen.worth.items(), key=lambda each: (-abs(each[1]), each[0]))
    return [
        _worth(code, worth, [_way(chain, words) for chain in chosen.chains.get(code, ())], words)
        for code, worth in order
        if worth
    ]


def _worth(code: str, worth: float, ways: list[WayRow], words: StructureWords) -> WorthRow:
    return WorthRow(
        code=code,
        name=words.name(code),
        href=words.href(code),
        worth=worth,
        worth_text=words.amount(worth),
        way=ways[0] if ways else None,
        more_ways=tuple(ways[1:]),
    )


def _way(chain: ChainHere, words: StructureWords) -> WayRow:
    return WayRow(
        key=">".join(chain.codes),
        words=together(words.names(chain.codes), arrow(words.language)),
        share=chain.share,
        share_text=numbers.percent(
            chain.share, words.language, 0 if abs(chain.share) >= LARGE else 1
        ),
    )
