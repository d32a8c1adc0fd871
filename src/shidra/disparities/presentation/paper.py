"""The board on one sheet of paper: the same words and pictures as on the page."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.disparities.presentation.board import Board, Panel
from shidra.disparities.presentation.drawings import (
    people_drawing,
    slopes_drawing,
    ways_drawing,
)
from shidra.disparities.presentation.page import BoardPage, PanelView, Verdicts
from shidra.i18n import dates
from shidra.i18n.phrases import plain
from shidra.initiatives.models import Initiative
from shidra.measurement.queries import Names
from shidra.pictures.paper import printed

__all__ = ["board_on_paper"]

# So much fits one sheet; the page has all of it.
PANELS, SAID = 2, 4
# The share of the sheet that each picture takes, and how wide it is drawn.
SHARES: Mapping[str, tuple[float, float]] = {
    "ways": (1.5, 720.0),
    "slopes": (0.95, 460.0),
    "people": (0.75, 380.0),
}
TALL = {1: 96, 2: 54}


def board_on_paper(
    board: Board,
    page: BoardPage,
    initiative: Initiative,
    names: Names,
    language: str,
    today: date,
) -> bytes:
    """Headline, what shrank and grew, and the pictures of as many panels as fit."""
    drawn = list(zip(board.panels, page.panels, strict=True))[:PANELS]
    pictures: dict[str, str] = {}
    panels = []
    for place, (panel, view) in enumerate(drawn):
        own = _pictures(panel, view, names, language, place)
        pictures |= {each["name"]: each.pop("svg") for each in own}
        panels.append({"title": plain(view.title), "pictures": own})
    source = plain(initiative.name.shown(language))
    if initiative.is_illustrative:
        source = f"{source} ({_('illustrative')})"
    document: dict[str, Any] = {
        "title": page.headline,
        "above": " · ".join(filter(None, (source, page.lead))),
        "verdicts": [_verdict(each) for each in page.verdicts],
        "panels": panels,
        "tall": TALL.get(len(panels), TALL[2]),
        "notes": list(_notes(page, len(board.panels) - len(drawn))),
        "source": f"{source} · {_('Shidra')}",
        "made": dates.date(today, language),
    }
    return printed("board", document, pictures, language)


def _pictures(
    panel: Panel, view: PanelView, names: Names, language: str, place: int
) -> list[dict[str, Any]]:
    parts = [
        ("ways", view.ways, ways_drawing(panel, names, language, plain(view.ways.title))),
        ("slopes", view.slopes, slopes_drawing(panel, names, language, "")),
        ("people", view.people, people_drawing(panel, names, language, "")),
    ]
    found = []
    for name, shown, drawing in parts:
        if shown is None or drawing is None:
            continue
        share, width = SHARES[name]
        found.append(
            {
                "name": f"{name}-{place}",
                "title": plain(shown.title),
                "share": share,
                "svg": drawing(width),
            }
        )
    return found


def _verdict(verdict: Verdicts) -> dict[str, Any]:
    said = [
        ": ".join(filter(None, (plain(about), plain(each.sentence))))
        for about, each in verdict.said
    ]
    left = len(said) - SAID
    more = ""
    if left > 0:
        more = ngettext("and one more on the page", "and %(count)d more on the page", left) % {
            "count": left
        }
    return {
        "title": verdict.title,
        "tone": {"narrowed": "shrank", "widened": "grew"}.get(verdict.kind, "rest"),
        "said": said[:SAID],
        "empty": _("Nothing, by more than chance can make."),
        "more": more,
    }


def _notes(page: BoardPage, left: int) -> list[str]:
    more = ""
    if left > 0:
        more = ngettext(
            "One more table and its pictures stand on the page.",
            "%(count)d more tables and their pictures stand on the page.",
            left,
        ) % {"count": left}
    hidden = [
        f"{plain(view.title)}: {plain(view.hidden)}" for view in page.panels[:PANELS] if view.hidden
    ]
    return [note for note in (page.comparisons, *hidden, page.rule, more) if note]
