"""Equity is the core value of every agenda: it is there from the first draft, and stands first."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from shidra.i18n.text import Saying, Text

__all__ = ["principle_lines", "with_equity_first"]

# How each language names the core value; the first form is the one that a draft begins with.
_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "he": ("שוויון הזדמנויות", "שוויון ההזדמנויות", "שיוויון הזדמנויות"),
    "ar": ("تكافؤ الفرص",),
    "en": ("equity", "equal opportunity", "equitable"),
}
_FIRST: Final[Mapping[str, str]] = {
    "he": "שוויון הזדמנויות: כל תוצאה נבחנת לפי קבוצות, וקבוצות שנדחקו לשוליים קודמות.",
    "ar": "تكافؤ الفرص: كل نتيجة تُفحص حسب المجموعات، والمجموعات المهمَّشة أولًا.",
    "en": "Equity: every result is read by group, and groups pushed to the margins come first.",
}
_BETWEEN: Final = re.compile(r"\s*[\n;؛]\s*")


def principle_lines(words: str) -> list[str]:
    """Single principles: one to a line, or parted by semicolons."""
    return [line.removesuffix(".") + "." for line in _BETWEEN.split(words.strip()) if line]


def with_equity_first(principles: Text) -> Text:
    r"""The same principles with the one about equity in front, put there where it is absent.

    A language without any words stays without; a text without any language begins in all three.

    >>> with_equity_first(Text.of(en="Learn together; equity before averages")).words("en")
    'equity before averages\nLearn together'
    """
    if not principles:
        return Text.of(**_FIRST)
    return Text({code: _led(code, said) for code, said in principles.sayings.items()})


def _led(language: str, said: Saying) -> Saying:
    lines = [line for line in _BETWEEN.split(said.text.strip()) if line]
    of_equity = [line for line in lines if _is_of_equity(line, language)]
    if lines and lines[0] in of_equity:
        return said
    first = of_equity[0] if of_equity else _FIRST[language]
    return replace(said, text="\n".join([first, *(line for line in lines if line != first)]))


def _is_of_equity(line: str, language: str) -> bool:
    return any(name in line.casefold() for name in _NAMES[language])
