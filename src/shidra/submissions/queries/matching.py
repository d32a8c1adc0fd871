"""How the columns of a partner's own file match ours: guessed from names, remembered, changed."""

import difflib
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from shidra.exchange.workbook.cells import as_text
from shidra.exchange.workbook.loose import LooseTable
from shidra.i18n.text import Text
from shidra.measurement.models import Indicator
from shidra.measurement.queries import Names
from shidra.network.models import Organisation
from shidra.submissions.models import ColumnMapping
from shidra.submissions.queries.spreading import Spread, period_in, spread_in

__all__ = [
    "MEASURED",
    "NAMED",
    "REMARKS",
    "Matching",
    "Terms",
    "guessed",
    "header_key",
    "remembered",
    "spread_of",
    "unknown_words",
]

REMARKS = "remarks"
# Columns that name something of ours; dimensions come to them.
NAMED = ("indicator", "period", "place")
MEASURED = ("numerator", "denominator", "value", "n", "quality", "units_counted")
CLOSE = 0.86
FEWEST_LETTERS = 3

# What such a column is often called, in the three languages.
_CALLED: Mapping[str, tuple[str, ...]] = {
    "indicator": (
        *("indicator", "measure", "indicator code", "measure code"),
        *("מדד", "קוד מדד", "שם המדד", "שם מדד", "אינדיקטור"),
        *("مؤشر", "المؤشر", "رمز المؤشر", "اسم المؤشر", "المقياس", "مقياس"),
    ),
    "period": (
        *("period", "year", "school year", "quarter", "month"),
        *("תקופה", "שנה", "שנת לימודים", "שנהל", "רבעון", "חודש", "מועד"),
        *("فترة", "الفترة", "سنة", "السنة", "العام", "العام الدراسي", "السنة الدراسية"),
    ),
    "place": (
        *("place", "locality", "town", "city", "school", "municipality", "place code"),
        *("מקום", "יישוב", "ישוב", "רשות", "רשות מקומית", "בית ספר", "עיר", "סמל יישוב"),
        *("مكان", "المكان", "بلدة", "البلدة", "البلد", "المدرسة", "السلطة المحلية", "المدينة"),
    ),
    "numerator": (
        *("numerator", "count", "number of cases"),
        *("מונה", "מספר המקרים", "כמה מהם"),
        *("بسط", "البسط", "عدد الحالات", "كم منهم"),
    ),
    "denominator": (
        *("denominator", "out of", "total"),
        *("מכנה", "מתוך", "סך הכול", "סהכ"),
        *("مقام", "المقام", "من أصل", "من بين", "المجموع"),
    ),
    "value": (
        *("value", "figure", "percent", "percentage", "rate", "result"),
        *("ערך", "אחוז", "שיעור", "תוצאה", "נתון"),
        *("قيمة", "القيمة", "نسبة", "النسبة", "النسبة المئوية", "معدل", "نتيجة", "النتيجة"),
    ),
    "n": (
        *("n", "number of people", "people", "sample"),
        *("מספר אנשים", "אנשים", "מספר המשתתפים", "מספר הילדים", "מספר התלמידים"),
        *("عدد الأشخاص", "عدد المشاركين", "عدد الأطفال", "عدد الطلاب"),
    ),
    "quality": ("quality", "איכות", "איכות הנתון", "الجودة", "جودة", "جودة البيانات"),
    "units_counted": ("units counted", "יחידות שנספרו", "عدد الوحدات"),
    REMARKS: ("remarks", "remark", "notes", "note", "הערות", "הערה", "ملاحظات", "ملاحظة"),
}


