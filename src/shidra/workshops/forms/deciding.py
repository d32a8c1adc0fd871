"""What the facilitator decides on a suggestion."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shidra.i18n.languages import LANGUAGES, direction, name_in
from shidra.roadmap.models import Link
from shidra.workshops.forms.words import area, choose, said_in_any

__all__ = [
    "AcceptDoubtForm",
    "AcceptFactorForm",
    "AcceptLinkForm",
    "AsideForm",
    "JoinForm",
]

LONGEST_WORDS = 300

# Fields that stand at the end of what is accepted.
LAST = ("alike", "note")


class _Accepting(forms.Form):
    """What every acceptance has: those that say the same, and a note for the history."""

    use_required_attribute = False
    alike = forms.TypedMultipleChoiceField(
        label=_("These say the same, and are joined with it"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label=_("Why"),
        help_text=_("Stands in the history of the map, beside the name of the workshop."),
        max_length=300,
        required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )

    def __init__(self, *args: Any, alike: list[Any], page: str, wants: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if wants:
            for code in LANGUAGES:
                self.fields[f"{wants}_{code}"] = forms.CharField(
                    label=name_in(code, page),
                    max_length=LONGEST_WORDS,
                    required=False,
                    widget=area(2, lang=code, dir=direction(code)),
                )
        self.wants = wants
        if alike:
            choose(self, "alike", alike)
            self.initial.setdefault("alike", [number for number, _words in alike])
        else:
            del self.fields["alike"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.wants:
            cleaned[self.wants] = said_in_any(cleaned, self.wants)
            if not cleaned[self.wants]:
                self.add_error(
                    f"{self.wants}_{LANGUAGES[0]}", _("Write this in at least one language.")
                )
        return cleaned

    @property
    def given(self) -> dict[str, Any]:
        """What the action takes."""
        names = ("alike", "note", self.wants, "stage", "track", "sign", "strength")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class AcceptFactorForm(_Accepting):
    """The name of the factor, and where it stands."""

    stage = forms.TypedChoiceField(label=_("Stage"), coerce=int)
    track = forms.ChoiceField(label=_("Track"), required=False)

    def __init__(self, *args: Any, stages: list[Any], tracks: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, wants="name", **kwargs)
        choose(self, "stage", stages)
        choose(self, "track", tracks)
        if len(tracks) == 1:
            del self.fields["track"]
        self.order_fields([*(name for name in self.fields if name not in LAST), *LAST])


class AcceptLinkForm(_Accepting):
    """How the link works, and how strongly."""

    sign = forms.ChoiceField(
        label=_("What does it do?"), choices=Link.Sign.choices, widget=forms.RadioSelect
    )
    strength = forms.TypedChoiceField(
        label=_("How strongly?"),
        coerce=int,
        choices=[(1, _("weakly")), (2, _("noticeably")), (3, _("strongly"))],
        initial=2,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, wants="", **kwargs)
        self.order_fields(["sign", "strength"])


class AcceptDoubtForm(_Accepting):
    """What will stand beside it on the map."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, wants="words", **kwargs)
        self.order_fields([*(name for name in self.fields if name not in LAST), *LAST])


class AsideForm(forms.Form):
    """Why it is not taken into the map; whoever sent it reads this."""

    use_required_attribute = False
    reason = forms.CharField(
        label=_("Why is it not taken into the map?"),
        help_text=_("Whoever sent it reads this on the phone; so say it kindly."),
        max_length=300,
        widget=forms.TextInput({"dir": "auto"}),
        error_messages={"required": _("Say why, in a few words.")},
    )


class JoinForm(forms.Form):
    """What it is the same as."""

    use_required_attribute = False
    same = forms.ChoiceField(
        label=_("It is the same as"),
        error_messages={"required": _("Choose what it is the same as.")},
    )

    def __init__(self, *args: Any, choices: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "same", [("", _("Choose…")), *choices])
