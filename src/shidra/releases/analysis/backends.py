"""The engines: DuckDB in this process, and Spark by one setting. Imported where one is asked."""

import os
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
from django.conf import settings
from sqlglot import exp

from shidra.releases.analysis.engine import Engine, EngineFailed, EngineIsMissing

__all__ = ["DuckDB", "Spark", "engine"]

type Rows = list[tuple[Any, ...]]


def _with_places(compiler: Any, expression: Any, place: Any) -> exp.Expression:
    """The compiled tree, with a place to bind where the catalogue left a mark."""
    from shidra.releases.analysis.catalogue import MARK

    tree: exp.Expression = compiler.to_sqlglot(expression)

    def bind(node: exp.Expression) -> exp.Expression:
        if isinstance(node, exp.Literal) and str(node.this).startswith(MARK):
            found: exp.Expression = place(str(node.this)[len(MARK) :])
            return found
        return node

    return tree.transform(bind)


class DuckDB:
    """The engine in process. It reads below the lake alone, and writes nowhere."""

    def __init__(self) -> None:
        self.connection = duckdb.connect(
            config={
                "memory_limit": settings.ENGINE_MEMORY,
                "temp_directory": str(settings.LAKE / "spill"),
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            }
        )
        self.connection.execute("SET enable_progress_bar=false")
        self.connection.execute("SET allowed_directories=$1", [[f"{settings.LAKE}/"]])
        self.connection.execute("SET enable_external_access=false")
        self.connection.execute("SET lock_configuration=true")

    def compile(self, expression: Any) -> str:
        from ibis.backends.sql.compilers import DuckDBCompiler

        compiler = DuckDBCompiler()
        tree = _with_places(
            compiler, expression, lambda name: exp.Parameter(this=exp.Var(this=name))
        )
        # Folders are named like columns; what a row says of itself is what counts.
        files = "read_parquet($files, hive_partitioning => false)"
        return tree.sql("duckdb").replace('"observations"', files)

    def run(self, sql: str, files: Sequence[Path], values: Mapping[str, str | int]) -> Rows:
        with self.connection.cursor() as cursor:
            named = {**values, "files": [str(path) for path in files]}
            return cursor.execute(sql, named).fetchall()


class Spark:
    """A Spark cluster, or one on this machine, which reads the same files."""

    def __init__(self, master: str) -> None:
        try:
            from pyspark.sql import SparkSession
        except ImportError as missing:
            raise EngineIsMissing from missing
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        self.session = (
            SparkSession.builder.master(master)
            .appName("shidra")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .getOrCreate()
        )

    def compile(self, expression: Any) -> str:
        import ibis
        from ibis.backends.sql.compilers import PySparkCompiler
        from ibis.config import Config

        class Options(Config):  # type: ignore[misc]
            treat_nan_as_null: bool = False

        # Ibis' own connection would set these; here it compiles alone.
        ibis.options.pyspark = ibis.options.pyspark or Options()
        compiler = PySparkCompiler()
        tree = _with_places(compiler, expression, lambda name: exp.Placeholder(this=name))
        return tree.sql(compiler.dialect)

    def run(self, sql: str, files: Sequence[Path], values: Mapping[str, str | int]) -> Rows:
        """The rows. A part that was lost on its way is computed again by others.

        Raises:
            EngineFailed: it was lost too often, or the cluster is gone.
        """
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        try:
            self.session.read.parquet(*map(str, files)).createOrReplaceTempView("observations")
            return [tuple(row) for row in self.session.sql(sql, args=dict(values)).collect()]
        except (Py4JError, PySparkException, OSError) as failed:
            raise EngineFailed(next(iter(str(failed).strip().splitlines()), "")) from failed


@cache
def _engine(name: str, _lake: Path) -> Engine:
    if name == "spark":
        return Engine(Spark(settings.SPARK or "local[2]"))
    return Engine(DuckDB())


def engine(name: str) -> Engine:
    """The engine of this name over the lake, made once in a process."""
    return _engine(name, settings.LAKE)
