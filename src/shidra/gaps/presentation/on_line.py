"""All kinds of gaps of one line, for a page that is about the line."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.gaps.models import GapKind
from shidra.gaps.presentation.gaps import GapRow, gap_row
from shidra.gaps.presentation.kinds import KINDS, GapWords
from shidra.gaps.queries import GapBook, GapBundle, Untold
from shidra.i18n.phrases import Phrase
from shidra.protection.permissions import policy_for
from shidra.protection.presentation import reason_in_words

__all__ = ["KindOnLine", "gaps_on_line"]

# Gaps of one kind that are named by where they are; the others stand behind their link.
NAMED = 4


@dataclass(frozen=True, slots=True)
class KindOnLine:
    """What one kind misses on the line.

    Attributes:
        summary: what is missing, or that nothing is, or that nobody can tell yet.
        gaps: the first of them; `more` says how many others there are.
    """

    kind: str
    name: str
    icon: str
    href: str
    is_open: bool
    summary: Phrase
    gaps: tuple[GapRow, ...]
    more: str


def gaps_on_line(book: GapBook, line: str, language: str) -> tuple[KindOnLine, ...]:
    """Every kind in its order, those of which nothing is missing too."""
    words = GapWords(book, language)
    bundles = {each.kind: each for each in book.bundles if each.line == line}
    untold = {each.kind: each for each in book.untold if each.line == line}
    return tuple(_kind(kind, line, bundles.get(kind), untold.get(kind), words) for kind in GapKind)


def _kind(
    kind: GapKind, line: str, bundle: GapBundle | None, untold: Untold | None, words: GapWords
) -> KindOnLine:
    home = reverse("gaps:list", args=[words.book.access.initiative.code])
    rows = tuple(gap_row(each, words) for each in bundle.gaps) if bundle else ()
    further = len(rows) - NAMED
    more = ngettext("%(count)s more", "%(count)s more", further)
    return KindOnLine(
        kind=str(kind),
        name=str(kind.label),
        icon=KINDS[kind].icon,
        href=f"{home}?{urlencode({'kind': str(kind), 'factor': line})}" if bundle else "",
        is_open=bundle is not None and bool(bundle.open_count),
        summary=words.summary(bundle) if bundle else Phrase(_none(untold, words)),
        gaps=rows[:NAMED],
        more=more % {"count": words.number(further)} if further > 0 else "",
    )


def _none(untold: Untold | None, words: GapWords) -> str:
    """No gap is not the same as not being able to tell, or not to this reader."""
    if untold is None:
        return _("none found")
    if untold.hidden:
        return reason_in_words(untold.hidden, policy_for(words.book.access))
    return words.untold(untold.why) or _("cannot be told yet")
