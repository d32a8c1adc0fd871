"""The pages of releases, every number and name written once."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.audit.presentation import who_acted
from shidra.i18n import dates, isolates, numbers
from shidra.i18n.text import Shown, Text
from shidra.initiatives.permissions import Access, Right
from shidra.measurement.models import SCALE, Indicator
from shidra.releases.models import Release, ReleaseFile
from shidra.releases.queries import (
    Changed,
    Difference,
    Frozen,
    Preview,
    Whole,
    files_of,
    periods_of,
    releases_of,
)

__all__ = ["list_page", "preview_page", "release_page"]


@dataclass(frozen=True, slots=True)
class Line:
    """A release in the list."""

    period: str
    title: str
    href: str
    when: str
    who: Shown
    figures: str
    note: Shown
    is_current: bool


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """A period that can be published."""

    period: str
    code: str
    figures: str
    standing: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """All releases, and what can be published by whoever may."""

    lines: list[Line]
    periods: list[PeriodLine]


def list_page(access: Access, language: str) -> ListPage:
    """Every release with its place in its period, and the periods there are."""
    found = list(releases_of(access.initiative))
    latest = {release.period: release.number for release in reversed(found)}
    return ListPage(
        [_line(access, release, latest, language) for release in found],
        [_period(code, rows, latest, language) for code, rows in periods_of(access.initiative)]
        if access.may(Right.PUBLISH)
        else [],
    )


def _line(access: Access, release: Release, latest: dict[str, int], language: str) -> Line:
    return Line(
        period=dates.period(release.period, language),
        title=_title(release.number),
        href=reverse("releases:release", args=[access.initiative.code, release.pk]),
        when=dates.moment(localtime(release.published_at), language),
        who=who_acted(release.by_label, language),
        figures=_count(release.rows, language),
        note=Shown.by_script(release.note, language),
        is_current=latest[release.period] == release.number,
    )


def _period(code: str, rows: int, latest: dict[str, int], language: str) -> PeriodLine:
    number = latest.get(code)
    return PeriodLine(
        dates.period(code, language),
        code,
        _count(rows, language),
        _title(number) if number else _("not published yet"),
    )


def _title(number: int) -> str:
    return _("Release %(number)d") % {"number": number}


def _count(rows: int, language: str) -> str:
    told = numbers.number(rows, language)
    return ngettext("%(told)s figure", "%(told)s figures", rows) % {"told": told}


# --- one release ---


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure as it was called, with the figure of everybody."""

    code: str
    name: Shown
    rows: str
    numerator: float | None
    numerator_text: str
    denominator: float | None
    denominator_text: str
    value: float | None
    value_text: str
    # What it was in the release before, in words; empty where it was the same.
    before: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A figure that differs from the release before, old and new side by side."""

    where: list[Shown]
    before: "Side"
    after: "Side"


@dataclass(frozen=True, slots=True)
class Side:
    """A figure before or now: its value with what it was made of, or why there is none."""

    text: str = ""
    sides: str = ""
    absent: str = ""


@dataclass(frozen=True, slots=True)
class ChangedMeasure:
    """The figures of one measure that differ."""

    name: Shown
    lines: list[ChangeLine]


@dataclass(frozen=True, slots=True)
class FileLine:
    """A line of the manifest."""

    path: str
    status: str
    sha256: str
    size: str
    rows: str


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """One release."""

    release: Release
    title: str
    lead: str
    who: Shown
    when: str
    note: Shown
    measures: list[MeasureLine]
    changed: str
    changes: list[ChangedMeasure]
    files: list[FileLine]


def release_page(
    release: Release,
    wholes: list[Whole],
    before: list[Whole],
    difference: Difference | None,
    language: str,
) -> ReleasePage:
    """What it says, what it changed, who published it, and its files; `before` is what it said."""
    known = {whole.indicator: _value_of(release, whole, language) for whole in before}
    return ReleasePage(
        release=release,
        title=_("%(period)s, release %(number)d")
        % {"period": dates.period(release.period, language), "number": release.number},
        lead=_count(release.rows, language),
        who=who_acted(release.by_label, language),
        when=dates.moment(localtime(release.published_at), language),
        note=Shown.by_script(release.note, language),
        measures=[_measure(release, each, known.get(each.indicator), language) for each in wholes],
        changed=_changed(difference, language) if difference else "",
        changes=_changes(release, difference.shown if difference else (), language),
        files=[_file(file, language) for file in files_of(release)],
    )


def _measure(release: Release, whole: Whole, before: str | None, language: str) -> MeasureLine:
    frozen = release.names["indicators"].get(whole.indicator, {})
    value_text = _value_of(release, whole, language)
    numerator, denominator = _units(whole.numerator), _units(whole.denominator)
    value = whole.value if whole.is_share else _units(whole.value)
    return MeasureLine(
        code=whole.indicator,
        name=_name(frozen.get("name"), whole.indicator, language),
        rows=numbers.number(whole.rows, language),
        numerator=numerator,
        numerator_text=_number(numerator, language),
        denominator=denominator,
        denominator_text=_number(denominator, language),
        value=value,
        value_text=value_text,
        before=_("before: %(value)s") % {"value": before}
        if before and before != value_text
        else "",
    )


def _value_of(release: Release, whole: Whole, language: str) -> str:
    value = whole.value if whole.is_share else _units(whole.value)
    return _value(value, _unit(release, whole.indicator), language)


def _unit(release: Release, indicator: str) -> str:
    return str(release.names["indicators"].get(indicator, {}).get("unit", ""))


def _changes(release: Release, shown: Sequence[Changed], language: str) -> list[ChangedMeasure]:
    """Measure by measure, in the order of their codes."""
    ordered = groupby(sorted(shown, key=lambda one: one.key), key=lambda one: one.key[0])
    return [
        ChangedMeasure(
            _name(release.names["indicators"].get(code, {}).get("name"), code, language),
            [_change(release, one, language) for one in own],
        )
        for code, own in ordered
    ]


def _change(release: Release, one: Changed, language: str) -> ChangeLine:
    indicator, place, groups = one.key
    names, unit = release.names, _unit(release, indicator)
    where = [_name(names["places"].get(place, {}).get("name"), place, language)] if place else []
    where += [_name(names["groups"].get(key), key, language) for key in groups.split("|") if key]
    return ChangeLine(
        where=where,
        before=_side(one.before, unit, language) or Side(absent=_("not there before")),
        after=_side(one.after, unit, language) or Side(absent=_("no longer there")),
    )


def _side(told: Frozen | None, unit: str, language: str) -> Side | None:
    """A figure by its value and its two sides, as far as they were given."""
    if told is None:
        return None
    given = [_units(side) for side in (told.numerator, told.denominator) if side is not None]
    sides = isolates.ltr(" / ".join(isolates.strip(_number(one, language)) for one in given))
    if told.numerator is not None and told.denominator:
        return Side(_value(told.numerator / told.denominator, unit, language), sides)
    value = _value(_units(told.value), unit, language)
    return Side(value, sides if given else "") if value else Side(sides)


def _file(file: ReleaseFile, language: str) -> FileLine:
    return FileLine(
        path=file.path,
        status=str(file.get_status_display()),
        sha256=file.sha256,
        size=numbers.number(file.bytes, language),
        rows=numbers.number(file.rows, language),
    )


def _name(document: Any, code: str, language: str) -> Shown:
    """As it was called on the day of the release; the code where it had no name."""
    shown = Text.from_document(document).shown(language) if document else None
    return shown or Shown.by_script(code, language)


def _units(millionths: float | None) -> float | None:
    return None if millionths is None else millionths / SCALE


def _number(amount: float | None, language: str) -> str:
    return "" if amount is None else numbers.number(amount, language)


def _value(value: float | None, unit: str, language: str) -> str:
    if value is None:
        return ""
    if unit == Indicator.Unit.PERCENT:
        return numbers.percent(value, language, digits=1)
    return numbers.number(value, language, digits=1)


# --- before publishing ---


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """What publishing a period would do, and who would see it."""

    title: str
    lead: str
    is_new: bool
    changed: str
    seen: list[tuple[str, str]]


def preview_page(found: Preview, language: str) -> PreviewPage:
    """In words: which release it becomes, what it changes, and what each role sees."""
    parts = {"period": dates.period(found.period, language), "number": found.number}
    lead = _("%(period)s would become release %(number)d.") % parts
    return PreviewPage(
        title=_("Publish %(period)s") % parts,
        lead=lead if found.is_new else _("Release %(number)d says all of this already.") % parts,
        is_new=found.is_new,
        changed=_changed(found.difference, language) if found.replaces else "",
        seen=[
            (
                str(role.label),
                _("all %(figures)s as they are") % {"figures": _count(rows, language)}
                if rows
                else _("nothing, until protection certifies the release"),
            )
            for role, rows in found.seen
        ],
    )


def _changed(found: Difference, language: str) -> str:
    """How many figures came, changed, went and stayed."""
    parts = [
        (found.changed, _("changed: %(count)s")),
        (found.added, _("new: %(count)s")),
        (found.gone, _("gone: %(count)s")),
        (found.same, _("as before: %(count)s")),
    ]
    told = [words % {"count": numbers.number(count, language)} for count, words in parts if count]
    return " · ".join(told)
