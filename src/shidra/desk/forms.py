"""What people ask the allocation desk."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shidra.funding.analysis.plan import NewMoney, PlanQuestion
from shidra.funding.queries import commitments_of, needs_of, sight_of
from shidra.i18n.isolates import ltr
from shidra.i18n.phrases import together
from shidra.initiatives.permissions import Access
from shidra.network.queries import partners_of

__all__ = ["PlanQuestionForm"]


class PlanQuestionForm(forms.Form):
    """One year or all; money that somebody might add; money that may move."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int, required=False, empty_value=None)
    funder = forms.ChoiceField(label=_("What if this partner added"), required=False)
    amount = forms.DecimalField(
        label=_("this amount"),
        min_value=Decimal(1),
        max_digits=14,
        decimal_places=2,
        required=False,
    )
    movable = forms.MultipleChoiceField(
        label=_("Allocations that may move"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, access: Access, data: Any) -> None:
        super().__init__(data)
        initiative, sight = access.initiative, sight_of(access)
        language = get_language() or "he"
        self.years = sorted({need.year for need in needs_of(initiative)})
        self._choices("year", [("", _("All years")), *((str(y), str(y)) for y in self.years)])
        self._choices(
            "funder",
            [
                ("", _("nobody")),
                *((p.code, p.name.shown(language)) for p in partners_of(initiative)),
            ],
        )
        self._choices(
            "movable",
            [
                (c.code, together((c.funder_name.shown(language), f"({ltr(_unbroken(c.code))})")))
                for c in commitments_of(initiative)
                if c.is_signed and sight.sees(c)
            ],
        )

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("funder")) != bool(cleaned.get("amount")):
            raise forms.ValidationError(
                _("Money that is added needs both a partner and an amount.")
            )
        return cleaned

    def question(self) -> PlanQuestion:
        """What was asked, as the plan takes it."""
        year = self.cleaned_data["year"]
        new_money = []
        if self.cleaned_data["funder"] and self.years:
            new_money.append(
                NewMoney(
                    funder=self.cleaned_data["funder"],
                    amount=Fraction(self.cleaned_data["amount"]),
                    first_year=year or self.years[0],
                    last_year=year or self.years[-1],
                )
            )
        return PlanQuestion(
            year=year, new_money=new_money, movable=list(self.cleaned_data["movable"])
        )


def _unbroken(code: str) -> str:
    """A code that stays on one line: a word joiner on both sides of each hyphen."""
    return code.replace("-", "\u2060-\u2060")
