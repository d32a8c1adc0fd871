"""Which column of a partner's file says what, and what its words mean."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shidra.i18n.languages import known
from shidra.i18n.text import Shown
from shidra.submissions.analysis import Opened
from shidra.submissions.forms.choosing import named
from shidra.submissions.presentation.words import label_of
from shidra.submissions.queries.matching import MEASURED, NAMED, Matching, Terms
from shidra.submissions.queries.spreading import Spread

__all__ = ["MatchingForm"]

MOST_WORDS = 60
# A column of ours that no column of theirs says; and one that holds for all rows alike.
NOTHING, SAME, ALL = "-", "=", "*"
_FIXABLE = frozenset(NAMED)


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
            choices = [(NOTHING, "–"), *everybody, *named(terms.codes(spread.names), language)]
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
        choices = [("", "–"), *named(terms.codes(ours), language)]
        return forms.ChoiceField(label=label, required=False, choices=choices, initial=said)

    def _ask_word(self, ours: str, word: str, terms: Terms, language: str) -> None:
        name = f"word-{len(self.words)}"
        self.words.append((ours, word))
        choices = [("", _("leave these rows out")), *named(terms.codes(ours), language)]
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
