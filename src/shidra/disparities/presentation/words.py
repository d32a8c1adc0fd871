"""What became of disparities, in sentences that never say more than their tests do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.disparities.presentation.board import Arrival, Board, Ends, Move, Panel, Way
from shidra.disparities.presentation.names import line_name
from shidra.i18n import dates
from shidra.i18n.phrases import Phrase, filled
from shidra.measurement.models import Indicator
from shidra.measurement.presentation.targets import pace_in_words
from shidra.measurement.presentation.words import difference_in_words, joined
from shidra.measurement.queries import Names

__all__ = [
    "TONES",
    "Said",
    "arrival_in_words",
    "certainty_in_words",
    "comparisons_in_words",
    "headline",
    "said_of",
    "way_in_words",
]

TONES = {
    Way.NARROWED: "on-path",
    Way.WIDENED: "off-path",
    Way.TURNED: "unknown",
    Way.NOISE: "unknown",
    Way.UNKNOWN: "unknown",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One disparity and what became of it: the sentence, what it rests on, and where it belongs.

    `kind` is narrowed, widened, turned, noise or unknown: what moved by more than chance only were
    it the only comparison counts as noise.
    """

    kind: str
    sentence: Phrase
    note: str


def said_of(panel: Panel, names: Names, language: str) -> list[Said]:
    """The disparity as a whole, and of each group from the group of reference."""
    indicator, found = panel.reading.indicator, []
    if panel.apart.are_both and panel.first != panel.last and not _is_against(panel):
        texts = _ends(panel.apart, panel, language)
        sentence = joined(filled(_APART[_claimed(panel.apart_move)](), texts))
        found.append(_said(panel.apart_move, sentence, indicator, language))
    for line in panel.lines:
        if line.against is None or not line.against.behind.are_both or panel.first == panel.last:
            continue
        texts = _ends(line.against.behind, panel, language) | {
            "group": line_name(line.group, names, language),
            "reference": line_name(panel.reference, names, language),
        }
        way: str = _claimed(line.against.move)
        if way == Way.TURNED:
            way = "ahead" if (line.against.behind.last or 0.0) < 0 else "behind"
        sentence = joined(filled(_AGAINST[way](), texts))
        found.append(_said(line.against.move, sentence, indicator, language))
    return found


def _is_against(panel: Panel) -> bool:
    """Whether the largest distance is, then and now, that of one group from the reference."""
    pairs = {frozenset(pair) for pair in panel.apart_between}
    return len(pairs) == 1 and panel.reference in next(iter(pairs))


def _said(move: Move, sentence: Phrase, indicator: Indicator, language: str) -> Said:
    way = _claimed(move)
    return Said(way.value, sentence, certainty_in_words(move, indicator, language))


def _claimed(move: Move) -> Way:
    """The way that may be told of a move: only where it holds among all that is compared."""
    return move.way if move.holds or not move.is_tested else Way.NOISE


def _ends(ends: Ends, panel: Panel, language: str) -> dict[str, object]:
    def size(value: float | None) -> str:
        return difference_in_words(value or 0.0, panel.reading.indicator, language)

    return {
        "first": size(ends.first),
        "last": size(ends.last),
        "began": dates.period(panel.first, language, short=True),
        "now": dates.period(panel.last, language, short=True),
    }


_APART: Mapping[Way, Callable[[], str]] = {
    Way.NARROWED: lambda: _(
        "The disparity between the highest and the lowest group shrank from %(first)s in %(began)s "
        "to %(last)s in %(now)s."
    ),
    Way.WIDENED: lambda: _(
        "The disparity between the highest and the lowest group grew from %(first)s in %(began)s "
        "to %(last)s in %(now)s."
    ),
    Way.TURNED: lambda: _(
        "Highest and lowest group: %(first)s apart in %(began)s, %(last)s in %(now)s."
    ),
    Way.NOISE: lambda: _(
        "Highest and lowest group: %(first)s apart in %(began)s, %(last)s in %(now)s."
    ),
    Way.UNKNOWN: lambda: _(
        "Highest and lowest group: %(first)s apart in %(began)s, %(last)s in %(now)s."
    ),
}
_AGAINST: Mapping[str, Callable[[], str]] = {
    "narrowed": lambda: _(
        "The disparity between %(group)s and %(reference)s shrank from %(first)s in %(began)s to "
        "%(last)s in %(now)s."
    ),
    "widened": lambda: _(
        "The disparity between %(group)s and %(reference)s grew from %(first)s in %(began)s to "
        "%(last)s in %(now)s."
    ),
    "ahead": lambda: _(
        "%(group)s stood %(first)s behind %(reference)s in %(began)s, and %(last)s ahead in %(now)s."
    ),
    "behind": lambda: _(
        "%(group)s stood %(first)s ahead of %(reference)s in %(began)s, and %(last)s behind in "
        "%(now)s."
    ),
    "noise": lambda: _(
        "%(group)s and %(reference)s: %(first)s apart in %(began)s, %(last)s in %(now)s."
    ),
    "unknown": lambda: _(
        "%(group)s and %(reference)s: %(first)s apart in %(began)s, %(last)s in %(now)s."
    ),
}


