"""Long tables of observations are read as columns, and come to the same as row by row."""

import csv
import random
from pathlib import Path

import pytest
from django.db import transaction
from django.utils.translation import override

from shidra.audit.models import SYSTEM, Record
from shidra.audit.queries import history
from shidra.exchange.actions import load_workbook, report_document
from shidra.exchange.workbook import WorkbookError, columns, reading
from shidra.initiatives.models import Initiative
from shidra.measurement.models import Observation

pytestmark = pytest.mark.django_db

HEADER = ["indicator", "period", "place", "sector", "sex", "numerator", "denominator", "value"]
HEADER += ["n", "quality", "units_counted", "remark"]
# What a cell may be that is written in another way, or wrong: column, and what stands there.
ODD = [
    ("indicator", " I0"),
    ("indicator", "I9"),
    ("indicator", None),
    ("period", "2020/22"),
    ("period", "2020/21"),
    ("period", "2020-Q2"),
    ("period", "20"),
    ("place", "a\u200f"),
    ("place", "nowhere"),
    ("sector", "s9"),
    ("sector", " s1 "),
    ("sex", "f|m"),
    ("numerator", "1e1"),
    ("numerator", "-3"),
    ("numerator", "12.50"),
    ("numerator", "1,5"),
    ("numerator", "99999"),
    ("numerator", "=1+1"),
    ("numerator", None),
    ("denominator", None),
    ("denominator", "٤٠"),
    ("denominator", "0"),
    ("value", "101"),
    ("value", "12.3456789"),
    ("value", "-0"),
    ("value", "7"),
    ("n", "12.0"),
    ("n", "1.5"),
    ("quality", "a"),
    ("quality", "E"),
    ("units_counted", "3"),
    ("units_counted", "-1"),
    ("remark", "whatever; 'tis"),
]


def written(folder: Path, observations: list[dict[str, str | None]]) -> Path:
    def table(name: str, header: list[str], rows: list[list[str | None]]) -> None:
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(header)
            writer.writerows(rows)

    folder.mkdir(exist_ok=True)
    table("initiative", ["code", "name_en", "result_en", "currency"], [["long", "L", "All", "ILS"]])
    table("places", ["code", "name_en", "parent"], [["land", "Land", None], ["a", "A", "land"]])
    groups = [["sector", f"s{n}", f"S{n}"] for n in range(3)]
    groups += [["sex", "f", "F"], ["sex", "m", "M"], ["sex", "bad|code", "X"]]
    table("groups", ["dimension", "code", "name_en"], [*groups])
    table("factors", ["code", "kind", "name_en", "stage"], [["F", "outcome", "Outcome", "1"]])
    measures = [["I0", "percent", "calendar_year"], ["I1", "count", "school_year"]]
    measures += [["I2", "score", "calendar_year"], ["I3", "bad unit", "calendar_year"]]
    table(
        "indicators",
        ["code", "unit", "period_kind", "factor", "name_en", "better"],
        [[*each, "F", each[0], "higher"] for each in measures],
    )
    table("observations", HEADER, [[row.get(name) for name in HEADER] for row in observations])
    return folder


def rows_of(seed: int) -> list[dict[str, str | None]]:
    """Plain rows of all kinds, and among them some of each odd kind, twice and empty ones."""
    draw = random.Random(seed)
    rows: list[dict[str, str | None]] = []
    for indicator in ("I0", "I1", "I2", "I3"):
        for year in range(2010, 2025):
            for place in (None, "land", "a"):
                for sector in (None, "s0", "s1", "s2"):
                    row = {"indicator": indicator, "place": place, "sector": sector}
                    row["sex"] = draw.choice([None, "f", "m"])
                    row["period"] = f"{year}/{(year + 1) % 100}" if indicator == "I1" else str(year)
                    whole = draw.randrange(1, 400)
                    if indicator == "I2":
                        row["value"] = f"{draw.randrange(-50, 50) / 4}"
                    elif indicator == "I0" and draw.random() < 0.3:
                        row["value"] = f"{draw.random() * 100:.{draw.randrange(8)}f}"
                    else:
                        row["numerator"], row["denominator"] = (
                            str(draw.randrange(whole)),
                            str(whole),
                        )
                    rows.append(row)
    for column, cell in ODD * 2:
        rows[draw.randrange(len(rows))][column] = cell
    rows += [{**rows[draw.randrange(len(rows))]} for _each in range(4)]
    rows += [{**rows[5], "sector": f" {rows[5]['sector'] or ''}"}, {}]
    draw.shuffle(rows)
    return rows


