"""How good the figures of a measure are: the door to `shidra.core.quality`.

Which cells have a figure at all, when figures came and what the definition says are open to every
reader of the measure. Whatever looks into a figure uses it only as the reader sees it: people
without raw rights are told nothing that was reckoned from figures hidden from them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from shidra.core.figures import (
    UNKNOWN,
    Table,
    figure,
    months_after,
    period_end,
    periods_after,
    periods_through,
)
from shidra.core.figures import Reason as NoFigure
from shidra.core.quality import (
    Comparability,
    Completeness,
    Consistency,
    Timeliness,
    Validity,
    comparability,
    completeness,
    consistency,
    fault_of,
    quality_of,
    timeliness,
    validity,
)
from shidra.core.series import limits_of
from shidra.initiatives.permissions import Access, Right
from shidra.measurement.analysis.doubts import Parts, doubts_in, parts_against
from shidra.measurement.models import Indicator
from shidra.measurement.presentation.judged import Judged, Quality
from shidra.measurement.presentation.readings import Reading
from shidra.measurement.queries import Came, Names, Observed, arrivals_of

__all__ = ["Grading", "grading_of", "judged"]

type Aspect = Completeness | Timeliness | Validity | Consistency | Comparability
type Facts = dict[str, float | str | date | None]

EVERYBODY: frozenset[str] = frozenset()
# With fewer periods before it, no limits tell whether the latest figure jumps.
FEWEST_BEFORE = 6


@dataclass(frozen=True, slots=True)
class Grading:
    """What is needed besides figures: which cells may be asked for, when figures came, the day.

    Attributes:
        groups: by dimension its groups, as `dimension:code`.
        places: by kind the codes of its places.
        came: when the first figure of a period of an indicator came, by (id, period).
        asks: whether questions about single figures are wanted.
    """

    today: date
    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)
    places: Mapping[str, Sequence[str]] = field(default_factory=dict)
    came: Mapping[tuple[int, str], Came] = field(default_factory=dict)
    asks: bool = False


def grading_of(access: Access, names: Names, today: date, of: Indicator | None = None) -> Grading:
    """For one indicator with its questions, or for all of the initiative: two queries."""
    groups: dict[str, list[str]] = {}
    for key in names.groups:
        dimension, _, code = key.partition(":")
        if code != UNKNOWN:
            groups.setdefault(dimension, []).append(key)
    places: dict[str, list[str]] = {}
    for place in names.places.values():
        # A kind that nobody named is not asked for.
        if place.kind:
            places.setdefault(place.kind, []).append(place.code)
    came = arrivals_of(of or access.initiative)
    return Grading(today, groups, places, came, asks=of is not None)


def judged(
    access: Access, reading: Reading, rows: Sequence[Observed], table: Table, grading: Grading
) -> Quality:
    """How good the latest figures are; `reading` is that of everybody everywhere."""
    indicator, period = reading.indicator, max(table.periods, default="")
    cells = list(_asked(indicator, grading))
    if not period:
        return Quality(asked=len(cells), is_fresh=None if indicator.lag_months is None else False)
    here = [row for row in rows if row.period == period]
    missing = tuple(name for name, place, groups in cells if not _has(table, period, place, groups))
    complete = completeness(len(cells) - len(missing), len(cells))
    due = _due(indicator, period, grading)
    parts = parts_against(table, indicator, period, grading.places) if access.has_raw_rights else []
    found: dict[str, tuple[Aspect, Facts]] = {
        "completeness": (complete, {"there": complete.there, "asked": complete.asked}),
        "timeliness": _timely(due, grading.today),
        "validity": _valid(list(_seen(access, reading, here)), parts, indicator),
        "consistency": _consistent(reading, parts),
        "comparability": _comparable(reading),
    }
    whole = quality_of(aspect for aspect, _facts in found.values())
    may_ask = grading.asks and access.has_raw_rights and access.may(Right.EDIT)
    return Quality(
        period=period,
        grade=whole.grade or "",
        weakest=whole.weakest or "",
        aspects={name: Judged(one.grade or "", facts) for name, (one, facts) in found.items()},
        there=complete.there,
        asked=complete.asked,
        is_fresh=None if due.next_on is None else due.next_on >= grading.today,
        missing=missing,
        stated=tuple(sorted({row.quality for row in here if row.quality})),
        has_all=access.has_raw_rights,
        doubts=tuple(doubts_in(table, indicator, here, parts)) if may_ask else (),
    )


# --- completeness -----------------------------------------------------------------------------------

type Asked = tuple[str, str | None, frozenset[str]]


def _asked(indicator: Indicator, grading: Grading) -> Iterator[Asked]:
    """Everybody everywhere, each group of each asked dimension, each place of the asked kind."""
    yield "", None, EVERYBODY
    for dimension in indicator.asked_splits:
        for group in grading.groups.get(dimension, ()):
            yield group, None, frozenset({group})
    for place in grading.places.get(indicator.place_level, ()):
        yield place, place, EVERYBODY


def _has(table: Table, period: str, place: str | None, groups: frozenset[str]) -> bool:
    found = figure(table, period, place, groups)
    return found.reason in {None, NoFigure.NOTHING_COUNTED}


# --- timeliness -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Due:
    """By when the figures of the latest period, and of the next, were asked for; when they came."""

    on: date | None = None
    next_on: date | None = None
    next_period: str = ""
    arrived_on: date | None = None


def _due(indicator: Indicator, period: str, grading: Grading) -> _Due:
    lag = indicator.lag_months
    if lag is None:
        return _Due()
    (following,) = periods_after(period, 1)
    on = months_after(period_end(period), lag)
    came = grading.came.get((indicator.pk, period))
    before = [
        known.record
        for (pk, other), known in grading.came.items()
        if pk == indicator.pk and other != period
    ]
    arrived = came.on if came else None
    if came and came.on > on and came.record in before:
        # Loaded together with older periods: that they came here late says nothing of when
        # they were first there.
        arrived = None
    return _Due(on, months_after(period_end(following), lag), following, arrived)


def _timely(due: _Due, today: date) -> tuple[Timeliness, Facts]:
    found = timeliness(due.on, due.next_on, due.arrived_on, today)
    return found, {
        "arrival": found.arrival.value,
        "days": found.days,
        "due_on": due.on,
        "next_due_on": due.next_on,
        "next_period": due.next_period,
        "arrived_on": due.arrived_on,
    }


# --- what looks into figures ------------------------------------------------------------------------


type Amounts = tuple[float | None, float | None, float | None]


def _valid(
    seen: Sequence[Amounts], parts: Sequence[Parts], indicator: Indicator
) -> tuple[Validity, Facts]:
    faults = [fault_of(*amounts, is_share=indicator.is_share) for amounts in seen]
    impossible = sum(fault is not None for fault in faults) + sum(one.exceeds for one in parts)
    found = validity(len(seen) + len(parts), impossible)
    return found, {"checked": found.checked, "impossible": found.impossible}


def _seen(access: Access, reading: Reading, here: Iterable[Observed]) -> Iterator[Amounts]:
    """The amounts that may be looked into: all, or those of everybody as the reader sees them."""
    if access.has_raw_rights:
        for row in here:
            if (row.numerator, row.denominator, row.value) != (None, None, None):
                yield row.numerator, row.denominator, row.value
    elif reading.total and reading.total[-1].value.value is not None:
        cell = reading.total[-1]
        value = None if cell.value.is_rounded else cell.value.value
        yield cell.numerator.value, cell.denominator.value, value


def _consistent(reading: Reading, parts: Sequence[Parts]) -> tuple[Consistency, Facts]:
    latest, limits = _expected(reading)
    left = max((one.left_open for one in parts if one.left_open is not None), default=None)
    found = consistency(latest, limits, left)
    facts: Facts = {"is_jump": found.is_jump, "left_open": found.left_open}
    return found, facts | ({"lower": limits[0], "upper": limits[1]} if limits else {})


def _expected(reading: Reading) -> tuple[float | None, tuple[float, float] | None]:
    """The latest shown figure, and the limits of those that lead up to it without a break."""
    run: list[tuple[str, float]] = []
    for period, shown in reading.shown_total:
        if run and periods_through(run[-1][0], period) != (run[-1][0], period):
            run = []
        run.append((period, shown.value or 0.0))
    values = [value for _period, value in run]
    if not run or run[-1][0] != reading.periods[-1] or len(values) <= FEWEST_BEFORE:
        return None, None
    limits = limits_of(values[:-1])
    return values[-1], (limits.lower, limits.upper)


def _comparable(reading: Reading) -> tuple[Comparability, Facts]:
    """Of the periods that have a figure in sight."""
    shown = [place for place, cell in enumerate(reading.total) if cell.value.value is not None]
    stretches = tuple(reading.stretches[place] for place in shown)
    found = comparability(stretches, is_converted=bool(reading.given))
    return found, {
        "breaks": found.breaks,
        "is_alone": found.is_alone,
        "is_converted": found.is_converted,
        "periods": len(stretches),
    }
