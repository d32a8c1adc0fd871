"""What the facilitator says of a workshop before it begins."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from shidra.i18n.languages import LANGUAGES, direction, name_in
from shidra.workshops.forms.words import said_in_any
from shidra.workshops.models import Workshop

__all__ = ["WorkshopForm"]

USUAL_TIME, LONGEST_TIME = timedelta(hours=3), timedelta(days=31)


class WorkshopForm(forms.Form):
    """What the room is asked, until when, and what it may see."""

    ends_at = forms.DateTimeField(
        label=_("Open until"),
        help_text=_("Then the code opens nothing any more; you can close it earlier."),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    shows_map = forms.BooleanField(
        label=_("Show the names of the map's factors to whoever holds the code"),
        required=False,
    )
    shows_others = forms.BooleanField(
        label=_("Show each phone what others suggested, once you have accepted it"),
        required=False,
    )

    def __init__(self, *args: Any, page: str, is_public: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [page, *(code for code in LANGUAGES if code != page)]
        for code in own:
            for name, label in (("title", _("Title")), ("question", _("Question to the room"))):
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=_("%(what)s, in %(language)s")
                    % {"what": label, "language": name_in(code, page)},
                    max_length=200,
                    required=False,
                    widget=forms.TextInput({"lang": code, "dir": direction(code)}),
                )
        self.order_fields([*(f"{name}_{code}" for code in own for name in ("title", "question"))])
        self.fields["shows_map"].help_text = (
            _("Everybody can read them anyway: the initiative is open to visitors.")
            if is_public
            else _(
                "The initiative is not open to visitors. With this, people without an account read "
                "the names of its factors, and nothing else, while the workshop is open."
            )
        )
        if not self.initial:
            self.initial = first_words() | {"ends_at": timezone.localtime() + USUAL_TIME}
            self.initial |= {"shows_map": is_public, "shows_others": True}

    @staticmethod
    def of(workshop: Workshop) -> dict[str, Any]:
        """What stands in the form of a workshop that is there."""
        return {
            f"{name}_{code}": getattr(workshop, name).words(code)
            for name in ("title", "question")
            for code in LANGUAGES
        } | {
            "ends_at": timezone.localtime(workshop.ends_at),
            "shows_map": workshop.shows_map,
            "shows_others": workshop.shows_others,
        }

    def clean_ends_at(self) -> datetime:
        ends_at: datetime = self.cleaned_data["ends_at"]
        if ends_at <= timezone.now():
            raise forms.ValidationError(_("This moment is over. Choose a later one."))
        if ends_at > timezone.now() + LONGEST_TIME:
            raise forms.ValidationError(
                _("At most a month: a code on a wall does not stay secret.")
            )
        return ends_at

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in ("title", "question"):
            cleaned[name] = said_in_any(cleaned, name)
            if not cleaned[name]:
                first = next(field for field in self.fields if field.startswith(name))
                self.add_error(first, _("Write this in at least one language."))
        return cleaned

    @property
    def given(self) -> dict[str, Any]:
        """What opens or changes a workshop."""
        names = ("title", "question", "ends_at", "shows_map", "shows_others")
        return {name: self.cleaned_data[name] for name in names}


def first_words() -> dict[str, str]:
    """What a new workshop asks until somebody writes it otherwise, in each language."""
    found = {}
    for code in LANGUAGES:
        with override(code):
            found[f"title_{code}"] = gettext("We build the map together")
            found[f"question_{code}"] = gettext(
                "What helps, what stands in the way, and what have we not thought of yet?"
            )
    return found
