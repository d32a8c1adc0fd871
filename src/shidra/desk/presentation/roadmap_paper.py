"""The map on one A3 sheet, a factor on one A4: the same words and pictures as on the pages."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.desk.presentation.factor import FactorSheet
from shidra.desk.presentation.roadmap import MapPage
from shidra.desk.queries import Roadmap
from shidra.i18n import dates, numbers
from shidra.i18n.phrases import plain
from shidra.initiatives.models import Initiative
from shidra.pictures.map import MapColumn, MapLink, MapNode, draw_road_map
from shidra.pictures.paper import printed
from shidra.roadmap.models import FactorEntry, Link

__all__ = ["factor_on_paper", "map_on_paper"]

# So many rows of a kind fit a sheet; the page has all of them.
ROWS, NEIGHBOURS, FINDINGS = 8, 6, 3


def map_on_paper(page: MapPage, initiative: Initiative, language: str, today: date) -> bytes:
    """The map through its lens, with its key."""
    notes = [page.part, page.focus.sentence if page.focus else "", page.found]
    document = {
        "title": plain(page.headline),
        "initiative": plain(initiative.name.shown(language)),
        "notes": [
            _("Version %s of the map") % page.version,
            *(plain(each) for each in notes if each),
        ],
        "alt": plain(page.headline),
        "key": [plain(sample["words"]) for sample in page.key],
        **_foot(initiative, language, today),
    }
    pictures = {f"key-{place}": sample["picture"] for place, sample in enumerate(page.key)}
    return printed("map", document, {"map": page.svg, **pictures}, language)


def factor_on_paper(
    sheet: FactorSheet,
    roadmap: Roadmap,
    initiative: Initiative,
    language: str,
    today: date,
) -> bytes:
    """A factor with what stands around it, so that it can be handed round."""
    around = _around(sheet, roadmap, language)
    document = {
        "title": plain(sheet.headline),
        "above": " · ".join(
            part
            for part in (
                plain(initiative.name.shown(language)),
                f"\u2066{sheet.code}\u2069",
                sheet.kind,
                plain(sheet.stage),
                plain(sheet.track),
            )
            if part
        ),
        "description": plain(sheet.description),
        "figures": [
            {
                "label": each["label"],
                "text": each["text"],
                "missing": each["name"] == "missing" and each["value"] > 0,
            }
            for each in sheet.figures
        ],
        "around": {"title": _("What it hangs on, and what hangs on it"), "alt": _said(sheet)},
        "columns": [_first_column(sheet), _second_column(sheet)],
        **_foot(initiative, language, today),
    }
    return printed("factor", document, {"around": around} if around else {}, language)


def _foot(initiative: Initiative, language: str, today: date) -> dict[str, str]:
    source = plain(initiative.name.shown(language))
    if initiative.is_illustrative:
        source = f"{source} ({_('illustrative')})"
    return {"source": f"{source} · {_('Shidra')}", "made": dates.date(today, language)}


def _around(sheet: FactorSheet, roadmap: Roadmap, language: str) -> str:
    """The factor with its nearest neighbours, three columns of one small map."""
    before = [link for link in roadmap.links if link.target.code == sheet.code][:NEIGHBOURS]
    after = [link for link in roadmap.links if link.source.code == sheet.code][:NEIGHBOURS]
    if not before and not after:
        return ""
    columns = {link.source.code: 1 for link in before} | {link.target.code: 3 for link in after}
    columns[sheet.code] = 2
    entries = [entry for entry in roadmap.entries if entry.factor.code in columns]
    ranks = roadmap.evidence_ranks()
    return draw_road_map(
        [_node(entry, columns, ranks, sheet.code, language) for entry in entries],
        [_arrow(link) for link in (*before, *after)],
        columns=[
            MapColumn(1, _("What moves it")),
            MapColumn(2, _("the factor")),
            MapColumn(3, _("What it moves")),
        ],
        language=language,
        title="",
    )


def _node(
    entry: FactorEntry,
    columns: dict[str, int],
    ranks: dict[int, int],
    centre: str,
    language: str,
) -> MapNode:
    code = entry.factor.code
    return MapNode(
        code=code,
        label=entry.name.shown(language),
        column=columns[code],
        description="",
        href="",
        kind="outcome" if entry.is_outcome else "factor",
        evidence=ranks.get(entry.factor_id, 0),
        is_chosen=code == centre,
    )


def _arrow(link: Link) -> MapLink:
    return MapLink(
        source=link.source.code,
        target=link.target.code,
        sign="-" if link.sign == Link.Sign.HINDERS else "+",
        strength=link.strength,
        status=link.status,  # type: ignore[arg-type]
    )


def _said(sheet: FactorSheet) -> str:
    """The small map in words."""
    parts = [plain(sheet.name)]
    for title, rows in (
        (_("What moves it"), sheet.comes_from),
        (_("What it moves"), sheet.leads_to),
    ):
        if rows:
            parts.append(f"{title}: {', '.join(plain(row.name) for row in rows)}")
    return ". ".join(parts)


def _first_column(sheet: FactorSheet) -> list[dict[str, Any]]:
    facts = [
        (_("Who answers for it"), plain(sheet.owner) if sheet.owner else _("nobody yet")),
        (_("Evidence"), sheet.evidence),
        (_("Last looked at"), sheet.reviewed),
        (_("What blocks it"), plain(sheet.barrier) if sheet.barrier else ""),
    ]
    short = [_row(name, value) for name, value in facts if value]
    needs = [
        _row(f"{plain(row.place)} · {plain(row.groups)}", f"{row.amount or '–'} · {row.years}")
        for row in sheet.needs
    ]
    found = [_part(_("In short"), short, "", len(short))]
    if needs:
        found.append(_part(_("Where, and for whom"), needs, "", ROWS))
    return found


def _second_column(sheet: FactorSheet) -> list[dict[str, Any]]:
    doing = [
        _row(
            plain(row.name),
            " · ".join(filter(None, (plain(row.partner), plain(row.where), row.when))),
        )
        for row in sheet.activities
    ]
    known = [
        _row(plain(row.finding), " · ".join(filter(None, (row.strength, plain(row.citation)))))
        for row in sheet.findings
    ]
    nothing_done = _("Nobody does anything about it yet.")
    nothing_known = _("No evidence has been attached to it yet.")
    return [
        _part(_("What is being done"), doing, nothing_done, ROWS),
        _part(_("What is known"), known, nothing_known, FINDINGS),
    ]


def _row(text: str, detail: str) -> dict[str, str]:
    return {"text": text, "detail": detail}


def _part(title: str, rows: Sequence[dict[str, str]], empty: str, most: int) -> dict[str, Any]:
    further = len(rows) - most
    more = ""
    if further > 0:
        more = ngettext("and one more on its page", "and %(count)s more on its page", further) % {
            "count": numbers.number(further, "en")
        }
    return {"title": title, "rows": list(rows[:most]), "empty": empty, "more": more}
