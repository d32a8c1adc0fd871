"""What a suggestion says, in one language: as a line of its own, or inside another one."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from shidra.i18n import dates
from shidra.i18n.languages import name_in
from shidra.i18n.phrases import Phrase, code, filled
from shidra.i18n.text import Shown, Text
from shidra.workshops.models import Suggestion, Workshop
from shidra.workshops.queries import MapNames, is_open

__all__ = ["Line", "WorkshopWords", "code_in_groups", "workshop_heading"]

Kind, State = Suggestion.Kind, Suggestion.State

ICONS = {
    Kind.FACTOR: "circle-plus",
    Kind.LINK: "arrow-right",
    Kind.DOUBT: "message-circle-question-mark",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A suggestion as a list shows it.

    Attributes:
        says: its words, or what a link leads from and to.
        about: why one thinks so, or what a doubt is about.
        standing: what became of it, in words; `why` it was set aside, or what it was joined with.
    """

    number: int
    kind: str
    kind_words: str
    icon: str
    says: Phrase | Shown
    about: Phrase | Shown | None
    speaker: Shown | None
    language: str
    time: str
    state: str
    standing: str
    why: Phrase | Shown | None


class WorkshopWords:
    """The words of one workshop for one reader."""

    def __init__(
        self,
        names: MapNames,
        language: str,
        *,
        shows_names: bool = True,
        shows_others: bool = True,
    ) -> None:
        self.names: Mapping[str, Text] = names.names if shows_names else {}
        self.shows_others = shows_others
        self.language = language

    def line(self, each: Suggestion, *, is_sender: bool = False) -> Line:
        """A suggestion; its sender reads own words, all others those of the facilitator."""
        kind = Kind(each.kind)
        return Line(
            number=each.pk,
            kind=str(kind),
            kind_words=str(kind.label),
            icon=ICONS[kind],
            says=self.says(each, as_sent=is_sender),
            about=self.about(each),
            speaker=self._written(each.speaker) if each.speaker else None,
            language=""
            if each.language == self.language
            else name_in(each.language, self.language),
            time=dates.moment(timezone.localtime(each.made_at), self.language),
            state=each.state,
            standing=self.standing(each),
            why=self.why(each, is_sender=is_sender),
        )

    def says(self, each: Suggestion, *, as_sent: bool = False) -> Phrase | Shown:
        """What it comes down to."""
        if each.kind == Kind.LINK:
            return self.link(each)
        if each.worded and not as_sent:
            worded: Text = each.worded
            return worded.shown(self.language)
        return Shown(each.words, each.language, is_foreign=each.language != self.language)

    def about(self, each: Suggestion) -> Phrase | Shown | None:
        """What a doubt is about; why somebody thinks of a link."""
        if each.kind == Kind.LINK:
            return self._written(each.words, each.language) if each.words else None
        if each.kind == Kind.DOUBT:
            return self._doubted(each)
        return None

    def link(self, each: Suggestion) -> Phrase:
        """What a suggested link says."""
        return self.link_between(
            self.end(each.source_code, each.source),
            self.end(each.target_code, each.target),
            each.sign,
        )

    @staticmethod
    def link_between(source: Phrase | Shown, target: Phrase | Shown, sign: str) -> Phrase:
        """A link as a sentence."""
        words = (
            _("%(source)s hinders %(target)s")
            if sign == "-"
            else _("%(source)s promotes %(target)s")
        )
        return filled(words, source=source, target=target)

    def end(self, factor: str, suggested: Suggestion | None) -> Phrase | Shown:
        """The name of a factor, or the words by which it was just suggested."""
        if suggested is not None:
            return self.says(suggested)
        name = self.names.get(factor)
        return name.shown(self.language) if name else code(factor)

    def standing(self, each: Suggestion) -> str:
        """What became of it."""
        is_on_link = bool(each.target_code) or (
            each.source is not None and each.source.kind == Kind.LINK
        )
        if each.state == State.ACCEPTED and each.kind == Kind.DOUBT:
            if is_on_link:
                return _("the link stands as contested until somebody answers")
            return _("stands beside the factor as evidence that contradicts")
        return {
            State.WAITING: _("waits for the facilitator"),
            State.ACCEPTED: _("taken into the draft of the map"),
            State.MERGED: _("joined with one that says the same"),
            State.SET_ASIDE: _("not taken into the map"),
        }[State(each.state)]

    def why(self, each: Suggestion, *, is_sender: bool = False) -> Phrase | Shown | None:
        """What it was joined with, or why it was set aside.

        A phone reads the words of another one only where that is shown, and once accepted.
        """
        if each.state == State.MERGED:
            if (other := each.merged_into) is not None:
                is_told = self.shows_others and other.state == State.ACCEPTED
                return self.says(other) if is_told or not is_sender else None
            return self.end(each.became, None)
        return self._written(each.reason) if each.reason else None

    def _doubted(self, each: Suggestion) -> Phrase | Shown:
        if each.source is not None:
            return self.says(each.source)
        source = self.end(each.source_code, None)
        if not each.target_code:
            return source
        return self.link_between(source, self.end(each.target_code, None), each.sign)

    def _written(self, words: str, language: str = "") -> Shown:
        if not language:
            return Shown.by_script(words, self.language)
        return Shown(words, language, is_foreign=language != self.language)


def code_in_groups(workshop: Workshop) -> str:
    """The code in two halves, as it is easily read and typed."""
    half = len(workshop.code) // 2
    return f"{workshop.code[:half]} {workshop.code[half:]}"


def workshop_heading(workshop: Workshop, language: str) -> dict[str, object]:
    """What every page of a workshop says of it."""
    return {
        "number": workshop.pk,
        "title": workshop.title.shown(language),
        "question": workshop.question.shown(language),
        "code": code_in_groups(workshop),
        "is_open": is_open(workshop),
        "ends": dates.moment(timezone.localtime(workshop.ends_at), language),
        "made": dates.date(timezone.localdate(workshop.made_at), language),
        "made_by": workshop.made_by,
    }
