"""The whole catalogue on DuckDB and on Spark: the same digest. Its own check: `just test-spark`.

Not collected with the everyday suite: it starts a Spark cluster of two executors on this machine,
which takes a Java, some twenty seconds and two gigabytes.
"""

import hashlib
import os
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import duckdb
import pytest
from django.conf import settings as site

from shidra.releases.analysis.backends import DuckDB, Spark
from shidra.releases.analysis.catalogue import PART_COLUMNS, QUERIES
from shidra.releases.analysis.columns import COLUMNS
from shidra.releases.analysis.engine import Engine, EngineFailed, Grant
from shidra.releases.analysis.manifest import fingerprint
from shidra.releases.analysis.parquet import write_columns
from shidra.releases.queries import Listed

CLUSTER = "local-cluster[2,1,1024]"
SETS = 24
WORDS = ["בדואי", "العربية", "ultra-orthodox", "x'y\"z", "a b", "unknown", "ירושלים", "حيفا"]


@pytest.fixture(autouse=True)
def _lake_of_its_own(engines):
    """One lake for all of these: the engines were opened over it."""


@pytest.fixture(scope="module")
def engines(tmp_path_factory):
    site.LAKE = tmp_path_factory.mktemp("lake")
    spark = Spark(CLUSTER)
    assert spark.session.sparkContext.master == CLUSTER
    yield Engine(DuckDB()), Engine(spark)
    spark.session.stop()


def digest(rows):
    """SHA-256 over all rows: whole numbers exact, fractions to twelve digits."""
    told = [[f"{cell:.12g}" if isinstance(cell, float) else cell for cell in row] for row in rows]
    return hashlib.sha256(repr(told).encode()).hexdigest()


def a_data_set(seed):
    """Rows with missing groups and places, zero denominators, absent sides, letters of all kinds."""
    draw = random.Random(seed)
    rows = []
    for _row in range(draw.choice([0, 1, 40, 400])):
        groups = draw.choice(
            ["", f"sector:{draw.choice(WORDS)}", f"age:old|sector:{draw.choice(WORDS)}"]
        )
        denominator = draw.choice([None, 0, draw.randrange(10**12)])
        numerator = draw.choice([None, draw.randrange((denominator or 0) + 1)])
        rows.append(
            (
                draw.choice([1, 2, 3]),
                draw.choice(["M5", "مؤشر", "מדד"]),
                draw.choice(["2015", "2016", "2025/26"]),
                draw.choice(["", *WORDS]),
                groups,
                numerator,
                denominator,
                draw.choice([None, draw.randrange(100)]),
                draw.choice([None, draw.randrange(100)]),
                draw.choice(["", "A", "D"]),
                None,
                draw.choice([0, 0, 1, 2]),
            )
        )
    return rows


@pytest.fixture
def grant(request):
    rows = a_data_set(request.param)
    files = {}
    for initiative in (1, 2, 3):
        folder = site.LAKE / "obs" / f"initiative={initiative}" / "period=2016"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"release-1-{request.param}.parquet"
        write_columns([row for row in rows if row[0] == initiative], COLUMNS, path)
        size, mark = path.stat().st_size, fingerprint(path)
        files[initiative] = [Listed(str(path.relative_to(site.LAKE)), size, mark)]
    del files[3]
    return Grant(files)


@pytest.mark.parametrize("grant", range(SETS), indirect=True)
def test_both_engines_give_the_same_digest(engines, grant):
    values = {"indicator": "מדד", "period": "2016", "dimension": "sector", "least": 10}
    for name, query in QUERIES.items():
        asked = {key: values[key] for key in query.asks}
        here, there = (digest(engine.ask(name, grant, **asked)) for engine in engines)
        assert here == there, name


