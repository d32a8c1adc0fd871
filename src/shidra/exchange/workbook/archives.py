"""Whether a packed file may be opened at all, decided from its table of contents.

The sizes that a zip declares bind: Python reads no more of an entry than was declared, so a bomb
is known before anything is unpacked.
"""

import zipfile
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from shidra.exchange.workbook.problems import WorkbookError

__all__ = ["MOST_BYTES", "check_archive", "is_packed", "refuse_known_kinds", "refuse_other_kinds"]

MOST_ENTRIES = 1_000
MOST_BYTES = 200 * 1024 * 1024
MOST_SHARED_STRINGS = 64 * 1024 * 1024
HIGHEST_RATIO = 100
# Below this an entry costs nothing, however well it packs.
TOO_SMALL_TO_MIND = 1024 * 1024

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KNOWN_KINDS = (
    (
        _OLD_OFFICE,
        _(
            "This is an old .xls file or one locked by a password. "
            "Save it as .xlsx without a password."
        ),
    ),
    (b"%PDF", _("This is a PDF. What can be loaded is an .xlsx file or a folder of .csv files.")),
)


def is_packed(path: Path) -> bool:
    """Whether the file is a zip, as every .xlsx is."""
    return zipfile.is_zipfile(path)


def refuse_other_kinds(path: Path) -> None:
    """Say what an unpacked file is instead of a workbook.

    Raises:
        WorkbookError: always, naming the kind of file where it is a common one.
    """
    refuse_known_kinds(path)
    raise WorkbookError(
        _("This is no workbook. What can be loaded is an .xlsx file or a folder of .csv files.")
    )


def refuse_known_kinds(path: Path) -> None:
    """Refuse an empty file, and kinds of files that hold no table for us.

    Raises:
        WorkbookError: it is one of them.
    """
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise WorkbookError(_("The file is empty."))
    for signature, message in _KNOWN_KINDS:
        if start.startswith(signature):
            raise WorkbookError(message)


def check_archive(path: Path) -> tuple[str, ...]:
    """The names of the entries, once number, size and packing are known to be harmless.

    Raises:
        WorkbookError: the file is broken, or would unpack to more than may be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise WorkbookError(_("The file is damaged and cannot be opened.")) from error
    if len(entries) > MOST_ENTRIES:
        raise WorkbookError(
            _("The file is packed from %(count)s parts; at most %(most)s are read."),
            count=len(entries),
            most=MOST_ENTRIES,
        )
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    shared = sum(e.file_size for e in entries if e.filename.lower().endswith("sharedstrings.xml"))
    if unpacked > MOST_BYTES or shared > MOST_SHARED_STRINGS:
        raise WorkbookError(
            _("The file unpacks to %(size)s MB; at most %(most)s MB are read."),
            size=unpacked // 1024 // 1024,
            most=MOST_BYTES // 1024 // 1024,
        )
    if any(_is_bomb(entry.file_size, entry.compress_size) for entry in entries) or _is_bomb(
        unpacked, packed
    ):
        raise WorkbookError(
            _("The file unpacks to more than %(ratio)s times its size and is not opened."),
            ratio=HIGHEST_RATIO,
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise WorkbookError(_("The file is locked by a password. Save it without one."))
    return tuple(entry.filename for entry in entries)


def _is_bomb(unpacked: int, packed: int) -> bool:
    return unpacked > TOO_SMALL_TO_MIND and unpacked > HIGHEST_RATIO * max(1, packed)
