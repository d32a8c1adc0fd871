"""A scenario's name and reason, and its steps."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from shidra.i18n.languages import known
from shidra.i18n.phrases import arrow, plain, together
from shidra.structure.queries import MapHere

__all__ = ["CutForm", "DiscountForm", "MoveForm", "ScenarioForm"]

FURTHEST = 1_000_000


class ScenarioForm(forms.Form):
    """What the scenario is called, and why it is asked."""

    name = forms.CharField(
        label=gettext_lazy("Name of the scenario"),
        max_length=120,
        help_text=gettext_lazy("A question, such as: what if transport improves?"),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why we ask"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MoveForm(forms.Form):
    """Move a factor up or down."""

    move = forms.ChoiceField(label=gettext_lazy("Factor"))
    by = forms.FloatField(min_value=-FURTHEST, max_value=FURTHEST)

    def __init__(self, *args: Any, here: MapHere, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = known(get_language())
        field = self.fields["move"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (code, plain(name.shown(language)))
            for code, name in here.names.items()
            if code not in here.outcomes
        ]
        self.fields["by"].label = (
            _("By how many units of its indicator")
            if here.tells_how_much
            else _("By how many steps")
        )
        self.fields["by"].help_text = (
            _("Below zero is down.")
            if here.tells_how_much
            else _("A state has five steps, from 0 to 4. Below zero is down.")
        )
        if not here.tells_how_much:
            self.fields["by"] = forms.IntegerField(
                label=self.fields["by"].label,
                help_text=self.fields["by"].help_text,
                min_value=-4,
                max_value=4,
                initial=1,
            )

    def clean_by(self) -> float:
        by: float = self.cleaned_data["by"]
        if not by:
            raise forms.ValidationError(_("Please say by how much: zero moves nothing."))
        return by

    @property
    def step(self) -> dict[str, Any]:
        """The step as it is kept."""
        return {"move": self.cleaned_data["move"], "by": self.cleaned_data["by"]}


class CutForm(forms.Form):
    """Cut a link."""

    cut = forms.ChoiceField(label=gettext_lazy("Link"))

    def __init__(self, *args: Any, here: MapHere, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = known(get_language())
        self._keys = {f"{tie.source} {tie.target}": tie for tie in here.ties}
        field = self.fields["cut"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (
                key,
                plain(
                    together(
                        (
                            here.names[tie.source].shown(language),
                            here.names[tie.target].shown(language),
                        ),
                        arrow(language),
                    )
                ),
            )
            for key, tie in self._keys.items()
        ]

    @property
    def step(self) -> dict[str, Any]:
        """The step as it is kept."""
        tie = self._keys[self.cleaned_data["cut"]]
        return {"cut": [tie.source, tie.target]}


class DiscountForm(forms.Form):
    """What a year of waiting takes off the worth of an effect."""

    discount = forms.FloatField(
        label=gettext_lazy("What a year of waiting takes off, in percent"),
        help_text=gettext_lazy(
            "With 3, an effect that is felt after a year is worth 1 ÷ 1.03 of one felt at once."
        ),
        min_value=0,
        max_value=100,
    )

    def __init__(self, *args: Any, here: MapHere, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    @property
    def step(self) -> dict[str, Any]:
        """The step as it is kept."""
        return {"discount": self.cleaned_data["discount"] / 100}