def stored() -> list[tuple[object, ...]]:
    numbers = ("numerator", "denominator", "value", "n", "quality", "units_counted")
    return sorted(
        Observation.objects.values_list(
            "indicator__code", "period", "place__code", "group_set__key", *numbers
        ),
        key=str,
    )


def loaded(folder: Path, monkeypatch, *, as_columns: bool, **options):
    monkeypatch.setattr(reading, "LARGE", 0 if as_columns else 10**9)
    report = report_document(load_workbook(path=folder, by=SYSTEM, **options))
    return {name: value for name, value in report.items() if name != "sha256"}


@pytest.mark.parametrize("seed", range(3))
def test_it_comes_to_the_same_as_row_by_row(seed: int, tmp_path: Path, monkeypatch):
    first = written(tmp_path / "long", rows_of(seed))
    later = rows_of(seed)
    for number, row in enumerate(later):
        if number % 9 == 0:
            row["numerator"] = "1"
    del later[::11]
    told: dict[bool, list[object]] = {}
    for as_columns in (False, True):
        written(first, rows_of(seed))
        with transaction.atomic():
            answers: list[object] = [loaded(first, monkeypatch, as_columns=as_columns), stored()]
            written(first, later)
            answers += [
                loaded(first, monkeypatch, as_columns=as_columns, dry_run=True),
                stored(),
                loaded(first, monkeypatch, as_columns=as_columns),
                stored(),
                loaded(first, monkeypatch, as_columns=as_columns),
            ]
            transaction.set_rollback(True)
        told[as_columns] = answers
    assert len(told[True][1]) > 500
    for one, other in zip(told[True], told[False], strict=True):
        assert one == other


def test_most_rows_are_not_looked_at_one_by_one(tmp_path: Path, monkeypatch):
    folder = written(tmp_path / "long", rows_of(0))
    looked: list[int] = []
    odd = columns.Sieve.odd

    def counted(sieve: columns.Sieve):
        rows = odd(sieve)
        looked.append(len(rows))
        return rows

    monkeypatch.setattr(columns.Sieve, "odd", counted)
    report = loaded(folder, monkeypatch, as_columns=True)
    # Those of the measure that was rejected are rejected by name, each for itself.
    assert 180 < looked[-1] < 360 < report["totals"]["added"]


def test_one_record_tells_of_them_all_and_each_has_its_past(tmp_path: Path, monkeypatch):
    loaded(written(tmp_path / "long", rows_of(1)), monkeypatch, as_columns=True)
    records = Record.objects.filter(initiative="long", action="put measurement.observation")
    told = {"span" in each.detail: each for each in records}
    assert len(told) == len(records) == 2
    plain = told[True]
    first, last = plain.detail["span"]
    assert plain.detail["added"] == last - first + 1
    [came] = history(Observation, first)
    row = Observation.objects.get(pk=first)
    assert came.record == plain
    assert came.kind == "added"
    assert came.became["period"] == row.period
    assert came.became["indicator_id"] == row.indicator_id


def test_it_refuses_a_file_in_which_hardly_a_row_is_plain(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(columns, "MOST_ODD", 5)
    with override("en"), pytest.raises(WorkbookError, match="one by one"):
        loaded(written(tmp_path / "long", rows_of(2)), monkeypatch, as_columns=True)
    assert not Initiative.objects.exists()


def test_a_file_without_its_columns_is_rejected_in_the_usual_words(tmp_path: Path, monkeypatch):
    folder = written(tmp_path / "long", rows_of(0)[:20])
    file = folder / "observations.csv"
    file.write_text(file.read_text().replace("indicator,period", "indicator,indicator", 1))
    told = [loaded(folder, monkeypatch, as_columns=each, dry_run=True) for each in (False, True)]
    assert told[0] == told[1]
    problems = {found["problem"] for found in told[0]["rejections"]}
    assert {"repeated_column", "missing_column"} <= problems


@pytest.mark.parametrize("between", ["\n\n", "\r\n\r\n", "\r"])
def test_empty_lines_and_old_line_ends_go_the_usual_way(between: str, tmp_path: Path, monkeypatch):
    folder = written(tmp_path / "long", rows_of(0)[:20])
    file = folder / "observations.csv"
    lines = file.read_bytes().decode().split("\r\n")
    file.write_bytes(between.join(lines).encode())
    told = [loaded(folder, monkeypatch, as_columns=each, dry_run=True) for each in (False, True)]
    assert told[0] == told[1]
    assert told[0]["totals"]["added"]
