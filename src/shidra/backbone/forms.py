"""The five sentences, and who fills which function."""

from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shidra.backbone.actions import Filling
from shidra.backbone.models import ConditionNote, Function
from shidra.initiatives.models import Initiative

__all__ = ["FillingLines", "NotesForm"]


class NotesForm(forms.Form):
    """One sentence on each condition."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for condition in ConditionNote.Condition:
            self.fields[condition.value] = forms.CharField(
                label=str(condition.label).capitalize(),
                required=False,
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 2}),
            )


class FillingForm(forms.Form):
    """One organisation that fills one function; `was` says which line of the page this is."""

    was = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)
    function = forms.ChoiceField(
        label=_("Function"), choices=[("", "—"), *Function.choices], required=False
    )
    organisation = forms.TypedChoiceField(
        label=_("Who fills it"), required=False, coerce=int, empty_value=None
    )
    since = forms.DateField(
        label=_("Since"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    yearly_cost = forms.DecimalField(
        label=_("Cost in a year"), required=False, min_value=0, max_digits=14, decimal_places=2
    )

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "he"
        self._scale = 10 ** get_currency_precision(initiative.currency)
        field = self.fields["organisation"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", "—")] + [
            (each.pk, each.name.shown(language)) for each in initiative.organisations.all()
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        named = (bool(cleaned.get("function")), bool(cleaned.get("organisation")))
        if named == (True, False):
            self.add_error("organisation", _("Please say who fills this function."))
        elif named == (False, True):
            self.add_error("function", _("Please say which function this is."))
        return cleaned

    @property
    def ended(self) -> tuple[str, int] | None:
        """The function and the organisation that this line had, if it has them no more."""
        function, _colon, organisation = str(self.cleaned_data.get("was") or "").partition(":")
        if not organisation.isdecimal():
            return None
        before = (function, int(organisation))
        now = (self.cleaned_data.get("function"), self.cleaned_data.get("organisation"))
        return None if now == before else before

    @property
    def filling(self) -> Filling | None:
        """What was typed; None for an empty line."""
        typed = self.cleaned_data
        if not typed.get("function"):
            return None
        cost: Decimal | None = typed["yearly_cost"]
        return Filling(
            typed["function"],
            typed["organisation"],
            typed["since"],
            None if cost is None else int(cost * self._scale),
        )


FillingLines = forms.formset_factory(FillingForm, extra=2, max_num=60)
