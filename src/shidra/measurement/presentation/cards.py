"""Short forms of an indicator: a card of the list, and what the overview says of the outcome."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from shidra.i18n import dates
from shidra.i18n.phrases import Phrase, filled
from shidra.i18n.text import Text
from shidra.initiatives.models import Group
from shidra.measurement.models import Indicator
from shidra.measurement.presentation.drawings import draw_line, group_name
from shidra.measurement.presentation.figures import (
    TONES,
    FigureText,
    aim_text,
    apart_text,
    figure_text,
)
from shidra.measurement.presentation.quality import GradeTag, grade_tag
from shidra.measurement.presentation.readings import Apart, Reading, first_and_latest
from shidra.measurement.presentation.registry import STATE_TONES
from shidra.measurement.presentation.words import (
    change_in_words,
    finding,
    joined,
    shown_in_words,
    standing_in_words,
    status_in_words,
)
from shidra.measurement.queries import Names
from shidra.protection.presentation import reason_in_words

__all__ = ["IndicatorCard", "OutcomeSummary", "present_cards", "summarise"]


State = Indicator.State


@dataclass(frozen=True, slots=True)
class IndicatorCard:
    """One indicator in the list of all."""

    code: str
    name: Text
    factor: Text
    factor_code: str
    is_outcome: bool
    line: SafeString
    latest: FigureText | None
    period: str
    change: str
    apart: FigureText | None
    apart_note: Phrase
    aim: FigureText | None
    aim_tone: str
    aim_status: str
    locked: str
    # Empty where it is adopted, as most are.
    state: str
    state_tone: str
    quality: GradeTag | None


@dataclass(frozen=True, slots=True)
class OutcomeSummary:
    """The headline outcome as the overview tells it; empty texts and None where there is nothing."""

    code: str
    name: Text
    finding: str
    change: str
    latest: FigureText | None
    latest_period: str
    baseline: FigureText | None
    baseline_period: str
    target: FigureText | None
    dimension: str
    apart_first: FigureText | None
    apart_latest: FigureText | None
    apart_first_period: str
    apart_latest_period: str
    apart_highest: Phrase
    apart_lowest: Phrase
    status: str
    status_tone: str
    status_text: str
    locked: str


def present_cards(readings: list[Reading], names: Names, language: str) -> list[IndicatorCard]:
    """The cards of the list, in the order of the indicators."""
    return [_card(reading, names, language) for reading in readings]


def _card(reading: Reading, names: Names, language: str) -> IndicatorCard:
    indicator, aim = reading.indicator, reading.aim
    ends, apart = first_and_latest(reading.shown_total), first_and_latest(reading.shown_apart)
    return IndicatorCard(
        code=indicator.code,
        name=indicator.name,
        factor=names.factors.get(indicator.factor_id, Text.of(en=indicator.factor.code)),
        factor_code=indicator.factor.code,
        is_outcome=indicator.role == indicator.Role.OUTCOME,
        line=draw_line(reading),
        latest=_value(reading, 1, language),
        period=dates.period(ends[1][0], language) if ends else "",
        change=change_in_words(reading, language),
        apart=apart_text(reading, apart[1], language) if apart else None,
        apart_note=_between(apart[1], names, language) if apart else Phrase(),
        aim=aim_text(indicator, aim, language),
        aim_tone=TONES.get(aim.status, "unknown") if aim else "",
        aim_status=status_in_words(aim.status) if aim else "",
        locked=_lock(reading),
        state="" if indicator.state == State.ADOPTED else str(State(indicator.state).label),
        state_tone=STATE_TONES[State(indicator.state)],
        quality=grade_tag(reading.quality),
    )


def _value(reading: Reading, end: int, language: str) -> FigureText | None:
    ends = first_and_latest(reading.shown_total)
    if ends is None:
        return None
    period, shown = ends[end]
    text = shown_in_words(shown, reading.indicator, language)
    return figure_text("value", reading.indicator.code, period, shown, reading, text)


def _between(apart: Apart, names: Names, language: str) -> Phrase:
    texts = {
        "period": dates.period(apart.period, language),
        "highest": group_name(apart.highest, names.groups, language),
        "lowest": group_name(apart.lowest, names.groups, language),
    }
    return joined(filled(_("between %(highest)s and %(lowest)s in %(period)s"), texts))


def _lock(reading: Reading) -> str:
    """Why the latest disparity, or else the latest figure, is hidden; empty when it is shown."""
    shown = [reading.apart[-1].value] if reading.apart else []
    shown += [reading.total[-1].value] if reading.total else []
    reason = next((one.reason for one in shown if one.reason), None)
    return reason_in_words(reason, reading.policy) if reason else ""


def summarise(reading: Reading, groups: Mapping[str, Group], language: str) -> OutcomeSummary:
    """The headline outcome in short."""
    indicator, aim = reading.indicator, reading.aim
    ends, apart = first_and_latest(reading.shown_total), first_and_latest(reading.shown_apart)
    return OutcomeSummary(
        code=indicator.code,
        name=indicator.name,
        finding=finding(reading, language),
        change=change_in_words(reading, language),
        latest=_value(reading, 1, language),
        latest_period=dates.period(ends[1][0], language) if ends else "",
        baseline=_value(reading, 0, language),
        baseline_period=dates.period(ends[0][0], language) if ends else "",
        target=aim_text(indicator, aim, language),
        dimension=reading.dimension,
        apart_first=apart_text(reading, apart[0], language) if apart else None,
        apart_latest=apart_text(reading, apart[1], language) if apart else None,
        apart_first_period=dates.period(apart[0].period, language) if apart else "",
        apart_latest_period=dates.period(apart[1].period, language) if apart else "",
        apart_highest=Phrase(group_name(apart[1].highest, groups, language) if apart else ""),
        apart_lowest=Phrase(group_name(apart[1].lowest, groups, language) if apart else ""),
        status=aim.status if aim else "",
        status_tone=TONES.get(aim.status, "unknown") if aim else "",
        status_text=standing_in_words(aim, indicator, language) if aim else "",
        locked=_lock(reading),
    )
