"""Reads of releases, of what could be published, and of the manifest."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import batched
from typing import Any, NamedTuple, TextIO

from django.db.models import (
    Count,
    ExpressionWrapper,
    F,
    Field,
    Func,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Replace

from shidra.i18n.text import Text
from shidra.initiatives.models import Initiative, Membership
from shidra.initiatives.queries import groups_of, labels_of
from shidra.measurement.models import SCALE, Observation
from shidra.measurement.queries import definitions_of, indicators_of, places_with_parents
from shidra.releases.models import Release, ReleasedFigure, ReleaseFile, ReleaseStanding

__all__ = [
    "FIGURE_FIELDS",
    "MOST",
    "Changed",
    "Difference",
    "Frozen",
    "Listed",
    "Preview",
    "Sums",
    "current_files",
    "current_releases",
    "digest_of",
    "figures_of",
    "files_awaited",
    "files_of",
    "in_units",
    "latest_period",
    "latest_release",
    "lines_of",
    "listed",
    "live_lines",
    "live_rows",
    "names_as_they_are",
    "names_live",
    "periods_of",
    "release_or_none",
    "releases_awaiting",
    "releases_of",
    "rows_by_indicator",
    "shapes_of",
    "standings_of",
    "sums_of",
    "sums_of_release",
    "written_files",
]

# Of a release with more figures a page counts them, and leaves the sums to the engines.
MOST = 100_000
# Rows that are read, and marked, together.
LOT = 5_000
AMOUNTS = ("numerator", "denominator", "value", "n")
CODES = ("indicator", "place", "groups")
LIVE_CODES = tuple(f"of_{code}" for code in CODES)
FIGURE_FIELDS = (*CODES, *AMOUNTS, "quality", "units_counted")
# The places and the sets of groups, by code, in which a measure was observed.
type Shape = tuple[set[str], set[str]]


class Frozen(NamedTuple):
    """One figure of a release, or of what would be released; amounts as whole millionths."""

    indicator: str
    place: str
    groups: str
    numerator: int | None
    denominator: int | None
    value: int | None
    n: int | None
    quality: str
    units_counted: int | None

    @property
    def key(self) -> tuple[str, str, str]:
        return self.indicator, self.place, self.groups


type Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Changed:
    """One figure, as it was and as it is; one of them is absent where it came or went."""

    key: Key
    before: Frozen | None
    after: Frozen | None


@dataclass(frozen=True, slots=True)
class Difference:
    """How many figures came, changed, went and stayed, and the first of those that differ."""

    added: int = 0
    changed: int = 0
    gone: int = 0
    same: int = 0
    shown: tuple[Changed, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.gone)


@dataclass(frozen=True, slots=True)
class Preview:
    """What publishing would do, and who would see how many of its figures."""

    period: str
    digest: str
    rows: int
    number: int
    replaces: Release | None
    difference: Difference
    seen: tuple[tuple[Membership.Role, int], ...]

    @property
    def is_new(self) -> bool:
        """Whether there is anything that the last release does not say already."""
        return self.replaces is None or self.replaces.digest != self.digest


@dataclass(frozen=True, slots=True)
class Sums:
    """How many rows, and the exact sums of both sides in millionths."""

    rows: int
    numerator: int
    denominator: int


def releases_of(initiative: Initiative) -> QuerySet[Release]:
    """All releases, the latest period and its latest correction first."""
    return Release.objects.filter(initiative=initiative, is_sealed=True)


def release_or_none(initiative: Initiative, pk: int) -> Release | None:
    return releases_of(initiative).filter(pk=pk).select_related("replaces").first()


def latest_release(initiative: Initiative, period: str) -> Release | None:
    """What counts for a period now."""
    return releases_of(initiative).filter(period=period).order_by("-number").first()


def standings_of(releases: Iterable[Release]) -> dict[int, dict[str, ReleaseStanding]]:
    """By key of a release and code of a measure what an audit said. One query."""
    found: dict[int, dict[str, ReleaseStanding]] = {one.pk: {} for one in releases}
    for standing in ReleaseStanding.objects.filter(release__in=found):
        found[standing.release_id][standing.indicator] = standing
    return found


def releases_awaiting(initiative: Initiative, most: int) -> QuerySet[Release]:
    """Releases of at most so many figures that nobody has looked at, the oldest first."""
    unseen = releases_of(initiative).filter(standings__isnull=True, rows__range=(1, most))
    return unseen.order_by("pk")


def current_releases(initiative: Initiative) -> QuerySet[Release]:
    """The latest release of each period."""
    newest = releases_of(initiative).filter(period=OuterRef("period")).order_by("-number")
    return releases_of(initiative).filter(pk=Subquery(newest.values("pk")[:1]))


def periods_of(initiative: Initiative) -> list[tuple[str, int]]:
    """The periods that have observations, the latest first, with how many."""
    rows = Observation.objects.filter(indicator__initiative=initiative).values("period")
    return list(rows.annotate(rows=Count("pk")).order_by("-period").values_list("period", "rows"))


def latest_period(initiative: Initiative) -> str:
    """The last period that has observations, empty without any."""
    return next((period for period, _rows in periods_of(initiative)), "")


def live_rows(initiative: Initiative, period: str) -> QuerySet[Observation, Any]:
    """What a release of a period would hold, column by column as in `FIGURE_FIELDS`."""
    return _live(initiative, period).values_list(
        *LIVE_CODES, *map(_millionths, AMOUNTS), "quality", "units_counted"
    )


def live_lines(initiative: Initiative, period: str) -> Iterator[str]:
    """What a release of a period would hold, as the lines of its release would be."""
    return _lines(_live(initiative, period), LIVE_CODES)


def _live(initiative: Initiative, period: str) -> QuerySet[Observation, Any]:
    rows = Observation.objects.filter(indicator__initiative=initiative, period=period)
    return rows.annotate(
        of_indicator=F("indicator__code"),
        of_place=Coalesce("place__code", Value("")),
        of_groups=Coalesce("group_set__key", Value("")),
    ).order_by(*LIVE_CODES)


def figures_of(release: Release, indicator: str = "") -> Iterator[Frozen]:
    """The figures of a release in the order of their codes, as many at a time as needed."""
    rows = ReleasedFigure.objects.filter(release=release)
    if indicator:
        rows = rows.filter(indicator=indicator)
    columns = rows.order_by(*CODES).values_list(
        *CODES, *map(_millionths, AMOUNTS), "quality", "units_counted"
    )
    return (Frozen._make(row) for row in columns.iterator(chunk_size=LOT))


def lines_of(release: Release) -> Iterator[str]:
    """The figures of a release in the order of their codes, each a line of .csv.

    The columns are those of `FIGURE_FIELDS`. The database puts the lines together: a million
    figures are never rows in Python.
    """
    return _lines(ReleasedFigure.objects.filter(release=release).order_by(*CODES), CODES)


def _lines(rows: QuerySet[Any, Any], codes: tuple[str, ...]) -> Iterator[str]:
    line = _Filled(
        Value('"%s","%s","%s",%s,%s,%s,%s,"%s",%s\n'),
        *(Replace(code, Value('"'), Value('""')) for code in codes),
        *map(_millionths, AMOUNTS),
        "quality",
        "units_counted",
    )
    return rows.values_list(line, flat=True).iterator(chunk_size=LOT)


class _Filled(Func):
    """A text with each `%s` filled by the next value, and by nothing where there is none."""

    function = "FORMAT"
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **given: Any) -> Any:
        return self.as_sql(compiler, connection, function="PRINTF", **given)


def rows_by_indicator(release: Release) -> list[tuple[str, int]]:
    """How many figures of each measure, by code."""
    rows = ReleasedFigure.objects.filter(release=release).order_by("indicator")
    return list(rows.values_list("indicator").annotate(rows=Count("pk")))


def shapes_of(release: Release) -> dict[str, Shape]:
    """For each indicator of a release its places and its sets of groups, by code."""
    rows = ReleasedFigure.objects.filter(release=release).order_by()
    found: dict[str, Shape] = {}
    for column, field_name in enumerate(("place", "groups")):
        for indicator, code in rows.values_list("indicator", field_name).distinct():
            found.setdefault(indicator, (set(), set()))[column].add(code)
    return found


def sums_of(rows: QuerySet[Any, Any]) -> Sums:
    """Rows and exact sums of observations or of released figures."""
    found = rows.order_by().aggregate(
        rows=Count("pk"),
        numerator=Sum(_millionths("numerator")),
        denominator=Sum(_millionths("denominator")),
    )
    return Sums(found["rows"], int(found["numerator"] or 0), int(found["denominator"] or 0))


def sums_of_release(release: Release) -> Sums:
    """What the record says of a release, counted anew."""
    return sums_of(ReleasedFigure.objects.filter(release=release))


def digest_of(lines: Iterable[str], into: TextIO | None = None) -> tuple[str, int]:
    """One mark for all these figures in their order, and how many they are; kept, where asked."""
    digest, rows = hashlib.sha256(), 0
    for lot in batched(lines, LOT, strict=False):
        text, rows = "".join(lot), rows + len(lot)
        digest.update(text.encode())
        if into is not None:
            into.write(text)
    return digest.hexdigest(), rows


def names_live(initiative: Initiative) -> dict[str, Text]:
    """What each measure is called today, by code."""
    return {one.code: one.name for one in indicators_of(initiative)}


def names_as_they_are(initiative: Initiative, shapes: Mapping[str, Shape]) -> dict[str, Any]:
    """What these codes are called today, with what the indicators mean and where places lie."""
    places, known = places_with_parents(initiative), set[str]()
    used = {group for _places, sets in shapes.values() for key in sets for group in key.split("|")}
    for code in {code for own, _sets in shapes.values() for code in own}:
        while code and code not in known and code in places:
            known.add(code)
            code = places[code].parent or ""  # noqa: PLW2901 - up the tree
    groups, labels = groups_of(initiative), labels_of(initiative)
    definitions: dict[int, int] = {}
    for one in definitions_of(initiative):
        definitions[one.indicator_id] = max(one.version, definitions.get(one.indicator_id, 1))
    return {
        "indicators": {
            one.code: {
                "name": one.name.as_document(),
                "numerator": one.numerator.as_document(),
                "denominator": one.denominator.as_document(),
                "unit": one.unit,
                "counts": one.counts,
                "min_n": one.min_n,
                "version": definitions.get(one.pk, 1),
            }
            for one in indicators_of(initiative)
            if one.code in shapes
        },
        "places": {
            code: {
                "name": places[code].name.as_document(),
                "parent": places[code].parent,
                "kind": places[code].kind,
            }
            for code in sorted(known)
        },
        "groups": {key: groups[key].name.as_document() for key in sorted(used) if key in groups},
        "dimensions": {
            code: name.as_document() for (kind, code), name in labels.items() if kind == "dimension"
        },
    }


class Listed(NamedTuple):
    """What the manifest says of a file that may be read; its path is below the lake."""

    path: str
    bytes: int
    sha256: str


def current_files(initiative: Initiative) -> list[Listed]:
    """The files of the latest release of each period: what engines read."""
    latest = current_releases(initiative).values("pk")
    return list(map(listed, written_files(initiative).filter(release__in=latest)))


def listed(file: ReleaseFile) -> Listed:
    """A line of the manifest."""
    return Listed(file.path, file.bytes, file.sha256)


def written_files(initiative: Initiative) -> QuerySet[ReleaseFile]:
    """The manifest: the files of an initiative that may be read."""
    written = ReleaseFile.objects.filter(status=ReleaseFile.Status.WRITTEN)
    return written.filter(release__initiative=initiative).select_related("release")


def files_of(release: Release) -> list[ReleaseFile]:
    return list(release.files.all())


def files_awaited(initiative: Initiative) -> QuerySet[ReleaseFile]:
    """Files that a release still waits for."""
    awaited = ReleaseFile.objects.filter(status=ReleaseFile.Status.AWAITED)
    return awaited.filter(release__initiative=initiative).select_related("release__initiative")


def in_units(millionths: int) -> Decimal:
    """A whole number of millionths as its field takes it."""
    return Decimal(millionths) / SCALE


def _millionths(field: str) -> Combinable:
    """The stored whole number itself."""
    return ExpressionWrapper(F(field), output_field=Field())
