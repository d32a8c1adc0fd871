"""A million observations at once: rows that hold beyond doubt are sifted out as whole columns.

A cell can be written in many ways that all mean the same, and be wrong in many more. Columns that
read as plain codes, periods and numbers need no look at each row. Whatever reads otherwise, is
there twice or differs from what is stored, is *odd*, and goes the usual way, row by row, so that
it is taken or rejected with the same words. Both ways must come to the same: a test compares them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from django.utils.translation import gettext_lazy as _

from shidra.exchange.workbook.formulas import unparted
from shidra.exchange.workbook.problems import WorkbookError
from shidra.exchange.workbook.reading import RawRow

__all__ = ["MOST_ODD", "NUMBERS", "Codes", "Key", "LargeTable", "Sieve", "StoredCell"]

# Rows handed on at once.
LOT = 20_000
# Rows that are looked at one by one; with more, the file is not what it should be.
MOST_ODD = 50_000
MEMORY = "400MB"

NUMBERS = ("numerator", "denominator", "value", "n", "quality", "units_counted")
# How a plain number is written; anything else may be one too, and is looked at by itself.
SIDE = r"[0-9]{1,11}(\.[0-9]{1,6})?"
VALUE = r"-?[0-9]{1,9}(\.[0-9]{1,6})?"
# A percentage becomes a share, of which six places are kept.
PERCENT = r"[0-9]{1,3}(\.[0-9]{1,4})?"
WHOLE = r"[0-9]{1,9}(\.0{1,6})?"
PERIOD = r"(19|20|21)[0-9]{2}(-Q[1-4]|-(0[1-9]|1[0-2])|/[0-9]{2})?"

type Key = tuple[str, str, str, str]
"""Indicator, period, place and groups of a row; '' for no place, and for everybody."""

type StoredCell = tuple[Any, ...]
"""Indicator, period, place and groups (as codes, '' for none), then millionths, as `NUMBERS`."""


@dataclass(frozen=True, slots=True)
class Codes:
    """What the rows may point to: units of indicators, the kind of their periods, places, groups."""

    units: Mapping[str, str]
    period_kinds: Mapping[str, str]
    places: frozenset[str]
    groups: frozenset[str]
    with_denominator: frozenset[str]


@dataclass(frozen=True, slots=True)
class LargeTable:
    """A table that is read as columns: where it is, and its first row."""

    path: Path
    header: tuple[str, ...]


# What is neither stored already nor odd.
_NEW = "SELECT typed.* FROM typed ANTI JOIN odd USING (number) ANTI JOIN there USING (number)"

_KIND_FITS = (
    "CASE period_kind WHEN 'calendar_year' THEN length(period) = 4 "
    "WHEN 'school_year' THEN contains(period, '/') "
    "WHEN 'quarter' THEN contains(period, '-Q') "
    "WHEN 'month' THEN contains(period, '-') AND NOT contains(period, 'Q') ELSE true END"
)


class Sieve:
    """The rows of a large table of observations, sifted."""

    def __init__(self, table: LargeTable, dimensions: frozenset[str], codes: Codes) -> None:
        import duckdb

        self._ours = duckdb.connect()
        self._header, self._codes = table.header, codes
        for setting in ("enable_progress_bar=false", f"memory_limit='{MEMORY}'", "threads=2"):
            self._ours.execute(f"SET {setting}")
        self._dimensions = [name for name in table.header if name in dimensions]
        self._read(table.path)
        self._sift()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._ours.close()

    @staticmethod
    def can_read(header: Sequence[str]) -> bool:
        """Whether the columns that a row needs are there, and none is there twice."""
        names = [name.lower() for name in header if name]
        return {"indicator", "period"} <= set(names) and len(names) == len(set(names))

    def _ask(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = self._ours.execute(query, list(values)).fetchall()
        return found

    def _read(self, path: Path) -> None:
        """Every cell as text, by the number of its row; rows without any cell are left out."""
        import duckdb

        names = [f"c{place}" for place in range(len(self._header))]
        columns = "{" + ", ".join(f"'{name}': 'VARCHAR'" for name in names) + "}"
        try:
            self._ours.execute(
                f"CREATE TABLE raw AS SELECT * FROM (SELECT row_number() OVER () + 1 AS number, * "  # noqa: S608 - our own names
                f"FROM read_csv($path, columns={columns}, header=true, delim=',', quote='\"', "
                "escape='\"', null_padding=true, auto_detect=false, max_line_size=2000000, "
                f"parallel=false)) WHERE coalesce({', '.join(names)}) IS NOT NULL",
                {"path": str(path)},
            )
        except duckdb.Error as error:
            raise WorkbookError(
                _("“%(file)s” cannot be read as a table: %(reason)s"),
                file=path.name,
                reason=str(error).partition("\n")[0],
            ) from error

    def _sift(self) -> None:
        self._take_codes()
        place = {name.lower(): f"c{at}" for at, name in enumerate(self._header)}
        cell = {
            name: place.get(name, "NULL")
            for name in ("indicator", "period", "place", *NUMBERS, "reason")
        }
        groups = {name: f"c{self._header.index(name)}" for name in self._dimensions}
        key = " || '|' || ".join(
            f"coalesce('{_quoted(name)}:' || {column}, '')"
            for name, column in sorted(groups.items())
        )
        joins = "".join(
            f" LEFT JOIN codes AS g{at} ON g{at}.kind = 'group' "
            f"AND g{at}.code = '{_quoted(name)}:' || raw.{column}"
            for at, (name, column) in enumerate(groups.items())
        )
        known = "".join(
            f" AND (raw.{column} IS NULL OR g{at}.code IS NOT NULL)"
            for at, column in enumerate(groups.values())
        )
        nameless = "".join(
            f" AND raw.c{at} IS NULL" for at, name in enumerate(self._header) if not name
        )
        self._ours.execute(
            f"CREATE TABLE typed AS SELECT raw.number, {cell['indicator']} AS indicator, "  # noqa: S608 - our own names and quoted codes
            f"{cell['period']} AS period, coalesce({cell['place']}, '') AS place, "
            f"{f'({key})' if groups else "''"} AS groups, "
            f"{', '.join(_as_stored(name, cell[name]) for name in NUMBERS)}, i.period_kind, "
            f"(i.code IS NOT NULL AND ({cell['place']} IS NULL OR p.code IS NOT NULL){known}"
            f"{nameless} AND {_holds(cell)}) IS TRUE AS holds "
            f"FROM raw LEFT JOIN indicators AS i ON i.code = {cell['indicator']} "
            f"LEFT JOIN codes AS p ON p.kind = 'place' AND p.code = {cell['place']}{joins}"
        )
        self._tidy_groups()
        self._ours.execute(
            "CREATE TABLE odd AS SELECT number FROM typed WHERE NOT holds UNION "  # noqa: S608 - our own words
            "SELECT number FROM typed SEMI JOIN (SELECT indicator, period, place, groups "
            "FROM typed GROUP BY ALL HAVING count(*) > 1) USING (indicator, period, place, groups) "
            # One row of each measure whose periods are of another kind: it is told of once.
            f"UNION SELECT min(number) FROM typed WHERE holds AND NOT {_KIND_FITS} GROUP BY indicator"
        )

    def _take_codes(self) -> None:
        self._ours.execute("CREATE TABLE codes (kind VARCHAR, code VARCHAR)")
        self._ours.execute(
            "CREATE TABLE indicators (code VARCHAR, unit VARCHAR, period_kind VARCHAR)"
        )
        for kind, found in (("place", self._codes.places), ("group", self._codes.groups)):
            self._insert("codes", [(kind, code) for code in sorted(found)])
        kinds = self._codes.period_kinds
        self._insert(
            "indicators",
            [(code, unit, kinds.get(code, "")) for code, unit in self._codes.units.items()],
        )
        needed = ", ".join(f"'{_quoted(unit)}'" for unit in sorted(self._codes.with_denominator))
        self._ours.execute(f"CREATE MACRO needs_denominator(unit) AS unit IN ({needed})")

    def _insert(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        for start in range(0, len(rows), LOT):
            some = rows[start : start + LOT]
            one = "(" + ", ".join("?" * len(some[0])) + ")"
            values = [value for row in some for value in row]
            self._ours.execute(
                f"INSERT INTO {table} VALUES {', '.join([one] * len(some))}",  # noqa: S608 - our own names
                values,
            )

    def _tidy_groups(self) -> None:
        """The groups of a row as they are stored: sorted, without those that it does not name."""
        kinds = self._ask("SELECT DISTINCT groups FROM typed")
        self._ours.execute("CREATE TABLE tidy (given VARCHAR, groups VARCHAR)")
        self._insert(
            "tidy",
            [(given, "|".join(sorted(filter(None, given.split("|"))))) for (given,) in kinds],
        )
        self._ours.execute(
            "CREATE OR REPLACE TABLE typed AS SELECT typed.* REPLACE (tidy.groups AS groups) "
            "FROM typed JOIN tidy ON typed.groups = tidy.given"
        )

    def compare(self, stored: Iterable[StoredCell], touched: Iterable[str]) -> None:
        """Tell what is stored from what is new; what differs in a touched column is odd."""
        self._ours.execute(
            "CREATE TABLE stored AS SELECT indicator, period, place, groups, "  # noqa: S608 - our own names
            f"{', '.join(NUMBERS)} FROM typed LIMIT 0"
        )
        for lot in _lots(stored):
            self._append("stored", lot)
        same = " AND ".join(
            f"typed.{name} IS NOT DISTINCT FROM stored.{name}"
            for name in NUMBERS
            if name in set(touched)
        )
        self._ours.execute(
            "CREATE TABLE there AS SELECT typed.number FROM typed JOIN stored "
            "USING (indicator, period, place, groups) ANTI JOIN odd USING (number)"
        )
        self._ours.execute(
            "INSERT INTO odd SELECT typed.number FROM typed JOIN there USING (number) JOIN stored "  # noqa: S608 - our own names
            f"USING (indicator, period, place, groups) WHERE NOT ({same or 'true'})"
        )

    def _append(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Many rows at once, as arrays: one by one they would take minutes."""
        import numpy as np

        lot = {
            f"c{at}": np.array(column, dtype=object)
            for at, column in enumerate(zip(*rows, strict=True))
        }
        self._ours.register("lot", lot)
        self._ours.execute(f"INSERT INTO {table} SELECT * FROM lot")  # noqa: S608 - our own name
        self._ours.unregister("lot")

    @property
    def read(self) -> int:
        """How many rows the file has."""
        return int(self._ask("SELECT count(*) FROM typed")[0][0])

    @property
    def unchanged(self) -> int:
        """How many rows say what is stored already."""
        return int(self._ask("SELECT count(*) FROM there ANTI JOIN odd USING (number)")[0][0])

    def odd(self) -> tuple[RawRow, ...]:
        """The rows that want a look of their own, in the order of the file.

        Raises:
            WorkbookError: there are too many of them.
        """
        count = int(self._ask("SELECT count(DISTINCT number) FROM odd")[0][0])
        if count > MOST_ODD:
            raise WorkbookError(
                _(
                    "%(count)s rows of “observations” are not plain codes and numbers, or differ "
                    "from what is stored; at most %(most)s are looked at one by one. Mend the "
                    "file, or load it in parts."
                ),
                count=count,
                most=MOST_ODD,
            )
        rows = self._ask("SELECT raw.* FROM raw SEMI JOIN odd USING (number) ORDER BY number")
        return tuple(
            RawRow(int(number), tuple(cell and unparted(cell) for cell in cells))
            for number, *cells in rows
        )

    def pull(self, keys: Iterable[Key]) -> bool:
        """Make the rows odd that have one of these keys; whether there were any."""
        wanted = sorted(set(keys))
        if not wanted:
            return False
        self._ours.execute(
            "CREATE OR REPLACE TEMP TABLE wanted "
            "(indicator VARCHAR, period VARCHAR, place VARCHAR, groups VARCHAR)"
        )
        self._insert("wanted", wanted)
        found = self._ask(
            "INSERT INTO odd SELECT number FROM typed "
            "SEMI JOIN wanted USING (indicator, period, place, groups) "
            "ANTI JOIN odd USING (number) RETURNING number"
        )
        return bool(found)

    def missing(self, standing: frozenset[Key]) -> int:
        """How many stored rows the file does not have, beside those that stand in odd rows."""
        lacking = self._ask(
            "SELECT indicator, period, place, groups FROM stored "
            "ANTI JOIN typed USING (indicator, period, place, groups)"
        )
        return sum(key not in standing for key in lacking)

    def sets(self) -> list[str]:
        """The sets of groups that the new rows name."""
        found = self._ask(f"SELECT DISTINCT groups FROM ({_NEW})")  # noqa: S608 - our own words
        return [groups for (groups,) in found if groups]

    def new(
        self, indicators: Mapping[str, int], places: Mapping[str, int], sets: Mapping[str, int]
    ) -> Iterator[list[tuple[Any, ...]]]:
        """The rows that are new, in lots: ids, period, and numbers in millionths, as stored."""
        self._ours.execute(
            "CREATE OR REPLACE TEMP TABLE ids (kind VARCHAR, code VARCHAR, id BIGINT)"
        )
        for kind, found in (("indicator", indicators), ("place", places), ("set", sets)):
            self._insert("ids", [(kind, code, pk) for code, pk in found.items()])
        rows = (
            f"SELECT i.id, period, p.id, s.id, {', '.join(NUMBERS)} FROM ({_NEW}) AS new "  # noqa: S608 - our own names
            "JOIN ids AS i ON i.kind = 'indicator' AND i.code = new.indicator "
            "LEFT JOIN ids AS p ON p.kind = 'place' AND p.code = new.place "
            "LEFT JOIN ids AS s ON s.kind = 'set' AND s.code = new.groups ORDER BY number"
        )
        answer = self._ours.execute(rows)
        while lot := answer.fetchmany(LOT):
            yield lot


