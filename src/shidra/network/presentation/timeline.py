"""What is done about each factor over time: a picture, and the same in a table."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.i18n import dates
from shidra.i18n.phrases import Phrase, filled, listed, together
from shidra.i18n.text import Shown, Text
from shidra.initiatives.permissions import Right
from shidra.network.models import Activity
from shidra.network.permissions import Own
from shidra.network.presentation.lines import ActivityLine, Named, activity_line, span_of
from shidra.network.presentation.promises import Filter
from shidra.network.presentation.reader import Pager, Reader, choices, pager, tabs
from shidra.network.queries import ActivityRow, Timeline, TimelineChoices
from shidra.pictures.charts import TimeBar, TimeLane, TimeTick, draw_timeline, responsive

__all__ = ["TimelinePage", "timeline_page"]

WIDE = 1080.0
# More years than this on one axis are named in steps.
MANY_YEARS = 12


@dataclass(frozen=True, slots=True)
class LaneLines:
    """A factor with its activities in words."""

    factor: Named
    lines: tuple[ActivityLine, ...]
    count: str


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """All that the template shows."""

    title: str
    answer: Phrase
    tabs: list[dict[str, object]]
    picture: SafeString
    picture_title: str
    lanes: tuple[LaneLines, ...]
    filters: tuple[Filter, ...]
    is_narrowed: bool
    is_empty: bool
    pager: Pager
    add_href: str


def timeline_page(
    timeline: Timeline, offered: TimelineChoices, reader: Reader, own: Own
) -> TimelinePage:
    """The page in one language."""
    may_add = reader.access.may(Right.EDIT) or (
        bool(own.organisations) and reader.access.may(Right.EDIT_OWN)
    )
    title = _title(timeline, reader)
    return TimelinePage(
        title=title,
        answer=_answer(timeline, reader),
        tabs=tabs(reader, "activities"),
        picture=_picture(timeline, title, reader) if timeline.lanes else SafeString(),
        picture_title=_("From when until when, factor by factor"),
        lanes=tuple(
            LaneLines(
                Named(reader.factor(lane.factor), reader.factor_href(lane.factor)),
                tuple(activity_line(row, reader) for row in lane.rows),
                _count(lane.total, reader),
            )
            for lane in timeline.lanes
        ),
        filters=tuple(_filters(timeline, offered, reader)),
        is_narrowed=timeline.question.is_narrowed,
        is_empty=not timeline.activities and not timeline.question.is_narrowed,
        pager=pager(timeline.page, timeline.pages, asdict(timeline.question), reader.language),
        add_href=reverse("records:add", args=[reader.code, "activities"]) if may_add else "",
    )


def _count(count: int, reader: Reader) -> str:
    return ngettext("%(count)s activity", "%(count)s activities", count) % {
        "count": reader.number(count)
    }


def _title(timeline: Timeline, reader: Reader) -> str:
    if not timeline.activities:
        return _("Activities")
    return _("%(activities)s, of them on the system: %(system)s") % {
        "activities": _count(timeline.activities, reader),
        "system": reader.number(timeline.on_the_system),
    }


def _answer(timeline: Timeline, reader: Reader) -> Phrase:
    if not timeline.empty_factors:
        return Phrase()
    names = listed(map(reader.factor, timeline.empty_factors), reader.language)
    return filled(_("Nothing is written down yet about: %(factors)s."), factors=names)


def _filters(timeline: Timeline, offered: TimelineChoices, reader: Reader) -> Iterable[Filter]:
    question, language = timeline.question, reader.language

    def named(names: Mapping[str, Text] | None) -> list[tuple[str, Shown]]:
        return [(code, name.shown(language)) for code, name in (names or {}).items()]

    for name, label, choice in (
        ("factor", _("Factor"), named(reader.factors)),
        ("place", _("Place"), named(offered.places)),
        ("group", _("For whom"), named(reader.groups)),
        ("kind", _("Kind"), [(k.value, str(k.label)) for k in Activity.Kind]),
        ("partner", _("Partner"), named(offered.partners)),
    ):
        chosen = getattr(question, name)
        yield Filter(name, label, choices(choice, chosen), chosen)


# --- the picture ----------------------------------------------------------------------------------


def _picture(timeline: Timeline, title: str, reader: Reader) -> SafeString:
    rows = [row for lane in timeline.lanes for row in lane.rows]
    ticks = _ticks(rows, reader)
    lanes = [
        TimeLane(
            reader.factor(lane.factor),
            tuple(_bar(row, reader) for row in lane.rows),
        )
        for lane in timeline.lanes
    ]

    def draw(width: float) -> str:
        return draw_timeline(
            lanes,
            ticks=ticks,
            today=TimeTick(float(reader.today.toordinal()), _("today")),
            language=reader.language,
            title=title,
            description=_("The same stands in the table below."),
            width=width,
        )

    return mark_safe(responsive(draw, wide=WIDE))  # noqa: S308 - our own drawing


def _bar(row: ActivityRow, reader: Reader) -> TimeBar:
    told = together(
        (
            span_of(row, reader.language),
            row.partner_name.shown(reader.language),
            str(Activity.Kind(row.kind).label),
        ),
        " · ",
    )
    return TimeBar(
        name=row.name.shown(reader.language),
        begins=float(row.starts_on.toordinal()) if row.starts_on else None,
        ends=float(row.ends_on.toordinal() + 1) if row.ends_on else None,
        told=told,
        is_system=row.kind == Activity.Kind.SYSTEM,
    )


def _ticks(rows: Iterable[ActivityRow], reader: Reader) -> list[TimeTick]:
    """The first of January of each year, from the first that is needed to the last."""
    days = [day for row in rows for day in (row.starts_on, row.ends_on) if day]
    years = [day.year for day in (*days, reader.today)]
    first, last = min(years), max(years) + 1
    step = max(1, -(-(last - first) // MANY_YEARS))
    return [
        TimeTick(
            float(date(year, 1, 1).toordinal()),
            dates.years(year, year, reader.language) if (year - first) % step == 0 else "",
        )
        for year in range(first, min(last, date.max.year) + 1)
    ]
