"""One change of categories before it is saved: what it says, and what it touches."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.exchange.workbook.problems import PROBLEMS
from shidra.i18n import dates
from shidra.i18n.isolates import ltr
from shidra.i18n.numbers import number
from shidra.i18n.phrases import Phrase, code, filled, listed
from shidra.i18n.text import Shown
from shidra.initiatives.actions import ChangeRefused, NewCategory
from shidra.initiatives.models import CategoryChange, Initiative
from shidra.measurement.queries import names_of
from shidra.records.permissions import Scope
from shidra.records.presentation.categories import named_change
from shidra.records.presentation.words import table_name
from shidra.records.queries.categories import Touched, naming_otherwise, touched_by

__all__ = ["Preview", "preview_of", "refused_in_words"]


@dataclass(frozen=True, slots=True)
class TouchedLine:
    """One measure whose rows name categories of the change."""

    name: Shown
    code: Phrase
    figures: str
    periods: str
    targets: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would say, and what it would touch."""

    sentence: Phrase
    summary: str
    lines: tuple[TouchedLine, ...]
    others: tuple[str, ...]
    # Measures with the periods of which another total would be told.
    otherwise: tuple[Phrase, ...] = ()
    has_looked_at_totals: bool = False


def refused_in_words(refused: ChangeRefused) -> str:
    """Why a change cannot be, for whoever wrote it."""
    if refused.problem == "nothing_new":
        return _("It is called so already. Write another name.")
    if refused.problem == "built_on":
        return _("A later change builds on it (%(code)s). Take that one back first.") % {
            "code": ltr(refused.category)
        }
    problem = "no_such_category" if refused.problem == "unknown" else f"change_{refused.problem}"
    return str(PROBLEMS[problem]) % {"category": ltr(refused.category)}


def preview_of(
    scope: Scope,
    change: CategoryChange,
    language: str,
    *,
    after: Mapping[str, NewCategory] | None = None,
    otherwise: Mapping[int, Sequence[str]] | None = None,
) -> Preview:
    """What is touched by a change that is not saved yet."""
    initiative = scope.access.initiative
    found = touched_by(initiative, change.dimension, change.olds)
    given = {one: new.name.shown(language) for one, new in (after or {}).items() if new.name}
    others = naming_otherwise(initiative, change.dimension, change.olds, scope.rows)
    return Preview(
        sentence=named_change(change, given, names_of(initiative), language),
        summary=_summary(found, language),
        lines=tuple(_line(each, language) for each in found),
        others=tuple(
            _("%(table)s: %(count)s")
            % {"table": table_name(table), "count": number(count, language)}
            for table, count in others.items()
        ),
        otherwise=tuple(_otherwise(initiative, otherwise or {}, language)),
        has_looked_at_totals=otherwise is not None,
    )


def _summary(found: list[Touched], language: str) -> str:
    rows = sum(each.figures for each in found)
    if not rows:
        return _("No figure names these categories yet.")
    return ngettext(
        "One figure names them. It stays as it was given, and is read by the change.",
        "%(count)s figures name them. They stay as they were given, and are read by the change.",
        rows,
    ) % {"count": number(rows, language)}


def _otherwise(
    initiative: Initiative, otherwise: Mapping[int, Sequence[str]], language: str
) -> Iterator[Phrase]:
    for measure in initiative.indicators.filter(pk__in=list(otherwise)):
        periods = [dates.period(each, language) for each in otherwise[measure.pk]]
        yield filled(
            _("%(measure)s: %(periods)s"),
            measure=measure.name.shown(language),
            periods=listed(periods, language),
        )


def _line(touched: Touched, language: str) -> TouchedLine:
    periods = [dates.period(each, language) for each in (touched.first, touched.last) if each]
    return TouchedLine(
        name=touched.name.shown(language),
        code=code(touched.code),
        figures=number(touched.figures, language),
        periods=filled(_("%(first)s to %(last)s"), first=periods[0], last=periods[1])
        if len(set(periods)) > 1
        else "".join(periods[:1]),
        targets=number(touched.targets, language),
    )
