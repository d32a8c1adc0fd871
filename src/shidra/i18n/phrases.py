"""Sentences with names in them, each name in the language that it has.

A name that fell back to another language must say so wherever it stands: to the eye, to a screen
reader, and to the algorithm that orders letters. So a sentence is filled here twice in one go: as
plain words with isolates, for attributes, terminals and spreadsheets, and as HTML.
"""

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Self

from shidra.i18n.isolates import ltr
from shidra.i18n.text import Shown

__all__ = [
    "Phrase",
    "arrow",
    "code",
    "comma",
    "filled",
    "html_of",
    "listed",
    "plain",
    "together",
]


class Phrase(str):
    """Words for a reader: plain as a string, and with its names marked as HTML.

    >>> said = filled("%(name)s: all is covered", name=Shown("שדרה", "he", is_fallback=True))
    >>> said
    '\u2067שדרה\u2069: all is covered'
    >>> said.__html__()
    '<span class="fallback" lang="he" dir="rtl">שדרה</span>: all is covered'
    """

    __slots__ = ("_html",)
    _html: str

    def __new__(cls, words: str = "", html: str | None = None) -> Self:
        phrase = super().__new__(cls, plain(words))
        phrase._html = html_of(words) if html is None else html
        return phrase

    def __reduce__(self) -> tuple[type[Self], tuple[str, str]]:
        return type(self), (str(self), self._html)

    def __html__(self) -> str:
        return self._html

    def mended(self, mend: Callable[[str], str]) -> Self:
        """The same with a change of its own words, such as a prefix that bends to its name."""
        return type(self)(mend(str(self)), mend(self._html))


def plain(words: str) -> str:
    """Words for a place that takes no HTML; a name of another language keeps its direction."""
    return words.isolated if isinstance(words, Shown) and words.is_foreign else str(words)


def html_of(words: str) -> str:
    """Words for a page: what is marked up already stays, all else is escaped."""
    marked = getattr(words, "__html__", None)
    return str(marked()) if marked else escape(words)


def filled(sentence: str, facts: Mapping[str, object] | None = None, /, **more: object) -> Phrase:
    """A translated sentence with its `%(name)s` filled in.

    Names are isolated, whatever their language: a name that begins or ends with letters of
    another script would else reorder what stands beside it.
    """
    said = {**(facts or {}), **more}
    return Phrase(
        sentence % {name: _inside(words) for name, words in said.items()},
        escape(sentence, quote=False) % {name: _inside_html(words) for name, words in said.items()},
    )


def _inside(words: object) -> str:
    return words.isolated if isinstance(words, Shown) else str(words)


def _inside_html(words: object) -> str:
    if isinstance(words, Shown) and not words.is_foreign:
        return escape(words.isolated)
    return html_of(words if isinstance(words, str) else str(words))


def together(words: Iterable[str], between: str = " ") -> Phrase:
    """Sentences one after another, or parts with a sign between them; empty ones are left out."""
    kept = [each for each in words if each]
    return Phrase(between.join(map(_inside, kept)), escape(between).join(map(_inside_html, kept)))


def comma(language: str) -> str:
    """The comma that stands between things listed."""
    return "، " if language == "ar" else ", "


def arrow(language: str) -> str:
    """What stands between the steps of a path, in the direction of reading."""
    return " → " if language == "en" else " ← "


def listed(names: Iterable[str], language: str) -> Phrase:
    """Names one after another, each isolated, with the comma of the language.

    >>> from shidra.i18n.isolates import strip
    >>> strip(listed([Shown("a", "ar"), Shown("b", "ar")], "ar"))
    'a، b'
    """
    return together(
        (each if isinstance(each, Shown | Phrase) else Shown(each, language) for each in names),
        comma(language),
    )


def code(text: str) -> Phrase:
    """A code that stands where a name is missing: readable, and plainly no word of the language.

    >>> code("home_language").__html__()
    '<code dir="ltr">home_language</code>'
    """
    return Phrase(ltr(text), f'<code dir="ltr">{escape(text)}</code>')
