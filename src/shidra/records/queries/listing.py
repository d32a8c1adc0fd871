"""One table as a list: narrowed, sorted and cut into pages by the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Model, OrderBy, Q, QuerySet

from shidra.exchange.queries.stored import SOURCES
from shidra.exchange.workbook import TABLES
from shidra.i18n.wordsearch import holds, read_as
from shidra.records.queries.layout import LAYOUTS

__all__ = ["PAGE", "Listing", "Question", "found_rows", "list_rows", "sortable"]

PAGE = 50
LONGEST_QUESTION = 200
DIGITS_OF_A_YEAR = 4
# References whose table has names: the list is sorted by what is read.
_NAMED = frozenset({"organisation", "place", "parent", "funder", "indicator", "activity"})
# Fields that stand in several rows, or in none, of the database for one row of the list.
_UNSORTABLE = frozenset(
    {"factors", "places", "groups", "owner", "barrier_owner", "lines", "attributes"}
)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a list; all of it stands in the address.

    Attributes:
        words: what the rows must hold somewhere.
        chosen: by field, the value that it must have.
        sort: the field by which it is sorted, with `-` before it the other way round.
        page: the page, from 1.
    """

    table: str
    words: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.chosen)


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the rows that were found."""

    rows: tuple[Any, ...]
    total: int
    page: int
    pages: int

    @property
    def first(self) -> int:
        """The number of its first row among all that were found; 0 for none."""
        return (self.page - 1) * PAGE + 1 if self.total else 0


def sortable(table: str) -> frozenset[str]:
    """The fields by which a list can be sorted."""
    return frozenset(LAYOUTS[table].shown) - _UNSORTABLE


def list_rows(within: QuerySet[Any], question: Question, language: str) -> Listing:
    """The page that was asked for; the last one where there are fewer."""
    # Their numbers alone are sorted and cut: the words of thousands would be carried along.
    ids = found_rows(within, question, language).values_list("pk", flat=True)
    if question.words:
        # A search looks at every row, so it is asked once: which they are tells how many.
        found = list(ids)
        total = len(found)
        page, pages = _page(question, total)
        wanted = found[(page - 1) * PAGE : page * PAGE]
    else:
        total = ids.order_by().count()
        page, pages = _page(question, total)
        wanted = list(ids[(page - 1) * PAGE : page * PAGE])
    by_id = {row.pk: row for row in within.filter(pk__in=wanted)}
    return Listing(tuple(by_id[pk] for pk in wanted if pk in by_id), total, page, pages)


def _page(question: Question, total: int) -> tuple[int, int]:
    pages = max(1, -(-total // PAGE))
    return min(max(question.page, 1), pages), pages


def found_rows(within: QuerySet[Any], question: Question, language: str) -> QuerySet[Any]:
    """The rows among these that answer, sorted."""
    rows = within
    if question.words:
        rows = rows.filter(_holds(question.table, question.words[:LONGEST_QUESTION]))
    for name in LAYOUTS[question.table].filters:
        if value := question.chosen.get(name, ""):
            rows = rows.filter(_has(question.table, name, value))
    name = question.sort.removeprefix("-")
    if name in sortable(question.table):
        is_down = question.sort.startswith("-")
        rows = rows.order_by(*_order(question.table, name, language, is_down=is_down), "pk")
    elif not rows.ordered:
        rows = rows.order_by("pk")
    return rows


def _holds(table: str, words: str) -> Q:
    layout = LAYOUTS[table]
    found = Q()
    for path in layout.texts:
        way, _, name = path.rpartition("__")
        if way:
            # Few rows are pointed to by many: their names are looked through once.
            named = _related(SOURCES[table].model, way)._default_manager
            found |= Q(**{f"{way}__in": named.filter(holds(name, words)).values("pk")})
        else:
            found |= Q(holds(path, words))
    for path in layout.plain:
        found |= Q(**{f"{path}__icontains": words})
    return found


def _related(model: type[Model], way: str) -> type[Model]:
    for name in way.split("__"):
        found: Any = model._meta.get_field(name).related_model
        model = found
    return model


def _has(table: str, name: str, value: str) -> Q:
    source = SOURCES[table]
    match name:
        case "line":
            return Q(factor__code=value) | Q(shared_line=value)
        case "partner":
            dimension, _, code = value.partition(":")
            return Q(organisation__code=value) | Q(group__dimension=dimension, group__code=code)
        case "owner" | "barrier_owner":
            way = "factor__stewardships__"
            return Q(**{f"{way}kind": name, f"{way}organisation__code": value})
        case "year":
            is_year = value.isascii() and value.isdigit() and len(value) <= DIGITS_OF_A_YEAR
            return Q(year=int(value)) if is_year else Q(pk__in=[])
    return Q(**{source.path(name): value})


def _order(table: str, name: str, language: str, *, is_down: bool) -> tuple[OrderBy, ...]:
    column = TABLES[table].column_of(name)
    path = SOURCES[table].path(name)
    keys: list[Any] = [F(path)]
    if column.kind == "words":
        keys = [read_as(path, language)]
    elif name in _NAMED:
        keys = [read_as(f"{name}__name", language)]
    elif name == "line":
        keys = [F("shared_line"), F("factor__code")]
    elif name == "partner":
        keys = [read_as("organisation__name", language), F("group__code")]
    return tuple(key.desc(nulls_last=True) if is_down else key.asc(nulls_last=True) for key in keys)
