"""A million observations, loaded and published, against DuckDB's own way from .csv to Parquet.

In CPU time, in one run, on SQLite; `SHIDRA_BENCH_ROWS` asks for another number of rows.
Memory is the largest that the process ever held, and comes last, so run this room alone.
"""

import csv
import os
import random
import resource
import time
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

ROWS = int(os.environ.get("SHIDRA_BENCH_ROWS", "1000000"))
SECTORS, SEXES, YEARS, PLACES = 6, "fm", range(2001, 2026), 300


def measure() -> dict[str, float]:
    """CPU of loading, again, and of publishing ÷ CPU of DuckDB from .csv to Parquet; memory in MB."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    from shidra.audit.models import SYSTEM
    from shidra.exchange.actions import load_workbook

    call_command("migrate", verbosity=0)
    with TemporaryDirectory() as folder:
        path = _written(Path(folder))
        own = _seconds(lambda: _by_duckdb(path / "observations.csv"))
        with transaction.atomic():
            first = _seconds(lambda: load_workbook(path=path, by=SYSTEM))
            second = _seconds(lambda: load_workbook(path=path, by=SYSTEM))
            published = _seconds(_publish)
            transaction.set_rollback(True)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "first load": first / own,
        "second load": second / own,
        "publishing": published / own,
        "first load and publishing": (first + published) / own,
        "memory in MB": memory,
    }


def _publish() -> None:
    """Every period of it, each as a release with its file."""
    from shidra.audit.models import SYSTEM
    from shidra.initiatives.models import Initiative
    from shidra.releases.actions import publish_period

    initiative = Initiative.objects.get(code="many")
    for year in YEARS:
        publish_period(initiative=initiative, period=str(year), note="", by=SYSTEM)


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _by_duckdb(file: Path) -> None:
    import duckdb

    with duckdb.connect() as ours:
        ours.execute("SET enable_progress_bar=false")
        into = file.with_suffix(".parquet")
        ours.execute(f"COPY (SELECT * FROM read_csv('{file}')) TO '{into}' (FORMAT parquet)")


def _written(folder: Path) -> Path:
    def table(name: str, header: str, rows: Iterator[tuple[object, ...]]) -> None:
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(header.split())
            writer.writerows(rows)

    cells = PLACES * SECTORS * len(SEXES) * len(YEARS)
    indicators = [f"I{number}" for number in range(-(-ROWS // cells))]
    table("initiative", "code name_en result_en currency", iter([("many", "Many", "All", "ILS")]))
    table("places", "code name_en", ((f"p{n}", f"P{n}") for n in range(PLACES)))
    sectors = [("sector", f"s{n}", f"S{n}") for n in range(SECTORS)]
    table("groups", "dimension code name_en", iter([*sectors, *(("sex", s, s) for s in SEXES)]))
    table("factors", "code kind name_en stage", iter([("F", "outcome", "Outcome", 1)]))
    table(
        "indicators",
        "code factor name_en unit better",
        ((code, "F", code, "percent", "higher") for code in indicators),
    )
    header = "indicator period place sector sex numerator denominator"
    table("observations", header, _observations(indicators))
    return folder


def _observations(indicators: list[str]) -> Iterator[tuple[object, ...]]:
    draw = random.Random(1)
    every = product(indicators, YEARS, range(PLACES), range(SECTORS), SEXES)
    for _number, (code, year, place, sector, sex) in zip(range(ROWS), every, strict=False):
        people = draw.randrange(1, 500)
        yield code, year, f"p{place}", f"s{sector}", sex, draw.randrange(people + 1), people
