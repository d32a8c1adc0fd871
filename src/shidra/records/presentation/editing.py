"""The form of one record: each field with its words, its choices, and where it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from shidra.exchange.workbook import TABLES, Column
from shidra.i18n.languages import LANGUAGES, direction, name_in
from shidra.records.permissions import OWNERS, Scope
from shidra.records.presentation.wording import further_label, shown_name
from shidra.records.presentation.words import choice_words, help_of, label_of, section_title
from shidra.records.queries.layout import LAYOUTS
from shidra.records.queries.naming import MOST_CHOICES, Name, Names, names_of, said_before

__all__ = ["FieldPlan", "SectionPlan", "field_plans", "first_cells", "section_plans"]

# Texts that are more than a line.
_LONG = frozenset(
    {
        "result",
        "problem",
        "scope",
        "principles",
        "description",
        "barrier",
        "assumption",
        "finding",
        "text",
        "reason",
        "citation",
        "asks",
        "exclusions",
        "method",
        "limits",
        "conversion",
        "question",
        "obstacle",
        "offers",
        "helps",
        "hinders",
        "partners",
        "ideas",
        "free_ideas",
        "plan",
    }
)
_LISTS = frozenset({"codes", "lines", "groups"})
_WIDGETS = {"yes_or_no": "yes", "day": "day"}
_NUMBERS = {"number": "decimal", "amount": "decimal", "whole": "numeric"}


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """One input.

    Attributes:
        key: its name in the form. column: in the workbook.
        widget: text, area, select, checks, day, yes, or offer (text with suggestions).
        legend: what a text is called, whose label is only its language.
        choices: what may be chosen, or is suggested: (value, words).
    """

    key: str
    column: Column
    label: str
    help: str
    widget: str
    legend: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    # What the dimensions of choices are called, where these are groups.
    parts: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_optional(self) -> bool:
        return not self.column.is_required


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """A part of the form: its title, and its fields; those of one text stand together."""

    title: str
    fields: tuple[tuple[FieldPlan, ...], ...]
    is_later: bool = False


def first_cells(
    scope: Scope, table: str, columns: Sequence[Column], given: Mapping[str, str]
) -> dict[str, str]:
    """What stands in a form before anybody has written in it."""
    defaults = {
        name: declared.default
        for name, declared in TABLES[table].model.model_fields.items()
        if isinstance(declared.default, str | int) and not isinstance(declared.default, bool)
    }
    cells = {column.name: str(defaults.get(column.field, "")) for column in columns}
    if "currency" in cells:
        cells["currency"] = scope.access.initiative.currency
    owner = OWNERS.get(table, "")
    if not scope.is_all and owner in cells and len(mine := scope.owner_codes(table)) == 1:
        (cells[owner],) = mine
    return cells | {name: said for name, said in given.items() if name in cells}


def field_plans(
    scope: Scope, table: str, columns: Sequence[Column], fixed: frozenset[str], language: str
) -> tuple[FieldPlan, ...]:
    """The inputs of a form, all columns but those that are fixed; one's own language first."""
    order = sorted(LANGUAGES, key=lambda code: code != language)
    wanted = [column for column in columns if column.name not in fixed]
    wanted.sort(key=lambda column: order.index(column.language) if column.language else 0)
    choices: dict[tuple[str, str], list[tuple[str, Name]]] = {}
    plans = []
    for number, column in enumerate(wanted):
        offered: list[tuple[str, Name]] = []
        if column.refers:
            owner = column.field if OWNERS.get(table) == column.field else ""
            asked = (column.refers, owner)
            if asked not in choices:
                choices[asked] = scope.choices(column.refers, table, owner)
            offered = choices[asked]
        elif column.kind == "code" and column.field != "code":
            offered = said_before(scope.access.initiative, scope.rows(table), table, column)
        plans.append(_plan(table, column, number, offered, language))
    labels = names_of(scope.access.initiative, {})
    return tuple(_named(plan, labels, language) for plan in plans)


