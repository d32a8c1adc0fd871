"""How categories changed, and what was said of a place from when on, as a person writes it."""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from shidra.i18n.languages import LANGUAGES, direction, known, name_in
from shidra.i18n.text import Text
from shidra.initiatives.actions import NewCategory
from shidra.initiatives.models import CategoryChange
from shidra.records.actions import WantedChange
from shidra.records.presentation.categories import Offered

__all__ = ["ChangeForm", "DatingForm"]

Kind = CategoryChange.Kind
PERIOD = r"\d{4}(/\d{2}|-Q[1-4]|-(0[1-9]|1[0-2]))?"
# So many new parts can be named at once.
NEW_PARTS = (1, 2, 3, 4)
LONGEST_CODE = 64


def _period(label: Any, help_text: Any, *, is_needed: bool = True) -> forms.RegexField:
    return forms.RegexField(
        regex=rf"^{PERIOD}$",
        label=label,
        help_text=help_text,
        required=is_needed,
        max_length=10,
        widget=forms.TextInput({"dir": "ltr", "size": "10"}),
        error_messages={
            "invalid": gettext_lazy("Write a period: 2026, 2025/26, 2026-Q3, 2026-07.")
        },
    )


def _why() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Why, and who says so"),
        max_length=500,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
        help_text=gettext_lazy("Stands beside the change wherever it is told."),
    )


class _Codes(forms.CharField):
    """Codes typed one after another, where there are too many to choose from."""

    def clean(self, value: Any) -> list[str]:
        text = str(super().clean(value) or "").replace(",", "|")
        return list(dict.fromkeys(part.strip() for part in text.split("|") if part.strip()))


