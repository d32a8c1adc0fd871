"""The form that the gallery shows; nothing is ever sent with it."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(
        label=_("Name of the factor"), help_text=_("As people in the initiative call it.")
    )
    amount = forms.DecimalField(
        label=_("Amount in shekels"), min_value=0, help_text=_("Whole shekels, without overhead.")
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("factor", _("Factor")), ("outcome", _("Outcome"))]
    )
    reason = forms.CharField(
        label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    file = forms.FileField(label=_("Workbook"), required=False, help_text=_("An .xlsx file."))
    sign = forms.ChoiceField(
        label=_("Direction of influence"),
        widget=forms.RadioSelect,
        choices=[("+", _("Strengthens")), ("-", _("Weakens"))],
    )
    public = forms.BooleanField(label=_("Everybody may see this"), required=False)
