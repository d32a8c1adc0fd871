"""The second store: files that hold releases once more, for engines that read columns.

A file is planned in the transaction of its release, written aside, made lasting, named, and only
then listed as written. Whatever is interrupted leaves a plan without a file, or a file that no
line of the manifest calls written: nobody reads it, and the next run clears it away.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from shidra.initiatives.models import Initiative
from shidra.releases.analysis.columns import write_file
from shidra.releases.analysis.manifest import fingerprint, is_as_listed
from shidra.releases.models import Release, ReleaseFile
from shidra.releases.queries import (
    Sums,
    digest_of,
    files_awaited,
    in_units,
    lines_of,
    listed,
    sums_of_release,
    written_files,
)

__all__ = ["NotTheSame", "draft", "file_path", "finish_files"]

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


def draft(release: Release, path: str) -> tuple[str, int]:
    """The mark and the number of the figures of a release, and its lines beside its file to be.

    The lines only spare `finish_files` a second look. Where they cannot be written it does without.
    """
    lines = _lines_beside(settings.LAKE / path)
    try:
        return _draft(release, lines)
    except OSError:
        lines.unlink(missing_ok=True)
        return digest_of(lines_of(release))


def _draft(release: Release, lines: Path) -> tuple[str, int]:
    lines.parent.mkdir(parents=True, exist_ok=True)
    with lines.open("w", encoding="utf-8", newline="") as out:
        return digest_of(lines_of(release), out)


def finish_files(initiative: Initiative, drafted: str = "") -> int:
    """Write every file that a release waits for, and clear away what no manifest lists.

    Returns how many were written. Running it twice changes nothing.
    `drafted` is the path of the file whose lines this process has just written in full.
    """
    folder = settings.LAKE / "obs" / f"initiative={initiative.pk}"
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        _plan_anew(initiative)
        awaited = list(files_awaited(initiative))
        for file in awaited:
            _write(file, has_lines=file.path == drafted)
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
    """Where a file is gone, as after a restore, or changed, the record can write it once more."""
    for file in written_files(initiative):
        if not is_as_listed(settings.LAKE / file.path, listed(file)):
            with transaction.atomic():
                file.status = ReleaseFile.Status.LOST
                file.save(update_fields=["status"])
                ReleaseFile.objects.create(release=file.release, path=file_path(file.release))


def _write(file: ReleaseFile, *, has_lines: bool) -> None:
    target = settings.LAKE / file.path
    lines, unfinished = _lines_beside(target), target.with_name(target.name + UNFINISHED)
    if not (has_lines and lines.is_file()):
        _draft(file.release, lines)
    written = _make(file, lines, unfinished)
    recorded = sums_of_release(file.release)
    if written != recorded:
        raise NotTheSame(f"{file.path}: {written}, and the record has {recorded}")
    _last(unfinished)
    unfinished.replace(target)
    _last(target.parent)
    with transaction.atomic():
        file.status = ReleaseFile.Status.WRITTEN
        file.sha256, file.bytes = fingerprint(target), target.stat().st_size
        file.rows = written.rows
        file.numerator_sum = in_units(written.numerator)
        file.denominator_sum = in_units(written.denominator)
        file.written_at = timezone.now()
        file.save()


def _make(file: ReleaseFile, lines: Path, path: Path) -> Sums:
    """Write the columns, and read back what they add up to. Few rows are in memory at a time."""
    import duckdb

    write_file(file.release, lines, path)
    with duckdb.connect(config={"memory_limit": settings.ENGINE_MEMORY}) as engine:
        found = engine.execute(
            "SELECT count(*), coalesce(sum(numerator), 0), coalesce(sum(denominator), 0) "
            "FROM read_parquet(?, hive_partitioning => false) WHERE role <> 2",
            [str(path)],
        ).fetchone()
    assert found is not None
    return Sums(*map(int, found))


def _lines_beside(target: Path) -> Path:
    return target.with_name(target.name + ".lines")


def _last(path: Path) -> None:
    """Let a file, or the names in a folder, outlive a loss of power."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _sweep(folder: Path, listed: set[Path]) -> None:
    """Take away every file that no manifest calls written."""
    for path in folder.rglob("*"):
        if path.is_file() and path.name != ".lock" and path not in listed:
            path.unlink()
