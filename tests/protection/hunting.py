"""Somebody looks for hidden shares in whatever an answer holds: pages, pictures, files, paper.

A share is given away by itself, by how far it is from one that is told, and by two counts that
stand side by side. It is looked for as exactly as it is written: to the last digit where machines
read, to a tenth of a percent where people do.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import product
from typing import Any

from django.http import HttpResponseBase
from openpyxl import load_workbook
from pypdf import PdfReader

from shidra.protection.analysis import SAFE, Guarded, Look, opened
from shidra.protection.models import ProtectedTable
from tests.protection.districts import COUNTS, SECTORS

__all__ = [
    "CELLS",
    "GROUPS",
    "PLACES",
    "Cell",
    "counts",
    "counts_told_by_table",
    "given_away",
    "hidden_from",
    "share_of",
    "stated_in",
    "texts_of",
    "told_by_table",
]

type Cell = tuple[str | None, str | None]
PLACES: tuple[str | None, ...] = (None, *COUNTS)
GROUPS: tuple[str | None, ...] = (None, *SECTORS)
CELLS: tuple[Cell, ...] = tuple(product(PLACES, GROUPS))

# Closer than this two numbers that nobody wrote down are one and the same.
NEAR = 1e-7
# Counts side by side: so many at most of one line are held against each other.
MOST_BESIDE = 30
ISOLATES = re.compile("[\u200e\u200f\u2066-\u2069]")
EXACT = re.compile(r"(?<![\w.#])\d+\.\d+(?![\w.])")
IN_PERCENT = re.compile(r"(?<![\w.])(\d+(?:\.\d)?)\s?[%٪]")
WHOLE = re.compile(r"(?<![\w.,/-])\d{1,4}(?![\w.,/-])")
# Where a line of a page ends: what stands in one of these stands side by side.
LINE_ENDS = re.compile(r"</(?:tr|li|p|dl|h[1-6]|figure|text|title|form)>")
TAG = re.compile(r"<[^>]*>")
VALUE = re.compile(r'\bvalue="([^"]*)"')


def counts(cell: Cell) -> tuple[int, int]:
    """Of a place and a sector those who passed, and all."""
    places = COUNTS if cell[0] is None else [cell[0]]
    sectors = SECTORS if cell[1] is None else [cell[1]]
    sides = [COUNTS[place][sector] for place in places for sector in sectors]
    return sum(passed for passed, _all in sides), sum(pupils for _passed, pupils in sides)


def share_of(cell: Cell) -> float:
    passed, pupils = counts(cell)
    return passed / pupils


def told_by_table(audience: str) -> set[Cell]:
    """The cells of which the protected tables of an audience tell the share, each the same ones.

    What stands and what was published are two tables; here they say the same.
    """
    tables = ProtectedTable.objects.filter(subject="M5", audiences=audience)
    told = [_told_by(opened(bytes(each.cells))) for each in tables]
    assert told, f"nobody of {audience} has looked yet"
    assert all(each == told[0] for each in told)
    return told[0]


def counts_told_by_table(audience: str) -> set[tuple[str | None, str | None, str]]:
    """By place, sector and side the counts that the tables of an audience tell."""
    tables = ProtectedTable.objects.filter(subject="M5", audiences=audience)
    found = set()
    for each in tables:
        table = opened(bytes(each.cells))
        for cell in CELLS:
            look = _look(table, cell)
            found |= {(*cell, "Denominator")} if look.people == SAFE else set()
            found |= {(*cell, "Numerator")} if look.events == SAFE else set()
    return found


def _told_by(table: Guarded) -> set[Cell]:
    return {cell for cell in CELLS if _is_told(table, cell)}


def _is_told(table: Guarded, cell: Cell) -> bool:
    look = _look(table, cell)
    return look.people == look.events == SAFE


def _look(table: Guarded, cell: Cell) -> Look:
    passed, pupils = counts(cell)
    groups = [f"sector:{cell[1]}"] if cell[1] else []
    return table.look(cell[0], groups, people=pupils, events=passed)


def hidden_from(audience: str) -> set[Cell]:
    return set(CELLS) - told_by_table(audience)


def given_away(said: Iterable[str], told: set[Cell]) -> set[Cell]:
    """The hidden cells that somebody finds who looks for them in these texts."""
    numbers, words = set[int](), set[str]()
    for text in said:
        numbers |= _numbers_in(text)
        words |= {found.partition(".")[0] + _tenth(found) for found in IN_PERCENT.findall(text)}
    secrets, in_words = _forbidden(frozenset(told)), _forbidden_words(frozenset(told))
    found = {cell for secret, cell in secrets.items() if not numbers.isdisjoint(_near(secret))}
    return found | {cell for word, cell in in_words.items() if word in words}


def stated_in(said: Iterable[str]) -> set[Cell]:
    """The cells whose share these texts state, as a fraction, in percent or by its two counts."""
    numbers = set[int]().union(*map(_numbers_in, said))
    return {
        cell
        for cell in CELLS
        if any(not numbers.isdisjoint(_near(k * share_of(cell))) for k in (1, 100))
    }


def _near(number: float) -> tuple[int, int, int]:
    """What an equal number is written as, in millionths."""
    whole = round(number * 1e6)
    return whole - 1, whole, whole + 1


def _tenth(percent: str) -> str:
    return "." + (percent.partition(".")[2] or "0")


def _numbers_in(text: str) -> set[int]:
    """Every fraction, and every quotient of two counts of one line, in millionths."""
    found = {round(float(each) * 1e6) for each in EXACT.findall(text)}
    for line in LINE_ENDS.split(text) if "</" in text else text.splitlines():
        plain = f"{TAG.sub(' ', line)} {' '.join(VALUE.findall(line))}"
        beside = {int(each) for each in WHOLE.findall(plain)}
        if len(beside) <= MOST_BESIDE:
            found |= {
                round(one / other * 1e6)
                for one, other in product(beside, beside)
                if 0 < one < other
            }
    return found


@cache
def _forbidden(told: frozenset[Cell]) -> dict[float, Cell]:
    """What would give a hidden share away: itself, or how far it is from one that is seen."""
    found: dict[float, Cell] = {}
    for cell in set(CELLS) - told:
        share = share_of(cell)
        for number in (share, *(abs(share - share_of(other)) for other in told)):
            found |= {number: cell, 100 * number: cell}
    harmless = _harmless(told)
    return {
        number: cell
        for number, cell in found.items()
        if not any(abs(number - k * other) < NEAR for other in harmless for k in (1, 100))
    }


@cache
def _forbidden_words(told: frozenset[Cell]) -> dict[str, Cell]:
    """The hidden shares as people read them."""
    harmless = {_in_words(each) for each in _harmless(told)}
    words = {_in_words(share_of(cell)): cell for cell in set(CELLS) - told}
    return {word: cell for word, cell in words.items() if word not in harmless}


def _harmless(told: frozenset[Cell]) -> set[float]:
    found = {abs(share_of(one) - share_of(other)) for one, other in product(told, told)}
    return found | {share_of(one) for one in told}


def _in_words(share: float) -> str:
    return f"{100 * share:.1f}"


# --- what an answer says ---


def texts_of(answer: HttpResponseBase) -> list[str]:
    """Everything that an answer says, by what it is: a sheet, a page of paper, an archive, a text."""
    whole: Any = answer
    is_table = answer["Content-Type"].startswith("text/csv")
    return [ISOLATES.sub("", text) for text in _texts(b"".join(whole), is_table=is_table)]


def _texts(body: bytes, *, is_table: bool = False) -> Iterator[str]:
    for mark, read in READERS.items():
        if body.startswith(mark):
            yield from read(body)
            return
    text = body.decode("utf-8-sig", "replace")
    if is_table:
        yield from ("\t".join(row) for row in csv.reader(io.StringIO(text)))
    else:
        yield text


def _paper(body: bytes) -> Iterator[str]:
    """The text of every page, and what a reader aloud is told of its pictures."""
    reader = PdfReader(io.BytesIO(body))
    for page in reader.pages:
        yield page.extract_text()
    for known in reader.resolved_objects.values():
        if isinstance(known, dict) and (told := known.get("/Alt")):
            yield str(told)


def _archive(body: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        if "xl/workbook.xml" in parts.namelist():
            yield from _sheets(body)
            return
        for name in parts.namelist():
            yield from _texts(parts.read(name), is_table=name.endswith(".csv"))


def _sheets(body: bytes) -> Iterator[str]:
    for sheet in load_workbook(io.BytesIO(body)):
        for row in sheet.iter_rows(values_only=True):
            yield "\t".join(_written(cell) for cell in row if cell is not None)


def _written(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


READERS: dict[bytes, Callable[[bytes], Iterator[str]]] = {b"%PDF": _paper, b"PK": _archive}
