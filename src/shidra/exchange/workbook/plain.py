"""Whether a file with commas is plain enough for its rows to be counted without reading each."""

import codecs
import hashlib
from pathlib import Path

__all__ = ["is_plain"]

BLOCK = 1024 * 1024


def is_plain(path: Path, digest: "hashlib._Hash") -> bool:
    """Whether a file is UTF-8 without empty lines, so that rows can be counted by columns.

    Everything read goes into `digest`.
    """
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    last, plain = b"", True
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            seen = (last + block).replace(b"\r\n", b"\n")
            plain = plain and not (b"\n\n" in seen or b"\0" in seen or b"\r" in seen[:-1])
            last = block[-3:]
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                plain = False
    return plain
