"""What one cell may hold: typed readings of text and spreadsheet cells, for pydantic.

Each reading takes what a .csv or an .xlsx gives for the same thing (text, number, day) and
answers the same value, or raises a problem whose code `problems` puts into words.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Any, NoReturn

from pydantic import (
    AfterValidator,
    BeforeValidator,
    HttpUrl,
    TypeAdapter,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import PydanticCustomError

from shidra.exchange.workbook.formulas import restored

__all__ = [
    "CHOICE",
    "Address",
    "Code",
    "CodeList",
    "Day",
    "FilledCodeList",
    "Formula",
    "GroupKey",
    "GroupKeys",
    "Kind",
    "Number",
    "Period",
    "Phrase",
    "PhraseOrNothing",
    "Slug",
    "Whole",
    "YesOrNo",
    "as_text",
]

LONGEST_CODE = 64
LONGEST_SET = 500  # of groups that one row names together
LONGEST_TEXT = 20_000
SIGNIFICANT_DIGITS = 15  # what a spreadsheet keeps of a number
LARGEST_EXPONENT = 12

# Spaces and marks of direction that come along when text is copied, and mean nothing at its ends.
_MARGIN = (
    " \t\r\n\v\f\u00a0\u2007\u202f\u200b\ufeff\u061c\u200e\u200f"
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_NUMBER = re.compile(r"[+-]?\d{1,18}(\.\d{1,18})?([eE][+-]?\d{1,2})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?$")
_PERIOD = re.compile(
    r"(?P<year>(19|20|21)\d\d)(/(?P<next>\d\d)|-Q[1-4]|-(0[1-9]|1[0-2]))?", re.ASCII
)
_ERRORS = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
)
_YES = frozenset({"yes", "true", "1", "y", "כן", "نعم"})
_NO = frozenset({"no", "false", "0", "n", "לא", "لا"})


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in place of a value."""

    text: str


@dataclass(frozen=True, slots=True)
class Kind:
    """Marks a column: what stands in it, and the table whose codes it names."""

    name: str
    refers: str = ""


def _refuse(problem: str, **context: object) -> NoReturn:
    raise PydanticCustomError(problem, problem, context)


def as_text(value: object) -> str | None:
    """The text of a cell as a person would type it, None when nothing stands there."""
    match value:
        case None:
            text = ""
        case bool():
            text = "yes" if value else "no"
        case float():
            text = _plain_number(value)
        case datetime():
            text = value.isoformat(" ") if value.time() != time() else value.date().isoformat()
        case date():
            text = value.isoformat()
        case Formula():
            text = value.text
        case _:
            text = unicodedata.normalize("NFC", str(value)).strip(_MARGIN)
    return text or None


def _plain_number(value: float) -> str:
    number = Decimal(f"{value:.{SIGNIFICANT_DIGITS}g}")
    return format(number.normalize(), "f") if number.is_finite() else str(value)


def _given(value: object) -> str:
    """The text that must stand in a cell."""
    if isinstance(value, Formula):
        _refuse("formula")
    text = as_text(value)
    if text is None:
        _refuse("missing")
    if text.startswith("="):
        _refuse("formula")
    if text in _ERRORS:
        _refuse("error_cell")
    return restored(text)


def _phrase(value: object) -> str:
    text = _given(value)
    if any(unicodedata.category(sign) == "Cc" and sign not in "\n\t\r" for sign in text):
        _refuse("control_character")
    if len(text) > LONGEST_TEXT:
        _refuse("too_long", longest=LONGEST_TEXT)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _phrase_or_nothing(value: object) -> str:
    return "" if as_text(value) is None else _phrase(value)


def _code(value: object) -> str:
    text = _given(value)
    if isinstance(value, date):
        _refuse("day_for_code")
    if len(text) > LONGEST_CODE:
        _refuse("too_long", longest=LONGEST_CODE)
    forbidden = any(sign in "|/\\" or unicodedata.category(sign)[0] == "C" for sign in text)
    if forbidden or set(text) == {"."}:
        _refuse("bad_code")
    return text


def _slug(value: object) -> str:
    text = _code(value)
    if not re.fullmatch(r"[A-Za-z0-9_-]+", text):
        _refuse("bad_slug")
    return text


def _group_key(value: object) -> str:
    dimension, colon, code = _given(value).partition(":")
    if not (colon and dimension.strip() and code.strip()):
        _refuse("bad_group")
    return f"{_code(dimension)}:{_code(code)}"


