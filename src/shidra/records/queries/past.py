"""What a record said before: each change of it as cells before and after, and what was retired."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Model, Q

from shidra.audit.models import Change, Record
from shidra.audit.queries import history, model_label, retired_rows
from shidra.audit.queries.values import as_attribute, fields_of, many_of, many_values, plain_values
from shidra.exchange.queries.stored import SOURCES, cell_text, cells_of, stored_rows
from shidra.exchange.workbook import TABLES, Column
from shidra.initiatives.models import Initiative
from shidra.network.models import Organisation, Stewardship
from shidra.records.queries.cells import columns_for
from shidra.roadmap.models import Factor, FactorEntry, Link

__all__ = [
    "ON_THE_MAP",
    "Past",
    "changes_of_row",
    "last_change",
    "last_changes",
    "moves_the_initiative",
    "past_of",
    "retired_records",
    "settings_in",
    "told_columns",
]

# Their rows are copied from one version of the map to the next.
ON_THE_MAP = frozenset({"factors", "links"})
# Who answers for a factor is no part of its row.
_ELSEWHERE = frozenset({"owner", "barrier_owner"})
# How an initiative stands: no setting, for everybody sees it, and no column either.
STANDING = frozenset({"state", "state_reason", "state_since"})
STEWARDS, CODES = model_label(Stewardship), model_label(Factor)

type Values = Mapping[str, Any]
type Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Past:
    """One change of a record: its cells before and after, None where it was not there."""

    change: Change
    before: Cells | None
    after: Cells | None


def told_columns(table: str, initiative: Initiative) -> tuple[Column, ...]:
    """The columns that a history tells of."""
    return columns_for(table, initiative)


def _columns_of_row(table: str, initiative: Initiative) -> tuple[Column, ...]:
    """The columns that the row of a version holds by itself."""
    columns = columns_for(table, initiative)
    return tuple(column for column in columns if column.field not in _ELSEWHERE)


def changes_of_row(table: str, row: Any) -> list[Change]:
    """What happened to a record, newest first; of the map in all its versions."""
    model = SOURCES[table].model
    found = history(model, row.pk)
    for earlier in _same_in_other_versions(table, row):
        found += history(model, earlier)
    if table == "factors":
        found += _changes_of_stewards(row.factor_id) + history(Factor, row.factor_id)
    return sorted(found, key=lambda change: -(change.pk or 0))


def _changes_of_stewards(factor: int) -> list[Change]:
    """Who came to answer for a factor, or for its barrier, and who answered before."""
    return list(Change.objects.filter(_about_stewards(factor)).select_related("record"))


def _about_stewards(factor: int) -> Q:
    return Q(model=STEWARDS) & (Q(before__factor_id=factor) | Q(after__factor_id=factor))


def _same_in_other_versions(table: str, row: Any) -> list[int]:
    if table == "factors":
        same: Any = FactorEntry.objects.filter(factor=row.factor_id)
    elif table == "links":
        within = row.version.initiative_id
        same = Link.objects.filter(
            source=row.source_id, target=row.target_id, version__initiative=within
        )
    else:
        return []
    return list(same.exclude(pk=row.pk).values_list("pk", flat=True))


def last_change(table: str, row: Any) -> Change | None:
    """The newest change of a record."""
    told = Q(model=model_label(SOURCES[table].model), row=row.pk)
    if table == "factors":
        told |= Q(model=model_label(Factor), row=row.factor_id)
        told |= _about_stewards(row.factor_id)
    return Change.objects.filter(told).select_related("record").order_by("-pk").first()


def last_changes(initiative: Initiative) -> dict[str, datetime]:
    """When rows of each table were last changed."""
    tables = {model_label(source.model): table for table, source in SOURCES.items()}
    told = Record.objects.filter(initiative=initiative.code, subject__in=tables)
    newest = told.order_by().values("subject").annotate(newest=Max("id")).values_list("newest")
    rows = Record.objects.filter(pk__in=[pk for (pk,) in newest]).values_list("subject", "at")
    return {tables[subject]: at for subject, at in rows}


def settings_in(change: Change) -> list[str]:
    """The settings that a change of the initiative wrote: they are no columns of its table."""
    if change.model != model_label(Initiative) or change.kind != Change.Kind.CHANGED:
        return []
    columns = {column.field for column in TABLES["initiative"].columns}
    return [name for name in change.became if name not in columns | STANDING]


def moves_the_initiative(change: Change) -> bool:
    """Whether a change paused, closed, archived or reopened the initiative itself."""
    is_of_it = change.model == model_label(Initiative) and change.kind == Change.Kind.CHANGED
    return is_of_it and "state" in change.became


def past_of(table: str, initiative: Initiative, row: Any) -> list[Past]:
    """The changes of a record as cells, newest first."""
    states: list[tuple[Change, Values, Values]] = []
    now: dict[int, Values] = {row.pk: plain_values(row) | many_values(row)}
    state: Values = now[row.pk]
    for change in changes_of_row(table, row):
        if change.model in {STEWARDS, CODES}:
            states.append((change, state, state))
            continue
        if change.row != row.pk and change.row not in now:
            now[change.row] = _live_values(SOURCES[table].model, change.row)
            state = now[change.row]
        came = change.kind in {Change.Kind.ADDED, Change.Kind.RESTORED}
        before = {} if came else {**state, **(change.before or {})}
        after = {} if change.kind == Change.Kind.RETIRED else {**state, **(change.after or {})}
        states.append((change, before, after))
        state = before
    cells = _as_cells(table, initiative, [each for _c, *pair in states for each in pair])
    past = [
        Past(change, cells[2 * place], cells[2 * place + 1])
        for place, (change, _before, _after) in enumerate(states)
    ]
    return _with_lasting(row, past) if table == "factors" else past


def _with_lasting(row: Any, past: Sequence[Past]) -> list[Past]:
    """The same, with the code of the factor and who answered for it then, beside its row."""
    ids: dict[str, int | None] = dict.fromkeys(sorted(_ELSEWHERE))
    ids |= {each.kind: each.organisation_id for each in row.factor.stewardships.all()}
    told = [each.change for each in past if each.change.model == STEWARDS]
    said = [values for change in told for values in (change.was, change.became) if values]
    wanted = {values["organisation_id"] for values in said} | set(filter(None, ids.values()))
    codes: dict[int | None, str] = {
        pk: each.code for pk, each in _in_bulk(Organisation, wanted).items()
    }
    found, code = [], str(row.factor.code)
    for each in past:
        after, change = {kind: codes.get(pk, "") for kind, pk in ids.items()}, each.change
        after["code"] = code
        if change.model == CODES:
            code = change.was["code"]
        if change.model == STEWARDS:
            ids[(change.became or change.was)["kind"]] = change.was.get("organisation_id")
        before = {kind: codes.get(pk, "") for kind, pk in ids.items()} | {"code": code}
        found.append(
            Past(
                change,
                {**each.before, **before} if each.before is not None else None,
                {**each.after, **after} if each.after is not None else None,
            )
        )
    return found


def _live_values(model: type[Model], pk: int) -> Values:
    live = model._default_manager.filter(pk=pk).first()
    return plain_values(live) | many_values(live) if live else {}


def retired_records(table: str, initiative: Initiative) -> list[Past]:
    """The records that were retired and not restored, latest first, with what they said."""
    changes = retired_rows(SOURCES[table].model, initiative.code)
    if table in ON_THE_MAP:
        changes = _gone_from_the_map(table, initiative, changes)
    cells = _as_cells(table, initiative, [change.before or {} for change in changes])
    return [Past(change, said, None) for change, said in zip(changes, cells, strict=True)]


def _gone_from_the_map(
    table: str, initiative: Initiative, changes: Sequence[Change]
) -> list[Change]:
    """The latest of each factor or link that the map does not hold now."""
    names = ("factor_id",) if table == "factors" else ("source_id", "target_id")
    rows = stored_rows(table, initiative).prefetch_related(None)
    taken = {tuple(getattr(row, name) for name in names) for row in rows}
    found = []
    for change in changes:
        key = tuple((change.before or {}).get(name) for name in names)
        if key not in taken:
            taken.add(key)
            found.append(change)
    return found


# --- values of the trail as cells -----------------------------------------------------------------


def _as_cells(
    table: str, initiative: Initiative, states: Sequence[Values]
) -> list[dict[str, str] | None]:
    """What rows with these values say; None for one that was not there."""
    model = SOURCES[table].model
    columns = _columns_of_row(table, initiative)
    named = _Named(model, states)
    found: list[dict[str, str] | None] = []
    for values in states:
        row = named.row(values) if values else None
        said = cells_of(table, row, columns) if row is not None else None
        found.append({n: cell_text(c) for n, c in said.items()} if said is not None else None)
    return found


class _Named:
    """Rows made of plain values, with what they point to read once for all of them."""

    def __init__(self, model: type[Model], states: Iterable[Values]) -> None:
        self._model = model
        self._there: dict[type[Model], dict[int, Any]] = {}
        wanted: dict[type[Model], set[int]] = {}
        for values in states:
            for name, value in values.items():
                related = self._related(name)
                if related is not None and value:
                    wanted.setdefault(related, set()).update(
                        value if isinstance(value, list) else [value]
                    )
        for related, ids in wanted.items():
            self._there[related] = _in_bulk(related, ids)

    def _related(self, name: str) -> Any:
        if name in many_of(self._model):
            return self._model._meta.get_field(name).related_model
        field = fields_of(self._model).get(name)
        return field.related_model if field is not None and field.is_relation else None

    def row(self, values: Values) -> Any:
        """An unsaved row that says this."""
        row: Any = self._model(pk=0)  # what it points to is asked of saved rows only
        many: dict[str, list[Any]] = {}
        for name, value in values.items():
            related = self._related(name)
            if name in many_of(self._model):
                many[name] = [self._there[related][pk] for pk in value]
            elif related is not None:
                named = self._there[related][value] if value else None
                setattr(row, name.removesuffix("_id"), named)
            elif name in fields_of(self._model):
                setattr(row, name, as_attribute(self._model, name, value))
        row._prefetched_objects_cache = many
        return row


def _in_bulk(model: type[Model], ids: set[int]) -> dict[int, Any]:
    """Rows by id; of one that is gone what the trail last knew."""
    found: dict[int, Any] = model._default_manager.in_bulk(ids)
    gone = ids - found.keys()
    if gone:
        last = Change.objects.filter(
            model=model_label(model), row__in=gone, kind=Change.Kind.RETIRED
        )
        said = {change.row: change.before or {} for change in last.order_by("pk")}
        for pk in gone:
            found[pk] = model(pk=pk)
            for name, value in said.get(pk, {}).items():
                if name in fields_of(model) and not fields_of(model)[name].is_relation:
                    setattr(found[pk], name, as_attribute(model, name, value))
    return found
