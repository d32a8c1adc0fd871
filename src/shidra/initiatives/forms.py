"""What an initiative decides about its own reckoning."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shidra.initiatives.models import Initiative

__all__ = ["SettingsForm"]

EXPONENT_HELP = _("1 counts the term as it is, 0 leaves it out, 2 makes it weigh more.")


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """How the score is weighed, what is reserved, and what may be published."""

    class Meta:
        model = Initiative
        fields = [
            "is_public",
            "min_cell",
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
        labels = {
            "is_public": _("Visitors may see the initiative"),
            "min_cell": _("Smallest number of people or events that may be published"),
            "protected_reserve": _("Share of free money kept first for protected lines"),
            "longest_path": _("Longest path to the outcome, in links"),
            "priority_threshold": _("A group counts in the equity multiplier above this priority"),
            "ownerless_value": _("Actionability of a factor that nobody answers for"),
            "importance_exponent": _("Exponent of importance"),
            "shortfall_exponent": _("Exponent of shortfall"),
            "path_exponent": _("Exponent of path strength"),
            "equity_exponent": _("Exponent of the equity multiplier"),
            "actionability_exponent": _("Exponent of actionability"),
        }
        help_texts = {
            "is_public": _("Counts below the threshold stay hidden from them in any case."),
            "protected_reserve": _("Between 0 and 1: 0.15 is 15 percent."),
            "ownerless_value": _("Between 0 and 1; a factor with an owner counts 1."),
            "importance_exponent": EXPONENT_HELP,
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if name.endswith("_exponent") and value is not None and value < 0:
                self.add_error(name, _("An exponent cannot be negative."))
        return cleaned

    def changed(self) -> dict[str, Any]:
        """The values that differ from those that stand."""
        return {name: self.cleaned_data[name] for name in self.changed_data}
