"""Exact fractions of money as people and programs read them."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from shidra.i18n import numbers

__all__ = ["Amounts"]


class Amounts:
    """Amounts of one page: one currency, one language, one unit for its tables."""

    def __init__(self, currency: str, language: str, shown: Iterable[Fraction]) -> None:
        self.currency, self.language = currency, language
        self.unit = numbers.money_unit(map(_decimal, shown))

    def words(self, amount: Fraction) -> str:
        """Rounded for a sentence, with its unit."""
        return numbers.money(_decimal(amount), self.currency, self.language)

    def in_table(self, amount: Fraction) -> str:
        """In the unit that the caption says."""
        return numbers.money(_decimal(amount), self.currency, self.language, unit=self.unit)

    def share(self, part: Fraction) -> str:
        """A share in whole percent."""
        return numbers.percent(_decimal(part), self.language)

    def adds_up(self, parts: Iterable[Fraction], total: Fraction) -> bool:
        """Whether rounded parts add up to the rounded whole."""
        return numbers.sums_as_shown(map(_decimal, parts), _decimal(total), self.unit)

    @staticmethod
    def machine(amount: Fraction) -> int | float:
        """As the commands print it."""
        return int(amount) if amount.denominator == 1 else float(amount)


def _decimal(amount: Fraction) -> Decimal:
    return Decimal(amount.numerator) / Decimal(amount.denominator)
