"""Writes of the first hour: found an initiative, and put what each step of it asks for.

All rows go the importer's way, so that the beginning knows no rule of its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from shidra.accounts.models import User
from shidra.audit.actions import record
from shidra.audit.models import Actor
from shidra.beginning.queries import (
    factors_of,
    indicators_of,
    next_code,
    outcome_or_none,
    places_and_groups,
    starter_folder,
)
from shidra.exchange.actions import LoadReport, put_sheets
from shidra.exchange.queries.stored import cell_text, cells_of, columns_of, stored_rows
from shidra.exchange.workbook import RawRow, Sheet, read_workbook
from shidra.exchange.workbook.tables import TABLES
from shidra.i18n.text import Text
from shidra.initiatives.actions import found_initiative
from shidra.initiatives.models import Initiative
from shidra.network.actions import affiliate, found_organisation
from shidra.network.models import Organisation
from shidra.roadmap.actions import adopt_open_version

__all__ = [
    "FactorLine",
    "IndicatorLine",
    "copy_structure",
    "found",
    "put_factors",
    "put_indicators",
    "put_need",
    "put_where_and_whom",
]

type Cells = Mapping[str, Any]

# What is the same in the next initiative; results, money and promises are not.
COPIED = ("labels", "places", "groups", "factors", "links", "evidence", "indicators", "options")
# What names a partner, and stays behind where partners do.
OF_PARTNERS = frozenset({"owner", "barrier_owner"})


@dataclass(frozen=True, slots=True)
class FactorLine:
    """What one line of the step says of a factor; without a code it is new."""

    name: str
    importance: int
    code: str = ""
    influences_outcome: bool = True


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """What one line of the step says of a measure; without a code it is new."""

    name: str
    factor: str
    unit: str
    better: str
    code: str = ""
    value: str = ""
    year: str = ""


@transaction.atomic
def found(
    *,
    code: str,
    name: str,
    result: str,
    language: str,
    user: User,
    currency: str = "ILS",
    starter: str = "",
    copied: Initiative | None = None,
    with_partners: bool = False,
    organisation: str = "",
) -> Initiative:
    """Begin an initiative: empty, from a starter, or with the structure of another one.

    `organisation` names the backbone's own; whoever begins the initiative belongs to it.

    Raises:
        CodeTaken: another initiative has this code.
    """
    initiative = found_initiative(
        code=code,
        name=Text.of(**{language: name}),
        result=Text.of(**{language: result}),
        currency=currency,
        user=user,
        by=user.actor,
    )
    if starter:
        _put(initiative, _starter_sheets(starter), user.actor)
        record(
            action="begin from starter", by=user.actor, initiative=code, detail={"starter": starter}
        )
    elif copied is not None:
        copy_structure(source=copied, target=initiative, with_partners=with_partners, by=user.actor)
    if outcome_or_none(initiative) is None:
        _put(initiative, [_sheet("factors", [_outcome(result, language)])], user.actor)
    if organisation:
        _put_backbone(initiative, organisation, language, user)
    return initiative


def _put_backbone(initiative: Initiative, name: str, language: str, user: User) -> None:
    """The organisation that keeps the initiative; of which sector it is can be said later."""
    organisation = found_organisation(
        initiative=initiative,
        name=Text.of(**{language: name}),
        sector=Organisation.Sector.NGO,
        by=user.actor,
    )
    affiliate(user=user, organisation=organisation, is_administrator=True, by=user.actor)


def _outcome(result: str, language: str) -> Cells:
    return {"code": "O", "kind": "outcome", f"name_{language}": result, "stage": 3, "importance": 5}


def _starter_sheets(starter: str) -> list[Sheet]:
    workbook = read_workbook(starter_folder(starter))
    return [sheet for name, sheet in workbook.sheets.items() if name != "initiative"]


@transaction.atomic
def copy_structure(
    *, source: Initiative, target: Initiative, with_partners: bool, by: Actor
) -> None:
    """Take the map, places, groups and measures of one initiative to another, and no results.

    Of the map what was adopted: a draft is copied only where nobody has adopted anything yet.
    """
    tables = ("organisations", *COPIED) if with_partners else COPIED
    attributes = {name for place in source.places.all() for name in place.attributes}
    sheets = []
    for table in sorted(tables, key=list(TABLES).index):
        columns = [
            column
            for column in columns_of(TABLES[table], attributes=tuple(sorted(attributes)))
            if with_partners or column.name not in OF_PARTNERS
        ]
        rows = [
            {name: cell_text(cell) for name, cell in cells_of(table, row, tuple(columns)).items()}
            for row in stored_rows(table, source, as_adopted=True)
        ]
        if rows:
            sheets.append(_sheet(table, rows))
    _put(target, sheets, by)
    record(
        action="copy structure",
        by=by,
        initiative=target.code,
        detail={"from": source.code, "with_partners": with_partners},
    )


@transaction.atomic
def put_where_and_whom(
    *,
    initiative: Initiative,
    places: Sequence[str],
    dimension: str,
    groups: Sequence[str],
    language: str,
    by: Actor,
) -> LoadReport:
    """Add the places and groups that are not there yet; those that are stay as they are."""
    old_places, old_groups = places_and_groups(initiative)
    place_codes = next_code("P", {each.code for each in old_places})
    group_codes = next_code("G", {each.code for each in old_groups})
    here = {each.name.words(language) for each in old_places}
    known = {each.name.words(language) for each in old_groups}
    kind = old_groups[0].dimension if old_groups else "population"
    sheets = [
        _sheet(
            "places",
            [
                {"code": next(place_codes), f"name_{language}": name}
                for name in dict.fromkeys(places)
                if name not in here
            ],
        ),
        _sheet(
            "groups",
            [
                {"dimension": kind, "code": next(group_codes), f"name_{language}": name}
                for name in dict.fromkeys(groups)
                if name not in known
            ],
        ),
    ]
    if dimension and groups:
        label = {"kind": "dimension", "code": kind, f"name_{language}": dimension}
        sheets.append(_sheet("labels", [label]))
    return _put(initiative, sheets, by)


@transaction.atomic
def put_factors(
    *, initiative: Initiative, lines: Iterable[FactorLine], language: str, by: Actor
) -> LoadReport:
    """Put what influences the outcome; a new factor leads to the outcome where the line says so."""
    there = factors_of(initiative)
    codes = next_code("F", {each.factor.code for each in there})
    outcome = outcome_or_none(initiative)
    named = {e.name.words(language): e.factor.code for e in there if e.kind == "factor"}
    # Whoever made an outcome of a factor meanwhile meant it: the step changes no kinds.
    kinds = {each.factor.code: str(each.kind) for each in there}
    new, old, links = dict[str, Cells](), dict[str, Cells](), dict[str, Cells]()
    for line in lines:
        # A form that is sent twice names its factors a second time, and adds none.
        code = line.code or named.get(line.name) or next(codes)
        named[line.name] = code
        row = {
            "code": code,
            "kind": kinds.get(code, "factor"),
            f"name_{language}": line.name,
            "importance": line.importance,
        }
        if code in kinds or line.code:
            old[code] = row
            continue
        new[code] = row | {"stage": 2}
        if line.influences_outcome and outcome is not None:
            end = outcome.factor.code
            links[code] = {"source": code, "target": end, "sign": "+", "strength": 2}
    rows = [_sheet("factors", [*new.values()]), _sheet("links", [*links.values()])]
    report = _put(initiative, rows, by)
    if any(report.rejections) or not old:
        return report
    return _put(initiative, [_sheet("factors", [*old.values()])], by)


@transaction.atomic
def put_indicators(
    *, initiative: Initiative, lines: Iterable[IndicatorLine], language: str, by: Actor
) -> LoadReport:
    """Put how one will know, with the last value of each where it is known."""
    there = indicators_of(initiative)
    codes = next_code("I", {each.code for each in there})
    named = {(each.name.words(language), each.factor.code): each.code for each in there}
    stored, outcome = {each.code for each in there}, outcome_or_none(initiative)
    new, old, values = dict[str, Cells](), dict[str, Cells](), dict[tuple[str, str], Cells]()
    for line in lines:
        # A form that is sent twice names its measures a second time, and adds none.
        code = line.code or named.get((line.name, line.factor)) or next(codes)
        named[line.name, line.factor] = code
        row = {
            "code": code,
            "factor": line.factor,
            f"name_{language}": line.name,
            "unit": line.unit,
            "better": line.better,
        }
        if code in stored or line.code:
            # Which role it has was said before, here or elsewhere.
            old[code] = row
        else:
            is_outcome = outcome is not None and line.factor == outcome.factor.code
            new[code] = row | {"role": "outcome" if is_outcome else "contribution"}
        if line.value:
            value = {"indicator": code, "period": line.year, "value": line.value}
            values[code, line.year] = value
    known = _put(initiative, [_sheet("indicators", [*old.values()])], by)
    if any(known.rejections):
        return known
    rows = [_sheet("indicators", [*new.values()]), _sheet("observations", [*values.values()])]
    return _put(initiative, rows, by)


@transaction.atomic
def put_need(
    *, initiative: Initiative, line: str, year: int, amount: str, place: str, by: Actor
) -> LoadReport:
    """Put what one factor needs in one year."""
    need = {"line": line, "year": year, "amount": amount, "place": place or None}
    return _put(initiative, [_sheet("needs", [need])], by)


def _sheet(table: str, rows: Sequence[Cells]) -> Sheet:
    header = tuple(dict.fromkeys(name for row in rows for name in row))
    cells = (tuple(row.get(name) for name in header) for row in rows)
    return Sheet(table, header, tuple(RawRow(n, each) for n, each in enumerate(cells, start=2)))


def _put(initiative: Initiative, sheets: Iterable[Sheet], by: Actor) -> LoadReport:
    report = put_sheets(
        initiative=initiative, sheets=[sheet for sheet in sheets if sheet.rows], by=by
    )
    if report.waits_in_draft and not any(report.rejections):
        # Nobody has agreed to the first map yet, so nobody has to agree to its next step.
        adopt_open_version(initiative=initiative, by=by)
    return report
