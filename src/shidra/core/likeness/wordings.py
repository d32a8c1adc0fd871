"""Likeness of short wordings in Hebrew, Arabic and Latin letters.

People who write at the same time write the same thing differently: with or without vowel points,
a final letter, an article, a hamza. *Folding* takes such differences away:

- compatibility forms and case are made one (NFKD, ``casefold``); marks (niqqud, tashkeel, accents)
  and characters that cannot be seen go; everything but letters and digits separates words;
- Hebrew final letters become plain ones; Arabic forms of alef become ا, ى becomes ي, ة becomes ه,
  and the tatweel goes;
- the article goes where at least three letters stay: ال (also behind و), ה (also behind ו).

The likeness of two wordings is the Dice coefficient of the multisets of their letter pairs, each
folded word counted with a space before and behind it:

    likeness(a, b) = 2 · |pairs(a) ∩ pairs(b)| / (|pairs(a)| + |pairs(b)|)

It lies between 0 and 1, is the same both ways round, does not ask for the order of words, and is 1
for wordings that fold to the same words. Two wordings are *alike* from ``ALIKE`` on; a group of
alike ones is what hangs together by such pairs (single linkage), so that a group may hold two that
are less alike than that. A person looks at every group.

Reference: L. R. Dice, "Measures of the amount of ecologic association between species",
*Ecology* 26 (1945); letter pairs for words: G. W. Adamson and J. Boreham, *Information Storage and
Retrieval* 10 (1974).
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence

ALIKE = 0.62
"""From this likeness on two wordings are likely to say the same."""

_LEAST_LEFT = 3
"""So many letters stay of a word whose article is taken away."""

_SAME_LETTER = str.maketrans("ךםןףץٱىة", "כמנפצايه", "ـ")
_ARTICLES = ("وال", "ال", "וה", "ה")

type _Pairs = Counter[str]


def fold(words: str) -> str:
    r"""The words without what people write in different ways.

    >>> fold("הַגַּנִּים  הציבוריים!") == fold("גנימ ציבוריימ")
    True
    >>> fold("الأُسرة") == fold("اسره")
    True
    >>> fold("\u200f Pre-school")
    'pre school'
    """
    plain = unicodedata.normalize("NFKD", words).casefold().translate(_SAME_LETTER)
    letters = "".join(
        sign if unicodedata.category(sign)[0] in "LN" else " "
        for sign in plain
        if unicodedata.category(sign)[0] not in "MC" or sign in "\t\n"
    )
    return " ".join(_without_article(word) for word in letters.split())


def _without_article(word: str) -> str:
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= _LEAST_LEFT:
            return word[len(article) :]
    return word


def likeness(first: str, second: str) -> float:
    """How far two wordings say the same, from 0 to 1.

    >>> likeness("חוסר במטפלות", "מטפלות: חוסר")
    0.88
    >>> likeness("نقص المواصلات", "المواصلات العامة") > likeness("نقص المواصلات", "الصحة")
    True
    >>> likeness("", "anything")
    0.0
    """
    return _dice(_pairs(fold(first)), _pairs(fold(second)))


def _pairs(folded: str) -> _Pairs:
    return Counter(
        padded[place : place + 2]
        for word in folded.split()
        for padded in [f" {word} "]
        for place in range(len(padded) - 1)
    )


def _dice(first: _Pairs, second: _Pairs) -> float:
    whole = first.total() + second.total()
    return 2 * (first & second).total() / whole if whole else 0.0


def groups_of_alike(wordings: Sequence[str], *, alike: float = ALIKE) -> list[list[int]]:
    """The places of the wordings, those that are likely to say the same together.

    Groups stand in the order of their first wording, and so do the places in each. Only wordings
    that share a letter pair are compared.

    Raises:
        ValueError: ``alike`` is not between 0 (excluded) and 1.

    >>> groups_of_alike(["הסעות לגן", "מטפלות", "הסעות לגנים"])
    [[0, 2], [1]]
    """
    if not 0 < alike <= 1:
        msg = f"The likeness from which on wordings are alike must be above 0, up to 1: {alike}"
        raise ValueError(msg)
    pairs = [_pairs(fold(each)) for each in wordings]
    leader = list(range(len(wordings)))
    for first, second in _candidates(pairs):
        if _dice(pairs[first], pairs[second]) >= alike:
            one, other = sorted((_leader_of(first, leader), _leader_of(second, leader)))
            leader[other] = one
    groups: dict[int, list[int]] = defaultdict(list)
    for place in range(len(wordings)):
        groups[_leader_of(place, leader)].append(place)
    return list(groups.values())


def _candidates(pairs: Sequence[_Pairs]) -> set[tuple[int, int]]:
    having: dict[str, list[int]] = defaultdict(list)
    found: set[tuple[int, int]] = set()
    for place, each in enumerate(pairs):
        for pair in each:
            found.update((earlier, place) for earlier in having[pair])
            having[pair].append(place)
    return found


def _leader_of(place: int, leader: list[int]) -> int:
    while leader[place] != place:
        place = leader[place]
    return place