@dataclass(frozen=True, slots=True)
class Matching:
    """Which column says what: ours → the name of theirs, or what holds for all rows alike.

    Attributes:
        words: for a column of ours, what they call something → its code with us.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sheet: str = ""
    # Of a wide table, the columns that hold figures.
    spread: Spread | None = None

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """A matching as it was kept."""
        return cls(
            dict(document.get("columns", {})),
            dict(document.get("fixed", {})),
            {name: dict(words) for name, words in document.get("words", {}).items()},
            str(document.get("sheet", "")),
            Spread.of(document["spread"]) if document.get("spread") else None,
        )

    def as_document(self) -> dict[str, Any]:
        """For keeping."""
        wide = {"spread": self.spread.as_document()} if self.spread else {}
        return wide | {
            "columns": dict(self.columns),
            "fixed": dict(self.fixed),
            "words": {name: dict(words) for name, words in self.words.items() if words},
            "sheet": self.sheet,
        }

    def fingerprint(self, sha256: str) -> str:
        """Of a file read in this way: the same twice is the same figures."""
        said = json.dumps([sha256, self.as_document()], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()

    def says(self, ours: str) -> bool:
        """Whether anything is said about a column of ours."""
        is_wide = self.spread is not None and ours in {self.spread.names, *self.spread.held}
        return is_wide or ours in self.columns or ours in self.fixed

    @property
    def is_enough(self) -> bool:
        """Whether rows can be read: which measure, which period, and some number."""
        has_number = any(self.says(name) for name in ("numerator", "value"))
        return self.says("indicator") and self.says("period") and has_number


class Terms:
    """What things of an initiative are called, in its three languages and by code."""

    def __init__(self, indicators: Iterable[Indicator], names: Names) -> None:
        self.indicators = {each.code: each for each in indicators}
        self.names = names
        self.dimensions: dict[str, Text] = {}
        for group in names.groups.values():
            known = names.labels.get(("dimension", group.dimension), Text())
            self.dimensions.setdefault(group.dimension, known)
        self._known: dict[str, dict[str, str]] = {}

    @property
    def ours(self) -> tuple[str, ...]:
        """All columns that can be matched, in the order in which they are asked for."""
        return (*NAMED, *self.dimensions, *MEASURED, REMARKS)

    @property
    def spreadable(self) -> tuple[str, ...]:
        """What may differ from column to column of a wide table."""
        return ("indicator", "period", *self.dimensions)

    def called(self, ours: str) -> Iterator[str]:
        """What a column of ours may be called."""
        yield ours
        yield from _CALLED.get(ours, ())
        if ours in self.dimensions:
            yield from (each.text for each in self.dimensions[ours].sayings.values())

    def codes(self, ours: str) -> Mapping[str, Text]:
        """What may stand in a column that names something: by code, what it is called."""
        if ours == "indicator":
            return {code: each.name for code, each in self.indicators.items()}
        if ours == "place":
            return {code: place.name for code, place in self.names.places.items()}
        return {
            group.code: group.name
            for group in self.names.groups.values()
            if group.dimension == ours
        }

    def code_of(self, ours: str, word: str) -> str | None:
        """The code of what a partner calls by this word; None where nothing is called so."""
        if ours not in self._known:
            found: dict[str, str] = {}
            for code, name in self.codes(ours).items():
                for said in name.sayings.values():
                    found.setdefault(plain_word(said.text), code)
            found |= {plain_word(code): code for code in self.codes(ours)}
            self._known[ours] = found
        return self._known[ours].get(plain_word(word))


def plain_word(word: str) -> str:
    """A word without what does not tell it from others: case, marks, vowel signs."""
    found = unicodedata.normalize("NFKD", word).casefold()
    letters = "".join(sign for sign in found if unicodedata.category(sign) not in {"Mn", "Cf"})
    letters = letters.translate(_ALIKE)
    return " ".join(re.sub(r"[^\w/%-]+", " ", letters).replace("_", " ").split())


_ALIKE = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ـ": "", '"': "", "״": "", "'": "", "׳": ""}
)


def header_key(header: Sequence[str]) -> str:
    """What tells a kind of file from others: the names of its columns."""
    # Next year's file has one more year: it is of the same kind.
    names = dict.fromkeys("period" if period_in(each) else plain_word(each) for each in header)
    said = "\x1f".join(names)
    return hashlib.sha256(said.encode()).hexdigest()


def remembered(organisation: Organisation, table: LooseTable) -> Matching | None:
    """How the last file of this kind was read, if this organisation handed one in."""
    kept = ColumnMapping.objects.filter(
        organisation=organisation, header_key=header_key(table.header)
    ).first()
    if kept is None:
        return None
    found = Matching.of(kept.matching)
    spread = found.spread.grown(table.header) if found.spread else None
    return replace(found, spread=spread)


def guessed(table: LooseTable, terms: Terms) -> Matching:
    """Our columns by what theirs are called; each of theirs stands for one of ours at most."""
    left = [name for name in dict.fromkeys(table.header) if name]
    columns: dict[str, str] = {}
    spread = None
    for is_alike in (_same, _close):
        for ours in terms.ours:
            is_told = ours in columns or (spread is not None and ours == spread.names)
            if not is_told and (found := _found(ours, left, terms, is_alike)):
                columns[ours] = found
                left.remove(found)
        if is_alike is _same:
            wanted = [name for name in terms.spreadable if name not in columns]
            spread = spread_of(left, wanted, terms)
            left = [name for name in left if spread is None or name not in spread.columns]
    fixed = {}
    is_told = "indicator" in columns or (spread is not None and spread.names == "indicator")
    if not is_told and len(terms.indicators) == 1:
        fixed["indicator"] = next(iter(terms.indicators))
    return Matching(columns, fixed, {}, table.title, spread)


def spread_of(header: Iterable[str], names: Iterable[str], terms: Terms) -> Spread | None:
    """The columns whose names tell of what their figures are, such as one for each group."""
    return spread_in(header, names, _parted, terms.code_of, "value")


def _parted(name: str) -> Iterator[tuple[str, str]]:
    """A name such as “girls, numerator” without the word for its number, and that number."""
    said = plain_word(name)
    for held in MEASURED[:4]:
        for word in sorted((plain_word(each) for each in (held, *_CALLED[held])), key=len)[::-1]:
            if said.endswith(f" {word}"):
                yield said.removesuffix(f" {word}").rstrip(" -–"), held
            elif said.startswith(f"{word} "):
                yield said.removeprefix(f"{word} ").lstrip(" -–"), held


def _found(ours: str, left: Sequence[str], terms: Terms, is_alike: Any) -> str:
    called = {plain_word(each) for each in terms.called(ours) if each}
    return next((name for name in left if is_alike(plain_word(name), called)), "")


def _same(name: str, called: set[str]) -> bool:
    return _bare(name) in {_bare(each) for each in called}


def _bare(words: str) -> str:
    """A name without articles: ה before a Hebrew word, ال before an Arabic one."""
    return " ".join(_ARTICLE.sub("", word) for word in words.split())


_ARTICLE = re.compile(r"^(ה(?=[א-ת]{3})|ال(?=[ء-ي]{3}))")


def _close(name: str, called: set[str]) -> bool:
    long_enough = [each for each in called if len(each) >= FEWEST_LETTERS]
    if any(name.startswith(f"{each} ") or name.endswith(f" {each}") for each in long_enough):
        return True
    return bool(difflib.get_close_matches(name, long_enough, n=1, cutoff=CLOSE))


def unknown_words(table: LooseTable, matching: Matching, terms: Terms) -> dict[str, list[str]]:
    """By column of ours, the words of the file that name nothing we know."""
    found: dict[str, list[str]] = {}
    for ours in ("indicator", "place", *terms.dimensions):
        theirs = matching.columns.get(ours)
        if theirs is None or theirs not in table.header:
            continue
        at = table.header.index(theirs)
        said = dict.fromkeys(
            as_text(row.cells[at]) or "" for row in table.rows if at < len(row.cells)
        )
        words = matching.words.get(ours, {})
        unknown = [
            word for word in said if word and word not in words and not terms.code_of(ours, word)
        ]
        if unknown:
            found[ours] = unknown
    return found
