"""A release, and the preview of one, as documents for programs."""

from typing import Any

from shidra.releases.models import Release
from shidra.releases.queries import Preview, files_of

__all__ = ["preview_document", "release_document"]


def release_document(release: Release) -> dict[str, Any]:
    """What the record says of a release, and its manifest."""
    return {
        "period": release.period,
        "number": release.number,
        "replaces": release.replaces.number if release.replaces else None,
        "published_at": release.published_at.isoformat(),
        "by": release.by_label,
        "note": release.note,
        "rows": release.rows,
        "numerator_sum": str(release.numerator_sum),
        "denominator_sum": str(release.denominator_sum),
        "digest": release.digest,
        "files": [
            {
                "path": file.path,
                "status": file.status,
                "sha256": file.sha256,
                "bytes": file.bytes,
                "rows": file.rows,
                "numerator_sum": str(file.numerator_sum),
                "denominator_sum": str(file.denominator_sum),
            }
            for file in files_of(release)
        ],
    }


def preview_document(found: Preview) -> dict[str, Any]:
    """What publishing would do, and how many figures each role would see."""
    difference = found.difference
    return {
        "period": found.period,
        "number": found.number,
        "new": found.is_new,
        "replaces": found.replaces.number if found.replaces else None,
        "rows": found.rows,
        "digest": found.digest,
        "changes": {
            "added": difference.added,
            "changed": difference.changed,
            "gone": difference.gone,
            "same": difference.same,
        },
        "seen_by": {str(role): rows for role, rows in found.seen},
    }
