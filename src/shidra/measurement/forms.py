"""Forms of the registry, and of the rules by which figures about people are told."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shidra.i18n.languages import LANGUAGES, direction, known, name_in
from shidra.i18n.text import Text
from shidra.measurement.models import MOVES, Indicator, IndicatorDefinition, OpenQuestion
from shidra.protection.models import SAID, Audience, DisclosureRule, first_misstep
from shidra.protection.presentation import RULE_FIELDS, misstep_in_words

__all__ = ["AnswerForm", "DefinitionForm", "MoveForm", "RulesForm"]

_PERCENT = Decimal(100)
_PERIODS: Mapping[str, tuple[str, Any]] = {
    "calendar_year": (r"\d{4}", _("Write a year, such as 2026.")),
    "school_year": (r"\d{4}/\d{2}", _("Write a school year, such as 2025/26.")),
    "quarter": (r"\d{4}-Q[1-4]", _("Write a quarter, such as 2026-Q3.")),
    "month": (r"\d{4}-(0[1-9]|1[0-2])", _("Write a month, such as 2026-07.")),
}
_TEXTS = {
    "numerator": _("What is counted"),
    "denominator": _("Out of what"),
    "population": _("Of whom"),
    "exclusions": _("What is left out"),
    "method": _("How it is counted"),
}


@dataclass(frozen=True, slots=True)
class WordsPart:
    """A text of three languages: the reader's own first, the others folded."""

    legend: str
    first: BoundField
    others: tuple[BoundField, ...]


def _own_first() -> list[str]:
    own = known(get_language())
    return sorted(LANGUAGES, key=lambda code: code != own)


def _words_fields(name: str, words: Text | None, rows: int) -> dict[str, forms.CharField]:
    return {
        f"{name}_{code}": forms.CharField(
            label=name_in(code, known(get_language())),
            required=False,
            max_length=5_000,
            initial=words.words(code) if words else "",
            widget=forms.Textarea({"rows": rows, "lang": code, "dir": direction(code)}),
        )
        for code in _own_first()
    }


def _part(form: forms.Form, name: str, legend: Any) -> WordsPart:
    first, *others = (form[f"{name}_{code}"] for code in _own_first())
    return WordsPart(str(legend), first, tuple(others))


def _words(cleaned: Mapping[str, Any], name: str) -> Text:
    return Text.of(**{code: cleaned.get(f"{name}_{code}", "").strip() for code in LANGUAGES})


def _own_words(words: str) -> Text:
    return Text.written(words, known(get_language()))


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea({"rows": rows, "dir": "auto"})


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(
        label=label, widget=widget, input_formats=["%Y-%m-%d"], initial=timezone.localdate
    )


