"""The second store: files that hold releases once more, for engines that read columns.

A file is planned in the transaction of its release, written aside, made lasting, named, and only
then listed as written. Whatever is interrupted leaves a plan without a file, or a file that no
line of the manifest calls written: nobody reads it, and the next run clears it away.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from shidra.initiatives.models import Initiative
from shidra.releases.analysis.columns import COLUMNS, rows_to_write
from shidra.releases.analysis.parquet import write_columns
from shidra.releases.models import Release, ReleaseFile
from shidra.releases.queries import Sums, files_awaited, in_units, sums_of_release, written_files

__all__ = ["NotTheSame", "file_path", "finish_files"]

CHUNK = 1 << 20
UNFINISHED = ".part"


class NotTheSame(OSError):
    """A file that was just written does not hold what the record says."""


def file_path(release: Release) -> str:
    """A new name for a file of a release, below the folder of the lake."""
    period = release.period.replace("/", "-")
    return (
        f"obs/initiative={release.initiative_id}/period={period}/"
        f"release-{release.number}-{uuid4()}.parquet"
    )


def finish_files(initiative: Initiative) -> int:
    """Write every file that a release waits for, and clear away what no manifest lists.

    Returns how many were written. Running it twice changes nothing.
    """
    folder = settings.LAKE / "obs" / f"initiative={initiative.pk}"
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        _plan_anew(initiative)
        awaited = list(files_awaited(initiative))
        for file in awaited:
            _write(file)
        _sweep(folder, {settings.LAKE / file.path for file in written_files(initiative)})
    return len(awaited)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time in the folder of an initiative."""
    lock = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _plan_anew(initiative: Initiative) -> None:
    """Where a listed file is gone, as after a restore, the record can write it once more."""
    for file in written_files(initiative):
        path = settings.LAKE / file.path
        if not path.is_file() or path.stat().st_size != file.bytes:
            with transaction.atomic():
                file.status = ReleaseFile.Status.LOST
                file.save(update_fields=["status"])
                ReleaseFile.objects.create(release=file.release, path=file_path(file.release))


def _write(file: ReleaseFile) -> None:
    target = settings.LAKE / file.path
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(target.name + UNFINISHED)
    written = _make(file, unfinished)
    recorded = sums_of_release(file.release)
    if written != recorded:
        raise NotTheSame(f"{file.path}: {written}, and the record has {recorded}")
    _last(unfinished)
    unfinished.replace(target)
    _last(target.parent)
    with transaction.atomic():
        file.status = ReleaseFile.Status.WRITTEN
        file.sha256, file.bytes = _hashed(target), target.stat().st_size
        file.rows = written.rows
        file.numerator_sum = in_units(written.numerator)
        file.denominator_sum = in_units(written.denominator)
        file.written_at = timezone.now()
        file.save()


def _make(file: ReleaseFile, path: Path) -> Sums:
    """Write the columns, and read back what they add up to. Few rows are in memory at a time."""
    import duckdb

    write_columns(rows_to_write(file.release), COLUMNS, path)
    with duckdb.connect(config={"memory_limit": settings.ENGINE_MEMORY}) as engine:
        found = engine.execute(
            "SELECT count(*), coalesce(sum(numerator), 0), coalesce(sum(denominator), 0) "
            "FROM read_parquet(?, hive_partitioning => false) WHERE role <> 2",
            [str(path)],
        ).fetchone()
    assert found is not None
    return Sums(*map(int, found))


def _last(path: Path) -> None:
    """Let a file, or the names in a folder, outlive a loss of power."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _hashed(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as content:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _sweep(folder: Path, listed: set[Path]) -> None:
    """Take away every file that no manifest calls written."""
    for path in folder.rglob("*"):
        if path.is_file() and path.name != ".lock" and path not in listed:
            path.unlink()
