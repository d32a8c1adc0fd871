"""The row of each table, typed. These models are the declared format.

A field's type says what may stand in its column; the marks beside it say which table's codes it
names. A field that holds a `Words` stands for three columns, one per language.

`model_fields_set` of a row tells which columns its file had: what a file does not mention, a load
leaves as it is.
"""

from shidra.exchange.workbook.rows.dating import CategoryChangeRow, PlaceHistoryRow
from shidra.exchange.workbook.rows.equity import BarrierRow, GoalRow, StrategyRow
from shidra.exchange.workbook.rows.frame import (
    GroupRow,
    InitiativeRow,
    LabelRow,
    PlaceRow,
    ProtectionRow,
)
from shidra.exchange.workbook.rows.measures import (
    DefinitionRow,
    IndicatorRow,
    ObservationRow,
    QuestionRow,
    StoryRow,
    TargetRow,
)
from shidra.exchange.workbook.rows.money import (
    AllocationRow,
    CommitmentRow,
    InstalmentRow,
    NeedRow,
    OptionRow,
)
from shidra.exchange.workbook.rows.network import ActivityRow, DutyRow, OrganisationRow, PromiseRow
from shidra.exchange.workbook.rows.roadmap import EvidenceRow, FactorRow, LinkRow
from shidra.exchange.workbook.rows.row import LINES_BESIDE_FACTORS, Row, Words

__all__ = [
    "LINES_BESIDE_FACTORS",
    "ActivityRow",
    "AllocationRow",
    "BarrierRow",
    "CategoryChangeRow",
    "CommitmentRow",
    "DefinitionRow",
    "DutyRow",
    "EvidenceRow",
    "FactorRow",
    "GoalRow",
    "GroupRow",
    "IndicatorRow",
    "InitiativeRow",
    "InstalmentRow",
    "LabelRow",
    "LinkRow",
    "NeedRow",
    "ObservationRow",
    "OptionRow",
    "OrganisationRow",
    "PlaceHistoryRow",
    "PlaceRow",
    "PromiseRow",
    "ProtectionRow",
    "QuestionRow",
    "Row",
    "StoryRow",
    "StrategyRow",
    "TargetRow",
    "Words",
]