class DefinitionForm(forms.Form):
    """The next version of a definition."""

    use_required_attribute = False
    valid_from = forms.CharField(
        label=_("First period of the new version"),
        max_length=10,
        widget=forms.TextInput({"dir": "ltr"}),
    )
    source = forms.CharField(
        label=_("Who measures it"), required=False, max_length=5_000, widget=_area(2)
    )
    comparability = forms.ChoiceField(
        label=_("Figures of the version before"),
        choices=IndicatorDefinition.Comparability.choices,
        widget=forms.RadioSelect,
    )
    times = forms.DecimalField(
        label=_("Times"),
        required=False,
        min_value=Decimal("0.000001"),
        max_value=Decimal(1_000_000),
        decimal_places=6,
        help_text=_("Earlier figures are multiplied by this; 1 if empty."),
    )
    plus = forms.DecimalField(
        label=_("Plus"),
        required=False,
        min_value=Decimal(-1_000_000),
        max_value=Decimal(1_000_000),
        decimal_places=4,
        help_text=_("Then this is added, in the unit of the measure; 2 for 2 percentage points."),
    )
    conversion = forms.CharField(
        label=_("How the conversion was found"), required=False, max_length=5_000, widget=_area()
    )
    reason = forms.CharField(
        label=_("Why it is defined anew"),
        max_length=500,
        widget=_area(),
        help_text=_("Everybody reads it beside the version."),
    )
    decided_on = _day(_("Decided on"))

    def __init__(self, indicator: Indicator, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicator = indicator
        self.fields["source"].initial = indicator.source
        _pattern, hint = _PERIODS[indicator.period_kind]
        self.fields["valid_from"].help_text = hint
        for name in _TEXTS:
            self.fields |= _words_fields(name, getattr(indicator, name), 3)

    def parts(self) -> Iterator[WordsPart]:
        """The words of the definition."""
        for name, legend in _TEXTS.items():
            yield _part(self, name, legend)

    def clean_valid_from(self) -> str:
        """A period of the kind by which the measure is measured."""
        pattern, hint = _PERIODS[self.indicator.period_kind]
        period: str = self.cleaned_data["valid_from"].strip()
        if not re.fullmatch(pattern, period, re.ASCII):
            raise forms.ValidationError(hint)
        return period

    def clean(self) -> dict[str, Any]:
        """A conversion is stated in numbers and in words, or not at all."""
        cleaned = super().clean() or {}
        if cleaned.get("comparability") == IndicatorDefinition.Comparability.CONVERTED:
            if cleaned.get("times") is None and cleaned.get("plus") is None:
                self.add_error("times", _("Say by what figures are multiplied, or what is added."))
            if not cleaned.get("conversion"):
                self.add_error("conversion", _("Say how the conversion was found."))
        else:
            cleaned |= {"times": None, "plus": None, "conversion": ""}
        return cleaned

    def words(self) -> dict[str, Any]:
        """What the measure means from now on."""
        said: dict[str, Any] = {name: _words(self.cleaned_data, name) for name in _TEXTS}
        return said | {"source": self.cleaned_data["source"]}

    def compared(self) -> dict[str, Any]:
        """What earlier figures are worth; what is added to a percentage is added to a share."""
        cleaned, plus = self.cleaned_data, self.cleaned_data["plus"]
        return {
            "comparability": cleaned["comparability"],
            "times": cleaned["times"],
            "plus": plus / _PERCENT if plus is not None and self.indicator.is_share else plus,
            "conversion": _own_words(cleaned["conversion"]),
        }

    def reason_words(self) -> Text:
        """The reason, in the language in which it was written."""
        return _own_words(self.cleaned_data["reason"])


class MoveForm(forms.Form):
    """One step in the life of a measure."""

    use_required_attribute = False
    to = forms.ChoiceField(label=_("The measure is from now on"), widget=forms.RadioSelect)
    on = _day(_("Decided on"))
    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=_area(),
        help_text=_("Everybody reads it in the life of the measure."),
    )

    def __init__(self, indicator: Indicator, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        to.choices = [(str(s), s.label) for s in MOVES[Indicator.State(indicator.state)]]
        if len(to.choices) == 1:
            to.initial = to.choices[0][0]


class AnswerForm(forms.Form):
    """The measure that answers a question from now on."""

    use_required_attribute = False
    code = forms.RegexField(
        r"[^|/\\>\s]{1,64}",
        label=_("Code"),
        help_text=_("A short name by which others point to it."),
        widget=forms.TextInput({"dir": "ltr"}),
    )
    factor = forms.ChoiceField(label=_("Factor"))
    unit = forms.ChoiceField(label=_("Unit"), choices=Indicator.Unit.choices)
    better = forms.ChoiceField(
        label=_("What is better"), choices=Indicator.Better.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("Why it can be measured now"), max_length=500, widget=_area())

    def __init__(
        self,
        question: OpenQuestion,
        factors: Iterable[tuple[str, Text]],
        code: str,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["factor"]
        own = known(get_language())
        chosen.choices = [(code, name.shown(own)) for code, name in factors]
        chosen.initial = question.factor.code if question.factor else ""
        self.fields["code"].initial = code
        self.fields |= _words_fields("name", question.question, 2)

    def parts(self) -> Iterator[WordsPart]:
        """The name of the measure."""
        yield _part(self, "name", _("Name of the measure"))

    def clean(self) -> dict[str, Any]:
        """A measure is called something, in one language at least."""
        cleaned = super().clean() or {}
        if not _words(cleaned, "name"):
            self.add_error(f"name_{_own_first()[0]}", _("Say what the measure is called."))
        return cleaned

    def name(self) -> Text:
        """What the measure is called."""
        return _words(self.cleaned_data, "name")


# Another number than this is a slip of the pen.
MOST_PEOPLE = 10_000


@dataclass(frozen=True, slots=True)
class RulePart:
    """The fields of one audience."""

    audience: str
    legend: str
    fields: tuple[BoundField, ...]


class RulesForm(forms.Form):
    """The rule of each audience, and why it is so.

    `version` says what the person looked at, `seen` of which rules they saw what would change.
    """

    use_required_attribute = False
    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    reason = forms.CharField(
        label=_("Why these rules"),
        max_length=500,
        widget=_area(2),
        help_text=_("It stays beside the change, for all who may read the history."),
    )
    is_rounded = forms.BooleanField(
        label=_("Round all numbers to multiples of five, instead of hiding small ones"),
        required=False,
        help_text=_(
            "For everybody who is not told all, by the strictest of the rules. Sums may then "
            "differ a little from what they are the sum of. There is no way back: exact numbers "
            "beside rounded ones would give small ones away."
        ),
    )

    def __init__(
        self,
        rules: Iterable[DisclosureRule],
        version: int,
        sent: Any = None,
        *,
        is_rounded: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(sent, **kwargs)
        self.fields["is_rounded"].initial = is_rounded
        # A field that cannot be changed says what stands, whatever is sent.
        self.fields["is_rounded"].disabled = is_rounded
        self._looked_at: int | None = None
        self.fields["version"].initial = version
        for rule in rules:
            for name, field in _rule_fields(rule).items():
                self.fields[f"{rule.audience}_{name}"] = field
        self.order_fields([name for name in self.fields if name not in {"is_rounded", "reason"}])

    @property
    def parts(self) -> tuple[RulePart, ...]:
        """The fields of each audience, those with an error beside them."""
        return tuple(
            RulePart(
                each.value,
                str(each.label),
                tuple(self[f"{each.value}_{name}"] for name in SAID),
            )
            for each in Audience
        )

    def rules(self) -> list[DisclosureRule]:
        """The rules as they were filled in."""
        return [
            DisclosureRule(
                audience=each.value,
                **{name: self.cleaned_data[f"{each.value}_{name}"] for name in SAID},
            )
            for each in Audience
        ]

    @property
    def mark(self) -> str:
        """What tells these rules from any others."""
        rules = "-".join(
            ".".join(str(int(getattr(rule, name))) for name in SAID) for rule in self.rules()
        )
        return f"{rules}-{int(self.cleaned_data['is_rounded'])}"

    @property
    def is_seen(self) -> bool:
        """Whether the person saw what just these rules would change."""
        return "again" not in self.data and bool(self.cleaned_data["seen"] == self.mark)

    @property
    def version_shown(self) -> int:
        """What the person looks at when the form is sent the next time."""
        if self._looked_at is not None:
            return self._looked_at
        sent = self["version"].value()
        return int(sent) if str(sent).isdecimal() else 0

    def at(self, version: int) -> "RulesForm":
        """The same form, opened at another version."""
        self._looked_at = version
        return self

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and (misstep := first_misstep(self.rules())):
            self.add_error(f"{misstep.looser}_{misstep.field}", misstep_in_words(misstep))
        return cleaned


def _rule_fields(rule: DisclosureRule) -> dict[str, forms.Field]:
    numbers: dict[str, forms.Field] = {
        name: forms.IntegerField(
            label=RULE_FIELDS[name],
            min_value=1,
            max_value=MOST_PEOPLE,
            initial=getattr(rule, name),
        )
        for name in ("people", "events", "without")
    }
    flags: dict[str, forms.Field] = {
        name: forms.BooleanField(
            label=RULE_FIELDS[name], required=False, initial=getattr(rule, name)
        )
        for name in ("hides_zeros", "keeps_totals")
    }
    return numbers | flags
