"""What people call the tables, fields and choices of the workbook; no word of the program."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shidra.exchange.presentation import table_name
from shidra.exchange.queries.stored import SOURCES
from shidra.exchange.workbook import Column
from shidra.exchange.workbook.explanations import column_meaning
from shidra.exchange.workbook.problems import accepted_in
from shidra.roadmap.models import EvidenceLevel

__all__ = ["choice_words", "help_of", "label_of", "one_of", "section_title", "table_name"]

# What one row of a table is called.
_ONE: Mapping[str, Any] = {
    "initiative": _("the initiative"),
    "labels": _("name of a code"),
    "places": _("place"),
    "groups": _("group"),
    "category_changes": _("change of categories"),
    "place_history": _("dated statement about a place"),
    "organisations": _("organisation"),
    "factors": _("factor"),
    "links": _("link between factors"),
    "evidence": _("piece of evidence"),
    "indicators": _("indicator"),
    "definitions": _("version of a definition"),
    "questions": _("question that cannot be measured yet"),
    "stories": _("story of a curve"),
    "observations": _("observation"),
    "targets": _("target"),
    "duties": _("figure that a partner owes"),
    "activities": _("activity"),
    "promises": _("promise"),
    "needs": _("need"),
    "commitments": _("commitment"),
    "instalments": _("instalment"),
    "allocations": _("allocation"),
    "options": _("option"),
    "goals": _("goal for all"),
    "barriers": _("barrier"),
    "strategies": _("targeted strategy"),
}

_SECTIONS: Mapping[str, Any] = {
    "what": _("What it is"),
    "which": _("Which one it is"),
    "when": _("When"),
    "promised": _("Who, and when"),
    "where": _("Where, and for whom"),
    "agreed": _("What was agreed"),
    "figures": _("Figures"),
    "trust": _("How far it can be trusted"),
    "equity": _("Equity"),
    "map": _("Its place on the map"),
    "stands": _("How it stands"),
    "exchange": _("What it asks for and offers"),
    "looked": _("Who looked at it, and when"),
    "system": _("The system, and people"),
    "barrier": _("What stands in the way"),
    "measured": _("How it is measured"),
    "people": _("People"),
    "reach": _("Whom it reaches"),
    "life": _("Its life"),
    "gathered": _("How its figures are gathered"),
    "read": _("How it is read"),
    "defined": _("What it meant"),
    "compared": _("How it compares with the version before"),
    "decided": _("Who decided, and why"),
    "asked": _("What one would want to know"),
    "works": _("Who works on it"),
    "behind": _("The story behind the figures"),
    "roles": _("Partners"),
    "tried": _("Ideas"),
    "done": _("The plan"),
    "written": _("Who wrote it, and when"),
    "money": pgettext_lazy("part of a form", "Money"),
    "use": _("What the money may be used for"),
    "effect": _("What it gains"),
    "changes": _("Who can change it, and since when it is so"),
    "hurts": _("Whom it hurts, and how much"),
    "tied": _("What it is tied to"),
    "more": _("More"),
}

# `table.field` where a table calls a field otherwise, else the field alone.
_LABELS: Mapping[str, Any] = {
    "code": _("Code"),
    "name": _("Name"),
    "result": _("Wanted result"),
    "starts_on": _("First day"),
    "ends_on": _("Last day"),
    "currency": _("Currency"),
    "min_cell": _("Smallest number of people that is published"),
    "problem": _("Problem"),
    "scope": _("For whom and where"),
    "principles": _("Principles"),
    "labels.kind": _("What the code is for"),
    "parent": _("Lies within"),
    "places.kind": _("Kind of place"),
    "population": _("Inhabitants"),
    "lat": _("Latitude"),
    "lon": _("Longitude"),
    "dimension": _("Grouped by"),
    "priority": _("Weight"),
    "reference": _("The others are compared with it"),
    "category_changes.dimension": _("Of which dimension"),
    "category_changes.kind": _("What happened"),
    "from_period": _("From which period on"),
    "before": _("Codes before"),
    "after": _("Codes after"),
    "was": _("Called before"),
    "note": _("Why"),
    "place_history.name": _("What is said"),
    "place_history.value": _("Said from then on"),
    "sector": _("Sector"),
    "registry_id": _("Number in a public register"),
    "asks": _("What it asks for"),
    "offers": _("What it offers"),
    "factors.kind": _("Outcome or factor"),
    "description": _("Description"),
    "track": _("Row on the map"),
    "stage": _("Column on the map"),
    "level": _("Level"),
    "condition": _("Condition of the system"),
    "lead_group": _("Working group that leads"),
    "factors.groups": _("Whom it is about"),
    "confidence": _("How sure we are"),
    "importance": _("Importance"),
    "controllability": _("How far we can move it"),
    "factors.state": _("State"),
    "owner": _("Who answers for it"),
    "reviewed_on": _("Last looked at together"),
    "barrier": _("Barrier"),
    "barrier_owner": _("Who can lift the barrier"),
    "source": _("From factor"),
    "target": _("To factor"),
    "sign": _("Direction of influence"),
    "links.strength": _("Strength"),
    "links.effect": _("Size of the effect"),
    "lag_months": _("Months until it is felt"),
    "links.evidence": _("Evidence"),
    "status": _("Status"),
    "assumption": _("What must be true for it"),
    "reviewer": _("Who looked at it"),
    "links.reviewed_on": _("Last looked at"),
    "about": _("About"),
    "citation": _("Source"),
    "url": _("Web address"),
    "evidence.strength": _("How strong"),
    "direction": _("What it says"),
    "finding": _("Finding"),
    "factor": _("Factor"),
    "unit": _("Unit"),
    "better": _("What is better"),
    "role": _("What it measures"),
    "counts": _("Which side counts people"),
    "indicators.numerator": _("What is counted"),
    "indicators.denominator": _("Out of what"),
    "period_kind": _("Measured by"),
    "indicators.source": _("Who measures it"),
    "indicators.owner": _("Who answers for its figures"),
    "indicators.state": _("State of the measure"),
    "origin": _("Who first asked for it"),
    "exclusions": _("What is left out"),
    "indicators.population": _("Of whom"),
    "definitions.population": _("Of whom"),
    "method": _("How it is counted"),
    "place_level": _("Down to which places"),
    "frequency": _("How often figures are gathered"),
    "indicators.lag_months": _("Months until its figures are there"),
    "splits": _("By which groups figures are asked for"),
    "min_n": _("Fewest people of a published figure"),
    "baseline_period": _("Baseline"),
    "comparator": _("Held against"),
    "sensitivity": _("Sensitivity"),
    "limits": _("What it does not tell"),
    "version": _("Version"),
    "valid_from": _("Holds from"),
    "definitions.numerator": _("What was counted"),
    "definitions.denominator": _("Out of what it was counted"),
    "definitions.source": _("Who measured it"),
    "comparability": _("Figures of the version before"),
    "times": _("Times"),
    "plus": _("Plus"),
    "conversion": _("How the conversion was found"),
    "decided_on": _("Decided on"),
    "decided_by": _("Who decided it"),
    "question": _("The question"),
    "obstacle": _("Why it cannot be measured yet"),
    "questions.owner": _("Who works on it"),
    "questions.due_on": _("Until when"),
    "questions.indicator": _("Answered by the measure"),
    "helps": _("What helps"),
    "hinders": _("What hinders"),
    "partners": _("Who has a part in it"),
    "ideas": _("What works"),
    "free_ideas": _("What costs little or nothing"),
    "plan": _("What is done"),
    "stories.factors": _("Factors that it is about"),
    "written_by": _("Who wrote it"),
    "written_on": _("Written on"),
    "indicator": _("Indicator"),
    "period": _("Period"),
    "place": _("Place"),
    "groups": _("Groups"),
    "numerator": _("Numerator"),
    "denominator": _("Denominator"),
    "value": _("Value"),
    "n": _("People asked"),
    "quality": _("Quality"),
    "units_counted": _("Institutions covered"),
    "duties.organisation": _("Partner"),
    "since": _("First period"),
    "until": _("Last period"),
    "days_after": _("Days after the period has ended"),
    "observations.reason": _("Why it is so"),
    "organisation": _("Organisation"),
    "factors": _("Factors"),
    "activities.kind": _("Kind"),
    "places": _("Places"),
    "reach_planned": _("People planned"),
    "reach_actual": _("People reached"),
    "partner": _("Who promises"),
    "promises.kind": _("What is promised"),
    "text": _("The promise"),
    "leader": _("Who says it in public"),
    "made_on": _("Made on"),
    "due_on": _("Due on"),
    "promises.state": _("State"),
    "reason": _("Reason"),
    "line": _("What for"),
    "year": _("Year"),
    "amount": _("Amount"),
    "people": _("People in need"),
    "people_kind": _("Which people"),
    "funder": _("Funder"),
    "mode": _("How it goes together with other money"),
    "certainty": _("Certainty, in percent"),
    "signed_on": _("Signed on"),
    "overhead": _("Overhead, as a share"),
    "rate": _("Exchange rate"),
    "lines": _("Factors and lines"),
    "visibility": _("Who may see it"),
    "commitment": _("Commitment"),
    "paid_on": _("Paid on"),
    "activity": _("Activity"),
    "spent": _("Spent"),
    "unit_cost": _("Cost of one person"),
    "effect": _("Gain of one person"),
    "effect_on": _("Where the gain is"),
    "effect_low": _("Gain, at least"),
    "effect_high": _("Gain, at most"),
    "max_share": _("Largest share reached"),
    "fixed_cost": _("Fixed cost"),
    "min_people": _("Fewest people"),
    "evidence": _("Evidence"),
    "goal": _("The goal in words"),
    "why": _("Why this goal"),
    "agreed_on": _("Agreed on"),
    "barriers.kind": _("Policy, practice or flow"),
    "says": _("What it says"),
    "indicators": _("Which goals it blocks"),
    "barriers.owner": _("Partner who can change it"),
    "owner_outside": _("Who else can change it"),
    "barriers.groups": _("Groups that it hurts"),
    "barriers.places": _("Places where it hurts"),
    "harm": _("How much"),
    "harm_source": _("Where that is said"),
    "since_year": _("Since the year"),
    "barriers.state": _("State"),
    "strategies.indicator": _("Which goal it serves"),
    "strategies.text": _("What is done"),
    "barriers": _("Barriers"),
    "activities": _("Activities"),
    "commitments": _("Money committed"),
    "cost": _("Cost"),
    "measure": _("How one sees that it works"),
    "strategies.until": _("Until"),
    "strategies.state": _("State"),
}

# Where the words written for a workbook do not fit a form.
_HELP: Mapping[str, Any] = {
    "code": _("A short name by which others point to it."),
    "initiative.code": _("The name in web addresses. It stays as it is."),
    "labels.kind": _("dimension, track, stage, people, or an attribute of places."),
    "groups": _("Leave empty for everybody."),
    "strategies.groups": _(
        "The group that is furthest from the goal, or another one that is behind."
    ),
    "about": _("A factor, or a link between two."),
    "period": _("A year 2026, a school year 2025/26, a quarter 2026-Q3 or a month 2026-07."),
    "currency": _("A code of three letters, such as ILS."),
    "visibility": _("Beside the form you read who that is."),
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
    if said.rstrip(".") == label_of(table, column):
        said = ""
    if column.kind in {"number", "whole"} and column.low is not None:
        return f"{said} {accepted_in(column)}".strip()
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
        return {"yes": gettext("yes"), "no": gettext("no")}
    said: dict[str, str | Promise] = {}
    if table == "evidence" and column.field == "strength":
        said = dict(EvidenceLevel.choices)
    elif column.choices:
        stored_in = SOURCES[table].model._meta.get_field(column.field)
        choices: Any = getattr(stored_in, "choices", None) or ()
        said = dict(choices)
    return {choice: str(said.get(choice, choice)) for choice in column.choices}
