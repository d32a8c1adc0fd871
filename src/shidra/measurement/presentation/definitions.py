"""The versions of a definition side by side, and what became of its figures, in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shidra.i18n import dates, languages, numbers
from shidra.i18n.differences import Piece, pieces_of
from shidra.i18n.phrases import Phrase, filled, listed
from shidra.i18n.text import Shown, Text
from shidra.measurement.models import Indicator, IndicatorDefinition
from shidra.measurement.presentation.readings import Reading

__all__ = ["WORDS", "VersionColumn", "VersionsTable", "versions_table"]

Comparability = IndicatorDefinition.Comparability

# What a version says, with the words for each part.
WORDS = {
    "numerator": gettext_lazy("What is counted"),
    "denominator": gettext_lazy("Out of what"),
    "population": gettext_lazy("Of whom"),
    "exclusions": gettext_lazy("What is left out"),
    "method": gettext_lazy("How it is counted"),
    "source": gettext_lazy("Who measures it"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What one version says in one part, its new words marked."""

    pieces: tuple[Piece, ...]
    language: str = ""

    @property
    def direction(self) -> str:
        return languages.direction(self.language) if self.language else ""


@dataclass(frozen=True, slots=True)
class VersionColumn:
    """One version: since when, what changed, what became of the figures before it, and why."""

    number: int
    title: str
    since: str
    changed: Phrase
    comparability: str
    is_break: bool
    conversion: Phrase
    conversion_words: Text | None
    reason: Text | None
    decided_by: str
    decided_on: str


@dataclass(frozen=True, slots=True)
class VersionsTable:
    """All versions, the newest first; `rows` have a cell for each of them."""

    columns: tuple[VersionColumn, ...]
    rows: tuple[tuple[str, tuple[Said, ...]], ...]
    notes: tuple[Phrase, ...]
    is_single: bool


def versions_table(reading: Reading, language: str) -> VersionsTable:
    """The definition of an indicator as it read from version to version."""
    indicator = reading.indicator
    found = _complete(indicator, reading.definitions)
    words = [_words(indicator, each, each is found[-1]) for each in found]
    columns = [
        _column(reading, each, words[place - 1] if place else None, words[place], language)
        for place, each in enumerate(found)
    ]
    rows = []
    for name, title in WORDS.items():
        if any(one[name] for one in words):
            before: list[Any] = [None, *[one[name] for one in words[:-1]]]
            cells = [
                _said(old, one[name], language) for old, one in zip(before, words, strict=True)
            ]
            rows.append((str(title), tuple(cells[::-1])))
    return VersionsTable(
        tuple(columns[::-1]), tuple(rows), tuple(_notes(reading, language)), len(found) == 1
    )


def _complete(
    indicator: Indicator, stored: Sequence[IndicatorDefinition]
) -> list[IndicatorDefinition]:
    """The versions with the first, which nobody had to write down."""
    found = sorted(stored, key=lambda one: one.version)
    if not found or found[0].valid_from:
        number = found[0].version - 1 if found else 1
        found.insert(0, IndicatorDefinition(indicator=indicator, version=max(number, 1)))
    return found


def _words(indicator: Indicator, version: IndicatorDefinition, is_latest: bool) -> dict[str, Any]:
    return {name: getattr(indicator if is_latest else version, name) for name in WORDS}


def _column(
    reading: Reading,
    version: IndicatorDefinition,
    before: dict[str, Any] | None,
    words: dict[str, Any],
    language: str,
) -> VersionColumn:
    return VersionColumn(
        number=version.version,
        title=_("Version %(number)s") % {"number": version.version},
        since=_since(reading, version, language),
        changed=_changed(before, words, language) if before else Phrase(),
        comparability=str(Comparability(version.comparability).label) if before else "",
        is_break=bool(before) and version.comparability == Comparability.BROKEN,
        conversion=_formula(reading.indicator, version, language),
        conversion_words=version.conversion or None,
        reason=version.reason or None,
        decided_by=version.decided_by,
        decided_on=dates.date(version.decided_on, language) if version.decided_on else "",
    )


def _since(reading: Reading, version: IndicatorDefinition, language: str) -> str:
    if version.valid_from:
        return _("from %(period)s") % {"period": dates.period(version.valid_from, language)}
    if reading.periods:
        first = dates.period(reading.periods[0], language)
        return _("from %(period)s") % {"period": first}
    return _("from the beginning")


def _changed(before: dict[str, Any], after: dict[str, Any], language: str) -> Phrase:
    """Which parts of the definition changed, as one sentence."""
    names = [str(title) for name, title in WORDS.items() if not _same(before[name], after[name])]
    if not names:
        return Phrase(_("The words stayed the same."))
    return filled(_("Changed: %(parts)s."), parts=listed(names, language))


def _same(before: Any, after: Any) -> bool:
    return before.same_words(after) if isinstance(before, Text) else bool(before == after)


def _said(before: Any, now: Any, language: str) -> Said:
    new = _shown(now, language)
    if not new:
        return Said(())
    if before is None:
        return Said((Piece(str(new)),), new.language)
    return Said(pieces_of(_shown(before, language), new)[1], new.language)


def _shown(words: Any, language: str) -> Shown:
    return words.shown(language) if isinstance(words, Text) else Shown.by_script(words, language)


def _formula(indicator: Indicator, version: IndicatorDefinition, language: str) -> Phrase:
    """How a figure of the version before is told in terms of this one."""
    if version.comparability != Comparability.CONVERTED:
        return Phrase()
    times, plus = float(version.times or 1), float(version.plus or 0)
    factor = numbers.number(times, language, _digits(times))
    if indicator.is_share:
        added = numbers.points(abs(plus), language, 1)
    else:
        added = numbers.number(abs(plus), language, _digits(plus))
    match (times == 1, (plus > 0) - (plus < 0)):
        case (False, 0):
            return filled(_("Earlier figures are multiplied by %(factor)s."), factor=factor)
        case (True, 1):
            return filled(_("%(added)s are added to earlier figures."), added=added)
        case (True, -1):
            return filled(_("%(added)s are taken off earlier figures."), added=added)
        case (False, 1):
            sentence = _("Earlier figures are multiplied by %(factor)s, and %(added)s added.")
        case (False, -1):
            sentence = _("Earlier figures are multiplied by %(factor)s, and %(added)s taken off.")
        case _:
            return Phrase(_("Earlier figures stay as they are."))
    return filled(sentence, factor=factor, added=added)


def _digits(value: float) -> int:
    """As many digits as the number has, four at most."""
    return next((digits for digits in range(4) if value == round(value, digits)), 4)


def _notes(reading: Reading, language: str) -> Iterator[Phrase]:
    """What the picture does with figures of earlier versions."""
    used = set(reading.versions)
    for version in reading.definitions:
        if version.version not in used or version.version == min(used):
            continue
        period = dates.period(version.valid_from, language)
        match version.comparability:
            case Comparability.BROKEN:
                sentence = _(
                    "From %(period)s on the measure is defined otherwise, and earlier figures are "
                    "not comparable: the line is broken there, and no change is told across it."
                )
                yield filled(sentence, period=period)
            case Comparability.CONVERTED:
                sentence = _(
                    "From %(period)s on the measure is defined otherwise. %(conversion)s The "
                    "picture shows them converted, the table as they were and converted."
                )
                formula = _formula(reading.indicator, version, language)
                yield filled(sentence, period=period, conversion=formula)
            case _:
                sentence = _(
                    "From %(period)s on the measure is worded otherwise; earlier figures are "
                    "comparable as they are."
                )
                yield filled(sentence, period=period)
