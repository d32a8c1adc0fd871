"""Signing, withdrawing, and putting a name right."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shidra.agenda.forms.acts import area, day
from shidra.agenda.forms.words import in_own_language
from shidra.agenda.permissions import Signers
from shidra.i18n.languages import known
from shidra.i18n.text import Text
from shidra.initiatives.models import Group
from shidra.network.models import Organisation

__all__ = ["CorrectionForm", "SignatureForm", "WithdrawalForm"]


class SignatureForm(forms.Form):
    """Who signs, for whom."""

    signatory = forms.ChoiceField(label=_("Signed for"))
    signer = forms.CharField(
        label=_("Name of the person who signs"),
        max_length=200,
        widget=forms.TextInput({"dir": "auto"}),
    )
    signer_role = forms.CharField(
        label=_("Role there"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )
    on = day(_("Signed on"))
    brings = forms.CharField(
        label=_("What we bring"),
        help_text=_("One sentence; it stands beside the signature."),
        max_length=500,
        required=False,
        widget=area(2),
    )

    def __init__(self, *args: Any, signers: Signers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._signers: dict[str, Organisation | Group] = {
            **{f"organisation:{each.pk}": each for each in signers.organisations},
            **{f"group:{each.pk}": each for each in signers.groups},
        }
        language = known(get_language())
        choices = [(key, each.name.shown(language).isolated) for key, each in self._signers.items()]
        field = self.fields["signatory"]
        field.choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            field.initial = choices[0][0]

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return on

    @property
    def signature(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            **cleaned,
            "signatory": self._signers[cleaned["signatory"]],
            "brings": in_own_language(cleaned["brings"]),
        }


class WithdrawalForm(forms.Form):
    """Why a partner or a group stands behind the version no longer."""

    reason = forms.CharField(
        label=_("Why"),
        help_text=_("It stands beside the signature, for everybody who reads the agenda."),
        max_length=1000,
        widget=area(3),
    )

    @property
    def why(self) -> Text:
        return in_own_language(self.cleaned_data["reason"])


class CorrectionForm(forms.Form):
    """The name and the role as they should have been written."""

    signer = forms.CharField(
        label=_("Name of the person who signs"),
        max_length=200,
        widget=forms.TextInput({"dir": "auto"}),
    )
    signer_role = forms.CharField(
        label=_("Role there"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("What stood there before stays beside it, with this reason."),
        max_length=1000,
        widget=area(2),
    )

    @property
    def given(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {**cleaned, "reason": in_own_language(cleaned["reason"])}
