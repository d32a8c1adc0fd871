"""Short forms: opening for comments, saying something, answering, adopting."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shidra.agenda.forms.words import WordsField, in_own_language
from shidra.agenda.models import AgendaComment

__all__ = ["AdoptionForm", "AnswerForm", "CommentForm", "ConsultationForm", "area", "day"]

# Long enough for a meeting of residents, short enough to be remembered.
USUAL_TIME = timedelta(days=14)


def day(label: Any, **kwargs: Any) -> forms.DateField:
    """A day as browsers send it."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d"], **kwargs)


def area(rows: int) -> forms.Textarea:
    """Room for some lines, in whichever direction they are written."""
    return forms.Textarea({"rows": rows, "dir": "auto"})


class ConsultationForm(forms.Form):
    """Until when comments are taken."""

    until = day(_("Comments are welcome until"), help_text=_("This day included."))
    edition = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("until") is None:
            self.initial["until"] = timezone.localdate() + USUAL_TIME

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until < timezone.localdate():
            raise forms.ValidationError(_("This day is over. Choose today or a later one."))
        return until


class CommentForm(forms.Form):
    """What somebody says about a clause."""

    text = forms.CharField(
        label=_("What would you change, and why?"), max_length=3000, widget=area(5)
    )
    passed_on_from = forms.CharField(
        label=_("Whose words are these, if you pass them on?"),
        help_text=_("For example: mothers who met in Hura. No names of private people."),
        max_length=200,
        required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )
    token = forms.CharField(max_length=64, widget=forms.HiddenInput)

    @classmethod
    def fresh(cls) -> "CommentForm":
        """An empty one, with a sign by which the same sending is known again."""
        return cls(initial={"token": uuid4().hex})

    @property
    def said(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {**cleaned, "text": in_own_language(cleaned["text"])}


class AnswerForm(forms.Form):
    """The answer of the backbone to a comment."""

    answer = forms.ChoiceField(
        label=_("The comment is"),
        choices=AgendaComment.Answer.choices,
        widget=forms.RadioSelect,
    )
    reason = WordsField(
        required=True,
        label=_("Why, and what was done"),
        help_text=_("It stands beside the comment for everybody; best in its language too."),
        longest=3000,
    )

    @property
    def given(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {**cleaned, "answer": AgendaComment.Answer(cleaned["answer"])}


class AdoptionForm(forms.Form):
    """When it was adopted, by whom, and why the outcome changes where it does."""

    on = day(_("Adopted on"))
    decided_by = WordsField(
        rows=1,
        longest=300,
        label=_("Who decided"),
        help_text=_("For example: the leading team, with the parents' council."),
    )
    reason = WordsField(label=_("Why"), longest=3000)
    edition = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, wants_reason: bool, changes_outcome: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        decided_by, field = self.fields["decided_by"], self.fields["reason"]
        assert isinstance(decided_by, WordsField)
        assert isinstance(field, WordsField)
        decided_by.wants_words, field.wants_words = changes_outcome, wants_reason
        field.help_text = _("The agreed outcome changes, or comments end early: say why.")
        if not wants_reason:
            field.help_text = _("Only if there is something to explain.")

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return on
