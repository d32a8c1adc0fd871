"""What a partner writes or chooses, and what is asked of it."""

from shidra.submissions.forms.asking import DutyForm
from shidra.submissions.forms.handing_in import (
    AnswersForm,
    FileForm,
    MoveForm,
    NumbersForm,
    PasteForm,
)
from shidra.submissions.forms.matching import MatchingForm

__all__ = [
    "AnswersForm",
    "DutyForm",
    "FileForm",
    "MatchingForm",
    "MoveForm",
    "NumbersForm",
    "PasteForm",
]
