"""What people type: on a phone, and at the facilitator's table."""

import re
import unicodedata
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from shidra.i18n.languages import LANGUAGES, direction, known, language_by_script, name_in
from shidra.i18n.text import Text
from shidra.roadmap.models import Link
from shidra.workshops.models import Workshop
from shidra.workshops.queries import CODE_DIGITS, digits_of

__all__ = [
    "AcceptDoubtForm",
    "AcceptFactorForm",
    "AcceptLinkForm",
    "AsideForm",
    "CodeForm",
    "DoubtForm",
    "FactorForm",
    "JoinForm",
    "LinkForm",
    "WorkshopForm",
    "spoken_language",
]

LONGEST_NAME, LONGEST_WORDS, LONGEST_SPEAKER = 120, 300, 60
USUAL_TIME, LONGEST_TIME = timedelta(hours=3), timedelta(days=31)

_LINK = re.compile(
    r"https?:|www\.|\S@\S+\.\S|\b[\w-]+\.(?:com|net|org|info|ru|xyz|co\.il|io)\b", re.IGNORECASE
)
_PHONE = re.compile(r"(?:\+|\b0)\d(?:[\s-]?\d){7,}")
_SHOUT = re.compile(r"(.)\1{9,}", re.DOTALL)
# Vowel points and accents belong to their letters; more than four on one are there to be seen.
_MARK = r"[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u20d0-\u20ff]"
_MARKS = re.compile(f"({_MARK}{{4}}){_MARK}+")


def spoken_language(words: str, page: str | None) -> str:
    """The language that the letters tell, else that of the page."""
    is_latin = any(each.isascii() and each.isalpha() for each in words)
    return language_by_script(words) or ("en" if is_latin else known(page))


class PlainWords(forms.CharField):
    """Words that can be seen: without signs that hide or turn others, on one line, from a person."""

    def to_python(self, value: Any) -> str:
        words = unicodedata.normalize("NFC", str(value or ""))
        seen = "".join(
            " " if sign.isspace() else sign
            for sign in words
            if sign.isspace() or unicodedata.category(sign)[0] != "C"
        )
        return " ".join(_MARKS.sub(r"\1", seen).split())

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not any(sign.isalpha() for sign in value):
            raise forms.ValidationError(_("Write it in words, please."))
        if _LINK.search(value) or _PHONE.search(value):
            raise forms.ValidationError(
                _("Without addresses and telephone numbers, please: what you write is read aloud.")
            )
        if _SHOUT.search(value):
            raise forms.ValidationError(_("One sign comes many times in a row."))


def _area(rows: int, **attrs: Any) -> forms.Textarea:
    return forms.Textarea({"rows": rows, "dir": "auto", **attrs})


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
        widget=_area(2, autofocus=True),
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
        widget=_area(2),
    )

    def __init__(self, *args: Any, ends: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("source", "target"):
            _choose(self, name, [("", _("Choose…")), *ends])

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
        widget=_area(3),
        error_messages={"required": _("Write a few words.")},
    )

    def __init__(self, *args: Any, abouts: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "about", [("", _("Choose…")), *abouts])


def _choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


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
            cleaned[name] = _words(cleaned, name)
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


def _words(cleaned: dict[str, Any], name: str) -> Text:
    said = {code: " ".join((cleaned.get(f"{name}_{code}") or "").split()) for code in LANGUAGES}
    return Text.of(**{code: words for code, words in said.items() if words})


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
                    widget=_area(2, lang=code, dir=direction(code)),
                )
        self.wants = wants
        if alike:
            _choose(self, "alike", alike)
            self.initial.setdefault("alike", [number for number, _words in alike])
        else:
            del self.fields["alike"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.wants:
            cleaned[self.wants] = _words(cleaned, self.wants)
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
        _choose(self, "stage", stages)
        _choose(self, "track", tracks)
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
        _choose(self, "same", [("", _("Choose…")), *choices])
