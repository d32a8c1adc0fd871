"""A release, and the preview of one, as documents for programs."""

from collections.abc import Sequence
from typing import Any

from shidra.protection.analysis import standing_named, weakest
from shidra.releases.models import Release
from shidra.releases.presentation.told import Audited, Certificate
from shidra.releases.presentation.words import standing_of
from shidra.releases.queries import Preview, files_of, standings_of

__all__ = [
    "audit_document",
    "certificate_document",
    "preview_document",
    "release_code",
    "release_document",
]


def release_code(release: Release) -> str:
    """What commands call a release."""
    return f"{release.period}:{release.number}"


def audit_document(releases: Sequence[Release], found: Sequence[Audited]) -> dict[str, Any]:
    """What an auditor can work out from releases, by measure and audience."""
    return {
        "releases": [release_code(each) for each in releases],
        "recoverable": sum(len(each.recovered) for each in found),
        "measures": [
            {
                "indicator": each.indicator,
                "audience": each.audience,
                "told": each.told,
                "hidden": each.hidden,
                "small": each.small,
                "recoverable": [
                    {
                        "cell": dict(one.cell),
                        "low": one.low,
                        "high": one.high,
                        "exact": one.is_exact,
                    }
                    for one in each.recovered
                ],
            }
            for each in found
        ],
    }


def release_document(release: Release) -> dict[str, Any]:
    """What the record says of a release, what an audit says of it, and its manifest."""
    standings = standings_of([release])[release.pk]
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
        "standing": standing_of(standings),
        "certificates": [
            certificate_document(
                Certificate(
                    code,
                    standing_named(each.standing),
                    each.told,
                    each.primary,
                    each.complementary,
                )
            )
            for code, each in standings.items()
        ],
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


def certificate_document(one: Certificate) -> dict[str, Any]:
    """What an audit says of a measure, and how much of it everybody is told."""
    return {
        "indicator": one.indicator,
        "standing": one.standing,
        "told": one.told,
        "primary": one.primary,
        "complementary": one.complementary,
    }


def preview_document(found: Preview, certificates: Sequence[Certificate]) -> dict[str, Any]:
    """What publishing would do, and what each role would see."""
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
        "seen_by": {
            str(role): "everything" if rows else "what is certified" for role, rows in found.seen
        },
        "standing": weakest(each.standing for each in certificates),
        "certificates": [certificate_document(each) for each in certificates],
    }
