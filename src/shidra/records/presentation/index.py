"""All tables: what each is for, and how much stands in it."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from shidra.exchange.workbook.explanations import table_meaning
from shidra.i18n import dates
from shidra.i18n.numbers import number
from shidra.records.permissions import Scope
from shidra.records.presentation.words import table_name
from shidra.records.queries.past import last_changes

__all__ = ["IndexPage", "index_page"]

# How the frame changed.
_DATED = ("category_changes", "place_history")
# What belongs together when one looks for a table.
_PARTS = (
    (_("The map"), "waypoints", ("factors", "links", "evidence")),
    (_("Partners"), "handshake", ("organisations", "activities", "promises")),
    (
        _("Measures"),
        "chart-line",
        ("indicators", "definitions", "observations", "targets", "questions", "stories", "duties"),
    ),
    (_("Money"), "coins", ("needs", "commitments", "instalments", "allocations", "options")),
    (_("One goal for all"), "goal", ("goals", "barriers", "strategies")),
    (
        _("Frame"),
        "compass",
        ("initiative", "places", "groups", "labels", *_DATED),
    ),
)


@dataclass(frozen=True, slots=True)
class TableLine:
    """One table."""

    name: str
    meaning: str
    count: str
    is_empty: bool
    changed: str
    href: str
    add_href: str


@dataclass(frozen=True, slots=True)
class Part:
    """Tables that belong together."""

    title: str
    icon: str
    tables: tuple[TableLine, ...]


@dataclass(frozen=True, slots=True)
class IndexPage:
    """Everything that the page of all tables shows."""

    parts: tuple[Part, ...]
    is_all: bool
    has_own: bool


def index_page(scope: Scope, language: str) -> IndexPage:
    """All tables of this person in words."""
    parts = []
    changed = last_changes(scope.access.initiative) if scope.is_all else {}
    for title, icon, names in _PARTS:
        tables = tuple(
            _line(scope, name, changed.get(name), language)
            for name in names
            if name in scope.tables
        )
        if tables:
            parts.append(Part(str(title), icon, tables))
    return IndexPage(tuple(parts), scope.is_all, scope.is_all or scope.own.is_anything)


def _line(scope: Scope, table: str, changed: datetime | None, language: str) -> TableLine:
    count = scope.rows(table).order_by().values("pk").count()
    code = scope.access.initiative.code
    return TableLine(
        name=table_name(table),
        meaning=table_meaning(table),
        count=ngettext("%(count)s row", "%(count)s rows", count)
        % {"count": number(count, language)},
        is_empty=not count,
        changed=dates.date(changed, language) if changed else "",
        href=reverse("records:list", args=[code, table])
        if table != "initiative"
        else reverse("records:edit", args=[code, table, scope.access.initiative.pk]),
        add_href=reverse("records:add", args=[code, table]) if scope.may_add(table) else "",
    )
