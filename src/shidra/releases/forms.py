"""The shape of what is said when a period is published."""

from django import forms
from django.utils.translation import gettext_lazy as _

__all__ = ["PublishForm"]


class PublishForm(forms.Form):
    """A note for readers, and what the person has looked at."""

    period = forms.CharField(widget=forms.HiddenInput, max_length=10)
    looked_at = forms.CharField(widget=forms.HiddenInput, max_length=64)
    note = forms.CharField(
        label=_("What readers should know"),
        help_text=_("Such as where the figures come from, or what was corrected and why."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )
