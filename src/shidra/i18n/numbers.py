"""Numbers, shares and money as people read them, in three languages, with Western digits.

Every result is isolated (see `shidra.i18n.isolates`), so it can stand in any sentence. The words
(million, thousand) come from CLDR by way of babel, which is asked once per word, never per cell.
Rounding is half up, as people expect, and only in what is shown. All three languages write the
figures themselves alike, so some functions take the language only to be called like the others.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any, Final

from shidra.i18n.isolates import ltr

__all__ = [
    "MINUS",
    "money",
    "money_unit",
    "number",
    "number_range",
    "percent",
    "points",
    "signed",
    "sums_as_shown",
    "unit_name",
]

type Quantity = Decimal | int | float

MINUS: Final = "\u2212"
_SPACE: Final = "\u00a0"
_THOUSAND: Final = 1_000
_MILLION: Final = 1_000_000
_BILLION: Final = 1_000_000_000
_UNITS: Final = (_BILLION, _MILLION, _THOUSAND, 1)

# Below this, an amount is short enough to be shown whole.
_WHOLE_BELOW: Final = 10_000
# From this many thousands on, a decimal says nothing.
_NO_DECIMAL_FROM: Final = 100

_SHORT_WORDS: Final[dict[str, dict[int, str]]] = {
    "he": {_THOUSAND: "א׳", _MILLION: "מ׳", _BILLION: "מיל׳"},
    "ar": {_THOUSAND: "ألف", _MILLION: "م", _BILLION: "مليار"},
    "en": {_THOUSAND: "K", _MILLION: "M", _BILLION: "B"},
}

# The unit of a whole table, said once above it.
_TABLE_UNITS: Final[dict[str, dict[int, str]]] = {
    "he": {_THOUSAND: "אלפי", _MILLION: "מיליוני", _BILLION: "מיליארדי"},
    "ar": {_THOUSAND: "آلاف", _MILLION: "ملايين", _BILLION: "مليارات"},
    "en": {_THOUSAND: "thousands of", _MILLION: "millions of", _BILLION: "billions of"},
}

_POINTS: Final[dict[str, dict[str, str]]] = {
    "he": {"one": "נקודת אחוז אחת", "other": "{} נקודות אחוז"},
    "ar": {
        "one": "نقطة مئوية واحدة",
        "two": "نقطتان مئويتان",
        "few": "{} نقاط مئوية",
        "other": "{} نقطة مئوية",
    },
    "en": {"one": "{} percentage point", "other": "{} percentage points"},
}


def number(value: Quantity, language: str, digits: int | None = None) -> str:  # noqa: ARG001
    """A number with thousands separators.

    `digits` fixes the decimals; without it up to two are shown, none that are zero.

    >>> from shidra.i18n.isolates import strip
    >>> strip(number(4409, "he")), strip(number(0.5, "en", 2))
    ('4,409', '0.50')
    """
    return ltr(_plain(_decimal(value), digits))


def signed(value: Quantity, language: str, digits: int | None = None) -> str:  # noqa: ARG001
    """A number that always carries its sign, for changes; zero carries none.

    >>> from shidra.i18n.isolates import strip
    >>> strip(signed(2.2, "en")), strip(signed(-1, "en"))
    ('+2.2', '−1')
    """
    return ltr(_with_sign(_decimal(value), digits))


def number_range(
    low: Quantity,
    high: Quantity,
    language: str,  # noqa: ARG001
    digits: int | None = None,
) -> str:
    """Two numbers with a dash, never reversed by the text around them.

    >>> from shidra.i18n.isolates import strip
    >>> strip(number_range(0, 25, "he"))
    '0–25'
    """
    return ltr(f"{_plain(_decimal(low), digits)}–{_plain(_decimal(high), digits)}")


def percent(share: Quantity, language: str, digits: int | None = 0) -> str:  # noqa: ARG001
    """A share between 0 and 1 as a percentage.

    >>> from shidra.i18n.isolates import strip
    >>> strip(percent(0.646, "he")), strip(percent(0.646, "en", 1))
    ('65%', '64.6%')
    """
    return ltr(_plain(_decimal(share) * 100, digits) + "%")


def points(
    difference: Quantity, language: str, digits: int | None = 0, *, sign: bool = False
) -> str:
    """A difference between two shares (0.3 = 30) in percentage points, in words.

    >>> from shidra.i18n.isolates import strip
    >>> strip(points(0.01, "he")), strip(points(0.02, "ar"))
    ('נקודת אחוז אחת', 'نقطتان مئويتان')
    """
    shown = _rounded(_decimal(difference) * 100, digits)
    words = _POINTS[language]
    text = _with_sign(shown, digits) if sign else _plain(shown, digits)
    pattern = words.get(_category(shown, language), words["other"])
    if "{}" not in pattern and not text[0].isdigit():  # a sign needs a figure behind it
        pattern = words["other"]
    return pattern.replace("{} ", ltr(text) + _SPACE)


@lru_cache(maxsize=8192)
def money(
    amount: Decimal | int,
    currency: str,
    language: str,
    *,
    exact: bool = False,
    unit: int | None = None,
    short: bool = False,
    sign: bool = False,
) -> str:
    """An amount in major units, rounded for reading unless `exact`.

    `unit` (see `money_unit`) shows every amount of one table in the same unit, with one decimal
    and without a word: the table's caption says it once, by `unit_name`. `short` abbreviates the
    words for tight places. `sign` puts a plus before what is added.

    >>> from shidra.i18n.isolates import strip
    >>> strip(money(6_200_000, "ILS", "en")).replace(chr(160), " ")
    '₪6.2 million'
    >>> strip(money(6_200_000, "ILS", "he", unit=1_000_000))
    '6.2'
    """
    value = _decimal(amount)
    if unit is not None:
        return ltr(_with_sign(value / unit, 1) if sign else _plain(value / unit, 1 * (unit > 1)))
    mark = _mark(value, sign=sign)
    value = abs(value)
    if exact:
        digits = 0 if value == value.to_integral_value() else 2
        return _priced(mark, _plain(value, digits), "", currency, language)
    shown, size = _compacted(value)
    word = _word(size, _category(shown, language), language, short=short)
    return _priced(mark, _plain(shown, None), word, currency, language)


def money_unit(amounts: Iterable[Decimal | int]) -> int:
    """The largest unit (1, thousand, million, billion) in which none of these shows as 0.0.

    >>> money_unit([9_600_000, 700_000, 0]), money_unit([9_600_000, 12_000])
    (1000000, 1000)
    """
    smallest = min((abs(Decimal(amount)) for amount in amounts if amount), default=None)
    if smallest is None:
        return 1
    return next(unit for unit in _UNITS if unit == 1 or smallest * 10 >= unit)


def unit_name(currency: str, language: str, unit: int) -> str:
    """The unit of a table, for its caption: millions of ₪.

    >>> unit_name("ILS", "en", 1_000_000), unit_name("ILS", "he", 1_000)
    ('millions of ₪', 'אלפי ₪')
    """
    symbol = _symbol(currency)
    return symbol if unit == 1 else f"{_TABLE_UNITS[language][unit]} {symbol}"


def sums_as_shown(parts: Iterable[Decimal | int], total: Decimal | int, unit: int) -> bool:
    """Whether the parts, each rounded as a table of this unit shows them, add up to its total.

    Where they do not, the table says so in a note rather than bend a figure.

    >>> sums_as_shown([1_040_000, 1_040_000], 2_080_000, 1_000_000)
    False
    """
    digits = 1 * (unit > 1)
    shown = sum((_rounded(_decimal(part) / unit, digits) for part in parts), Decimal(0))
    return shown == _rounded(_decimal(total) / unit, digits)


def _decimal(value: Quantity) -> Decimal:
    return Decimal(str(value)) if isinstance(value, float) else Decimal(value)


def _rounded(value: Decimal, digits: int | None) -> Decimal:
    step = Decimal(1).scaleb(-(2 if digits is None else digits))
    return value.quantize(step, rounding=ROUND_HALF_UP)


def _plain(value: Decimal, digits: int | None) -> str:
    shown = _rounded(value, digits)
    text = f"{abs(shown):,}"
    if digits is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{MINUS}{text}" if shown < 0 else text


def _with_sign(value: Decimal, digits: int | None) -> str:
    return ("+" if _rounded(value, digits) > 0 else "") + _plain(value, digits)


def _mark(value: Decimal, *, sign: bool) -> str:
    if value < 0:
        return MINUS
    return "+" if sign and value else ""


def _compacted(value: Decimal) -> tuple[Decimal, int]:
    """The amount in its unit; what rounds up to a thousand of a unit moves to the next."""
    whole = _rounded(value, 0)
    if whole < _WHOLE_BELOW:
        return whole, 1
    thousands = value / _THOUSAND
    shown = _rounded(thousands, 0 if thousands >= _NO_DECIMAL_FROM else 1)
    if shown < _THOUSAND:
        return shown, _THOUSAND
    millions = _rounded(value / _MILLION, 1)
    if millions < _THOUSAND:
        return millions, _MILLION
    return _rounded(value / _BILLION, 1), _BILLION


def _priced(mark: str, text: str, word: str, currency: str, language: str) -> str:
    """Arabic puts the currency after the words, Hebrew and English before the number."""
    symbol = _symbol(currency)
    if language == "ar":
        return _SPACE.join(filter(None, (ltr(mark + text), word, symbol)))
    joint = _SPACE if symbol.isalpha() else ""
    first = f"{mark}{symbol}{joint}{text}"
    if not word:
        return ltr(first)
    if language == "en":
        return ltr(first + (word if len(word) == 1 else _SPACE + word))
    return ltr(first) + _SPACE + word


@lru_cache(maxsize=256)
def _word(size: int, category: str, language: str, *, short: bool) -> str:
    """The word for a thousand, a million or a billion, bent to the number before it."""
    if size == 1:
        return ""
    if short:
        return _SHORT_WORDS[language][size]
    forms = _locale(language).compact_decimal_formats["long"]
    pattern = (forms.get(category) or forms["other"])[str(size)].pattern
    return str(pattern).strip("\u200e\u200f0 \u00a0")


def _category(shown: Decimal, language: str) -> str:
    whole = int(shown)
    return _plural(abs(whole), language) if shown == whole else "other"


@lru_cache(maxsize=4096)
def _plural(whole: int, language: str) -> str:
    return str(_locale(language).plural_form(whole))


@lru_cache(maxsize=32)
def _symbol(currency: str) -> str:
    from babel.numbers import get_currency_symbol

    return get_currency_symbol(currency, "en")


@lru_cache(maxsize=3)
def _locale(language: str) -> Any:
    from babel import Locale

    return Locale.parse(language)
