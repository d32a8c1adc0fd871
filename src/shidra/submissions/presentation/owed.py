"""What is owed, in words: which figures, by when, how far."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from shidra.i18n import dates
from shidra.i18n.numbers import number
from shidra.submissions.presentation.words import late_in_words, place_in_words
from shidra.submissions.queries.duties import Owed, Standing

__all__ = ["OwedLine", "Tally", "owed_lines", "reminded_in_words", "tally_in_words", "tally_of"]

_WORDS = {
    Standing.MISSING: pgettext_lazy("owed", "not handed in yet"),
    Standing.BEGUN: pgettext_lazy("owed", "begun, not handed in"),
    Standing.HANDED_IN: pgettext_lazy("owed", "handed in"),
    Standing.TO_CONFIRM: pgettext_lazy("owed", "waits for your confirmation"),
    Standing.DONE: pgettext_lazy("owed", "done"),
}
_TONES = {
    Standing.MISSING: "unknown",
    Standing.BEGUN: "unknown",
    Standing.HANDED_IN: "activities",
    Standing.TO_CONFIRM: "overlap",
    Standing.DONE: "on-path",
}


@dataclass(frozen=True, slots=True)
class OwedLine:
    """The figures of one measure and period."""

    key: str
    duty: int
    measure: str
    indicator: str
    period: str
    period_code: str
    where: str
    place: str
    due: str
    state: str
    tone: str
    late: str
    is_late: bool
    is_open: bool
    is_over: bool
    submission: int | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many figures are owed by now, how many are done, and how many late."""

    owed: int
    done: int
    late: int

    @property
    def share(self) -> float:
        return self.done / self.owed if self.owed else 1.0


def owed_lines(owed: Iterable[Owed], today: date, language: str) -> list[OwedLine]:
    """What is late first, then what is open by its day, then what is done."""
    found = sorted(owed, key=lambda each: (not each.is_open, each.due_on, each.duty.pk))
    return [_line(each, today, language) for each in found]


def tally_of(owed: Sequence[Owed], today: date) -> Tally:
    """Of what is over by today."""
    over = [each for each in owed if each.is_over(today)]
    return Tally(
        len(over),
        sum(each.standing in {Standing.HANDED_IN, Standing.DONE} for each in over),
        sum(bool(each.days_late(today)) for each in over),
    )


def tally_in_words(tally: Tally, language: str) -> str:
    """5 of 7 handed in, 2 late."""
    said = _("%(done)s of %(owed)s handed in") % {
        "done": number(tally.done, language),
        "owed": number(tally.owed, language),
    }
    if not tally.late:
        return said
    late = ngettext("%(count)s of them late", "%(count)s of them late", tally.late)
    return f"{said} · {late % {'count': number(tally.late, language)}}"


def reminded_in_words(partners: int, language: str) -> str:
    """To how many partners a letter goes."""
    if not partners:
        return _(
            "No letter goes: nobody is late, was not written to today and can be reached by letter."
        )
    said = ngettext(
        "A letter goes to %(count)s partner.", "A letter goes to %(count)s partners.", partners
    )
    return said % {"count": number(partners, language)}


def _line(owed: Owed, today: date, language: str) -> OwedLine:
    duty, days = owed.duty, owed.days_late(today)
    place = duty.place.code if duty.place else ""
    is_late = days > 0
    return OwedLine(
        key=f"{duty.pk}-{owed.period.replace('/', '.')}",
        duty=duty.pk,
        measure=duty.indicator.name.shown(language),
        indicator=duty.indicator.code,
        period=dates.period(owed.period, language),
        period_code=owed.period,
        where=place_in_words(duty.place, language) if place else "",
        place=place,
        due=dates.date(owed.due_on, language),
        state=str(_WORDS[owed.standing]),
        tone="off-path" if is_late else _TONES[owed.standing],
        late=late_in_words(days) if is_late else "",
        is_late=is_late,
        is_open=owed.is_open,
        is_over=owed.is_over(today),
        submission=owed.submission,
    )
