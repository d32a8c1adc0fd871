"""The whole agenda on one form, and what it began from."""

from decimal import Decimal
from typing import Any, Self

from django import forms
from django.core import signing
from django.forms import formset_factory
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shidra.agenda.forms.words import WordsField
from shidra.agenda.models import AgendaVersion, AgreedNumber, Clause, EarlierWork, Named, Wording
from shidra.agenda.queries import Choices
from shidra.i18n.languages import known
from shidra.i18n.text import Text
from shidra.measurement.models import Indicator

__all__ = ["DraftForm"]

_SALT = "agenda: what the form began from"
_TEXTS = ("result", "problem", "whom", "scope", "out_of_scope", "principles")
_SHARE = Indicator.Unit.PERCENT
_EARLIEST, _LATEST = 1900, 2200


def _day(label: Any) -> forms.DateField:
    # Browsers send the day in this form whatever the language of the page.
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=False, widget=widget, input_formats=["%Y-%m-%d"])


def _number(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, max_digits=16, decimal_places=4, localize=False
    )


class EarlierWorkForm(forms.Form):
    """One row of what was there before; a row without words is none."""

    what = WordsField(rows=2, longest=1000, label=_("What was done"))
    by = forms.ChoiceField(label=_("By which partner"), required=False)
    who = WordsField(rows=1, longest=300, label=_("Or by whom else"))
    since = forms.IntegerField(
        label=_("Since which year"),
        required=False,
        min_value=_EARLIEST,
        max_value=_LATEST,
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._partners = choices.partners
        self.fields["by"].choices = _chosen(choices.partners)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        rest = cleaned.get("who") or cleaned.get("by") or cleaned.get("since")
        if rest and not cleaned.get("what") and "what" not in self.errors:
            self.add_error("what", _("Say what was done, or empty the whole row."))
        return cleaned

    @property
    def work(self) -> EarlierWork | None:
        """The row, if it says something."""
        said = self.cleaned_data
        if not said.get("what"):
            return None
        by = self._partners.get(said.get("by") or "")
        return EarlierWork(said["what"], said.get("who") or Text(), by, said.get("since"))


_EarlierRows = formset_factory(EarlierWorkForm, extra=1, max_num=60, absolute_max=60)


class DraftForm(forms.Form):
    """All clauses; `edition` and `base` tell what was read before anything was typed."""

    result = WordsField(
        rows=2,
        label=Clause.RESULT.label,
        help_text=_("One sentence: what will be different, for whom. No activities here."),
    )
    measure = forms.ChoiceField(
        label=_("The measure that tells it"),
        required=False,
        help_text=_("One of the measures of the outcome, or none."),
    )
    unit = forms.ChoiceField(label=_("What the numbers count"), required=False)
    baseline = _number(_("Baseline"))
    baseline_on = _day(_("As of"))
    target = _number(_("Target"))
    target_on = _day(_("To be reached by"))
    problem = WordsField(
        label=Clause.PROBLEM.label, help_text=_("What is wrong today, as those see it who live it.")
    )
    whom = WordsField(rows=2, label=Clause.WHOM.label)
    where = forms.MultipleChoiceField(
        label=Clause.WHERE.label, required=False, widget=forms.CheckboxSelectMultiple
    )
    groups = forms.MultipleChoiceField(
        label=Clause.GROUPS.label, required=False, widget=forms.CheckboxSelectMultiple
    )
    scope = WordsField(rows=3, label=Clause.SCOPE.label)
    out_of_scope = WordsField(
        rows=3,
        label=Clause.OUT_OF_SCOPE.label,
        help_text=_("What others do, or what waits: said here, it disappoints nobody later."),
    )
    principles = WordsField(
        rows=5,
        label=Clause.PRINCIPLES.label,
        help_text=_("One to a line. Equity is the core value and always stands first."),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput)
    base = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choices = choices
        for name, named in (
            ("where", choices.places),
            ("groups", choices.groups),
            ("measure", choices.measures),
        ):
            options = _chosen(named, with_none=name == "measure")
            self.fields[name].choices = options  # type: ignore[attr-defined]
        units = [("", _("no number")), *Indicator.Unit.choices]
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        rows = (self.initial or {}).get("earlier_work", [])
        self.earlier = _EarlierRows(
            self.data if self.is_bound else None,
            initial=rows,
            prefix="earlier",
            form_kwargs={"choices": choices},
        )

    @classmethod
    def showing(
        cls, version: AgendaVersion, choices: Choices, wording: Wording | None = None
    ) -> Self:
        """The form as somebody opens it: with what the version says, or with another wording."""
        initial = _initial(version.wording if wording is None else wording)
        initial["edition"] = version.edition
        initial["base"] = signing.dumps(version.wording.as_document(), salt=_SALT, compress=True)
        return cls(initial=initial, choices=choices)

    def is_valid(self) -> bool:
        # Both are asked, so that all that is wrong is marked at once.
        return all([super().is_valid(), self.earlier.is_valid()])

    def clean_base(self) -> Wording:
        try:
            return Wording.from_document(signing.loads(self.cleaned_data["base"], salt=_SALT))
        except (signing.BadSignature, ValueError, KeyError) as damaged:
            raise forms.ValidationError(
                _("This page is too old to be saved. Copy what you wrote and open it again.")
            ) from damaged

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        has_number = any(cleaned.get(name) is not None for name in ("baseline", "target"))
        if has_number and not cleaned.get("unit"):
            self.add_error("unit", _("Say what the numbers count."))
        for name in ("baseline", "target"):
            if cleaned.get(name) is not None and not cleaned.get(f"{name}_on"):
                self.add_error(f"{name}_on", _("A number needs its day."))
        start, end = cleaned.get("baseline_on"), cleaned.get("target_on")
        if start and end and end <= start:
            self.add_error("target_on", _("The target's day comes after the baseline's."))
        return cleaned

    @property
    def wording(self) -> Wording:
        """What was typed."""
        said, choices = self.cleaned_data, self._choices
        return Wording(
            measure=choices.measures.get(said["measure"]),
            unit=said["unit"],
            baseline=self._agreed("baseline"),
            target=self._agreed("target"),
            where=_named(choices.places, said["where"]),
            groups=_named(choices.groups, said["groups"]),
            earlier_work=tuple(row.work for row in self.earlier if row.work),
            **{name: said[name] for name in _TEXTS},
        )

    def _agreed(self, name: str) -> AgreedNumber:
        value = self.cleaned_data[name]
        if value is not None and self.cleaned_data["unit"] == _SHARE:
            value /= 100
        return AgreedNumber(value, self.cleaned_data[f"{name}_on"])


def _chosen(named: dict[str, Named], *, with_none: bool = True) -> list[tuple[str, Any]]:
    language = known(get_language())
    options = [(code, each.name.shown(language).isolated) for code, each in named.items()]
    return [("", _("none")), *options] if with_none else options


def _named(known_ones: dict[str, Named], codes: list[str]) -> tuple[Named, ...]:
    return tuple(each for code, each in known_ones.items() if code in codes)


def _initial(wording: Wording) -> dict[str, Any]:
    def shown(number: AgreedNumber) -> Decimal | None:
        if number.value is None:
            return None
        value = number.value * 100 if wording.unit == _SHARE else number.value
        return Decimal(format(value.normalize(), "f"))

    return {
        **{name: getattr(wording, name) for name in _TEXTS},
        "measure": wording.measure.code if wording.measure else "",
        "unit": wording.unit,
        "baseline": shown(wording.baseline),
        "baseline_on": wording.baseline.on,
        "target": shown(wording.target),
        "target_on": wording.target.on,
        "where": [each.code for each in wording.where],
        "groups": [each.code for each in wording.groups],
        "earlier_work": [
            {
                "what": each.what,
                "who": each.who,
                "by": each.by.code if each.by else "",
                "since": each.since,
            }
            for each in wording.earlier_work
        ],
    }
