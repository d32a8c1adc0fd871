"""What is typed or chosen at the map."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shidra.i18n.languages import LANGUAGES, direction, name_in
from shidra.i18n.phrases import filled
from shidra.i18n.text import Text
from shidra.roadmap.models import EvidenceLevel, Link

__all__ = ["ActForm", "FactorForm", "LinkForm", "NewFactorForm", "NewLinkForm", "said_before"]

LONGEST_NAME, LONGEST_STAGE = 300, 6
NOT_SAID = ("", _("not said"))


def said_before(words: str) -> dict[str, str]:
    """What the page said of the fields; nothing where that cannot be read."""
    try:
        found = json.loads(words or "{}")
        cells = {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}
        "".join([*cells, *cells.values()]).encode()  # half a letter can be written in JSON alone
    except (ValueError, RecursionError):
        return {}
    return cells


class ActForm(forms.Form):
    """What every act carries: on which factor or link, what the page said of it, and why."""

    use_required_attribute = False
    factor = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    source = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    target = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    was = forms.CharField(max_length=20_000, required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Stands in the history of the map."),
        max_length=500,
        required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )

    @property
    def before(self) -> dict[str, str]:
        """What the page said."""
        return said_before(self.cleaned_data.get("was", ""))

    @property
    def stage_before(self) -> int:
        """The stage that the page said, the first where it said none that a map can have."""
        said = self.before.get("stage", "")
        return int(said) if said.isascii() and said.isdecimal() and len(said) < LONGEST_STAGE else 1

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _last(self) -> None:
        """The reason stands at the end."""
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])


class _NameForm(ActForm):
    """A name in any of the languages."""

    def __init__(self, *args: Any, page: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [page, *(code for code in LANGUAGES if code != page)]
        for code in own:
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name, in %(language)s") % {"language": name_in(code, page)},
                max_length=LONGEST_NAME,
                required=False,
                widget=forms.TextInput({"lang": code, "dir": direction(code)}),
            )
        self._first = f"name_{page}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        said = {code: " ".join((cleaned.get(f"name_{code}") or "").split()) for code in LANGUAGES}
        cleaned["name"] = Text.of(**{code: words for code, words in said.items() if words})
        if not cleaned["name"]:
            self.add_error(self._first, _("Write this in at least one language."))
        return cleaned


def _levels(lowest: int, highest: int) -> list[Any]:
    return [NOT_SAID, *((str(each), str(each)) for each in range(lowest, highest + 1))]


class FactorForm(_NameForm):
    """A factor as the map has it: what it is called, where it stands, how it is seen."""

    stage = forms.ChoiceField(label=_("Stage"))
    track = forms.ChoiceField(label=_("Track"), required=False)
    importance = forms.ChoiceField(
        label=_("Importance, of 5"), choices=_levels(1, 5), required=False
    )
    state = forms.ChoiceField(label=_("State, of 4"), choices=_levels(0, 4), required=False)
    controllability = forms.ChoiceField(
        label=_("How far partners can move it, of 5"), choices=_levels(1, 5), required=False
    )

    def __init__(self, *args: Any, stages: list[Any], tracks: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("stage", stages)
        self._choose("track", tracks)
        names = [name for name in self.fields if name.startswith("name_")]
        self.order_fields([*names, "importance", "state", "stage", "track"])
        self._last()

    @property
    def cells(self) -> Mapping[str, str]:
        """The fields of the form as cells."""
        names = ("stage", "track", "importance", "state", "controllability")
        said = {name: self.cleaned_data[name] for name in names if name in self.data}
        return said | {
            name: " ".join(self.cleaned_data[name].split())
            for name in self.fields
            if name.startswith("name_") and name in self.data
        }


class NewFactorForm(_NameForm):
    """A factor that is not on the map yet."""

    stage = forms.TypedChoiceField(label=_("Stage"), coerce=int)
    track = forms.ChoiceField(label=_("Track"), required=False)
    leads = forms.BooleanField(required=False)

    def __init__(
        self, *args: Any, stages: list[Any], tracks: list[Any], after: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._choose("stage", stages)
        self._choose("track", tracks)
        names = [name for name in self.fields if name.startswith("name_")]
        self.order_fields([*names, "stage", "track", "leads"])
        if after:
            self.fields["leads"].label = filled(str(_("%(name)s leads to it")), name=after)
        else:
            del self.fields["leads"]
        self._last()


class LinkForm(ActForm):
    """What is said of a link."""

    sign = forms.ChoiceField(
        label=_("How it works"), choices=Link.Sign.choices, widget=forms.RadioSelect
    )
    strength = forms.ChoiceField(
        label=_("How strongly"),
        choices=[("1", _("weakly")), ("2", _("noticeably")), ("3", _("strongly"))],
        widget=forms.RadioSelect,
    )
    evidence = forms.ChoiceField(label=_("Evidence"), choices=EvidenceLevel.choices, required=False)
    status = forms.ChoiceField(label=_("Standing"), choices=Link.Status.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._last()

    @property
    def cells(self) -> Mapping[str, str]:
        """The fields of the form as cells."""
        names = ("sign", "strength", "evidence", "status")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class NewLinkForm(LinkForm):
    """A link from a factor to one that was searched for, or the other way round."""

    other = forms.ChoiceField(
        label=_("Which factor"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a factor.")},
    )
    way = forms.ChoiceField(
        label=_("Which way"),
        choices=[
            ("to", _("it leads to the chosen one")),
            ("from", _("the chosen one leads to it")),
        ],
        initial="to",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, others: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["status"]
        self._choose("other", others)
        self.initial = {"sign": "+", "strength": "2", "evidence": "none", "way": "to"} | dict(
            self.initial or {}
        )
        if len(others) == 1:
            self.initial["other"] = others[0][0]
        self.order_fields(["other", "way", "sign", "strength", "evidence"])
        self._last()

    @property
    def ends(self) -> dict[str, str]:
        """Where it begins and ends."""
        here, there = self.cleaned_data["factor"], self.cleaned_data["other"]
        pair = (here, there) if self.cleaned_data["way"] == "to" else (there, here)
        return dict(zip(("source", "target"), pair, strict=True))
