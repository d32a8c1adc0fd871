"""Forms of the agenda."""

from shidra.agenda.forms.acts import (
    AdoptionForm,
    AnswerForm,
    CommentForm,
    ConsultationForm,
    SignatureForm,
)
from shidra.agenda.forms.draft import DraftForm

__all__ = [
    "AdoptionForm",
    "AnswerForm",
    "CommentForm",
    "ConsultationForm",
    "DraftForm",
    "SignatureForm",
]
