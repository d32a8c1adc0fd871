"""A text in three languages: each with its words, its state, and who wrote it when.

Plain values, no Django: the database field that stores them is in `shidra.i18n.fields`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from html import escape
from typing import Any, Self

from shidra.i18n.isolates import isolate, label
from shidra.i18n.languages import direction, language_by_script

__all__ = ["FALLBACK_ORDER", "Saying", "Shown", "State", "Text"]

# What a reader of a language sees when it has no words of its own.
FALLBACK_ORDER: Mapping[str, tuple[str, ...]] = {
    "he": ("he", "en", "ar"),
    "ar": ("ar", "he", "en"),
    "en": ("en", "he", "ar"),
}


class State(StrEnum):
    """How far the words of one language have come."""

    SOURCE = "source"
    TRANSLATED = "translated"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class Saying:
    """The words of one language.

    Attributes:
        text: the words.
        state: source, translated or reviewed.
        at: when they were written, ISO 8601, empty when unknown.
        by: who wrote them, empty when unknown.
    """

    text: str
    state: State = State.SOURCE
    at: str = ""
    by: str = ""


class Shown(str):
    """What a reader gets: the words, their language, and whether it is another than asked for.

    It is a string wherever a string is wanted; as HTML, words of another language are marked.
    `is_foreign` says that they are of another language than the reader's, `is_fallback` that they
    stand there because a translation is missing, which is to be seen.

    >>> name = Shown("שדרה", "he", is_fallback=True)
    >>> name.__html__()
    '<span class="fallback" lang="he" dir="rtl">שדרה</span>'
    >>> name.isolated
    '\u2067שדרה\u2069'
    """

    __slots__ = ("is_fallback", "is_foreign", "language")
    language: str
    is_fallback: bool
    is_foreign: bool

    def __new__(
        cls, text: str, language: str, *, is_fallback: bool = False, is_foreign: bool = False
    ) -> Self:
        shown = super().__new__(cls, text)
        shown.language, shown.is_fallback = language, is_fallback
        shown.is_foreign = is_fallback or is_foreign
        return shown

    @classmethod
    def by_script(cls, text: str, language: str) -> Self:
        """Words whose language nobody wrote down, for a reader of `language`: their script tells.

        Nobody owes their translation, so they are foreign and no fallback.

        >>> Shown.by_script("משרד החינוך, 2024", "en").__html__()
        '<span lang="he" dir="rtl">משרד החינוך, 2024</span>'
        """
        spoken = language_by_script(text) or language
        return cls(text, spoken, is_foreign=spoken != language)

    @property
    def text(self) -> str:
        """The words alone."""
        return str(self)

    @property
    def isolated(self) -> str:
        """The words in an isolate, for sentences, attributes and whatever else is no HTML."""
        if self.is_foreign:
            return label(self, self.language)
        return isolate(self)

    def worded(self, text: str) -> Self:
        """Other words of the same language: a part of these, or a shorter form."""
        return type(self)(
            text, self.language, is_fallback=self.is_fallback, is_foreign=self.is_foreign
        )

    def __getnewargs_ex__(self) -> tuple[tuple[str, str], dict[str, bool]]:
        marks = {"is_fallback": self.is_fallback, "is_foreign": self.is_foreign}
        return (str(self), self.language), marks

    def __html__(self) -> str:
        if not self.is_foreign:
            return escape(self)
        sign = ' class="fallback"' if self.is_fallback else ""
        return (
            f'<span{sign} lang="{self.language}" dir="{direction(self.language)}">'
            f"{escape(self)}</span>"
        )


@dataclass(frozen=True, slots=True)
class Text:
    """A text in up to three languages, immutable.

    >>> name = Text.of(he="שדרה", en="Spine")
    >>> name.shown("ar").text, name.shown("ar").is_fallback
    ('שדרה', True)
    """

    sayings: Mapping[str, Saying] = field(default_factory=dict)

    @classmethod
    def of(cls, *, he: str = "", ar: str = "", en: str = "") -> Self:
        """Words given per language; the first filled one, Hebrew first, is the source."""
        filled = [(code, words) for code, words in (("he", he), ("ar", ar), ("en", en)) if words]
        return cls(
            {
                code: Saying(words, State.SOURCE if place == 0 else State.TRANSLATED)
                for place, (code, words) in enumerate(filled)
            }
        )

    @classmethod
    def written(cls, words: str, otherwise: str) -> Self:
        """What a person wrote, in the language that its letters tell, else in another one.

        >>> Text.written("שלום", "en").words("he"), Text.written("2026", "ar").words("ar")
        ('שלום', '2026')
        """
        words = words.replace("\r\n", "\n").strip()
        if not words:
            return cls()
        is_latin = any(each.isascii() and each.isalpha() for each in words)
        spoken = language_by_script(words) or ("en" if is_latin else otherwise)
        return cls({spoken: Saying(words)})

    def __bool__(self) -> bool:
        return bool(self.sayings)

    def __iter__(self) -> Iterator[str]:
        return iter(self.sayings)

    def __hash__(self) -> int:
        return hash(tuple(sorted((code, said.text) for code, said in self.sayings.items())))

    def words(self, language: str) -> str:
        """The words of just this language, empty when it has none."""
        said = self.sayings.get(language)
        return said.text if said else ""

    def shown(self, language: str) -> Shown:
        """What a reader of `language` sees: its own words, else the first that exist."""
        for code in FALLBACK_ORDER[language]:
            said = self.sayings.get(code)
            if said:
                return Shown(said.text, code, is_fallback=code != language)
        return Shown("", language, is_fallback=False)

    def same_words(self, other: "Text") -> bool:
        """Whether both say the same in each language, whoever wrote it and when."""
        return {c: s.text for c, s in self.sayings.items()} == {
            c: s.text for c, s in other.sayings.items()
        }

    def reworded(self, new: "Text", *, by: str, at: datetime) -> "Text":
        """The words of `new`, keeping state, author and day where a language did not change."""
        stamp = at.isoformat(timespec="seconds")
        return Text(
            {
                code: old
                if (old := self.sayings.get(code)) and old.text == said.text
                else replace(said, at=said.at or stamp, by=said.by or by)
                for code, said in new.sayings.items()
            }
        )

    def as_document(self) -> dict[str, dict[str, str]]:
        """The form that is stored."""
        return {
            code: {"text": said.text, "state": said.state.value, "at": said.at, "by": said.by}
            for code, said in self.sayings.items()
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any] | None) -> Self:
        """Read the stored form.

        Raises:
            ValueError: a language or a state that is not known.
        """
        sayings: dict[str, Saying] = {}
        for code, said in (document or {}).items():
            if code not in FALLBACK_ORDER:
                raise ValueError(f"unknown language {code!r}")
            sayings[code] = Saying(
                said["text"], State(said["state"]), said.get("at", ""), said.get("by", "")
            )
        return cls(sayings)
