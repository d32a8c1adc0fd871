"""Forms of the agenda."""

from shidra.agenda.forms.acts import (
    AdoptionForm,
    AnswerForm,
    CommentForm,
    ConsultationForm,
)
from shidra.agenda.forms.draft import DraftForm
from shidra.agenda.forms.signing import CorrectionForm, SignatureForm, WithdrawalForm

__all__ = [
    "AdoptionForm",
    "AnswerForm",
    "CommentForm",
    "ConsultationForm",
    "CorrectionForm",
    "DraftForm",
    "SignatureForm",
    "WithdrawalForm",
]