def _parts(value: object) -> list[str]:
    if value is None:
        return []
    if isinstance(value, tuple):
        return [str(part) for part in value]
    parts = [part.strip(_MARGIN) for part in _given(value).split("|")]
    return list(dict.fromkeys(part for part in parts if part))


def _decimal(value: object) -> Decimal:
    if isinstance(value, bool | date):
        _refuse("not_number")
    text = _given(value).replace("\u2212", "-")
    if not _NUMBER.fullmatch(text):
        _refuse("not_number")
    number = Decimal(text)
    if number and number.adjusted() >= LARGEST_EXPONENT:
        _refuse("too_large_to_keep")
    return number


def _whole(value: object) -> int:
    number = _decimal(value)
    if number != number.to_integral_value():
        _refuse("not_whole")
    return int(number)


def _day(value: object) -> date:
    if isinstance(value, datetime):
        if value.time() != time():
            _refuse("not_day")
        return value.date()
    if isinstance(value, date):
        return value
    text = _MIDNIGHT.sub("", _given(value))
    if not _DAY.fullmatch(text):
        _refuse("not_day")
    try:
        return date.fromisoformat(text)
    except ValueError:
        _refuse("not_day")


def _period(value: object) -> str:
    # A spreadsheet turns 2011/12 and 2011-12 alike into a day: which was meant nobody can tell.
    if isinstance(value, date):
        _refuse("day_for_period")
    text = _given(value)
    found = _PERIOD.fullmatch(text)
    if not found:
        _refuse("not_period")
    following = found["next"]
    if following and int(following) != (int(found["year"]) + 1) % 100:
        _refuse("not_period")
    return text


def _yes_or_no(value: object) -> bool:
    text = _given(value).casefold()
    if text in _YES:
        return True
    if text in _NO:
        return False
    _refuse("not_yes_or_no")


_HTTP = TypeAdapter(HttpUrl)


def _address(value: object) -> str:
    text = _given(value)
    try:
        _HTTP.validate_python(text)
    except ValidationError:
        _refuse("not_address")
    if len(text) > 500:  # noqa: PLR2004 - the length of the column that keeps it
        _refuse("too_long", longest=500)
    return text


def _choice(value: object, chosen: ValidatorFunctionWrapHandler) -> Any:
    """One of a few words; capitals do not matter, nor which minus sign was typed."""
    text = _given(value).replace("\u2212", "-").replace("\u2013", "-")
    for attempt in (text, text.lower(), text.upper()):
        try:
            return chosen(attempt)
        except ValidationError:
            continue
    _refuse("not_choice")


def _codes(value: object) -> tuple[str, ...]:
    return tuple(_code(part) for part in _parts(value))


def _group_keys(value: object) -> tuple[str, ...]:
    keys = tuple(sorted({_group_key(part) for part in _parts(value)}))
    if len("|".join(keys)) > LONGEST_SET:
        _refuse("too_long", longest=LONGEST_SET)
    return keys


def _not_empty(value: tuple[str, ...]) -> tuple[str, ...]:
    if not value:
        _refuse("missing")
    return value


CHOICE = WrapValidator(_choice)

Phrase = Annotated[str, BeforeValidator(_phrase), Kind("text")]
PhraseOrNothing = Annotated[str, BeforeValidator(_phrase_or_nothing), Kind("text")]
Code = Annotated[str, BeforeValidator(_code), Kind("code")]
Slug = Annotated[str, BeforeValidator(_slug), Kind("slug")]
CodeList = Annotated[tuple[str, ...], BeforeValidator(_codes), Kind("codes")]
FilledCodeList = Annotated[CodeList, AfterValidator(_not_empty)]
GroupKey = Annotated[str, BeforeValidator(_group_key), Kind("group")]
GroupKeys = Annotated[tuple[str, ...], BeforeValidator(_group_keys), Kind("groups")]
Number = Annotated[Decimal, BeforeValidator(_decimal), Kind("number")]
Whole = Annotated[int, BeforeValidator(_whole), Kind("whole")]
Day = Annotated[date, BeforeValidator(_day), Kind("day")]
Period = Annotated[str, BeforeValidator(_period), Kind("period")]
YesOrNo = Annotated[bool, BeforeValidator(_yes_or_no), Kind("yes_or_no")]
Address = Annotated[str, BeforeValidator(_address), Kind("address")]
