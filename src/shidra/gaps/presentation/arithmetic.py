"""How the score of a line came about: each term with its meaning in plain words."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from shidra.gaps.presentation.wording import Wording
from shidra.gaps.queries import MissingLine, Number
from shidra.ui.templatetags.ui import figure

__all__ = ["Term", "score_terms", "terms_of"]


@dataclass(frozen=True, slots=True)
class Term:
    """A number of the calculation, and what it means."""

    text: SafeString
    name: str


def score_terms(line: MissingLine, words: Wording) -> tuple[list[Term], Term] | None:
    """The terms and the score of a line; nothing for one that has none."""
    if not line.is_factor or line.factor in words.found.withheld:
        return None
    return terms_of(
        line,
        words,
        of=line.factor,
        shortfall=line.shortfall,
        multiplier=line.equity_multiplier,
        score=line.score or 0,
        meaning=_("the share of the need that is missing"),
    )


def terms_of(
    line: MissingLine,
    words: Wording,
    *,
    of: str,
    shortfall: Number,
    multiplier: Number | None,
    score: Number,
    meaning: str,
) -> tuple[list[Term], Term]:
    """The five terms and their product, of the line itself or of one kind on it."""
    settings = words.found.initiative
    terms = [
        _term(
            of, words, "importance", line.importance, settings.importance_exponent,
            _("how much it matters, from 1 to 5"),
        ),
        _term(of, words, "shortfall", shortfall, settings.shortfall_exponent, meaning),
        _term(
            of, words, "path_strength", line.path_strength, settings.path_exponent,
            _("how strongly it is tied to the outcome, from 0 to 1"),
        ),
        _term(
            of, words, "equity_multiplier", multiplier, settings.equity_exponent,
            _("1, and the share of the need of groups that come first"),
        ),
        _term(
            of, words, "actionability", line.actionability, settings.actionability_exponent,
            _("1 when somebody answers for it, less when nobody does"),
        ),
    ]  # fmt: skip
    return terms, Term(figure("score", of, score, words.number(score, 2)), _("the score"))


def _term(
    of: str,
    words: Wording,
    name: str,
    value: Number | None,
    exponent: Decimal,
    meaning: str,
) -> Term:
    """One term; an exponent other than 1 is said, never silently applied."""
    shown = "–" if value is None else words.number(value, None if value == int(value) else 2)
    if value is None:
        meaning = _("how much it matters was not set, so it counts as 1")
    if exponent != 1:
        meaning = _("%(meaning)s, to the power of %(exponent)s") % {
            "meaning": meaning,
            "exponent": words.number(float(exponent)),
        }
    return Term(figure(name, of, value, shown), meaning)
