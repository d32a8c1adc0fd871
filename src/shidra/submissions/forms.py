"""What a partner writes or chooses: a file, pasted rows, numbers, and which column says what."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shidra.i18n.languages import known
from shidra.i18n.text import Shown
from shidra.measurement.models import Indicator
from shidra.network.models import Organisation
from shidra.submissions.analysis import Opened
from shidra.submissions.models import Submission
from shidra.submissions.presentation.findings import Finding
from shidra.submissions.presentation.owed import OwedLine
from shidra.submissions.presentation.words import label_of
from shidra.submissions.queries.matching import MEASURED, NAMED, Matching, Terms
from shidra.submissions.queries.periods import is_of_kind
from shidra.submissions.queries.spreading import Spread
from shidra.submissions.queries.taken import Question

__all__ = [
    "AnswersForm",
    "DutyForm",
    "FileForm",
    "MatchingForm",
    "MoveForm",
    "NumbersForm",
    "PasteForm",
]

# The files of one partner are small; a workbook of everything is loaded elsewhere.
MOST_BYTES = 10 * 1024 * 1024
MOST_PASTED = 1_000_000
MOST_WORDS = 60
# A column of ours that no column of theirs says; and one that holds for all rows alike.
NOTHING, SAME, ALL = "-", "=", "*"
_FIXABLE = frozenset(NAMED)


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


class MatchingForm(forms.Form):
    """Which of the file's columns says what, and what the partner's words mean."""

    use_required_attribute = False

    def __init__(self, opened: Opened, data: Any = None) -> None:
        super().__init__(data)
        self._opened, language = opened, known(get_language())
        terms, matching = opened.terms, opened.matching
        header = [
            (name, _with_example(name, opened)) for name in dict.fromkeys(opened.table.header)
        ]
        theirs = [choice for choice in header if choice[0]]
        spread = matching.spread
        for ours in self._matched():
            same = [(SAME, _("the same for all rows"))] if ours in _FIXABLE else []
            self.fields[f"column-{ours}"] = forms.ChoiceField(
                label=label_of(ours, terms, language),
                choices=[(NOTHING, _("not in my file")), *same, *theirs],
                initial=matching.columns.get(ours, SAME if ours in matching.fixed else NOTHING),
            )
            if ours in _FIXABLE:
                self.fields[f"fixed-{ours}"] = self._fixed(ours, terms, matching, language)
        self.spread_columns = list(dict.fromkeys(filter(None, opened.table.header)))
        if spread is not None:
            for number, name in enumerate(self.spread_columns):
                self._ask_spread(number, name, spread, terms, language)
        self.words: list[tuple[str, str]] = []
        for ours, words in opened.unknown.items():
            for word in words[:MOST_WORDS]:
                self._ask_word(ours, word, terms, language)

    def _matched(self) -> list[str]:
        """Our columns, without the one of which the names of several of theirs tell."""
        spread = self._opened.matching.spread
        return [ours for ours in self._opened.terms.ours if not spread or ours != spread.names]

    def _ask_spread(
        self, number: int, name: str, spread: Spread, terms: Terms, language: str
    ) -> None:
        """What one column of a wide table is the name of, and which number it holds."""
        code, held = spread.columns.get(name, (NOTHING, "value"))
        label = _with_example(name, self._opened)
        if spread.names == "period":
            widget = forms.TextInput({"dir": "ltr", "placeholder": "2025/26"})
            said = "" if code == NOTHING else code
            asked: forms.Field = forms.CharField(
                label=label, required=False, max_length=10, initial=said, widget=widget
            )
        else:
            everybody = [] if spread.names == "indicator" else [(ALL, _("everybody"))]
            choices = [(NOTHING, "–"), *everybody, *_names(terms.codes(spread.names), language)]
            asked = forms.ChoiceField(label=label, choices=choices, initial=code or ALL)
        self.fields[f"spread-{number}"] = asked
        self.fields[f"holds-{number}"] = forms.ChoiceField(
            label=_("holds the"),
            choices=[(each, label_of(each, terms, language)) for each in MEASURED[:4]],
            initial=held,
        )

    def spread(self) -> Iterator[tuple[BoundField, BoundField]]:
        """Of a wide table each column, with what it is the name of and what it holds."""
        if self._opened.matching.spread is not None:
            for number in range(len(self.spread_columns)):
                yield self[f"spread-{number}"], self[f"holds-{number}"]

    def _fixed(self, ours: str, terms: Terms, matching: Matching, language: str) -> forms.Field:
        label, said = _("for all rows"), matching.fixed.get(ours, "")
        if ours == "period":
            widget = forms.TextInput({"dir": "ltr", "placeholder": "2025/26"})
            return forms.CharField(
                label=label, required=False, max_length=10, initial=said, widget=widget
            )
        choices = [("", "–"), *_names(terms.codes(ours), language)]
        return forms.ChoiceField(label=label, required=False, choices=choices, initial=said)

    def _ask_word(self, ours: str, word: str, terms: Terms, language: str) -> None:
        name = f"word-{len(self.words)}"
        self.words.append((ours, word))
        choices = [("", _("leave these rows out")), *_names(terms.codes(ours), language)]
        self.fields[name] = forms.ChoiceField(
            label=Shown.by_script(word, language), required=False, choices=choices
        )

    def named(self) -> Iterator[tuple[BoundField, BoundField]]:
        """The columns that can be the same for all rows, each with what that would be."""
        for ours in (name for name in self._matched() if name in _FIXABLE):
            yield self[f"column-{ours}"], self[f"fixed-{ours}"]

    def others(self) -> Iterator[BoundField]:
        """All other columns of ours."""
        for ours in self._matched():
            if ours not in _FIXABLE:
                yield self[f"column-{ours}"]

    def asked_words(self) -> Iterator[BoundField]:
        """The words of the file that name nothing we know."""
        for number in range(len(self.words)):
            yield self[f"word-{number}"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.matching(cleaned).is_enough:
            raise forms.ValidationError(
                _(
                    "Say at least which column, or which one for all rows, is the indicator and "
                    "the period, and which column holds the numerator or the value."
                )
            )
        chosen = [
            value
            for name, value in cleaned.items()
            if name.startswith("column-") and value not in {NOTHING, SAME}
        ]
        chosen += self._spread(cleaned)
        if len(chosen) != len(set(chosen)):
            raise forms.ValidationError(_("One column of your file stands for two of ours."))
        return cleaned

    def matching(self, cleaned: Mapping[str, Any] | None = None) -> Matching:
        """What was chosen; words that were matched before stay."""
        said = self.cleaned_data if cleaned is None else cleaned
        columns, fixed = {}, {}
        for ours in self._matched():
            chosen = said.get(f"column-{ours}", NOTHING)
            if chosen == SAME and (text := str(said.get(f"fixed-{ours}") or "").strip()):
                fixed[ours] = text
            elif chosen not in {NOTHING, SAME}:
                columns[ours] = chosen
        words = {name: dict(known) for name, known in self._opened.matching.words.items()}
        for number, (ours, word) in enumerate(self.words):
            if code := said.get(f"word-{number}"):
                words.setdefault(ours, {})[word] = code
        before = self._opened.matching.spread
        spread = Spread(before.names, self._spread(said)) if before else None
        return Matching(columns, fixed, words, self._opened.table.title, spread)

    def _spread(self, said: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
        """What was said of the columns of a wide table."""
        found = {}
        for number, name in enumerate(self.spread_columns):
            code = str(said.get(f"spread-{number}") or "").strip()
            if code and code != NOTHING:
                held = str(said.get(f"holds-{number}", "value"))
                found[name] = ("" if code == ALL else code, held)
        return found


def _with_example(name: str, opened: Opened) -> Shown:
    """A column with what stands in its first row."""
    from shidra.exchange.workbook.cells import as_text

    at = opened.table.header.index(name)
    cells = (row.cells[at] for row in opened.table.rows if at < len(row.cells))
    example = next((text for cell in cells if (text := as_text(cell))), "")
    said = f"{name} ({example[:30]})" if example else name
    return Shown.by_script(said, known(get_language()))


def _names(codes: Mapping[str, Any], language: str) -> Iterable[tuple[str, Any]]:
    return [(code, name.shown(language)) for code, name in codes.items()]


class MoveForm(forms.Form):
    """One step of a submission."""

    use_required_attribute = False
    to = forms.ChoiceField(choices=Submission.Status.choices)
    edition = forms.IntegerField(min_value=1, max_value=2_000_000_000)
    note = forms.CharField(required=False, max_length=1000)


class DutyForm(forms.Form):
    """A partner is asked for the figures of a measure."""

    use_required_attribute = False
    organisation = forms.ChoiceField(label=_("Partner"))
    indicator = forms.ChoiceField(label=_("Indicator"))
    place = forms.ChoiceField(
        label=_("Place"),
        required=False,
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
        organisations: Iterable[Organisation],
        indicators: Iterable[Indicator],
        terms: Terms,
        data: Any = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        language = known(get_language())
        self.organisations = {each.code: each for each in organisations}
        self.indicators = {each.code: each for each in indicators}
        named = {
            "organisation": _names({c: o.name for c, o in self.organisations.items()}, language),
            "indicator": _names({c: i.name for c, i in self.indicators.items()}, language),
            "place": [("", "–"), *_names(terms.codes("place"), language)],
        }
        for name, choices in named.items():
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
