"""Finding a name by what people type: without vowel signs, case, or kinds of one letter."""

import unicodedata

__all__ = ["found_in", "plain_letters"]

# Letters that are typed for one another, and marks that nobody types.
_SAME = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ة": "ه",
        "ؤ": "و",
        "ئ": "ي",
        "ـ": "",
        "״": "",
        "׳": "",
        '"': "",
        "'": "",
        "’": "",
        "־": " ",
        "-": " ",
        "–": " ",
    }
)


def plain_letters(words: str) -> str:
    """The words as they are compared.

    >>> plain_letters("שֶׁפַע־מָזוֹן") == plain_letters("שפע מזון")
    True
    >>> plain_letters("أُسرة") == plain_letters("اسره")
    True
    """
    apart = unicodedata.normalize("NFKC", words).translate(_SAME)
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFD", apart)
        if unicodedata.category(letter) not in {"Mn", "Cf"}
    )
    return " ".join(bare.casefold().split())


def found_in(asked: str, name: str) -> bool:
    """Whether each word that is asked for stands in the name.

    >>> found_in("time THERAPY", "Early detection and timely therapy")
    True
    """
    whole = plain_letters(name)
    return all(word in whole for word in plain_letters(asked).split())
