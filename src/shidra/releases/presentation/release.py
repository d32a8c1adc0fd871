"""The page and the file of one release, as its reader may see them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from shidra.i18n import dates, isolates, numbers
from shidra.i18n.phrases import plain
from shidra.i18n.text import Shown as ShownText
from shidra.i18n.text import Text
from shidra.initiatives.permissions import Access
from shidra.measurement.models import Indicator
from shidra.protection.permissions import Policy, Shown, ShownCell
from shidra.protection.presentation import reason_in_words
from shidra.releases.models import Release, ReleaseFile
from shidra.releases.presentation.told import ToldMeasure, ToldRelease, groups_of
from shidra.releases.presentation.words import (
    StandingTag,
    changes_in_words,
    count_in_words,
    how_to_certify,
    large_in_words,
    standing_in_words,
    standing_tag,
    what_to_do,
    who_published,
)
from shidra.releases.queries import MOST, Changed, Difference, Frozen, figures_of, files_of

__all__ = ["figure_rows", "release_page"]

type Cell = str | float | None


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as its reader may see it: its text, or why it is hidden."""

    value: float | None
    text: str
    locked: str


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure as it was called, with the figure of everybody."""

    code: str
    name: ShownText
    rows: str
    numerator: Amount
    denominator: Amount
    value: Amount
    # What it was in the release before, in words; empty where it was the same.
    before: str
    standing: StandingTag
    hidden: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A figure that differs from the release before, old and new side by side."""

    where: list[ShownText]
    before: "Side"
    after: "Side"


@dataclass(frozen=True, slots=True)
class Side:
    """A figure before or now: its value with what it was made of, or why there is none."""

    text: str = ""
    sides: str = ""
    absent: str = ""
    locked: str = ""


@dataclass(frozen=True, slots=True)
class ChangedMeasure:
    """The figures of one measure that differ."""

    name: ShownText
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
    who: ShownText | None
    when: str
    note: ShownText
    standing: StandingTag
    standing_means: str
    # Where something is hidden from this reader, or left out: what helps.
    helps: list[str]
    measures: list[MeasureLine]
    changed: str
    changes: list[ChangedMeasure]
    files: list[FileLine]
    has_figures: bool


def release_page(
    access: Access,
    told: ToldRelease,
    before: ToldRelease | None,
    difference: Difference | None,
    language: str,
) -> ReleasePage:
    """What it says, what it changed, who published it, and its files; `before` is what it said.

    A mark of a file tells whoever tries all possible files which one it is, so that files are
    listed for people with raw rights alone.
    """
    release = told.release
    return ReleasePage(
        release=release,
        title=_("%(period)s, release %(number)d")
        % {"period": dates.period(release.period, language), "number": release.number},
        lead=count_in_words(release.rows, language),
        who=who_published(access, release, language),
        when=dates.moment(localtime(release.published_at), language),
        note=ShownText.by_script(release.note, language),
        standing=standing_tag(told.standing),
        standing_means=standing_in_words(told.standing),
        helps=_what_helps(told, language),
        measures=[_measure(told, each, before, language) for each in told.measures.values()],
        changed=changes_in_words(difference, language) if difference else "",
        changes=_changes(told, before, difference.shown, language) if before and difference else [],
        files=[_file(file, language) for file in files_of(release)] if told.is_raw else [],
        has_figures=release.rows <= MOST,
    )


def _what_helps(told: ToldRelease, language: str) -> list[str]:
    """What a reader can do who misses numbers; to whoever may see them, what the page leaves out."""
    if not told.is_raw:
        return [what_to_do()]
    lines = []
    if told.release.rows > MOST:
        lines.append(large_in_words(MOST, language))
    if told.standing == "not certified":
        lines.append(how_to_certify(told.release))
    return lines


def _measure(
    told: ToldRelease, measure: ToldMeasure, before: ToldRelease | None, language: str
) -> MeasureLine:
    code = measure.indicator.code
    unit = measure.indicator.unit
    cell = told.cell(code)
    value = _amount(cell.value, measure.policy, _value_text(cell.value.value, unit, language))
    earlier = before.cell(code).value.value if before else None
    was = _value_text(earlier, unit, language)
    return MeasureLine(
        code=code,
        name=_name(_frozen(told.release, code).get("name"), code, language),
        rows=numbers.number(measure.rows, language),
        numerator=_side_amount(cell.numerator, measure.policy, language),
        denominator=_side_amount(cell.denominator, measure.policy, language),
        value=value,
        before=_("before: %(value)s") % {"value": was} if was and was != value.text else "",
        standing=standing_tag(measure.standing),
        hidden=_("hidden counts: %(count)s") % {"count": numbers.number(measure.hidden, language)}
        if measure.hidden
        else "",
    )