def _as_stored(name: str, cell: str) -> str:
    """The value of a cell as the database keeps it; a percentage becomes a share."""
    if name == "quality":
        return f"coalesce({cell}, '') AS quality"
    if name == "units_counted":
        return f"try_cast(try_cast({cell} AS DECIMAL(18, 6)) AS BIGINT) AS units_counted"
    number = f"try_cast({cell} AS DECIMAL(18, 6))"
    if name == "value":
        number = f"{number} / CASE i.unit WHEN 'percent' THEN 100 ELSE 1 END"
        return f"CAST(round({number} * 1000000) AS BIGINT) AS value"
    return f"CAST({number} * 1000000 AS BIGINT) AS {name}"


def _holds(cell: Mapping[str, str]) -> str:
    """Whether the cells of a row are plain and go together; unknown counts as no."""
    above, below, value = cell["numerator"], cell["denominator"], cell["value"]
    number = "try_cast({} AS DECIMAL(18, 6))".format
    period, is_percent = cell["period"], "i.unit = 'percent'"
    plain = {"numerator": SIDE, "denominator": SIDE, "n": WHOLE, "units_counted": WHOLE}
    rules = [
        f"regexp_full_match({period}, '{PERIOD}')",
        f"NOT contains({period}, '/') OR {_year(period, 6, 7)} = ({_year(period, 1, 4)} + 1) % 100",
        *(f"{cell[n]} IS NULL OR {_reads(cell[n], form)}" for n, form in plain.items()),
        f"{cell['quality']} IS NULL OR {_reads(cell['quality'], '[A-D]')}",
        f"{value} IS NULL OR {_reads(value, VALUE)}",
        f"{value} IS NULL OR NOT {is_percent} OR {_reads(value, PERCENT)}",
        # What had to be explained is looked at row by row.
        f"{cell['reason']} IS NULL",
        f"{value} IS NOT NULL OR {above} IS NOT NULL",
        f"{below} IS NOT NULL OR {value} IS NOT NULL OR NOT needs_denominator(i.unit)",
        f"NOT {is_percent} OR coalesce({number(above)} <= {number(below)}, true)",
        f"NOT {is_percent} OR coalesce({number(value)} <= 100, true)",
        # A share beside its own counts may differ from them: that is told of, row by row.
        f"NOT {is_percent} OR {value} IS NULL OR {above} IS NULL OR {below} IS NULL",
    ]
    return " AND ".join(f"({rule})" for rule in rules)


def _reads(cell: str, form: str) -> str:
    return f"regexp_full_match({cell}, '{form}')"


def _year(period: str, first: int, last: int) -> str:
    return f"try_cast({period}[{first}:{last}] AS INT)"


def _lots(rows: Iterable[StoredCell]) -> Iterator[list[StoredCell]]:
    lot: list[StoredCell] = []
    for row in rows:
        lot.append(row)
        if len(lot) >= LOT:
            yield lot
            lot = []
    if lot:
        yield lot


def _quoted(text: str) -> str:
    return text.replace("'", "''")
