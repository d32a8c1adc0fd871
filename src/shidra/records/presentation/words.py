"""What people call the tables, fields and choices of the workbook; no word of the program."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from shidra.exchange.presentation import table_name
from shidra.exchange.queries.stored import SOURCES
from shidra.exchange.workbook import Column
from shidra.exchange.workbook.explanations import column_meaning
from shidra.exchange.workbook.problems import accepted_in
from shidra.roadmap.models import EvidenceLevel

__all__ = ["choice_words", "help_of", "label_of", "one_of", "section_title", "table_name"]

_t = gettext_lazy

# What one row of a table is called.
_ONE: Mapping[str, Any] = {
    "initiative": _t("the initiative"),
    "labels": _t("name of a code"),
    "places": _t("place"),
    "groups": _t("group"),
    "organisations": _t("organisation"),
    "factors": _t("factor"),
    "links": _t("link between factors"),
    "evidence": _t("piece of evidence"),
    "indicators": _t("indicator"),
    "observations": _t("observation"),
    "targets": _t("target"),
    "activities": _t("activity"),
    "promises": _t("promise"),
    "needs": _t("need"),
    "commitments": _t("commitment"),
    "instalments": _t("instalment"),
    "allocations": _t("allocation"),
    "options": _t("option"),
}

_SECTIONS: Mapping[str, Any] = {
    "what": _t("What it is"),
    "which": _t("Which one it is"),
    "when": _t("When, and who"),
    "where": _t("Where, and for whom"),
    "agreed": _t("What was agreed"),
    "figures": _t("Figures"),
    "trust": _t("How far it can be trusted"),
    "equity": _t("Equity"),
    "map": _t("Its place on the map"),
    "stands": _t("How it stands"),
    "barrier": _t("What stands in the way"),
    "measured": _t("How it is measured"),
    "people": _t("People"),
    "reach": _t("Whom it reaches"),
    "money": pgettext_lazy("part of a form", "Money"),
    "use": _t("What the money may be used for"),
    "effect": _t("What it gains"),
    "more": _t("More"),
}

# `table.field` where a table calls a field otherwise, else the field alone.
_LABELS: Mapping[str, Any] = {
    "code": _t("Code"),
    "name": _t("Name"),
    "result": _t("Wanted result"),
    "starts_on": _t("First day"),
    "ends_on": _t("Last day"),
    "currency": _t("Currency"),
    "min_cell": _t("Smallest number of people that is published"),
    "problem": _t("Problem"),
    "scope": _t("For whom and where"),
    "principles": _t("Principles"),
    "labels.kind": _t("What the code is for"),
    "parent": _t("Lies within"),
    "places.kind": _t("Kind of place"),
    "population": _t("Inhabitants"),
    "lat": _t("Latitude"),
    "lon": _t("Longitude"),
    "dimension": _t("Grouped by"),
    "priority": _t("Weight"),
    "reference": _t("The others are compared with it"),
    "sector": _t("Sector"),
    "registry_id": _t("Number in a public register"),
    "factors.kind": _t("Outcome or factor"),
    "description": _t("Description"),
    "track": _t("Row on the map"),
    "stage": _t("Column on the map"),
    "level": _t("Level"),
    "importance": _t("Importance"),
    "controllability": _t("How far we can move it"),
    "factors.state": _t("State"),
    "owner": _t("Who answers for it"),
    "reviewed_on": _t("Last looked at together"),
    "barrier": _t("Barrier"),
    "barrier_owner": _t("Who can lift the barrier"),
    "source": _t("From factor"),
    "target": _t("To factor"),
    "sign": _t("Direction of influence"),
    "links.strength": _t("Strength"),
    "links.effect": _t("Size of the effect"),
    "lag_months": _t("Months until it is felt"),
    "links.evidence": _t("Evidence"),
    "status": _t("Status"),
    "about": _t("About"),
    "citation": _t("Source"),
    "url": _t("Web address"),
    "evidence.strength": _t("How strong"),
    "direction": _t("What it says"),
    "finding": _t("Finding"),
    "factor": _t("Factor"),
    "unit": _t("Unit"),
    "better": _t("What is better"),
    "role": _t("What it measures"),
    "counts": _t("Which side counts people"),
    "indicators.numerator": _t("What is counted"),
    "indicators.denominator": _t("Out of what"),
    "period_kind": _t("Measured by"),
    "indicators.source": _t("Who measures it"),
    "indicator": _t("Indicator"),
    "period": _t("Period"),
    "place": _t("Place"),
    "groups": _t("Groups"),
    "numerator": _t("Numerator"),
    "denominator": _t("Denominator"),
    "value": _t("Value"),
    "n": _t("People asked"),
    "quality": _t("Quality"),
    "units_counted": _t("Institutions covered"),
    "organisation": _t("Organisation"),
    "factors": _t("Factors"),
    "activities.kind": _t("Kind"),
    "places": _t("Places"),
    "reach_planned": _t("People planned"),
    "reach_actual": _t("People reached"),
    "partner": _t("Who promises"),
    "promises.kind": _t("What is promised"),
    "text": _t("The promise"),
    "leader": _t("Who says it in public"),
    "made_on": _t("Made on"),
    "due_on": _t("Due on"),
    "promises.state": _t("State"),
    "reason": _t("Reason"),
    "line": _t("What for"),
    "year": _t("Year"),
    "amount": _t("Amount"),
    "people": _t("People in need"),
    "people_kind": _t("Which people"),
    "funder": _t("Funder"),
    "mode": _t("How it goes together with other money"),
    "certainty": _t("Certainty, in percent"),
    "signed_on": _t("Signed on"),
    "overhead": _t("Overhead, as a share"),
    "rate": _t("Exchange rate"),
    "lines": _t("Factors and lines"),
    "visibility": _t("Who may see it"),
    "commitment": _t("Commitment"),
    "paid_on": _t("Paid on"),
    "activity": _t("Activity"),
    "spent": _t("Spent"),
    "unit_cost": _t("Cost of one person"),
    "effect": _t("Gain of one person"),
    "effect_on": _t("Where the gain is"),
    "effect_low": _t("Gain, at least"),
    "effect_high": _t("Gain, at most"),
    "max_share": _t("Largest share reached"),
    "fixed_cost": _t("Fixed cost"),
    "min_people": _t("Fewest people"),
    "evidence": _t("Evidence"),
}

# Where the words written for a workbook do not fit a form.
_HELP: Mapping[str, Any] = {
    "code": _t("A short name by which others point to it. It stays as it is once saved."),
    "initiative.code": _t("The name in web addresses. It stays as it is."),
    "labels.kind": _t("dimension, track, stage, people, or an attribute of places."),
    "groups": _t("Leave empty for everybody."),
    "about": _t("A factor, or a link between two."),
    "period": _t("A year 2026, a school year 2025/26, a quarter 2026-Q3 or a month 2026-07."),
    "currency": _t("A code of three letters, such as ILS."),
    "visibility": _t("Beside the form you read who that is."),
}


def label_of(table: str, column: Column) -> str:
    """What a field is called, in the language that is active now."""
    if column.kind == "dimensions" or column.field == "attributes":
        return column.name
    return str(_LABELS.get(f"{table}.{column.field}") or _LABELS[column.field])


def help_of(table: str, column: Column) -> str:
    """What stands in a field, in a sentence or two."""
    if column.kind == "dimensions" or column.field == "attributes":
        return ""
    own = _HELP.get(f"{table}.{column.field}") or _HELP.get(column.field)
    said = str(own) if own else column_meaning(table, column.field)
    if column.kind in {"number", "whole"} and column.low is not None:
        return f"{said} {accepted_in(column)}"
    return said


def section_title(name: str) -> str:
    """The title of a part of the form."""
    return str(_SECTIONS[name])


def one_of(table: str) -> str:
    """What one row of a table is called."""
    return str(_ONE[table])


def choice_words(table: str, column: Column) -> dict[str, str]:
    """Each choice of a column with its words."""
    if column.kind == "yes_or_no":
        return {"yes": _("yes"), "no": _("no")}
    said: dict[str, str | Promise] = {}
    if table == "evidence" and column.field == "strength":
        said = dict(EvidenceLevel.choices)
    elif column.choices:
        stored_in = SOURCES[table].model._meta.get_field(column.field)
        choices: Any = getattr(stored_in, "choices", None) or ()
        said = dict(choices)
    return {choice: str(said.get(choice, choice)) for choice in column.choices}
