"""How somebody wants to hear, and of what."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from shidra.notifications.models import Preferences
from shidra.notifications.registry import kinds

__all__ = ["FollowForm", "WishesForm"]


class WishesForm(forms.Form):
    """How often letters come, and in which language."""

    how_often = forms.ChoiceField(
        label=_("How often a letter comes"),
        help_text=_("One letter for all your initiatives; none when nothing waits."),
        choices=Preferences.HowOften.choices,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=_("Its language"),
        help_text=_("Also of your calendar."),
        choices=settings.LANGUAGES,
    )


class FollowForm(forms.Form):
    """What is followed: the fields of a button, never typed."""

    initiative = forms.SlugField(max_length=64)
    kind = forms.CharField(max_length=20)
    code = forms.CharField(max_length=64)

    def clean_kind(self) -> str:
        """Only what some room says can be followed."""
        kind = str(self.cleaned_data["kind"])
        if kind not in kinds():
            raise forms.ValidationError(_("This cannot be followed."))
        return kind
