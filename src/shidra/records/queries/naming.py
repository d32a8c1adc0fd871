"""Names of what records point to, and what may be chosen in their place."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any

from django.db.models import QuerySet

from shidra.exchange.queries.stored import SOURCES, stored_rows
from shidra.exchange.workbook import TABLES, Column
from shidra.funding.models import Commitment, SharedLine
from shidra.i18n.text import Text
from shidra.initiatives.models import Group, Initiative, Label, Place
from shidra.initiatives.queries import labels_of
from shidra.measurement.models import Indicator
from shidra.network.models import Activity, Organisation
from shidra.records.queries.layout import LAYOUTS
from shidra.roadmap.queries import adopted_version_or_none

__all__ = [
    "MOST_CHOICES",
    "MOST_OFFERED",
    "Choice",
    "Name",
    "Names",
    "attributes_of",
    "choices_of",
    "currencies_of",
    "dimensions_of",
    "names_of",
    "next_code",
    "said_before",
    "units_of",
]

# Above this, one types a code and is offered names instead of choosing from a list.
MOST_CHOICES = 200
MOST_OFFERED = 2_000
# So many of the newest codes tell how codes are counted.
LATEST = 500
# Tables whose rows other rows point to, with the tables that a wider reference stands for.
_WIDER = {
    "lines": ("factors",),
    "about": ("factors", "links"),
    "partners": ("organisations", "groups"),
}
_MODELS: Mapping[str, Any] = {
    "places": Place,
    "organisations": Organisation,
    "indicators": Indicator,
    "activities": Activity,
}

type Name = Text | str
type Choice = tuple[str, Name]
type Names = Mapping[tuple[str, str], Name]


def names_of(
    initiative: Initiative, wanted: Mapping[str, Iterable[str]], *, drafts: bool = False
) -> Names:
    """The names of codes by table and code: one query for each table that is asked about.

    `drafts` says whether the reader sees the version of the map that takes changes.
    """
    found: dict[tuple[str, str], Name] = {}
    if "lines" in wanted:
        found |= {("lines", line.value): str(line.label) for line in SharedLine}
    for refers in wanted:
        codes = {code for code in wanted[refers] if code}
        for table in _WIDER.get(refers, (refers,)):
            if codes:
                found |= {
                    (refers, code): name
                    for code, name in _named(initiative, table, codes, drafts=drafts)
                }
    labels = labels_of(initiative)
    return found | {(f"label:{kind}", code): name for (kind, code), name in labels.items()}


def _named(
    initiative: Initiative,
    table: str,
    codes: set[str] | None,
    most: int | None = None,
    *,
    drafts: bool,
) -> list[tuple[str, Name]]:
    rows: QuerySet[Any]
    if table == "factors":
        rows = _on_map("factors", initiative, drafts=drafts)
        rows = rows if codes is None else rows.filter(factor__code__in=codes)
        return list(rows.values_list("factor__code", "name")[:most])
    if table == "groups":
        rows = Group.objects.filter(initiative=initiative)
        return [(g.key, g.name) for g in rows[:most] if codes is None or g.key in codes]
    if table == "links":
        return [] if codes is not None else _links(initiative, most, drafts=drafts)
    if table in {"evidence", "barriers"}:
        rows = SOURCES[table].model._default_manager.filter(initiative=initiative)
        rows = rows if codes is None else rows.filter(code__in=codes)
        name = "citation" if table == "evidence" else "says"
        return list(rows.values_list("code", name)[:most])
    if table == "commitments":
        rows = Commitment.objects.filter(initiative=initiative)
        rows = rows if codes is None else rows.filter(code__in=codes)
        return list(rows.values_list("code", "funder__name")[:most])
    rows = _MODELS[table].objects.filter(initiative=initiative)
    rows = rows if codes is None else rows.filter(code__in=codes)
    return list(rows.values_list("code", "name")[:most])


def _on_map(table: str, initiative: Initiative, *, drafts: bool) -> QuerySet[Any]:
    """Factors or links: of the map that takes changes, or for most readers of the adopted one."""
    rows = stored_rows(table, initiative).prefetch_related(None).select_related(None)
    if drafts or (adopted := adopted_version_or_none(initiative)) is None:
        return rows
    return SOURCES[table].model._default_manager.filter(version=adopted)


def _links(initiative: Initiative, most: int | None, *, drafts: bool) -> list[tuple[str, Name]]:
    rows = _on_map("links", initiative, drafts=drafts).values_list("source__code", "target__code")
    return [(f"{source}>{target}", "") for source, target in rows[:most]]


def choices_of(
    initiative: Initiative, refers: str, most: int = MOST_OFFERED, *, drafts: bool
) -> list[Choice]:
    """What may stand in a column that names rows of other tables, in the order of their table.

    At most so many; the four shared lines of money come first where they may stand too.
    """
    found: list[Choice] = []
    if refers == "lines":
        found = [(line.value, str(line.label)) for line in SharedLine]
    for table in _WIDER.get(refers, (refers,)):
        found += _named(initiative, table, None, most, drafts=drafts)
    return found


def said_before(
    initiative: Initiative, rows: QuerySet[Any], table: str, column: Column
) -> list[Choice]:
    """What stands among rows in a column with codes of the initiative's own, and has a name."""
    kind = "people" if column.field == "people_kind" else column.field
    labels = Label.objects.filter(initiative=initiative, kind=kind).values_list("code", "name")
    path = SOURCES[table].path(column.field)
    used = rows.order_by().values_list(path, flat=True).distinct()[:MOST_CHOICES]
    found: dict[str, Name] = {str(code): "" for code in used if code not in {None, ""}}
    return list((found | dict(labels)).items())


