"""Choices of what has a code and a name, few or thousands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.forms.utils import flatatt
from django.utils.safestring import SafeString, mark_safe

from shidra.ui.templatetags.ui import options

__all__ = ["LongChoice", "named"]


def named(codes: Mapping[str, Any], language: str) -> Iterable[tuple[str, Any]]:
    """Codes with what they are called, for a choice."""
    return [(code, name.shown(language)) for code, name in codes.items()]


@dataclass(frozen=True, slots=True)
class _Choice:
    """One choice, as a list of them is written."""

    code: str
    name: str
    is_chosen: bool
    inside: tuple["_Choice", ...] = ()


class LongChoice(forms.Select):
    """A choice among thousands, written in one go: an option as a page of its own costs too much."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        del renderer
        chosen = "" if value is None else str(value)
        about = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        choices = cast("Iterable[tuple[Any, str]]", self.choices)
        told = options(_Choice(str(code), words, str(code) == chosen) for code, words in choices)
        return mark_safe(f"<select{about}>{told}</select>")  # noqa: S308  (escaped there)
