"""What a person asks of the gaps, and what they say about one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from shidra.funding.models import Commitment
from shidra.gaps.models import GapKind, GapState
from shidra.gaps.queries import Gap, GapQuestion
from shidra.network.models import Activity, Organisation

__all__ = ["QuestionForm", "ReserveForm", "SayForm"]

FIRST_YEAR, LAST_YEAR, LARGEST = 1900, 2200, 10**12


class QuestionForm(forms.Form):
    """The filters as the address has them; what nobody could have chosen is left out."""

    kind = forms.ChoiceField(choices=GapKind.choices, required=False)
    factor = forms.CharField(required=False, max_length=64)
    place = forms.CharField(required=False, max_length=64)
    group = forms.CharField(required=False, max_length=130)
    year = forms.IntegerField(required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)
    state = forms.ChoiceField(choices=[("open", ""), *GapState.State.choices], required=False)
    at_least = forms.IntegerField(required=False, min_value=0, max_value=LARGEST)
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000)

    @property
    def question(self) -> GapQuestion:
        """What is asked, of all that was written rightly."""
        self.is_valid()
        given = self.cleaned_data
        return GapQuestion(
            kind=given.get("kind") or "",
            line=given.get("factor") or "",
            place=given.get("place") or "",
            group=given.get("group") or "",
            year=given.get("year"),
            state=given.get("state") or "",
            at_least=given.get("at_least"),
            page=given.get("page") or 1,
        )


class SayForm(forms.Form):
    """What is said of a gap: the act is the button; some acts need a reason, or what closes it."""

    use_required_attribute = False
    act = forms.ChoiceField(
        choices=[(each, each) for each in ("confirm", "work_on", "close", "accept", "reopen")]
    )
    version = forms.IntegerField(min_value=0)
    reason = forms.CharField(required=False, max_length=2000)
    activity = forms.ModelChoiceField(queryset=Activity.objects.none(), required=False)
    commitment = forms.ModelChoiceField(queryset=Commitment.objects.none(), required=False)

    WITH_REASON = frozenset({"close", "accept", "reopen"})

    def __init__(
        self,
        *args: Any,
        activities: QuerySet[Activity],
        commitments: QuerySet[Commitment],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("activity", activities), ("commitment", commitments)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows

    def clean(self) -> dict[str, Any]:
        """An act that others must be able to understand later gives its reason."""
        given = super().clean() or self.cleaned_data
        act = given.get("act")
        if act in self.WITH_REASON and not given.get("reason"):
            self.add_error("reason", _("Say why: everybody who sees this reads it."))
        if act == "work_on" and not (
            given.get("activity") or given.get("commitment") or given.get("reason")
        ):
            self.add_error("reason", _("Choose what closes it, or say in words what is done."))
        return given


class ReserveForm(forms.Form):
    """For whom something is reserved, or that it is given back."""

    use_required_attribute = False
    act = forms.ChoiceField(choices=[("reserve", "reserve"), ("let_go", "let_go")])
    version = forms.IntegerField(min_value=0)
    organisation = forms.ModelChoiceField(queryset=Organisation.objects.none(), required=False)
    reason = forms.CharField(required=False, max_length=2000)
    also = forms.MultipleChoiceField(required=False)

    def __init__(
        self,
        *args: Any,
        payers: QuerySet[Organisation],
        others: Sequence[Gap] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        also = self.fields["also"]
        assert isinstance(also, forms.MultipleChoiceField)
        also.choices = [(each.ref, each.ref) for each in others]
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = payers

    def clean(self) -> dict[str, Any]:
        """Whoever reserves says for whom."""
        given = super().clean() or self.cleaned_data
        if given.get("act") == "reserve" and not given.get("organisation"):
            self.add_error("organisation", _("Choose for whom it is reserved."))
        return given
