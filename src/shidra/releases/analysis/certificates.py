"""What an audit says of each measure of a release, or of what would be released."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from shidra.audit.models import SYSTEM
from shidra.initiatives.analysis import Carrying, Crosswalk, PlaceTree
from shidra.initiatives.models import Initiative, Membership
from shidra.initiatives.permissions import Access
from shidra.measurement.analysis.exits import Measure, exits_of
from shidra.measurement.queries import Observed, indicators_of, observed_in, parents_of
from shidra.protection.analysis import SAFE, Guarded, Rung, ladders, weakest
from shidra.releases.analysis.told import frozen_ground, frozen_measures
from shidra.releases.models import Release
from shidra.releases.presentation.told import Certificate
from shidra.releases.queries import figures_of, rows_by_indicator

__all__ = ["Heard", "certificates_live", "certificates_of", "outsiders"]

# Told after each measure: how many are done, of how many.
type Heard = Callable[[int, int], object]

# A reader, and the rules by which they are told of a measure that asks for so many people.
type Reader = tuple[Access, Callable[[int], tuple[Rung, ...]]]

# One role of each audience that has a rule of its own; whoever sees least comes first.
AUDIENCES = (Membership.Role.VISITOR, Membership.Role.PARTNER_EDITOR, Membership.Role.FUNDER)


def outsiders(initiative: Initiative) -> Iterator[Access]:
    """A reader of each audience without raw rights, visitors first."""
    for role in AUDIENCES:
        yield Access(initiative, frozenset({role}), SYSTEM)


def certificates_of(
    release: Release, heard: Heard | None = None, *, is_patient: bool = True
) -> Iterator[Certificate]:
    """Those of a release, measure by measure: tables are made where they were not.

    Without patience large ones are left to somebody who has it.
    """
    ground, counted = frozen_ground(release), rows_by_indicator(release)
    readers = _readers(release.initiative)
    for number, (code, _rows) in enumerate(counted, 1):
        (measure,) = frozen_measures(release, {code: list(figures_of(release, code))})
        yield _certificate(readers, measure, ground, is_patient=is_patient)
        if heard is not None:
            heard(number, len(counted))


def certificates_live(initiative: Initiative, period: str) -> list[Certificate]:
    """Those that a release of the period would have; large tables are not made for a look."""
    rows: dict[int, list[Observed]] = {}
    for row in observed_in(initiative, period):
        rows.setdefault(row.indicator, []).append(row)
    ground = Carrying(Crosswalk(), PlaceTree(parents_of(initiative)))
    readers = _readers(initiative)
    return [
        _certificate(readers, Measure(one, rows[one.pk]), ground, is_patient=False)
        for one in indicators_of(initiative)
        if one.pk in rows
    ]


def _readers(initiative: Initiative) -> list[Reader]:
    return [(access, ladders(access)) for access in outsiders(initiative)]


def _certificate(
    readers: Sequence[Reader], measure: Measure, ground: Carrying, *, is_patient: bool
) -> Certificate:
    apart: dict[tuple[Rung, ...], Access] = {}
    for access, ladder in readers:
        # Audiences of one rule are told by one table: it is counted and looked at once.
        apart.setdefault(ladder(measure.indicator.min_n or 0), access)
    tables: list[Guarded] = []
    for access in apart.values():
        way = exits_of(access, [measure], ground, is_patient=is_patient)[measure.indicator.pk]
        tables += way.tables.values()
    code = measure.indicator.code
    if not tables:
        return Certificate(code, "certified")
    statuses = Counter(status for _count, status in tables[0].cells.values())
    return Certificate(
        code,
        weakest(table.standing for table in tables),
        statuses[SAFE],
        statuses["primary"],
        statuses["complementary"],
    )