def _named(plan: FieldPlan, labels: Names, language: str) -> FieldPlan:
    """The field with the initiative's own words for dimensions and attributes."""
    column = plan.column
    if column.kind == "dimensions" or column.field == "attributes":
        return replace(plan, label=further_label(column, labels, language))
    if column.kind == "groups":
        dimensions = {code.partition(":")[0] for code, _words in plan.choices}
        return replace(
            plan,
            parts={
                name: further_label(replace(column, name=name, kind="dimensions"), labels, language)
                for name in dimensions
            },
        )
    return plan


def _plan(
    table: str, column: Column, number: int, offered: Sequence[tuple[str, Name]], language: str
) -> FieldPlan:
    is_further = column.kind == "dimensions" or column.field == "attributes"
    if column.kind == "dimensions":
        start = f"{column.name}:"
        offered = [(c.removeprefix(start), n) for c, n in offered if c.startswith(start)]
    choices = tuple((code, shown_name(code, name, language)) for code, name in offered)
    if words := choice_words(table, column):
        choices = tuple(words.items())
    widget = _widget(column, len(choices))
    if widget == "select":
        choices = (("", _empty_choice(column)), *choices)
    return FieldPlan(
        key=f"further-{number}" if is_further else f"cell-{column.name}",
        column=column,
        label=name_in(column.language, language) if column.language else label_of(table, column),
        help=help_of(table, column),
        widget=widget,
        legend=label_of(table, column) if column.language else "",
        choices=choices,
        attributes=_attributes(column, widget),
    )


def _empty_choice(column: Column) -> str:
    if column.kind == "dimensions":
        return _("everybody")
    return _("choose") if column.is_required else _("not said")


def _widget(column: Column, choices: int) -> str:
    if column.kind in _WIDGETS:
        return _WIDGETS[column.kind]
    if column.choices:
        return "select"
    if column.refers:
        is_few = choices <= MOST_CHOICES
        if column.kind in _LISTS:
            return "checks" if is_few else "offer"
        return "select" if is_few else "offer"
    if column.field in _LONG:
        return "area"
    is_suggested = column.kind == "currency" or (column.kind == "code" and bool(choices))
    return "offer" if is_suggested else "text"


def _attributes(column: Column, widget: str) -> dict[str, str]:
    found: dict[str, str] = {}
    if column.language:
        found |= {"lang": column.language, "dir": direction(column.language)}
    elif column.kind in _NUMBERS:
        found |= {"inputmode": _NUMBERS[column.kind], "dir": "ltr", "autocomplete": "off"}
    elif column.kind in {"code", "slug", "period", "address", "currency", "line"} and widget in {
        "text",
        "offer",
    }:
        found |= {
            "dir": "ltr",
            "autocomplete": "off",
            "autocapitalize": "off",
            "spellcheck": "false",
        }
    elif widget in {"text", "area"}:
        found["dir"] = "auto"
    return found


def section_plans(table: str, plans: Sequence[FieldPlan]) -> tuple[SectionPlan, ...]:
    """The form part by part; the columns of one text stand together."""
    by_field: dict[str, list[FieldPlan]] = {}
    for plan in plans:
        by_field.setdefault(plan.column.field, []).append(plan)
    found = []
    for name, fields in (*LAYOUTS[table].sections, ("more", tuple(by_field))):
        # A code that is proposed asks for nothing: it stands behind what only a person can say.
        ordered = sorted(fields, key="code".__eq__) if LAYOUTS[table].prefix else fields
        groups = [by_field.pop(each) for each in ordered if each in by_field]
        together = [part for group in groups for part in _parts(group)]
        if together:
            found.append(SectionPlan(section_title(name), tuple(together), _is_later(table, name)))
    return tuple(found)


def _is_later(table: str, section: str) -> bool:
    """Whether a part of the form is for later: few can say it of a record that just begins."""
    if table == "promises":
        return section == "stands"
    return section in {"system", "barrier", "looked", "trust", "reach"}


def _parts(group: list[FieldPlan]) -> list[tuple[FieldPlan, ...]]:
    """The languages of a text are one part; dimensions and attributes are each one of their own."""
    return [tuple(group)] if group[0].column.language else [(plan,) for plan in group]