@pytest.fixture
def many(engines):
    """Enough rows that a question takes Spark seconds, in files that its executors share."""
    folder = site.LAKE / "obs" / "initiative=1" / "period=2015"
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for part in range(8):
        path = folder / f"release-1-many-{part}.parquet"
        with duckdb.connect() as maker:
            maker.execute(
                f"""COPY (
                  SELECT 1::BIGINT AS initiative, 'M5' AS indicator, '2015' AS period,
                    'P' || (i % 1000) AS place, 'sector:s' || (i % 7) AS "groups",
                    (i % 97 * 1000000)::BIGINT AS numerator, 97000000::BIGINT AS denominator,
                    NULL::BIGINT AS value, NULL::BIGINT AS n, NULL::VARCHAR AS quality,
                    NULL::BIGINT AS units_counted, 0::TINYINT AS role
                  FROM range({part} * 500000, ({part} + 1) * 500000) t(i)
                ) TO '{path}' (FORMAT parquet)"""
            )
        size, mark = path.stat().st_size, fingerprint(path)
        files.append(Listed(str(path.relative_to(site.LAKE)), size, mark))
    return Grant({1: files})


def executors(spark):
    """The processes of our own cluster that compute, told by whose children they are."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    ours, found = [spark.session.sparkContext._gateway.proc.pid], []
    while ours:
        pid = ours.pop()
        ours += children.get(pid, [])
        with suppress(OSError):
            if b"CoarseGrainedExecutorBackend" in Path(f"/proc/{pid}/cmdline").read_bytes():
                found.append(pid)
    return found


def test_an_executor_killed_in_the_middle_changes_no_answer(engines, many):
    values = {"indicator": "M5", "dimension": "sector"}
    spark = engines[1].backend
    expected = digest(engines[0].ask("categories", many, **values))
    assert digest(engines[1].ask("categories", many, **values)) == expected
    with ThreadPoolExecutor(1) as aside:
        asked = aside.submit(engines[1].ask, "places", many, indicator="M5")
        tracker = spark.session.sparkContext.statusTracker()
        while not tracker.getActiveStageIds() and not asked.done():
            time.sleep(0.005)
        was_running = not asked.done()
        os.kill(executors(spark)[0], signal.SIGKILL)
        failure = asked.exception(timeout=240)
        if failure is None:
            assert digest(asked.result()) == digest(engines[0].ask("places", many, indicator="M5"))
        else:
            assert isinstance(failure, EngineFailed)
            assert str(failure)
    assert was_running, "killed too late to tell anything"
    assert digest(engines[1].ask("categories", many, **values)) == expected


@pytest.mark.parametrize("seed", range(SETS))
def test_both_add_the_rows_of_a_live_answer_alike(engines, seed):
    draw = random.Random(seed)
    rows = [
        (
            draw.randrange(9),
            draw.choice([1, 1, -1]),
            draw.choice([None, draw.randrange(10**12)]),
            draw.choice([None, draw.randrange(10**12)]),
            draw.choice([None, draw.randrange(100)]),
            draw.choice([None, draw.randrange(100)]),
            draw.choice(["", "A", "B", "D"]),
        )
        for _row in range(draw.randrange(200))
    ]
    path = site.LAKE / f"parts-{seed}.parquet"
    write_columns(rows, PART_COLUMNS, path)
    here, there = (digest(engine.add(path)) for engine in engines)
    assert here == there


@pytest.mark.django_db
def test_a_series_by_spark_is_the_same_to_the_byte(engines, five_units, monkeypatch):
    from io import StringIO

    from django.core.management import call_command

    from shidra.releases.analysis import backends

    monkeypatch.setattr(backends, "engine", lambda _name: engines[1])

    def printed(*arguments):
        out = StringIO()
        call_command("series", "five-units", "M5", *arguments, "--json", stdout=out)
        return out.getvalue()

    for question in (
        ["--by", "sector"],
        ["--by", "place:district", "--by", "sector", "--unprotected"],
    ):
        assert printed(*question, "--engine", "spark") == printed(*question)
