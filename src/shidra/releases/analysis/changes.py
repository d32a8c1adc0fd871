"""What a release says otherwise than the one before it, or than the record does now."""

from collections.abc import Iterable, Iterator

from shidra.initiatives.models import Initiative, Membership
from shidra.releases.models import Release
from shidra.releases.permissions import sees_as_they_are
from shidra.releases.queries import (
    Changed,
    Difference,
    Frozen,
    Preview,
    digest_of,
    figures_of,
    latest_release,
    live_lines,
    live_rows,
)

__all__ = ["changes_before", "changes_between", "preview"]


def preview(initiative: Initiative, period: str) -> Preview:
    """What a release of the period would be, without making it."""
    digest, rows = digest_of(live_lines(initiative, period))
    before = latest_release(initiative, period)
    is_new = before is None or before.digest != digest
    difference = Difference(same=rows)
    if is_new:
        observed = live_rows(initiative, period).iterator(chunk_size=5000)
        live = (Frozen(*row) for row in observed)
        difference = changes_between(figures_of(before) if before else (), live)
    return Preview(
        period=period,
        digest=digest,
        rows=rows,
        number=(before.number if before else 0) + (1 if is_new else 0),
        replaces=before,
        difference=difference,
        seen=tuple((role, rows if sees_as_they_are(role) else 0) for role in Membership.Role),
    )


def changes_before(release: Release) -> Difference | None:
    """What a release says otherwise than the one it replaces; nothing for the first of its period."""
    if release.replaces is None:
        return None
    return changes_between(figures_of(release.replaces), figures_of(release))


def changes_between(
    before: Iterable[Frozen], after: Iterable[Frozen], most: int = 100
) -> Difference:
    """Two lists in the order of their keys, side by side; at most so many are kept to be shown."""
    counts = {"added": 0, "changed": 0, "gone": 0, "same": 0}
    shown: list[Changed] = []
    for old, new in _beside(before, after):
        kind = _kind(old, new)
        counts[kind] += 1
        if kind != "same" and len(shown) < most:
            told = new or old
            assert told is not None
            shown.append(Changed(told.key, old, new))
    return Difference(**counts, shown=tuple(shown))


def _kind(old: Frozen | None, new: Frozen | None) -> str:
    if old is None:
        return "added"
    if new is None:
        return "gone"
    return "same" if old == new else "changed"


def _beside(
    before: Iterable[Frozen], after: Iterable[Frozen]
) -> Iterator[tuple[Frozen | None, Frozen | None]]:
    """Rows of the same key together. Databases sort codes each in their own way, so by key."""
    known = {row.key: row for row in before}
    for row in after:
        yield known.pop(row.key, None), row
    for row in known.values():
        yield row, None
