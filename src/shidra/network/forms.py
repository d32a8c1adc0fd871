"""What a person says about a promise."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shidra.i18n.text import Shown
from shidra.network.models import Promise

__all__ = ["PromiseStateForm"]

State = Promise.State


class PromiseStateForm(forms.Form):
    """What became of a promise; one that is late or was changed says why."""

    use_required_attribute = False
    state = forms.ChoiceField(
        label=_("What became of it"),
        widget=forms.RadioSelect,
        choices=[
            (State.KEPT, _("kept: it was done")),
            (State.LATE, _("late: it will still be done")),
            (State.CHANGED, _("changed: something else is promised now")),
            (State.OPEN, _("open: its day is still to come")),
        ],
        error_messages={"required": _("Choose what became of it.")},
    )
    text = forms.CharField(
        label=_("What is promised now"),
        help_text=_(
            "Only if the promise was changed. What it said before stays beside it, with the day "
            "and the reason."
        ),
        required=False,
        widget=forms.Textarea({"rows": "3", "dir": "auto"}),
    )
    due_on = forms.DateField(
        label=_("Due on"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day as year-month-day, such as 2026-12-31.")},
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Everybody who sees the promise reads this beside it."),
        required=False,
        widget=forms.Textarea({"rows": "3", "dir": "auto"}),
    )

    def __init__(self, *args: Any, stood: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stood = stood
        if isinstance(stood, Shown) and stood.is_fallback:
            self.fields["text"].widget.attrs["lang"] = stood.language

    def clean(self) -> dict[str, Any]:
        """A promise that is late or was changed needs a reason; a changed one, other words."""
        given = super().clean() or self.cleaned_data
        state = given.get("state")
        if state in {State.LATE, State.CHANGED} and not given.get("reason"):
            self.add_error("reason", _("Say why, for those to whom it was promised."))
        if given.get("text") and given["text"] != self.stood and state != State.CHANGED:
            self.add_error("state", _("The words are others now: then the promise was changed."))
        return given
