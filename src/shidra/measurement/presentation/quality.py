"""How good figures are, in words: the card of a measure, the tag of a list, and the open questions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.i18n import dates, isolates, numbers
from shidra.i18n.phrases import Phrase, filled, listed, together
from shidra.i18n.text import Shown
from shidra.measurement.models import Indicator
from shidra.measurement.presentation.drawings import group_name
from shidra.measurement.presentation.judged import Judged, Quality
from shidra.measurement.presentation.readings import Reading
from shidra.measurement.presentation.words import joined, value_in_words
from shidra.measurement.queries import Names

__all__ = ["GradeTag", "QualityCard", "grade_tag", "named_cell", "present_quality"]

# More names than this are told as a number.
MOST_NAMES = 6

TONES = {"A": ("on-path", "check"), "B": ("on-path", "check"), "C": ("unknown", "eye"),
         "D": ("off-path", "triangle-alert")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class GradeTag:
    """A letter with its word; the tone and the icon only repeat it."""

    letter: str
    text: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class AspectLine:
    """One aspect: its letter, or that nobody can tell, and why."""

    name: str
    tag: GradeTag
    reason: Phrase


@dataclass(frozen=True, slots=True)
class QualityCard:
    """Everything that the page says of how good the figures are."""

    tag: GradeTag
    lead: Phrase
    aspects: tuple[AspectLine, ...]
    stated: str
    note: str


def present_quality(reading: Reading, names: Names, language: str) -> QualityCard | None:
    """The card of a measure; None where nothing was measured."""
    quality = reading.quality
    if quality is None or not quality.period:
        return None
    words = _Words(quality, reading.indicator, names, language)
    lines = tuple(
        AspectLine(title(), _tag(quality.aspects[name].grade), words.reason(name))
        for name, title in _TITLES.items()
    )
    return QualityCard(
        tag=_tag(quality.grade),
        lead=words.lead(),
        aspects=lines,
        stated=words.stated(),
        note=""
        if quality.has_all
        else _("What looks into single figures was reckoned from what you may see."),
    )


def grade_tag(quality: Quality | None) -> GradeTag | None:
    """The letter of a measure with its word, for a list."""
    return _tag(quality.grade) if quality and quality.period else None


def _tag(grade: str) -> GradeTag:
    if not grade:
        return GradeTag("", _("cannot be told"), "unknown", "circle-question-mark")
    return GradeTag(grade, f"{isolates.ltr(grade)} – {_WORDS[grade]()}", *TONES[grade])


_WORDS: dict[str, Callable[[], str]] = {
    "A": lambda: _("no flaw found"),
    "B": lambda: _("good, with small reservations"),
    "C": lambda: _("to be read with care"),
    "D": lambda: _("weak"),
}

_TITLES: dict[str, Callable[[], str]] = {
    "completeness": lambda: _("Completeness"),
    "timeliness": lambda: _("Timeliness"),
    "validity": lambda: _("Validity"),
    "consistency": lambda: _("Consistency"),
    "comparability": lambda: _("Comparability"),
}


class _Words:
    """The reasons of one measure in one language."""

    def __init__(self, quality: Quality, indicator: Indicator, names: Names, language: str) -> None:
        self.quality, self.indicator = quality, indicator
        self.names, self.language = names, language

    def lead(self) -> Phrase:
        """Which aspect decides, and how many have no say."""
        period = dates.period(self.quality.period, self.language)
        said = [Phrase(_("About the figures of %(period)s.") % {"period": period})]
        if self.quality.weakest and self.quality.grade != "A":
            weakest = Phrase(_TITLES[self.quality.weakest]())
            said.append(filled(_("The weakest aspect decides: %(aspect)s."), aspect=weakest))
        if open_ones := sum(not one.grade for one in self.quality.aspects.values()):
            sentence = ngettext(
                "Of five aspects %(count)s cannot be told and has no say.",
                "Of five aspects %(count)s cannot be told and have no say.",
                open_ones,
            )
            said.append(Phrase(sentence % {"count": numbers.number(open_ones, self.language)}))
        return together(said)

    def stated(self) -> str:
        """What partners said of their own figures, and whether it is something else."""
        letters = self.quality.stated
        if not letters:
            return ""
        said = {"letters": _letters(letters), "grade": isolates.ltr(self.quality.grade)}
        if not self.quality.grade or letters == (self.quality.grade,):
            return _("The partners graded these figures %(letters)s.") % said
        return (
            _(
                "The partners graded these figures %(letters)s; reckoned from what is stored they "
                "are %(grade)s."
            )
            % said
        )

    def reason(self, name: str) -> Phrase:
        told: dict[str, Callable[[Judged], Phrase]] = {
            "completeness": self._complete,
            "timeliness": self._timely,
            "validity": self._valid,
            "consistency": self._consistent,
            "comparability": self._comparable,
        }
        return told[name](self.quality.aspects[name])

    def _number(self, value: Any) -> str:
        return numbers.number(value, self.language)

    def _complete(self, judged: Judged) -> Phrase:
        there, asked = self.quality.there, self.quality.asked
        if asked == 1:
            if there:
                return Phrase(_("A figure for everybody is there; no other was asked for."))
            return Phrase(_("There is no figure for everybody, and no other was asked for."))
        said = {"there": self._number(there), "asked": self._number(asked)}
        if there == asked:
            return Phrase(_("All %(asked)s figures that are asked for are there.") % said)
        counted = _("%(there)s of the %(asked)s figures that are asked for are there.") % said
        named = [named_cell(name, self.names, self.language) for name in self.quality.missing]
        if len(named) > MOST_NAMES:
            return Phrase(counted)
        missing = filled(_("Not there: %(names)s."), names=listed(named, self.language))
        return together((counted, missing))

    def _timely(self, judged: Judged) -> Phrase:
        facts: Any = judged.facts
        said = {"period": dates.period(self.quality.period, self.language)}
        for name in ("due_on", "arrived_on"):
            said[name] = dates.date(facts[name], self.language) if facts[name] else ""
        match facts["arrival"]:
            case "not_said":
                sentence = _("Nobody has said yet how long after a period its figures are there.")
            case "in_time":
                sentence = _(
                    "The figures of %(period)s came on %(arrived_on)s; they were asked for by "
                    "%(due_on)s."
                )
            case "late":
                sentence = _(
                    "The figures of %(period)s came on %(arrived_on)s, later than %(due_on)s, by "
                    "when they were asked for."
                )
            case "since_unknown":
                sentence = _("The figures of %(period)s are there; nobody knows since when.")
            case _:
                said["period"] = dates.period(facts["next_period"], self.language)
                said["due_on"] = dates.date(facts["next_due_on"], self.language)
                sentence = _(
                    "The figures of %(period)s were asked for by %(due_on)s and are not there yet."
                )
        return joined(Phrase(sentence % said))

    def _valid(self, judged: Judged) -> Phrase:
        facts: Any = judged.facts
        count, wrong = facts["checked"], facts["impossible"]
        said = {"count": self._number(count), "wrong": self._number(wrong)}
        if not count:
            return Phrase(_("There was no figure to look at."))
        if not wrong:
            sentence = ngettext(
                "%(count)s figure was looked at; it can be as it stands.",
                "%(count)s figures were looked at; all can be as they stand.",
                count,
            )
        else:
            sentence = ngettext(
                "Of %(count)s figure that was looked at, %(wrong)s cannot be as it stands.",
                "Of %(count)s figures that were looked at, %(wrong)s cannot be as they stand.",
                count,
            )
        return Phrase(sentence % said)

    def _consistent(self, judged: Judged) -> Phrase:
        facts: Any = judged.facts
        said: list[str] = []
        if facts["is_jump"] is not None:
            ends = {
                name: value_in_words(facts[name], self.indicator, self.language)
                for name in ("lower", "upper")
            }
            sentence = (
                _("The latest figure lies outside what those before it let expect: %(range)s.")
                if facts["is_jump"]
                else _("The latest figure lies within what those before it let expect: %(range)s.")
            )
            said.append(sentence % {"range": isolates.ltr(f"{ends['lower']} – {ends['upper']}")})
        if facts["left_open"] is not None:
            share = numbers.percent(facts["left_open"], self.language)
            said.append(
                _("The parts leave %(share)s of the total open.") % {"share": share}
                if round(facts["left_open"], 2)
                else _("The parts make up the total.")
            )
        if not said:
            return Phrase(
                _(
                    "There are too few periods to tell a jump, and no parts beside a total that "
                    "could be added up."
                )
            )
        return together(said)

    def _comparable(self, judged: Judged) -> Phrase:
        facts: Any = judged.facts
        if facts["periods"] < 2:  # noqa: PLR2004 - a comparison needs two
            return Phrase(_("There are not two periods with a figure that could be compared."))
        if facts["is_alone"]:
            return Phrase(
                _("The definition changed: the latest figure is comparable with none before it.")
            )
        if facts["breaks"]:
            return Phrase(
                _(
                    "The definition changed: figures before the change are not comparable with "
                    "those after it."
                )
            )
        if facts["is_converted"]:
            return Phrase(_("Earlier figures were converted to the newest definition."))
        return Phrase(_("All figures have one meaning."))


def _letters(letters: tuple[str, ...]) -> str:
    ends = letters[0] if len(letters) == 1 else f"{letters[0]}–{letters[-1]}"
    return isolates.ltr(ends)


def named_cell(name: str, names: Names, language: str) -> Phrase | Shown | str:
    """A place by its code, a group as `dimension:code`; empty is everybody everywhere."""
    if not name:
        return _("everybody")
    if name in names.places:
        return names.places[name].name.shown(language)
    return group_name(name, names.groups, language)
