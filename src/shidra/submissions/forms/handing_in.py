"""What a partner hands in: a file, pasted rows, numbers, answers, one step further."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from shidra.measurement.models import Indicator
from shidra.submissions.models import Submission
from shidra.submissions.presentation.findings import Finding
from shidra.submissions.presentation.owed import OwedLine
from shidra.submissions.queries.taken import Question

__all__ = ["AnswersForm", "FileForm", "MoveForm", "NumbersForm", "PasteForm"]

# The files of one partner are small; a workbook of everything is loaded elsewhere.
MOST_BYTES = 10 * 1024 * 1024
MOST_PASTED = 1_000_000


class FileForm(forms.Form):
    """The partner's own file."""

    use_required_attribute = False
    file = forms.FileField(
        label=_("Your file"),
        help_text=_("A spreadsheet (.xlsx) or a .csv file: the template, or a table of your own."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm,.csv,.tsv,.txt"}),
        error_messages={
            "empty": _("The file is empty."),
            "required": _("Choose a file first."),
        },
    )

    def clean_file(self) -> Any:
        file, most = self.cleaned_data["file"], min(MOST_BYTES, settings.SHIDRA_UPLOAD_BYTES)
        if file.size is None or file.size > most:
            raise forms.ValidationError(
                _("The file is larger than %(most)s MB."), params={"most": most // 1024 // 1024}
            )
        return file


class PasteForm(forms.Form):
    """Rows copied from a spreadsheet."""

    use_required_attribute = False
    rows = forms.CharField(
        label=_("Rows"),
        strip=False,
        max_length=MOST_PASTED,
        widget=forms.Textarea({"rows": "8", "dir": "auto", "spellcheck": "false"}),
        help_text=_(
            "Copy the cells in your spreadsheet together with the row that names the columns, and "
            "paste them here."
        ),
        error_messages={"required": _("Paste at least one row.")},
    )


class NumbersForm(forms.Form):
    """The few numbers that are owed: one line for each measure, period and place."""

    use_required_attribute = False

    def __init__(
        self, owed: Sequence[OwedLine], units: Mapping[str, Indicator], data: Any = None
    ) -> None:
        super().__init__(data)
        self.owed, self._units = owed, units
        for line in owed:
            for name in self._asked(line):
                self.fields[f"{line.key}-{name}"] = _NumberField(label=_NUMBERS[name])
            self.fields[f"{line.key}-remarks"] = forms.CharField(
                label=_("Remarks"), required=False, max_length=500
            )

    def _asked(self, line: OwedLine) -> tuple[str, ...]:
        has_sides = self._units[line.indicator].unit not in _WITHOUT_SIDES
        return ("numerator", "denominator") if has_sides else ("value",)

    def lines(self) -> Iterator[tuple[OwedLine, list[BoundField]]]:
        """Each figure that is owed, with its fields."""
        for line in self.owed:
            names = (*self._asked(line), "remarks")
            yield line, [self[f"{line.key}-{name}"] for name in names]

    def rows(self) -> list[dict[str, str]]:
        """What was written, a row for each figure of which anything was."""
        found = []
        for line in self.owed:
            said = {
                name: str(self.cleaned_data.get(f"{line.key}-{name}") or "").strip()
                for name in (*self._asked(line), "remarks")
            }
            if any(text for name, text in said.items() if name != "remarks"):
                named = {"indicator": line.indicator, "period": line.period_code}
                found.append({**named, "place": line.place, **said})
        return found


_WITHOUT_SIDES = frozenset({"count", "index", "score", "ILS", "days"})
_NUMBERS = {"numerator": _("Numerator"), "denominator": _("Denominator"), "value": _("Value")}


class _NumberField(forms.CharField):
    """A number as it was typed; the rules of the dry run say whether it is one."""

    def __init__(self, label: Any) -> None:
        widget = forms.TextInput({"inputmode": "decimal", "dir": "ltr", "class": "number"})
        super().__init__(label=label, required=False, max_length=30, widget=widget)


class AnswersForm(forms.Form):
    """What the partner says to each question about its figures; none of them has to be answered."""

    use_required_attribute = False

    def __init__(
        self, asked: Iterable[Question], known_answers: Mapping[str, str], data: Any = None
    ) -> None:
        super().__init__(data)
        for each in asked:
            self.fields[each.key] = forms.CharField(
                label=_("Your answer"),
                required=False,
                max_length=500,
                initial=known_answers.get(each.key, ""),
                widget=forms.Textarea({"rows": "2", "dir": "auto", "form": FORM_OF_ANSWERS}),
            )

    def beside(self, found: Iterable[Finding]) -> list[tuple[Finding, BoundField]]:
        """Each question in words, with the field for its answer."""
        return [(each, self[each.key]) for each in found]

    def answers(self) -> dict[str, str]:
        """What was written, by the key of its question."""
        said = self.cleaned_data if self.is_valid() else {}
        return {key: text.strip() for key, text in said.items() if text.strip()}


# The form that answers are sent with; their fields stand in a table outside it.
FORM_OF_ANSWERS = "keep"


class MoveForm(forms.Form):
    """One step of a submission."""

    use_required_attribute = False
    to = forms.ChoiceField(choices=Submission.Status.choices)
    edition = forms.IntegerField(min_value=1, max_value=2_000_000_000)
    note = forms.CharField(required=False, max_length=1000)
