"""Words that people type, and fields that several forms have."""

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shidra.i18n.languages import LANGUAGES, known, language_by_script
from shidra.i18n.text import Text

__all__ = ["PlainWords", "area", "choose", "said_in_any", "spoken_language"]

_LINK = re.compile(
    r"https?:|www\.|\S@\S+\.\S|\b[\w-]+\.(?:com|net|org|info|ru|xyz|co\.il|io)\b", re.IGNORECASE
)
_PHONE = re.compile(r"(?:\+|\b0)\d(?:[\s-]?\d){7,}")
_SHOUT = re.compile(r"(.)\1{9,}", re.DOTALL)
# Vowel points and accents belong to their letters; more than four on one are there to be seen.
_MARK = r"[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u20d0-\u20ff]"
_MARKS = re.compile(f"({_MARK}{{4}}){_MARK}+")


def spoken_language(words: str, page: str | None) -> str:
    """The language that the letters tell, else that of the page."""
    is_latin = any(each.isascii() and each.isalpha() for each in words)
    return language_by_script(words) or ("en" if is_latin else known(page))


class PlainWords(forms.CharField):
    """Words that can be seen: without signs that hide or turn others, on one line, from a person."""

    def to_python(self, value: Any) -> str:
        words = unicodedata.normalize("NFC", str(value or ""))
        seen = "".join(
            " " if sign.isspace() else sign
            for sign in words
            if sign.isspace() or unicodedata.category(sign)[0] != "C"
        )
        return " ".join(_MARKS.sub(r"\1", seen).split())

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not any(sign.isalpha() for sign in value):
            raise forms.ValidationError(_("Write it in words, please."))
        if _LINK.search(value) or _PHONE.search(value):
            raise forms.ValidationError(
                _("Without addresses and telephone numbers, please: what you write is read aloud.")
            )
        if _SHOUT.search(value):
            raise forms.ValidationError(_("One sign comes many times in a row."))


def area(rows: int, **attrs: Any) -> forms.Textarea:
    return forms.Textarea({"rows": rows, "dir": "auto", **attrs})


def choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def said_in_any(cleaned: dict[str, Any], name: str) -> Text:
    said = {code: " ".join((cleaned.get(f"{name}_{code}") or "").split()) for code in LANGUAGES}
    return Text.of(**{code: words for code, words in said.items() if words})