def _amount(shown: Shown, policy: Policy, text: str) -> Amount:
    locked = reason_in_words(shown.reason, policy) if shown.reason else ""
    return Amount(shown.value, text, locked)


def _side_amount(shown: Shown, policy: Policy, language: str) -> Amount:
    return _amount(shown, policy, _number(shown.value, language))


def _changes(
    told: ToldRelease, before: ToldRelease, shown: Sequence[Changed], language: str
) -> list[ChangedMeasure]:
    """Measure by measure, in the order of their codes."""
    ordered = groupby(sorted(shown, key=lambda one: one.key), key=lambda one: one.key[0])
    return [
        ChangedMeasure(
            _name(_frozen(told.release, code).get("name"), code, language),
            [_change(told, before, one, language) for one in own],
        )
        for code, own in ordered
    ]


def _change(told: ToldRelease, before: ToldRelease, one: Changed, language: str) -> ChangeLine:
    row = one.after or one.before
    assert row is not None
    return ChangeLine(
        where=_where(told.release, row, language),
        before=_side(before, one.before, language) or Side(absent=_("not there before")),
        after=_side(told, one.after, language) or Side(absent=_("no longer there")),
    )


def _where(release: Release, row: Frozen, language: str) -> list[ShownText]:
    names = release.names
    where = (
        [_name(names["places"].get(row.place, {}).get("name"), row.place, language)]
        if row.place
        else []
    )
    return where + [
        _name(names["groups"].get(key), key, language) for key in row.groups.split("|") if key
    ]


def _side(told: ToldRelease, row: Frozen | None, language: str) -> Side | None:
    """A figure by its value and its two sides, as far as this reader may see them."""
    if row is None:
        return None
    measure, cell = told.measures[row.indicator], told.row(row)
    if cell.value.reason:
        return Side(locked=reason_in_words(cell.value.reason, measure.policy))
    given = [one.value for one in (cell.numerator, cell.denominator) if one.value is not None]
    sides = isolates.ltr(" / ".join(isolates.strip(_number(one, language)) for one in given))
    text = _value_text(cell.value.value, measure.indicator.unit, language)
    return Side(text, sides if given else "") if text else Side(sides)


def _file(file: ReleaseFile, language: str) -> FileLine:
    return FileLine(
        path=file.path,
        status=str(file.get_status_display()),
        sha256=file.sha256,
        size=numbers.number(file.bytes, language),
        rows=numbers.number(file.rows, language),
    )


def _frozen(release: Release, code: str) -> dict[str, Any]:
    found: dict[str, Any] = release.names["indicators"].get(code, {})
    return found


def _name(document: Any, code: str, language: str) -> ShownText:
    """As it was called on the day of the release; the code where it had no name."""
    shown = Text.from_document(document).shown(language) if document else None
    return shown or ShownText.by_script(code, language)


def _number(amount: float | None, language: str) -> str:
    return "" if amount is None else numbers.number(amount, language)


def _value_text(value: float | None, unit: str, language: str) -> str:
    if value is None:
        return ""
    if unit == Indicator.Unit.PERCENT:
        return numbers.percent(value, language, digits=1)
    return numbers.number(value, language, digits=1)


# --- the same as a file ---


def figure_rows(told: ToldRelease, language: str) -> tuple[list[str], Iterator[list[Cell]]]:
    """The head and one row for each figure of a release: only what its reader is shown."""
    header = [
        _("Indicator"), _("Place"), _("Group"), _("Name"), _("Period"), _("Release"),
        _("Numerator"), _("Denominator"), _("Value"), _("Why it is hidden"), _("Certificate"),
    ]  # fmt: skip
    return header, (_row(told, row, language) for row in figures_of(told.release))


def _row(told: ToldRelease, row: Frozen, language: str) -> list[Cell]:
    release, measure, cell = told.release, told.measures[row.indicator], told.row(row)
    named = [plain(each) for each in _where(release, row, language)]
    return [
        row.indicator, row.place, "|".join(sorted(groups_of(row))),
        " · ".join(named) or _("everybody"), release.period, release.number,
        cell.numerator.value, cell.denominator.value, cell.value.value,
        _why(cell, measure), standing_tag(measure.standing).text,
    ]  # fmt: skip


def _why(cell: ShownCell, measure: ToldMeasure) -> str:
    reason = cell.value.reason
    return plain(reason_in_words(reason, measure.policy)) if reason else ""