class ChangeForm(forms.Form):
    """One change of categories, of the kind that was chosen."""

    use_required_attribute = False
    from_period = _period(
        gettext_lazy("First period for which it is so"),
        gettext_lazy("Earlier figures keep the categories of their time."),
    )
    decided_on = forms.DateField(
        label=gettext_lazy("Decided on"),
        initial=timezone.localdate,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    note = _why()

    def __init__(self, kind: str, offered: Offered, *args: Any, **kwargs: Any) -> None:
        self.kind, self.offered = Kind(kind), offered
        super().__init__(*args, **kwargs)
        late = {name: self.fields.pop(name) for name in list(self.fields)}
        is_one = self.kind in {Kind.RENAME, Kind.SPLIT}
        self.fields["before"] = self._choice(_BEFORE[self.kind], is_one=is_one)
        getattr(self, f"_fields_of_{self.kind}")()
        self.fields |= late

    def _choice(self, label: Any, *, is_one: bool, nothing: Any = None) -> forms.Field:
        choices = self.offered.choices
        if self.offered.is_large:
            hint = gettext_lazy("Codes, with a comma between them.")
            widget = forms.TextInput({"list": "offered", "dir": "ltr"})
            return _Codes(label=label, widget=widget, required=nothing is None, help_text=hint)
        if not is_one:
            boxes = forms.CheckboxSelectMultiple()
            return forms.MultipleChoiceField(
                label=label, choices=choices, widget=boxes, required=nothing is None
            )
        first = [("", nothing if nothing is not None else "–")]
        return forms.ChoiceField(label=label, choices=[*first, *choices], required=nothing is None)

    def _fields_of_rename(self) -> None:
        own = known(get_language())
        for language in sorted(LANGUAGES, key=lambda code: code != own):
            self.fields[f"name_{language}"] = forms.CharField(
                label=name_in(language, own),
                required=False,
                max_length=500,
                widget=forms.TextInput({"lang": language, "dir": direction(language)}),
            )
        self.fields["code"] = _code(gettext_lazy("Leave it empty: the code stays."))

    def _fields_of_merge(self) -> None:
        self.fields["after"] = self._choice(
            gettext_lazy("What they are from then on"),
            is_one=True,
            nothing=gettext_lazy("A new one, named below"),
        )
        self.fields["name"] = _name(gettext_lazy("Name of the new one"))
        self.fields["code"] = _code(gettext_lazy("Leave it empty: a free code is found."))

    def _fields_of_split(self) -> None:
        self.fields["after"] = self._choice(
            gettext_lazy("Parts that are there already"), is_one=False, nothing=""
        )
        for number in NEW_PARTS:
            self.fields[f"name_{number}"] = _name(_("New part %(number)s") % {"number": number})

    def _fields_of_move(self) -> None:
        self.fields["after"] = self._choice(
            gettext_lazy("What they belong to from then on"),
            is_one=True,
            nothing=gettext_lazy("Nothing: they stand by themselves"),
        )

    @property
    def first(self) -> list[BoundField]:
        """What it is about."""
        return [self["before"]]

    @property
    def second(self) -> list[BoundField]:
        """What becomes of it."""
        last = {"before", "from_period", "decided_on", "note"}
        return [self[name] for name in self.fields if name not in last]

    @property
    def third(self) -> list[BoundField]:
        """From when, and why."""
        return [self[name] for name in ("from_period", "decided_on", "note")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        before, after = _list(cleaned["before"]), _list(cleaned.get("after"))
        for name, codes in (("before", before), ("after", after)):
            for code in codes:
                if code not in self.offered.codes:
                    self.add_error(name, _("There is no such code."))
        new = list(self._new(cleaned, before))
        if self.kind == Kind.MERGE and not after and not new:
            self.add_error("name", _("Choose one above, or name the new one."))
        if self.kind == Kind.MERGE and after:
            new = []
        cleaned["wanted"] = WantedChange(
            dimension=self.offered.dimension,
            kind=str(self.kind),
            from_period=cleaned["from_period"],
            before=tuple(before),
            after=(*map(NewCategory, after), *new),
            note=cleaned["note"],
            on=cleaned["decided_on"],
        )
        return cleaned

    def _new(self, cleaned: dict[str, Any], before: Sequence[str]) -> Iterator[NewCategory]:
        """What the change makes, or calls otherwise."""
        own, free = known(get_language()), self._free_codes()
        given = cleaned.get("code", "")
        if given and given in self.offered.codes and given not in before:
            self.add_error("code", _("There is one of this code already."))
        if self.kind == Kind.RENAME:
            words = {code: cleaned[f"name_{code}"].strip() for code in LANGUAGES}
            yield NewCategory(given or before[0], Text.of(**words))
        elif self.kind == Kind.MERGE and (name := cleaned["name"].strip()):
            yield NewCategory(given or next(free), Text.written(name, own))
        elif self.kind == Kind.SPLIT:
            for number in NEW_PARTS:
                if name := cleaned[f"name_{number}"].strip():
                    yield NewCategory(next(free), Text.written(name, own))

    def _free_codes(self) -> Iterator[str]:
        start = "PL" if self.offered.is_of_places else "g"
        codes = (f"{start}{number}" for number in count(1))
        return (code for code in codes if code not in self.offered.codes)


_BEFORE = {
    Kind.RENAME: gettext_lazy("What is called otherwise"),
    Kind.MERGE: gettext_lazy("What becomes one"),
    Kind.SPLIT: gettext_lazy("What is divided"),
    Kind.MOVE: gettext_lazy("What moves"),
}


def _name(label: Any) -> forms.CharField:
    own = known(get_language())
    widget = forms.TextInput({"lang": own, "dir": direction(own)})
    return forms.CharField(label=label, required=False, max_length=500, widget=widget)


def _code(help_text: Any) -> forms.RegexField:
    return forms.RegexField(
        regex=r"^[^|/\\:,]*$",
        label=gettext_lazy("Code"),
        required=False,
        max_length=LONGEST_CODE,
        help_text=help_text,
        widget=forms.TextInput({"dir": "ltr", "size": "12"}),
        error_messages={"invalid": gettext_lazy("This cannot be a code.")},
    )


def _list(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if value else []
    return list(value or ())


class DatingForm(forms.Form):
    """What is said of a place from a period on."""

    use_required_attribute = False
    name = forms.ChoiceField(label=gettext_lazy("What is said"))
    value = forms.CharField(
        label=gettext_lazy("From then on it is"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"dir": "auto", "list": "offered"}),
        help_text=gettext_lazy("Leave it empty where it has none from then on."),
    )
    from_period = _period(
        gettext_lazy("First period for which it is so"),
        gettext_lazy("What was said until then stays for the periods before."),
    )
    why = _why()

    def __init__(self, names: Sequence[tuple[str, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].choices = names  # type: ignore[attr-defined]
