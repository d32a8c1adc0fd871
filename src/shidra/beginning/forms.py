"""What the steps of the first hour ask for: a few words each, in one's own language."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shidra.beginning.queries import STARTERS
from shidra.initiatives.models import Initiative, Place
from shidra.measurement.models import Indicator
from shidra.roadmap.models import FactorEntry

__all__ = ["FactorLines", "FoundForm", "IndicatorLines", "NeedForm", "WhereForm", "lines_of"]

STARTER_WORDS = {
    "early-years": _("Early years: children ready for first grade"),
    "school": _("School: pupils who stay, belong and finish"),
    "ageing": _("Ageing: older people who live at home, well and not alone"),
}
UNITS = [
    ("percent", _("percent")),
    ("count", _("a number")),
    ("days", _("days")),
    ("score", _("a score")),
    ("ILS", _("shekels")),
]
BETTER = [("higher", _("higher is better")), ("lower", _("lower is better"))]


def lines_of(text: str) -> list[str]:
    r"""What stands on each line, without those that are empty.

    >>> lines_of(" Rahat \n\nHura")
    ['Rahat', 'Hura']
    """
    return [line.strip() for line in text.splitlines() if line.strip()]


class FoundForm(forms.Form):
    """The outcome that is fixed in advance, and what to begin with."""

    name = forms.CharField(
        label=_("Name of the initiative"),
        help_text=_("Short, as people will call it."),
        max_length=200,
    )
    result = forms.CharField(
        label=_("The result, in one sentence"),
        help_text=_("What will be true, for whom, where and by when. Partners commit to this."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
    )
    organisation = forms.CharField(
        label=_("Your organisation"),
        help_text=_("The one that keeps the initiative. You will belong to it."),
        max_length=200,
        required=False,
    )
    begin_with = forms.ChoiceField(
        label=_("Begin with"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Examples are there to be replaced: each says so until you write your own."),
    )
    with_partners = forms.BooleanField(
        label=_("When copying an initiative, take its partners along"), required=False
    )
    code = forms.SlugField(
        label=_("Short address"),
        help_text=_("Latin letters, digits and hyphens; stands in every link and stays as it is."),
        max_length=64,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )

    def __init__(self, *args: Any, copied: list[Initiative], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "he"
        self.copied = {f"copy:{each.pk}": each for each in copied}
        field = self.fields["begin_with"]
        assert isinstance(field, forms.ChoiceField)
        choices: list[Any] = [("", _("An empty page"))]
        choices += [(name, STARTER_WORDS[name]) for name in STARTERS]
        choices += [
            (
                key,
                _("A copy of %(name)s, without its results and money")
                % {"name": each.name.shown(language).text},
            )
            for key, each in self.copied.items()
        ]
        field.choices = choices
        if not self.copied:
            del self.fields["with_partners"]

    @property
    def founding(self) -> dict[str, Any]:
        """What was typed, as the founding takes it."""
        typed = dict(self.cleaned_data)
        chosen = typed.pop("begin_with", "")
        typed["copied"] = self.copied.get(chosen)
        typed["starter"] = chosen if chosen in STARTERS else ""
        return typed


class WhereForm(forms.Form):
    """Where, and for which groups."""

    asks_for_nothing = True

    places = forms.CharField(
        label=_("Where"),
        help_text=_("One place on each line: a town, a neighbourhood, a school."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    dimension = forms.CharField(
        label=_("What tells the groups apart"),
        help_text=_("For example: population group, age, gender, disability."),
        max_length=100,
        required=False,
    )
    groups = forms.CharField(
        label=_("Which groups"),
        help_text=_("One group on each line. An average hides who is left behind; groups show it."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in ("places", "groups"):
            cleaned[name] = lines_of(cleaned.get(name, ""))
        return cleaned


class FactorLineForm(forms.Form):
    """One factor: its name, and how much hangs on it."""

    asks_for_nothing = True

    code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    name = forms.CharField(label=_("Factor"), max_length=300, required=False)
    importance = forms.TypedChoiceField(
        label=_("How much hangs on it"),
        coerce=int,
        initial=3,
        required=False,
        choices=[
            (1, _("1, a little")),
            (2, "2"),
            (3, _("3, medium")),
            (4, "4"),
            (5, _("5, most of all")),
        ],
    )
    influences_outcome = forms.BooleanField(
        label=_("Leads to the outcome directly"), initial=True, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("code"):
            # Where it leads stands on the map by now.
            del self.fields["influences_outcome"]


class IndicatorLineForm(forms.Form):
    """One measure: what, of which factor, and the last value if it is known."""

    asks_for_nothing = True

    code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    name = forms.CharField(label=_("Measure"), max_length=300, required=False)
    factor = forms.ChoiceField(label=_("Of what"), required=False)
    unit = forms.ChoiceField(label=_("In"), choices=UNITS, required=False)
    better = forms.ChoiceField(label=_("Direction"), choices=BETTER, required=False)
    value = forms.DecimalField(label=_("Last value, if you know it"), required=False)
    year = forms.IntegerField(
        label=_("of the year"), required=False, min_value=1900, max_value=2200
    )

    def __init__(self, *args: Any, factors: list[FactorEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["factor"], factors)
        # A measure that came from elsewhere keeps its unit, also one that is not offered here.
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ChoiceField)
        if self.is_bound or self.initial.get("unit", "") not in {"", *dict(UNITS)}:
            offered = dict(UNITS)
            unit.choices = [*UNITS, *(e for e in Indicator.Unit.choices if e[0] not in offered)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("value") is not None and not cleaned.get("year"):
            self.add_error("year", _("Please say of which year this value is."))
        return cleaned


class NeedForm(forms.Form):
    """What one factor needs in one year."""

    line = forms.ChoiceField(label=_("For which factor"))
    amount = forms.DecimalField(
        label=_("How much money it needs, in shekels"),
        min_value=0,
        max_digits=15,
        decimal_places=2,
        help_text=_("The whole cost in that year, also the part that somebody already pays."),
    )
    year = forms.IntegerField(label=_("In which year"), min_value=1900, max_value=2200)
    place = forms.ChoiceField(label=_("Where"), required=False)

    def __init__(
        self, *args: Any, factors: list[FactorEntry], places: list[Place], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("year", timezone.localdate().year)
        _offer(
            self.fields["line"],
            [each for each in factors if each.kind == FactorEntry.Kind.FACTOR],
        )
        language = get_language() or "he"
        where = self.fields["place"]
        assert isinstance(where, forms.ChoiceField)
        where.choices = [("", _("Everywhere"))] + [
            (each.code, each.name.shown(language)) for each in places
        ]


def _offer(field: forms.Field, factors: list[FactorEntry]) -> None:
    language = get_language() or "he"
    assert isinstance(field, forms.ChoiceField)
    field.choices = [(each.factor.code, each.name.shown(language)) for each in factors]


FactorLines = forms.formset_factory(FactorLineForm, extra=0, max_num=40)
IndicatorLines = forms.formset_factory(IndicatorLineForm, extra=0, max_num=40)
