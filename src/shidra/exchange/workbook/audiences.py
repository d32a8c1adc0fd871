"""Rules of protection that are no ladder beside each other, or not for whoever hands them in."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from shidra.exchange.workbook.known import Known
from shidra.exchange.workbook.problems import Notice, Rejection
from shidra.exchange.workbook.rows import InitiativeRow, ProtectionRow, Row
from shidra.exchange.workbook.rules import against
from shidra.exchange.workbook.tables import Table
from shidra.initiatives.models import Initiative
from shidra.protection.models import SAID, Audience, DisclosureRule, Misstep, first_misstep

__all__ = ["impossible_rules", "no_ladder", "number_stays", "rules_not_ones_own"]


def rules_not_ones_own(table: Table, rows: Sequence[Row], known: Known) -> Iterator[Rejection]:
    """What would change from which number on people are told, where that is not for this person.

    Rows that say what holds are no change, so that a workbook that was taken out is taken back in.
    Of a whole workbook the smallest number alone is left out; all else of the initiative holds.
    """
    if not known.protection_stays:
        return
    standing = {rule.audience: rule for rule in known.protection}
    for row in rows:
        if isinstance(row, ProtectionRow):
            if changed := _changed(row, standing[row.audience]):
                value = getattr(row, changed)
                yield against(table.name, row, changed, value, "protection_stays")
        elif (
            isinstance(row, InitiativeRow)
            and known.refuses_number
            and "min_cell" in row.model_fields_set
            and row.min_cell != known.min_cell
        ):
            yield against(table.name, row, "min_cell", row.min_cell, "protection_stays")


def number_stays(stored: Initiative, row: Any) -> Iterator[Notice]:
    """That the smallest number of a workbook was not put, where it is another than the one stored."""
    if row.min_cell != stored.min_cell:
        least = {"least": stored.min_cell}
        yield Notice(
            "initiative", row.number, "min_cell", str(row.min_cell), "min_cell_stays", least
        )


def no_ladder(row: Any, misstep: Misstep) -> Rejection:
    """The rejection of a rule by which two audiences would each be told what the other is not."""
    return against(
        "protection",
        row,
        misstep.field,
        getattr(row, misstep.field),
        "no_ladder",
        looser=str(misstep.looser),
        stricter=str(misstep.stricter),
    )


def _changed(row: ProtectionRow, rule: DisclosureRule) -> str | None:
    """The first field in which a row says something else than a rule; any, where none was written."""
    if not rule.pk:
        return SAID[0]
    said = (name for name in SAID if name in row.model_fields_set)
    return next((name for name in said if getattr(row, name) != getattr(rule, name)), None)


def impossible_rules(
    table: Table, rows: Sequence[Row], initiatives: Sequence[Row], known: Known
) -> Iterator[Rejection]:
    """Rows by which of two audiences neither would be told all that the other is told."""
    if table.name != "protection":
        return
    standing = _standing(initiatives, known)
    holding: dict[str, ProtectionRow] = {
        row.audience: row for row in rows if isinstance(row, ProtectionRow)
    }
    while misstep := first_misstep(_together(standing, holding)):
        told_less = holding.get(misstep.looser)
        guilty = told_less or holding.get(misstep.stricter)
        if guilty is None:
            return
        yield no_ladder(guilty, misstep)
        holding.pop(guilty.audience)


def _standing(initiatives: Sequence[Row], known: Known) -> Mapping[str, DisclosureRule]:
    """What holds without the rows: what was written, or the smallest number of the initiative."""
    found = {rule.audience: rule for rule in known.protection}
    if any(rule.pk for rule in found.values()):
        return found
    least = _least(initiatives, known)
    return {
        audience.value: DisclosureRule(audience=audience, people=least, events=least, without=least)
        for audience in Audience
    }


def _least(initiatives: Sequence[Row], known: Known) -> int:
    """The smallest number of the initiative once the rows are put."""
    stored = known.min_cell
    for row in initiatives:
        is_said = stored is None or "min_cell" in row.model_fields_set
        if isinstance(row, InitiativeRow) and is_said and not known.protection_stays:
            return row.min_cell
    return Initiative().min_cell if stored is None else stored


def _together(
    standing: Mapping[str, DisclosureRule], rows: Mapping[str, ProtectionRow]
) -> Iterator[DisclosureRule]:
    for audience, rule in standing.items():
        row = rows.get(audience)
        yield (
            rule
            if row is None
            else DisclosureRule(
                audience=audience,
                **{
                    name: getattr(row if name in row.model_fields_set else rule, name)
                    for name in SAID
                },
            )
        )
