"""The tables of the workbook, read off the row models: columns, keys, choices, references."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic.fields import FieldInfo

from shidra.exchange.workbook import rows
from shidra.exchange.workbook.cells import Kind
from shidra.i18n.languages import LANGUAGES

__all__ = ["EXPLANATIONS", "FORMAT", "TABLES", "Column", "Table"]

# How the sheet of explanations is called in a template; no table of the format.
EXPLANATIONS: Final = {"he": "הסברים", "ar": "شروح", "en": "explanations"}

# The version of the format that this program reads and writes.
FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the first row, and what may stand below it."""

    name: str
    field: str
    kind: str
    is_required: bool
    choices: tuple[str, ...] = ()
    refers: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    is_above_low: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: a sheet of the .xlsx, or a .csv of the folder."""

    name: str
    model: type[rows.Row]
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    is_required: bool = False
    # What further columns mean: "dimensions" of groups, "attributes" of places, or nothing.
    further: str = ""

    def column(self, name: str) -> Column | None:
        """The column of this name, None when the format has none."""
        return next((column for column in self.columns if column.name == name), None)

    def column_of(self, field: str) -> Column:
        """The column, or the first of the columns, in which a field of the row stands."""
        return next(column for column in self.columns if column.field == field)

    def key_of(self, row: rows.Row) -> tuple[Any, ...]:
        """What tells the row from all others of its table."""
        return tuple(getattr(row, name) for name in self.key)


def _marks(annotation: Any, metadata: tuple[Any, ...]) -> Iterator[Any]:
    """Everything that an annotation carries, the outermost mark last."""
    if get_origin(annotation) is Annotated:
        inner, *own = get_args(annotation)
        yield from _marks(inner, tuple(own))
    elif get_origin(annotation) in {UnionType, Union}:
        for part in get_args(annotation):
            yield from _marks(part, ())
    elif get_origin(annotation) is Literal:
        yield ("choices", get_args(annotation))
    for mark in metadata:
        if isinstance(mark, FieldInfo):
            yield from mark.metadata
        else:
            yield mark


def _columns_of(field: str, declared: FieldInfo) -> Iterator[Column]:
    kind, low, high, above, choices = Kind("choice"), None, None, False, ()
    for mark in _marks(declared.annotation, tuple(declared.metadata)):
        match mark:
            case Kind():
                kind = mark
            case ("choices", values):
                choices = values
            case Ge(ge=bound):
                low = Decimal(str(bound))
            case Gt(gt=bound):
                low, above = Decimal(str(bound)), True
            case Le(le=bound) | Lt(lt=bound):
                high = Decimal(str(bound))
    languages = LANGUAGES if kind.name == "words" else ("",)
    for language in languages:
        yield Column(
            name=f"{field}_{language}" if language else field,
            field=field,
            kind=kind.name,
            is_required=declared.is_required(),
            choices=tuple(choices),
            refers=kind.refers,
            low=low,
            high=high,
            is_above_low=above,
            language=language,
        )


def _table(
    name: str, model: type[rows.Row], *key: str, is_required: bool = False, further: str = ""
) -> Table:
    columns = tuple(
        column
        for field, declared in model.model_fields.items()
        if field != "number" and not (further and field == _GATHERED[further])
        for column in _columns_of(field, declared)
    )
    return Table(name, model, key, columns, is_required, further)


# The field in which further columns are gathered.
_GATHERED = {"dimensions": "groups", "attributes": "attributes"}

# Each table stands below those whose codes it names.
_IN_ORDER = (
    _table("initiative", rows.InitiativeRow, "code", is_required=True),
    _table("labels", rows.LabelRow, "kind", "code"),
    _table("places", rows.PlaceRow, "code", further="attributes"),
    _table("groups", rows.GroupRow, "dimension", "code"),
    _table("category_changes", rows.CategoryChangeRow, "code"),
    _table("place_history", rows.PlaceHistoryRow, "place", "name", "from_period"),
    _table("protection", rows.ProtectionRow, "audience"),
    _table("organisations", rows.OrganisationRow, "code"),
    _table("factors", rows.FactorRow, "code", is_required=True),
    _table("links", rows.LinkRow, "source", "target"),
    _table("evidence", rows.EvidenceRow, "code"),
    _table("indicators", rows.IndicatorRow, "code", is_required=True),
    _table("definitions", rows.DefinitionRow, "indicator", "version"),
    _table("questions", rows.QuestionRow, "code"),
    _table("stories", rows.StoryRow, "indicator", "period"),
    _table(
        "observations",
        rows.ObservationRow,
        "indicator",
        "period",
        "place",
        "groups",
        is_required=True,
        further="dimensions",
    ),
    _table(
        "targets",
        rows.TargetRow,
        "indicator",
        "period",
        "place",
        "groups",
        further="dimensions",
    ),
    _table("duties", rows.DutyRow, "organisation", "indicator", "place"),
    _table("activities", rows.ActivityRow, "code"),
    _table("promises", rows.PromiseRow, "code"),
    _table("needs", rows.NeedRow, "line", "year", "place", "groups"),
    _table("commitments", rows.CommitmentRow, "code"),
    _table("instalments", rows.InstalmentRow, "commitment", "due_on"),
    _table(
        "allocations",
        rows.AllocationRow,
        "commitment",
        "line",
        "year",
        "place",
        "groups",
        "activity",
    ),
    _table("options", rows.OptionRow, "code"),
    _table("goals", rows.GoalRow, "indicator"),
    _table("barriers", rows.BarrierRow, "code"),
    _table("strategies", rows.StrategyRow, "code"),
)

TABLES: Final[Mapping[str, Table]] = {table.name: table for table in _IN_ORDER}
