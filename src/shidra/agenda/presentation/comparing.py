"""Two wordings side by side: what changed, clause by clause, word by word."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.agenda.models import OUTCOME, AgendaVersion, Clause, Wording
from shidra.agenda.presentation.clauses import plain_words
from shidra.agenda.presentation.standing import standing_in_words
from shidra.i18n import isolates, languages
from shidra.i18n.differences import Piece, pieces_of
from shidra.i18n.phrases import Phrase, filled, listed
from shidra.i18n.text import Shown, Text

__all__ = [
    "Clash",
    "ClashedClause",
    "Comparison",
    "Difference",
    "Piece",
    "Side",
    "clash_of",
    "comparison_of",
    "differences_of",
]


@dataclass(frozen=True, slots=True)
class Side:
    """The words of one version, in the language that they have."""

    pieces: tuple[Piece, ...]
    language: str
    is_fallback: bool

    @property
    def direction(self) -> str:
        return languages.direction(self.language)


@dataclass(frozen=True, slots=True)
class Difference:
    """A clause that changed."""

    code: str
    label: str
    is_outcome: bool
    old: Side
    new: Side
    # What a reader would not see: the change is in a language they do not read here.
    note: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of an agenda."""

    old: AgendaVersion
    new: AgendaVersion
    old_standing: str
    new_standing: str
    title: str
    answer: Phrase
    differences: tuple[Difference, ...]
    same: tuple[str, ...]
    reason: Shown | None
    decided_by: Shown | None


def comparison_of(old: AgendaVersion, new: AgendaVersion, language: str) -> Comparison:
    """What `new` says otherwise than `old`."""
    changed = new.wording.changed_from(old.wording)
    return Comparison(
        old=old,
        new=new,
        old_standing=standing_in_words(old, language),
        new_standing=standing_in_words(new, language),
        title=_title(len(changed)),
        answer=_answer(changed, language),
        differences=differences_of(old.wording, new.wording, language),
        same=tuple(str(clause.label) for clause in Clause if clause not in changed),
        reason=new.reason.shown(language) if new.reason else None,
        decided_by=new.decided_by.shown(language) if new.decided_by else None,
    )


def _title(count: int) -> str:
    if not count:
        return _("Both versions say the same")
    return ngettext("%(count)s clause changed", "%(count)s clauses changed", count) % {
        "count": isolates.ltr(str(count))
    }


def _answer(changed: frozenset[Clause], language: str) -> Phrase:
    outcome = [str(clause.label) for clause in Clause if clause in changed & OUTCOME]
    if outcome:
        return filled(
            _("The agreed outcome changed: %(clauses)s."), clauses=listed(outcome, language)
        )
    if changed:
        return Phrase(_("The agreed outcome stayed as it was."))
    return Phrase("")


def differences_of(old: Wording, new: Wording, language: str) -> tuple[Difference, ...]:
    """The clauses that changed, in the order of reading."""
    changed = new.changed_from(old)
    return tuple(_difference(old, new, clause, language) for clause in Clause if clause in changed)


def _difference(old: Wording, new: Wording, clause: Clause, language: str) -> Difference:
    before, after = plain_words(old, clause, language), plain_words(new, clause, language)
    left, right = _sides(before, after)
    return Difference(
        clause.value,
        str(clause.label),
        clause in OUTCOME,
        left,
        right,
        _elsewhere(old, new, clause, language) if before == after else "",
    )


def _sides(before: Shown, after: Shown) -> tuple[Side, Side]:
    left, right = pieces_of(before, after)
    return (
        Side(left, before.language, before.is_fallback),
        Side(right, after.language, after.is_fallback),
    )


def _elsewhere(old: Wording, new: Wording, clause: Clause, language: str) -> str:
    before, after = getattr(old, clause), getattr(new, clause)
    if not (isinstance(before, Text) and isinstance(after, Text)):
        return _("Only names in another language changed.")
    changed = [
        languages.name_in(code, language)
        for code in languages.LANGUAGES
        if before.words(code) != after.words(code)
    ]
    return filled(
        _("What you read here stayed the same; words changed in %(languages)s."),
        languages=listed(changed, language),
    )


@dataclass(frozen=True, slots=True)
class ClashedClause:
    """A clause that two people changed at once: before, theirs, mine."""

    code: str
    label: str
    before: Shown
    theirs: Shown
    mine: Shown


@dataclass(frozen=True, slots=True)
class Clash:
    """What is said to whoever saves over somebody else's save."""

    who: str
    clauses: tuple[ClashedClause, ...]
    theirs: tuple[str, ...]


def clash_of(
    base: Wording,
    mine: Wording,
    stored: AgendaVersion,
    both: frozenset[Clause],
    theirs: frozenset[Clause],
    language: str,
) -> Clash:
    """The clauses that both changed, three ways; and the names of those that only they did."""
    return Clash(
        stored.edited_by,
        tuple(
            ClashedClause(
                clause.value,
                str(clause.label),
                plain_words(base, clause, language),
                plain_words(stored.wording, clause, language),
                plain_words(mine, clause, language),
            )
            for clause in Clause
            if clause in both
        ),
        tuple(str(clause.label) for clause in Clause if clause in theirs),
    )
