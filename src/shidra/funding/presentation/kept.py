"""What is said beside sums that leave out needs."""

from django.utils.translation import ngettext

from shidra.i18n import numbers

__all__ = ["kept_in_words"]


def kept_in_words(count: int, language: str) -> str:
    """That needs are kept back and in no sum; nothing where there are none."""
    if not count:
        return ""
    words = ngettext(
        "Without %(count)s need that is kept back, to protect people.",
        "Without %(count)s needs that are kept back, to protect people.",
        count,
    )
    return words % {"count": numbers.number(count, language)}
