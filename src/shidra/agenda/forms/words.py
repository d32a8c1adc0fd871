"""A field for a text in three languages: the reader's own stands open, the others are folded."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shidra.i18n.languages import LANGUAGES, NAMES, direction, known
from shidra.i18n.text import Saying, State, Text

__all__ = ["WordsField", "in_own_language"]


def in_own_language(words: str) -> Text:
    """What a person wrote, in the language that its letters tell, else that of the page."""
    return Text.written(words, known(get_language()))


class _Words(forms.MultiWidget):
    """A text area, or a line, for each language."""

    template_name = "agenda/words.html"

    def __init__(self, rows: int, attrs: Any = None) -> None:
        widgets: dict[str, Any] = {
            code: forms.TextInput({"lang": code, "dir": direction(code)})
            if rows == 1
            else forms.Textarea({"lang": code, "dir": direction(code), "rows": rows})
            for code in LANGUAGES
        }
        super().__init__(widgets, attrs)

    def decompress(self, value: Text | None) -> list[str]:
        return [(value or Text()).words(code) for code in LANGUAGES]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        own = known(get_language())
        parts = [
            {"code": code, "name": NAMES[code], "widget": part, "is_filled": bool(part["value"])}
            for code, part in zip(LANGUAGES, context["widget"]["subwidgets"], strict=True)
        ]
        context["own"] = next(part for part in parts if part["code"] == own)
        context["others"] = [part for part in parts if part["code"] != own]
        return context


class WordsField(forms.MultiValueField):
    """A `Text`: any of the languages may be empty, all of them only where it is not required."""

    def __init__(self, *, rows: int = 4, longest: int = 5000, **kwargs: Any) -> None:
        fields = [forms.CharField(required=False, max_length=longest) for _code in LANGUAGES]
        required = kwargs.pop("required", False)
        super().__init__(
            fields, widget=_Words(rows), require_all_fields=False, required=False, **kwargs
        )
        self.wants_words = required

    def compress(self, data_list: list[str]) -> Text:
        pairs = zip(LANGUAGES, data_list or ["", "", ""], strict=True)
        # Lines of a form end as browsers end them, which is nobody's change of the words.
        filled = [(code, words.replace("\r\n", "\n").strip()) for code, words in pairs]
        return Text(
            {
                code: Saying(words, State.SOURCE if place == 0 else State.TRANSLATED)
                for place, (code, words) in enumerate((c, w) for c, w in filled if w)
            }
        )

    def clean(self, value: Any) -> Text:
        text: Text = super().clean(value) or Text()
        if self.wants_words and not text:
            raise forms.ValidationError(_("Write this in at least one language."))
        return text
