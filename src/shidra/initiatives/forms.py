"""What an initiative decides about its own reckoning."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shidra.initiatives.models import Initiative
from shidra.initiatives.presentation import SETTINGS

__all__ = ["SettingsForm", "StateForm"]

EXPONENT_HELP = _("1 counts the term as it is, 0 leaves it out, 2 makes it weigh more.")


class PlainNumber(forms.NumberInput):
    """A number without the zeros that only say how many places are kept: 0.15, 1."""

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, Decimal):
            value = f"{value.normalize():f}"
        shown: str | None = super().format_value(value)
        return shown


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """How the score is weighed, what is reserved, and what may be published."""

    class Meta:
        model = Initiative
        fields = [
            "is_public",
            "needs_second_factor",
            "min_cell",
            "stale_after_days",
            "protected_reserve",
            "longest_path",
            "priority_threshold",
            "ownerless_value",
            "importance_exponent",
            "shortfall_exponent",
            "path_exponent",
            "equity_exponent",
            "actionability_exponent",
        ]
        widgets = dict.fromkeys(
            [
                "protected_reserve",
                "priority_threshold",
                "ownerless_value",
                "importance_exponent",
                "shortfall_exponent",
                "path_exponent",
                "equity_exponent",
                "actionability_exponent",
            ],
            PlainNumber,
        )
        labels = SETTINGS
        help_texts = {
            "is_public": _("Counts below the threshold stay hidden from them in any case."),
            "needs_second_factor": _(
                "An authenticator app or a passkey. Without one these roles rest, and their people "
                "are led to set one up."
            ),
            "stale_after_days": _("180 days are half a year. The map marks what is older."),
            "protected_reserve": _("Between 0 and 1: 0.15 is 15 percent."),
            "ownerless_value": _("Between 0 and 1; a factor with an owner counts 1."),
            "importance_exponent": EXPONENT_HELP,
        }

    def __init__(self, *args: Any, has_second_factor: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._has_second_factor = has_second_factor

    def clean_needs_second_factor(self) -> bool:
        """Nobody locks themselves out: who turns it on has a second factor already."""
        is_wanted = bool(self.cleaned_data["needs_second_factor"])
        if is_wanted and not (self._has_second_factor or self.initial.get("needs_second_factor")):
            raise forms.ValidationError(
                _(
                    "You have no second factor yourself and would lock yourself out. Set one up "
                    "in your account first, then turn this on."
                )
            )
        return is_wanted

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if name.endswith("_exponent") and value is not None and value < 0:
                self.add_error(name, _("An exponent cannot be negative."))
        return cleaned

    def changed(self) -> dict[str, Any]:
        """The values that differ from those that stand."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


class StateForm(forms.Form):
    """What becomes of the initiative, and why."""

    state = forms.ChoiceField(label=_("What should happen"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Everybody who sees the initiative reads this, with today's date."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, moves: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["state"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = moves