def dimensions_of(initiative: Initiative) -> tuple[str, ...]:
    """The dimensions by which people are grouped, in the order of the groups."""
    rows = Group.objects.filter(initiative=initiative).values_list("dimension", flat=True)
    return tuple(dict.fromkeys(rows))


def attributes_of(initiative: Initiative) -> tuple[str, ...]:
    """The attributes of places that this initiative keeps."""
    rows = Place.objects.filter(initiative=initiative).values_list("attributes", flat=True)
    return tuple(dict.fromkeys(name for attributes in rows for name in attributes))


def currencies_of(initiative: Initiative, codes: Iterable[str]) -> dict[str, str]:
    """The currency of each of these commitments."""
    rows = Commitment.objects.filter(initiative=initiative, code__in=set(codes))
    return dict(rows.values_list("code", "currency"))


def units_of(initiative: Initiative, codes: Iterable[str]) -> dict[str, str]:
    """The unit of each of these indicators."""
    rows = Indicator.objects.filter(initiative=initiative, code__in=set(codes))
    return dict(rows.values_list("code", "unit"))


_COUNTED = re.compile(r"(?P<start>.*?\D|)(?P<number>\d{1,9})")


def next_code(initiative: Initiative, table: str, seen: QuerySet[Any]) -> str:
    """The next free code after those that were added last, empty where a table has none.

    Only the rows that the person sees say how codes are counted.
    """
    prefix = LAYOUTS[table].prefix
    if not prefix or TABLES[table].column("code") is None:
        return ""
    path = SOURCES[table].path("code")
    codes = stored_rows(table, initiative).select_related(None).prefetch_related(None)
    latest = seen.order_by("-pk").values_list(path, flat=True)[:LATEST]
    for code in _after(list(latest), prefix):
        if not codes.filter(**{path: code}).exists():
            return code
    return ""


def _after(codes: list[str], prefix: str) -> Iterator[str]:
    """Codes that go on counting where these end.

    >>> next(_after(["F1", "F2", "F10", "O"], "F")), next(_after([], "A"))
    ('F11', 'A1')
    """
    counted = [found for code in codes if (found := _COUNTED.fullmatch(code))]
    if counted:
        prefix = Counter(found["start"] for found in counted).most_common(1)[0][0]
    numbers = [found["number"] for found in counted if found["start"] == prefix]
    width = max((len(number) for number in numbers), default=1)
    last = max((int(number) for number in numbers), default=0)
    return (f"{prefix}{number:0{width}d}" for number in count(last + 1))
