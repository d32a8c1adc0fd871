"""The page of one indicator, ready for its template: every figure already in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from shidra.i18n import dates
from shidra.i18n.phrases import Phrase, filled, listed, together
from shidra.i18n.text import Shown, Text
from shidra.measurement.models import Indicator
from shidra.measurement.presentation.change import ChangeSection, present_change
from shidra.measurement.presentation.choices import Choices, choices_of, dimension_name
from shidra.measurement.presentation.definitions import VersionsTable, versions_table
from shidra.measurement.presentation.disparity import DisparitySection, present_disparity
from shidra.measurement.presentation.drawings import (
    draw_reading,
    group_name,
)
from shidra.measurement.presentation.figures import (
    TONES,
    FigureText,
    aim_text,
    apart_text,
    code_of,
    figure_text,
)
from shidra.measurement.presentation.multiples import (
    Multiples,
    group_by_group,
    place_by_place,
)
from shidra.measurement.presentation.passing import changed_in, passing_notes
from shidra.measurement.presentation.question import VIEWS, Question
from shidra.measurement.presentation.readings import Apart, Reading, first_and_latest
from shidra.measurement.presentation.tables import TableRow, table_rows
from shidra.measurement.presentation.targets import TargetsSection, present_targets
from shidra.measurement.presentation.words import (
    caution_in_words,
    change_in_words,
    finding,
    joined,
    shown_in_words,
    standing_in_words,
)
from shidra.measurement.queries import Names
from shidra.protection.permissions import ShownCell
from shidra.protection.presentation import rule_in_words

__all__ = ["IndicatorPage", "present_indicator"]


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """Everything that the page of an indicator says."""

    reading: Reading
    name: Text
    name_text: Shown
    crumbs: list[tuple[str, str]]
    factor: Text
    factor_code: str
    finding: str
    change: str
    latest: FigureText | None
    latest_period: str
    apart: FigureText | None
    apart_note: Phrase
    aim: FigureText | None
    aim_note: str
    aim_tone: str
    choices: Choices
    dimension_name: str
    place_name: str
    picture: SafeString | None
    picture_title: Phrase
    picture_note: Phrase
    targets: TargetsSection | None
    moved: ChangeSection | None
    one_by_one: Multiples | None
    apart_over_time: DisparitySection | None
    # Each with the version of its definition where there is more than one, and a turn of categories.
    periods: tuple[tuple[str, str], ...]
    rows: tuple[TableRow, ...]
    caption: Phrase
    has_aims: bool
    source: Phrase
    facts: tuple[tuple[str, object], ...]
    caution: str
    rule: str
    exceeding: Phrase
    versions: VersionsTable
    # Where categories changed; and the address of the other way to read across that.
    passing: tuple[Phrase, ...]
    then_href: str
    changes_href: str


def present_indicator(
    reading: Reading, asked: Question, names: Names, language: str
) -> IndicatorPage:
    """The page of an indicator in a language."""
    indicator, said = reading.indicator, finding(reading, language)
    question = asked.known(reading, names.places)
    is_trend = question.shown_view == VIEWS[0]
    ends = first_and_latest(reading.shown_total)
    apart = first_and_latest(reading.shown_apart)
    latest = _latest(reading, language)
    place = names.places.get(reading.place or "")
    shows_groups = any(cell.value.value is not None for line in _lines(reading) for cell in line)
    return IndicatorPage(
        reading=reading,
        name=indicator.name,
        name_text=indicator.name.shown(language),
        crumbs=_crumbs(indicator),
        factor_code=indicator.factor.code,
        factor=names.factors.get(indicator.factor_id, Text.of(en=indicator.factor.code)),
        finding=said,
        change=change_in_words(reading, language),
        latest=latest,
        latest_period=dates.period(ends[1][0], language) if ends else "",
        apart=apart_text(reading, apart[1], language) if apart else _locked_apart(reading),
        apart_note=_apart_note(reading, names, language),
        aim=aim_text(indicator, reading.aim, language),
        aim_note=standing_in_words(reading.aim, indicator, language) if reading.aim else "",
        aim_tone=TONES.get(reading.aim.status, "unknown") if reading.aim else "",
        choices=choices_of(question, reading, names, language),
        dimension_name=dimension_name(reading.dimension, names, language),
        place_name=place.name.shown(language) if place else "",
        picture=draw_reading(reading, names.groups, language, said, question.group)
        if shows_groups and is_trend
        else None,
        picture_title=_picture_title(reading, names, language),
        picture_note=_picture_note(reading, names, language),
        targets=present_targets(reading, names, language) if is_trend else None,
        moved=present_change(reading, language) if is_trend else None,
        one_by_one=_one_by_one(question, reading, names, language),
        apart_over_time=present_disparity(reading, names, language)
        if question.shown_view == "disparity"
        else None,
        periods=_periods(reading, language),
        rows=tuple(table_rows(reading, names, language)),
        caption=_caption(reading, names, language),
        has_aims=bool(reading.aim or reading.group_aims),
        source=_source(indicator, language),
        facts=tuple(_facts(indicator, language)),
        # Where change and chance have a section of their own, it stands there.
        caution="" if reading.course else caution_in_words(reading),
        rule=rule_in_words(reading.policy),
        exceeding=listed((dates.period(code, language) for code in reading.exceeding), language),
        versions=versions_table(reading, language),
        passing=(passed := passing_notes(reading, names, language)),
        then_href=question.address(then="" if reading.as_then else "1")
        if passed and reading.policy.has_raw_rights
        else "",
        changes_href=_changes_href(reading) if reading.policy.has_raw_rights else "",
    )


def _changes_href(reading: Reading) -> str:
    """Where it is written how the categories shown here changed."""
    if not reading.dimension:
        return ""
    at = reverse("records:categories", args=[reading.indicator.initiative.code])
    return f"{at}?{urlencode({'of': reading.dimension})}"


def _one_by_one(
    question: Question, reading: Reading, names: Names, language: str
) -> Multiples | None:
    match question.shown_view:
        case "groups":
            return group_by_group(reading, names, language)
        case "places":
            return place_by_place(reading, question, names, language)
        case _:
            return None


def _periods(reading: Reading, language: str) -> tuple[tuple[str, str], ...]:
    """The heads of the table: a period, the version of its definition, and a turn of categories."""
    versions = reading.versions if len(set(reading.versions)) > 1 else [0] * len(reading.periods)
    turned = changed_in(reading)
    return tuple(
        (
            dates.period(code, language, short=True),
            "; ".join(
                [
                    *([_("Version %(number)s") % {"number": version}] if version else []),
                    *([_("categories changed")] if code in turned else []),
                ]
            ),
        )
        for code, version in zip(reading.periods, versions, strict=True)
    )


def _crumbs(indicator: Indicator) -> list[tuple[str, str]]:
    href = reverse("measurement:indicator-list", args=[indicator.initiative.code])
    return [(_("Measures"), href)]


def _lines(reading: Reading) -> list[tuple[ShownCell, ...]]:
    return [reading.total, *reading.groups.values()]


def _latest(reading: Reading, language: str) -> FigureText | None:
    """The latest value that may be shown, else the reason why none is."""
    indicator = reading.indicator
    ends = first_and_latest(reading.shown_total)
    if ends is not None:
        period, shown = ends[1]
        text = shown_in_words(shown, indicator, language)
        return figure_text("value", code_of(reading), period, shown, reading, text)
    if reading.periods:
        shown = reading.total[-1].value
        return figure_text("value", code_of(reading), reading.periods[-1], shown, reading, "")
    return None


def _locked_apart(reading: Reading) -> FigureText | None:
    """That there is a disparity which is hidden."""
    hidden = [one for one in reading.apart if one.value.reason]
    return apart_text(reading, hidden[-1], "he") if hidden else None


def _apart_note(reading: Reading, names: Names, language: str) -> Phrase:
    """Between which groups, in which period, and that a later one is hidden."""
    ends = first_and_latest(reading.shown_apart)
    if ends is None:
        return Phrase()
    said, last = [_ends_of(ends[1], names, language)], reading.apart[-1]
    if last.value.is_hidden:
        said.append(
            joined(
                _("In %(period)s it is hidden, to protect people.")
                % {"period": dates.period(last.period, language)}
            )
        )
    return together(said)


def _ends_of(apart: Apart, names: Names, language: str) -> Phrase:
    """Between which groups, in which period."""
    texts = {
        "highest": group_name(apart.highest, names.groups, language),
        "lowest": group_name(apart.lowest, names.groups, language),
        "period": dates.period(apart.period, language),
    }
    return joined(filled(_("Between %(highest)s and %(lowest)s in %(period)s."), texts))


def _picture_title(reading: Reading, names: Names, language: str) -> Phrase:
    """Who stands where, latest: what the picture shows beyond the heading of the page."""
    ends = first_and_latest(reading.shown_apart)
    if ends is None:
        return _caption(reading, names, language)
    apart = ends[1]
    column = reading.periods.index(apart.period)
    high, low = (
        shown_in_words(reading.groups[group][column].value, reading.indicator, language)
        for group in (apart.highest, apart.lowest)
    )
    texts = {
        "period": dates.period(apart.period, language),
        "highest": group_name(apart.highest, names.groups, language),
        "lowest": group_name(apart.lowest, names.groups, language),
        "high": high,
        "low": low,
    }
    return joined(filled(_("In %(period)s: %(highest)s %(high)s, %(lowest)s %(low)s"), texts))


def _picture_note(reading: Reading, names: Names, language: str) -> Phrase:
    """What is drawn, by what, in which unit."""
    return filled(
        _("%(caption)s. Unit: %(unit)s."),
        caption=_caption(reading, names, language),
        unit=reading.indicator.get_unit_display(),
    )


def _caption(reading: Reading, names: Names, language: str) -> Phrase:
    name = reading.indicator.name.shown(language)
    if not reading.dimension:
        return Phrase(name)
    return filled(
        _("%(indicator)s, by %(dimension)s"),
        indicator=name,
        dimension=dimension_name(reading.dimension, names, language),
    )


def _source(indicator: Indicator, language: str) -> Phrase:
    """Where the figures come from, in whatever language it was written down."""
    if not indicator.source:
        return Phrase()
    source = Shown.by_script(indicator.source, language)
    return filled(_("Source: %(source)s"), source=source)


def _facts(indicator: Indicator, language: str) -> Iterator[tuple[str, object]]:
    """The definition: what is counted, of whom, in which unit, from where."""
    if indicator.numerator:
        yield _("Counted"), indicator.numerator
    if indicator.denominator:
        yield _("Out of"), indicator.denominator
    yield _("Unit"), str(indicator.get_unit_display())
    yield _("Direction"), str(indicator.get_better_display())
    yield _("Role"), str(indicator.get_role_display())
    yield _("Period"), str(indicator.get_period_kind_display())
    if indicator.source:
        yield _("Source"), Shown.by_script(indicator.source, language)
