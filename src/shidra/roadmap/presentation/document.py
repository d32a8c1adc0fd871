"""The difference between two versions as a document, for `shidra map diff --json`."""

from datetime import date
from decimal import Decimal
from typing import Any

from shidra.i18n.text import Text
from shidra.roadmap.models import RoadmapVersion
from shidra.roadmap.queries import Change, Difference

__all__ = ["difference_document"]


def difference_document(
    initiative: str, old: RoadmapVersion, new: RoadmapVersion, difference: Difference
) -> dict[str, Any]:
    """Every change with its codes and fields; texts by language, days in ISO form."""
    return {
        "initiative": initiative,
        "from": _version(old),
        "to": _version(new),
        "counts": difference.counts(),
        "changes": [_change(change) for change in difference.changes],
    }


def _version(version: RoadmapVersion) -> dict[str, Any]:
    on = version.adopted_on
    return {
        "number": version.number,
        "status": version.status,
        "adopted_on": on.isoformat() if on else None,
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind.value,
        "codes": list(change.codes),
        "names": [_plain(name) for name in change.names],
        "fields": [
            {"name": field.name, "before": _plain(field.before), "after": _plain(field.after)}
            for field in change.fields
        ],
    }


def _plain(value: Any) -> Any:
    match value:
        case Text():
            return {code: said.text for code, said in value.sayings.items()}
        case date():
            return value.isoformat()
        case Decimal():
            return float(value)
    return value
