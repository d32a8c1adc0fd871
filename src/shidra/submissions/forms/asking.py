"""Whom to ask for which figures."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shidra.i18n.languages import known
from shidra.i18n.text import Text
from shidra.measurement.models import Indicator
from shidra.submissions.forms.choosing import LongChoice, named
from shidra.submissions.queries.matching import Terms
from shidra.submissions.queries.periods import is_of_kind

__all__ = ["DutyForm"]


class DutyForm(forms.Form):
    """A partner is asked for the figures of a measure."""

    use_required_attribute = False
    organisation = forms.ChoiceField(label=_("Partner"), widget=LongChoice)
    indicator = forms.ChoiceField(label=_("Indicator"), widget=LongChoice)
    place = forms.ChoiceField(
        label=_("Place"),
        required=False,
        widget=LongChoice,
        help_text=_("It reports for this place and those inside it; without one, for any."),
    )
    since = forms.CharField(
        label=_("First period"),
        max_length=10,
        help_text=_("A year 2026, a school year 2025/26, a quarter 2026-Q3 or a month 2026-07."),
        widget=forms.TextInput({"dir": "ltr"}),
    )
    days_after = forms.IntegerField(
        label=_("Days after the period has ended"), min_value=0, max_value=730, initial=30
    )

    def __init__(
        self,
        organisations: Mapping[str, Text],
        indicators: Iterable[Indicator],
        terms: Terms,
        data: Any = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        language = known(get_language())
        self.indicators = {each.code: each for each in indicators}
        choices_of = {
            "organisation": named(organisations, language),
            "indicator": named({c: i.name for c, i in self.indicators.items()}, language),
            "place": [("", "–"), *named(terms.codes("place"), language)],
        }
        for name, choices in choices_of.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        indicator, since = self.indicators.get(cleaned.get("indicator", "")), cleaned.get("since")
        if indicator and since and not is_of_kind(since, indicator.period_kind):
            kind = Indicator.PeriodKind(indicator.period_kind).label
            self.add_error(
                "since",
                forms.ValidationError(
                    _("This indicator is counted by %(kind)s: write the period so."),
                    params={"kind": kind},
                ),
            )
        return cleaned
