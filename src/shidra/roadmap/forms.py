"""Short forms about the map: opening it for comments, saying something, answering, adopting."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Self
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shidra.i18n.languages import known
from shidra.i18n.text import Saying, Text
from shidra.initiatives.models import Membership
from shidra.roadmap.models import Answer, ContextSheet, Voice

__all__ = [
    "LAYERS",
    "AdoptionForm",
    "AnswerForm",
    "CommentForm",
    "ConsultationForm",
    "ContextForm",
    "DoubtForm",
    "ReasonForm",
    "TalkForm",
    "VoiceDecisionForm",
    "VoiceForm",
]

# Long enough for a meeting of residents, short enough to be remembered.
USUAL_TIME = timedelta(days=14)
LONGEST = 3000
NO_NAMES = _("No names of private people, and nothing by which they could be told.")


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d"], **kwargs)


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea({"rows": rows, "dir": "auto"})


def _words(label: Any, *, rows: int = 4, **kwargs: Any) -> forms.CharField:
    widget = _area(rows) if rows > 1 else forms.TextInput({"dir": "auto"})
    kwargs = {"max_length": LONGEST, **kwargs}
    return forms.CharField(label=label, widget=widget, **kwargs)


def _written(words: str) -> Text:
    return Text.written(words, known(get_language()))


def _not_in_future(day: date) -> date:
    if day > timezone.localdate():
        raise forms.ValidationError(_("This day has not come yet."))
    return day


class ConsultationForm(forms.Form):
    """Until when comments are taken."""

    until = _day(_("Comments are welcome until"), help_text=_("This day included."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("until") is None:
            self.initial["until"] = timezone.localdate() + USUAL_TIME

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until < timezone.localdate():
            raise forms.ValidationError(_("This day is over. Choose today or a later one."))
        return until


class AdoptionForm(forms.Form):
    """From which day the map counts, who decided it, and why."""

    on = _day(_("Adopted on"), help_text=_("From this day on the map counts."))
    decided_by = _words(
        _("Who decided"),
        rows=1,
        max_length=300,
        required=False,
        help_text=_("For example: the leading team, with the parents' council."),
    )
    reason = _words(
        _("Why"), help_text=_("It stands beside the version for whoever asks in a year.")
    )
    read = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def clean_on(self) -> date:
        return _not_in_future(self.cleaned_data["on"])

    @property
    def decision(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            **cleaned,
            "decided_by": _written(cleaned["decided_by"]),
            "reason": _written(cleaned["reason"]),
        }


class ReasonForm(forms.Form):
    """Why something is taken back or out of sight."""

    reason = _words(_("Why"), rows=3, max_length=1000)


class _SayingForm(forms.Form):
    """Words of a person, or those that they pass on."""

    passed_on_from = _words(
        _("Whose words are these, if you pass them on?"),
        rows=1,
        max_length=200,
        required=False,
        help_text=_("For example: mothers who met in Hura. No names of private people."),
    )
    token = forms.CharField(max_length=64, widget=forms.HiddenInput)

    @classmethod
    def fresh(cls, **kwargs: Any) -> Self:
        """An empty one, with a sign by which the same sending is known again."""
        return cls(initial={"token": uuid4().hex}, **kwargs)

    @property
    def said(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {**cleaned, "text": _written(cleaned["text"])}


class CommentForm(_SayingForm):
    """What somebody says about a factor, a link or the map."""

    text = _words(_("What would you change, and why?"), rows=5)
    field_order = ("text", "passed_on_from")


class DoubtForm(_SayingForm):
    """Why a link does not hold, or not as it is drawn."""

    text = _words(
        _("Why do you contest it?"),
        rows=5,
        help_text=_("What you have seen, or what the link leaves out."),
    )
    field_order = ("text", "passed_on_from")


class TalkForm(_SayingForm):
    """An entry of the talk under a factor."""

    text = _words(_("What do you want to say?"), rows=3, help_text=NO_NAMES)
    role = forms.ChoiceField(label=_("You speak as"))
    field_order = ("text", "role", "passed_on_from")

    def __init__(self, *args: Any, roles: list[Membership.Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(role.value, role.label) for role in roles]
        if len(roles) == 1:
            field.widget = forms.HiddenInput()
            field.initial = roles[0].value


class AnswerForm(forms.Form):
    """The answer of the backbone to a comment or a doubt."""

    answer = forms.ChoiceField(
        label=_("What was said is"), choices=Answer.choices, widget=forms.RadioSelect
    )
    reason = _words(
        _("Why, and what was done"),
        help_text=_("It stands beside what was said, for everybody who reads the map."),
    )

    @property
    def given(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {"answer": Answer(cleaned["answer"]), "reason": _written(cleaned["reason"])}


# The layers of the iceberg, from what is seen down to what is taken for granted.
LAYERS: Mapping[str, tuple[Any, Any]] = {
    "event": (_("What happens"), _("The event that everybody sees.")),
    "pattern": (_("What repeats"), _("How it goes over the years, and for whom.")),
    "structure": (
        _("What produces it"),
        _("Rules, budgets, distances and habits that bring it about again and again."),
    ),
    "belief": (
        _("What is taken for granted"),
        _("What people believe, so that nobody asks about it."),
    ),
    "history": (_("How it came about"), _("What was before, and what was tried.")),
}


def _lines(words: str) -> str:
    """Words as they are kept: lines of a form end as browsers end them, which is no change."""
    return words.replace("\r\n", "\n").strip()


class ContextForm(forms.Form):
    """The context sheet of a factor, in the reader's language; the others stay as they are.

    It carries what each layer said when it was opened. A layer that its writer left alone takes
    what somebody else has saved meanwhile; where both wrote, both are shown.
    """

    def __init__(self, *args: Any, sheet: ContextSheet | None, **kwargs: Any) -> None:
        self.language = known(get_language())
        self.sheet = sheet
        super().__init__(*args, **kwargs)
        for name, (label, question) in LAYERS.items():
            self.fields[name] = _words(
                label, rows=3, required=False, help_text=question, initial=self.stored(name)
            )

    def stored(self, name: str) -> str:
        """What a layer says now."""
        text: Text = getattr(self.sheet, name) if self.sheet else Text()
        return text.words(self.language)

    @property
    def opened(self) -> list[tuple[str, str]]:
        """What each layer said when the form was opened, by the names of hidden fields."""
        return [(f"opened-{name}", self.stored(name)) for name in LAYERS]

    def _is_mine(self, name: str) -> bool:
        return bool(self.cleaned_data[name] != _lines(self.data.get(f"opened-{name}", "")))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        return {name: _lines(words) for name, words in cleaned.items()}

    @property
    def clashes(self) -> list[tuple[Any, str]]:
        """The layers that somebody else has rewritten since, where the writer did so too."""
        return [
            (label, self.stored(name))
            for name, (label, _question) in LAYERS.items()
            if self._is_mine(name)
            and self.stored(name) != _lines(self.data.get(f"opened-{name}", ""))
            and self.stored(name) != self.cleaned_data[name]
        ]

    @property
    def texts(self) -> dict[str, Text]:
        """The layers as they would stand: those that were written here, the others as stored."""
        return {name: self._text(name) for name in LAYERS}

    def _text(self, name: str) -> Text:
        before: Text = getattr(self.sheet, name) if self.sheet else Text()
        if not self._is_mine(name):
            return before
        words = self.cleaned_data[name]
        others = {c: said for c, said in before.sayings.items() if c != self.language}
        return Text({**others, self.language: Saying(words)} if words else others)

    def once_more(self) -> "ContextForm":
        """The same words upon what is stored now: saved once more, they count."""
        mine = {
            name: self.cleaned_data[name] if self._is_mine(name) else self.stored(name)
            for name in LAYERS
        }
        return ContextForm({**mine, **dict(self.opened)}, sheet=self.sheet)


class VoiceForm(forms.Form):
    """What somebody who lives it says; without a name, and only with their consent."""

    words = _words(_("What they say, in their own words"), rows=5, help_text=NO_NAMES)
    described_as = _words(
        _("Who speaks, without a name"),
        rows=1,
        max_length=120,
        help_text=_("For example: mother of two, Haifa. So wide that it could be many people."),
    )
    consent = forms.ChoiceField(
        label=_("How they agreed"), choices=Voice.Consent.choices, widget=forms.RadioSelect
    )
    consent_on = _day(_("They agreed on"))
    visibility = forms.ChoiceField(
        label=_("Who may read it, by their consent"), widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(
        label=_("They know where these words will stand, and that they can take them back any day.")
    )
    token = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", uuid4().hex)
        self.initial.setdefault("visibility", "partners")
        field = self.fields["visibility"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("partners", _("partners of the initiative")),
            ("public", _("everybody who sees the initiative")),
        ]

    def clean_consent_on(self) -> date:
        return _not_in_future(self.cleaned_data["consent_on"])

    @property
    def voice(self) -> dict[str, Any]:
        cleaned = {name: value for name, value in self.cleaned_data.items() if name != "agreed"}
        return {
            **cleaned,
            "words": _written(cleaned["words"]),
            "described_as": _written(cleaned["described_as"]),
            "consent": Voice.Consent(cleaned["consent"]),
        }


class VoiceDecisionForm(forms.Form):
    """Whether a voice is shown; whoever moderates, or who brought it, may also forget it."""

    decision = forms.ChoiceField(label=_("What should happen"), widget=forms.RadioSelect)
    reason = _words(_("Why"), rows=2, max_length=1000, required=False)

    def __init__(self, *args: Any, moderates: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("withdraw", _("Forget it: who said it takes it back"))]
        if moderates:
            choices = [
                ("show", _("Show it: nobody can be told from it")),
                ("decline", _("Do not show it")),
                *choices,
            ]
        field = self.fields["decision"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