def certainty_in_words(move: Move, indicator: Indicator, language: str) -> str:
    """What the test says and what it rests on: the interval of the change."""
    if move.low is None or move.high is None or move.change is None:
        return _("Whether it is more than chance cannot be told: the counts are not shown.")

    def size(value: float) -> str:
        return pace_in_words(value, indicator, language)

    texts = {"change": size(move.change), "low": size(move.low), "high": size(move.high)}
    if move.way is Way.NOISE:
        sentence = _("Change %(change)s, 95%% between %(low)s and %(high)s: may be chance.")
    elif move.holds:
        sentence = _(
            "Change %(change)s, 95%% between %(low)s and %(high)s: more than chance, also among all "
            "comparisons here."
        )
    else:
        sentence = _(
            "Change %(change)s, 95%% between %(low)s and %(high)s: more than chance alone, but among "
            "all comparisons here it may be chance."
        )
    return str(joined(sentence % texts))


def way_in_words(move: Move) -> str:
    """What became of a distance, in a word or two."""
    said = {
        Way.NARROWED: _("smaller"),
        Way.WIDENED: _("larger"),
        Way.TURNED: _("other way round"),
        Way.NOISE: _("may be chance"),
        Way.UNKNOWN: _("cannot be told"),
    }
    return said[_claimed(move)]


def comparisons_in_words(count: int) -> str:
    """How many comparisons a page tests together, and what follows from that."""
    if not count:
        return ""
    return ngettext(
        "%(count)d comparison is tested on this page.",
        "%(count)d comparisons are tested on this page together. A change is called more than chance "
        "only where it would be so as one of all of them.",
        count,
    ) % {"count": count}


def headline(board: Board, said: list[Said]) -> str:
    """What the board has to say, as one sentence."""
    if not board.panels:
        return _("No disparity can be shown yet")
    tested = [each for each in said if each.kind != "unknown"]
    if not tested:
        return _("How far groups lie apart, and how far from the goal")
    counts = {
        kind: sum(each.kind == kind for each in tested) for kind in ("narrowed", "widened", "noise")
    }
    if not counts["narrowed"] and not counts["widened"]:
        return ngettext(
            "The one disparity here did not move by more than chance can make",
            "None of %(count)d disparities moved by more than chance can make",
            len(tested),
        ) % {"count": len(tested)}
    return ngettext(
        "Of %(count)d disparity, %(narrowed)d shrank and %(widened)d grew by more than chance can make",
        "Of %(count)d disparities, %(narrowed)d shrank and %(widened)d grew by more than chance can "
        "make",
        len(tested),
    ) % {"count": len(tested), **counts}


def arrival_in_words(arrival: Arrival, language: str) -> tuple[str, str]:
    """When a line meets the goal at its pace, and between when by what the pace leaves open."""
    if arrival.status == "closes":
        period = dates.period(arrival.period, language, short=True)
        earliest = dates.period(arrival.earliest, language, short=True)
        if not arrival.latest:
            return period, str(joined(_("%(earliest)s at the earliest") % {"earliest": earliest}))
        latest = dates.period(arrival.latest, language, short=True)
        between = _("between %(earliest)s and %(latest)s")
        return period, str(joined(between % {"earliest": earliest, "latest": latest}))
    said = {
        "closed": _("reached"),
        "not_foreseeable": _("not in 50 years"),
        "widens": _("moves away from it"),
        "unsure": _("cannot be told"),
    }
    return said.get(arrival.status) or _("cannot be told"), ""
