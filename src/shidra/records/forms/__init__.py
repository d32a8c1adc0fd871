"""What a person writes: of one record, of rows pasted, and of how categories changed."""

from shidra.records.forms.categories import ChangeForm, DatingForm
from shidra.records.forms.records import (
    PasteForm,
    ReasonForm,
    RecordForm,
    opened_cells,
    with_choices,
)

__all__ = [
    "ChangeForm",
    "DatingForm",
    "PasteForm",
    "ReasonForm",
    "RecordForm",
    "opened_cells",
    "with_choices",
]
