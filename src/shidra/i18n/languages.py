"""The three languages, in the order in which they are offered."""

from typing import Final, Literal

__all__ = [
    "DEFAULT",
    "LANGUAGES",
    "NAMES",
    "Direction",
    "direction",
    "is_right_to_left",
    "known",
    "language_by_script",
    "name_in",
]

type Direction = Literal["rtl", "ltr"]

LANGUAGES: Final = ("he", "ar", "en")
DEFAULT: Final = "he"

# Each language by its own name, as a reader of it looks for it.
NAMES: Final[dict[str, str]] = {"he": "עברית", "ar": "العربية", "en": "English"}

_NAMES_IN: Final[dict[str, dict[str, str]]] = {
    "he": {"he": "עברית", "ar": "ערבית", "en": "אנגלית"},
    "ar": {"he": "العبرية", "ar": "العربية", "en": "الإنجليزية"},
    "en": {"he": "Hebrew", "ar": "Arabic", "en": "English"},
}

_RIGHT_TO_LEFT: Final = frozenset({"he", "ar"})


def is_right_to_left(language: str) -> bool:
    """Whether a language is written from right to left.

    >>> is_right_to_left("ar"), is_right_to_left("en")
    (True, False)
    """
    return language in _RIGHT_TO_LEFT


def direction(language: str) -> Direction:
    """The value of `dir` for text in this language.

    >>> direction("he"), direction("en")
    ('rtl', 'ltr')
    """
    return "rtl" if is_right_to_left(language) else "ltr"


def name_in(code: str, language: str) -> str:
    """What a language is called in another, for the middle of a sentence.

    >>> name_in("ar", "he")
    'ערבית'
    """
    return _NAMES_IN[language][code]


def known(code: str | None) -> str:
    """The language of a code such as `he-IL`, Hebrew where it is none of the three.

    >>> known("ar-IL"), known("fr"), known(None)
    ('ar', 'he', 'he')
    """
    language = (code or "").replace("_", "-").partition("-")[0].lower()
    return language if language in LANGUAGES else DEFAULT


def language_by_script(text: str) -> str | None:
    """The language whose letters come first in a text; None for any other script.

    >>> language_by_script("2024, משרד החינוך"), language_by_script("Ministry of Education")
    ('he', None)
    """
    for letter in text:
        if "\u05d0" <= letter <= "\u05ea":
            return "he"
        if "\u0620" <= letter <= "\u064a":
            return "ar"
        if letter.isalpha():
            return None
    return None
