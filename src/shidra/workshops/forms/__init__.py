"""What people type: on a phone, and at the facilitator's table."""

from shidra.workshops.forms.deciding import (
    AcceptDoubtForm,
    AcceptFactorForm,
    AcceptLinkForm,
    AsideForm,
    JoinForm,
)
from shidra.workshops.forms.opening import WorkshopForm
from shidra.workshops.forms.phone import CodeForm, DoubtForm, FactorForm, LinkForm
from shidra.workshops.forms.words import spoken_language

__all__ = [
    "AcceptDoubtForm",
    "AcceptFactorForm",
    "AcceptLinkForm",
    "AsideForm",
    "CodeForm",
    "DoubtForm",
    "FactorForm",
    "JoinForm",
    "LinkForm",
    "WorkshopForm",
    "spoken_language",
]
