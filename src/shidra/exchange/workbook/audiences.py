"""Rules of protection that are no ladder, beside each other and what is stored."""

from collections.abc import Iterator, Mapping, Sequence

from shidra.exchange.workbook.problems import Rejection
from shidra.exchange.workbook.rows import InitiativeRow, ProtectionRow, Row
from shidra.exchange.workbook.rules import Known, against
from shidra.exchange.workbook.tables import Table
from shidra.initiatives.models import Initiative
from shidra.protection.models import SAID, Audience, DisclosureRule, first_misstep

__all__ = ["impossible_rules"]


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
        yield against(
            "protection",
            guilty,
            misstep.field,
            getattr(guilty, misstep.field),
            "no_ladder",
            looser=misstep.looser,
            stricter=misstep.stricter,
        )
        holding.pop(guilty.audience)


def _standing(initiatives: Sequence[Row], known: Known) -> Mapping[str, DisclosureRule]:
    """What holds without the rows: what was written, or the smallest number of the initiative."""
    found = {rule.audience: rule for rule in known.protection}
    if any(rule.pk for rule in found.values()):
        return found
    said = next((row.min_cell for row in initiatives if isinstance(row, InitiativeRow)), None)
    stored = next((rule.people for rule in found.values()), None)
    least = said or stored or Initiative().min_cell
    return {
        audience.value: DisclosureRule(audience=audience, people=least, events=least, without=least)
        for audience in Audience
    }


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
