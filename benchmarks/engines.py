"""A roll-up over many figures, by the catalogue and by hand, in one run.

`SHIDRA_BENCH_ROWS` says how many observations; the full size is 50 million.
"""

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

FULL = 50_000_000
SHAPE = {"initiatives": 200, "indicators": 200, "places": 1_000, "groups": 12, "months": 132}
# Who writes for this file alone: few columns, one question, the groups as they are written.
BY_HAND = """
SELECT indicator, period, max(rate) - min(rate) AS apart FROM (
  SELECT indicator, period, groups, sum(numerator)::DOUBLE / sum(denominator) AS rate
  FROM read_parquet($files, hive_partitioning => false)
  GROUP BY indicator, period, groups HAVING sum(denominator) >= 10000000
) GROUP BY indicator, period HAVING count(*) > 1
"""


def measure() -> dict[str, float]:
    """Ratio of a roll-up to hand-written SQL, its memory in MB, and the layer's own milliseconds."""
    import django

    django.setup()
    from django.conf import settings

    from shidra.releases.analysis.backends import DuckDB
    from shidra.releases.analysis.engine import Engine, Grant

    rows = int(os.environ.get("SHIDRA_BENCH_ROWS", "2000000"))
    grant = Grant(_files(settings.LAKE, rows))
    engine = Engine(DuckDB())
    files = [str(settings.LAKE / file.path) for own in grant.files.values() for file in own]
    connection = engine.backend.connection  # type: ignore[attr-defined]

    def by_catalogue() -> Any:
        return engine.ask("disparity", grant, dimension="sector", least=10_000_000)

    def by_hand() -> Any:
        return connection.cursor().execute(BY_HAND, {"files": files}).fetchall()

    told, hand = by_catalogue(), by_hand()
    assert {row[:2]: round(row[-1], 12) for row in told} == {
        row[:2]: round(row[-1], 12) for row in hand
    }
    one = Grant({1: grant.files[1]})
    values = {"indicator": "I1", "period": "2020-01", "dimension": "sector"}
    sql = engine._sql("drill", 1)
    own = [str(settings.LAKE / file.path) for file in one.files[1]]
    bare = {**values, "tenant_0": 1, "files": own}
    pairs = [
        (
            _seconds(lambda: engine.ask("drill", one, **values)),
            _seconds(lambda: connection.cursor().execute(sql, bare).fetchall()),
        )
        for _turn in range(41)
    ]
    layer = statistics.median(with_layer - without for with_layer, without in pairs)
    turns = [(_seconds(by_catalogue), _seconds(by_hand)) for _turn in range(3)]
    return {
        "disparity / SQL by hand": min(a for a, _b in turns) / min(b for _a, b in turns),
        "disparity seconds": min(a for a, _b in turns),
        "peak memory MB": _peak(),
        "layer ms on a warm query": layer * 1000,
        "rows": float(rows),
    }


def _seconds(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _peak() -> float:
    """The most that this process has held in memory."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def _files(lake: Path, rows: int) -> dict[int, list[Any]]:
    """A file for each initiative, of cells that are each there with the same chance."""
    import duckdb

    from shidra.releases.analysis.manifest import fingerprint
    from shidra.releases.queries import Listed

    cells = 1
    for many in SHAPE.values():
        cells *= many
    each = rows // SHAPE["initiatives"]
    found = {}
    with duckdb.connect(config={"memory_limit": "256MB", "threads": 2}) as maker:
        maker.execute("SET enable_progress_bar=false")
        for initiative in range(1, SHAPE["initiatives"] + 1):
            folder = lake / "obs" / f"initiative={initiative}"
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / "synthetic.parquet"
            # Steps through the cells by a stride: spread evenly, none twice, and the same each run.
            maker.execute(
                f"""COPY (
                  SELECT {initiative}::BIGINT AS initiative,
                    'I' || (cell // 1584000) AS indicator,
                    (2015 + (cell % 132) // 12) || '-' || lpad((1 + cell % 12)::VARCHAR, 2, '0')
                      AS period,
                    'P' || ((cell // 1584) % 1000) AS place,
                    'sector:g' || ((cell // 132) % 12) AS groups,
                    (hash(cell) % 50)::BIGINT * 1000000 AS numerator,
                    (50 + hash(cell + 7) % 50)::BIGINT * 1000000 AS denominator,
                    NULL::BIGINT AS value, NULL::BIGINT AS n, NULL::VARCHAR AS quality,
                    NULL::BIGINT AS units_counted, 0::TINYINT AS role
                  FROM (SELECT (i * {cells // SHAPE["initiatives"] // each}
                    + hash(i + {initiative}) % {max(cells // SHAPE["initiatives"] // each, 1)})
                    AS cell FROM range({each}) t(i))
                ) TO '{path}' (FORMAT parquet, COMPRESSION zstd)"""
            )
            size, mark = path.stat().st_size, fingerprint(path)
            found[initiative] = [Listed(str(path.relative_to(lake)), size, mark)]
    return found
