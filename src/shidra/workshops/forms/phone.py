"""What people type on a phone: the code, and what they suggest."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from shidra.workshops.forms.words import PlainWords, area, choose
from shidra.workshops.queries import CODE_DIGITS, digits_of

__all__ = ["CodeForm", "DoubtForm", "FactorForm", "LinkForm"]

LONGEST_NAME, LONGEST_WORDS, LONGEST_SPEAKER = 120, 300, 60


class CodeForm(forms.Form):
    """The code from the wall."""

    use_required_attribute = False
    code = forms.CharField(
        label=_("The code from the wall"),
        help_text=_("Eight digits."),
        max_length=40,
        widget=forms.TextInput(
            {"inputmode": "numeric", "autocomplete": "off", "dir": "ltr", "class": "code-digits"}
        ),
        error_messages={"required": _("Type the eight digits that stand on the wall.")},
    )

    def clean_code(self) -> str:
        digits = digits_of(self.cleaned_data["code"])
        if len(digits) != CODE_DIGITS:
            raise forms.ValidationError(_("Type the eight digits that stand on the wall."))
        return digits


class _Sending(forms.Form):
    """What every suggestion has: who speaks, if one wants to say, and the mark of this sending."""

    use_required_attribute = False
    sending = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, speaker: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["speaker"] = PlainWords(
            label=_("You speak as"),
            help_text=_("For example: a mother, a kindergarten teacher. No name is needed."),
            max_length=LONGEST_SPEAKER,
            required=False,
            initial=speaker,
            widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
        )
        self.initial.setdefault("sending", uuid4().hex)


class FactorForm(_Sending):
    """A factor: what else makes a difference."""

    words = PlainWords(
        label=_("What makes a difference?"),
        help_text=_("A few words: what helps, or what stands in the way."),
        max_length=LONGEST_NAME,
        widget=area(2, autofocus=True),
        error_messages={"required": _("Write a few words.")},
    )


class LinkForm(_Sending):
    """A link: what leads to what."""

    source = forms.ChoiceField(
        label=_("What comes first?"), error_messages={"required": _("Choose where it begins.")}
    )
    sign = forms.ChoiceField(
        label=_("What does it do?"),
        choices=[("+", _("It helps")), ("-", _("It hinders"))],
        initial="+",
        widget=forms.RadioSelect,
    )
    target = forms.ChoiceField(
        label=_("What does it change?"), error_messages={"required": _("Choose what it changes.")}
    )
    words = PlainWords(
        label=_("Why do you think so?"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=area(2),
    )

    def __init__(self, *args: Any, ends: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("source", "target"):
            choose(self, name, [("", _("Choose…")), *ends])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("source") and cleaned.get("source") == cleaned.get("target"):
            self.add_error("target", _("Choose something else: nothing leads to itself."))
        return cleaned


class DoubtForm(_Sending):
    """A doubt about a factor or a link."""

    about = forms.ChoiceField(
        label=_("What are you in doubt about?"),
        error_messages={"required": _("Choose what your doubt is about.")},
    )
    words = PlainWords(
        label=_("What does not seem right?"),
        help_text=_("What you know from life counts here."),
        max_length=LONGEST_WORDS,
        widget=area(3),
        error_messages={"required": _("Write a few words.")},
    )

    def __init__(self, *args: Any, abouts: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "about", [("", _("Choose…")), *abouts])
