"""What the hash of a record is taken of. The verifier in the documents says the same again."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

__all__ = ["canonical", "changes_digest", "digest", "lines_digest", "moment", "settled"]


def canonical(value: Any) -> str:
    """The one way to write a value as JSON: keys sorted, no spaces, letters as they are."""
    return json.dumps(
        value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )


def settled(value: Any) -> Any:
    """The value as every database gives it back: keys are words, a whole number has no point."""
    return json.loads(json.dumps(value, allow_nan=False), parse_float=_number)


def _number(written: str) -> int | float:
    number = float(written)
    return int(number) if number.is_integer() else number


def digest(document: Mapping[str, Any]) -> str:
    """The hash of one record, whose number, predecessor and content the document says."""
    return hashlib.sha256(canonical(document).encode()).hexdigest()


def changes_digest(documents: Iterable[Mapping[str, Any]]) -> str:
    """The hash of the changes of a record, in their order."""
    return lines_digest(map(canonical, documents))


def lines_digest(lines: Iterable[str]) -> str:
    """The hash of changes that are written already."""
    found = hashlib.sha256()
    for line in lines:
        found.update(line.encode())
        found.update(b"\n")
    return found.hexdigest()


def moment(at: datetime) -> str:
    """A moment in words: UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
