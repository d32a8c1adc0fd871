"""All measures with a goal for everybody, and how far the steps to it have come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.equity.models import StructuralBarrier, TargetedStrategy
from shidra.equity.presentation.distances import GoalWords
from shidra.equity.queries import Against
from shidra.i18n import numbers
from shidra.i18n.phrases import Phrase
from shidra.i18n.text import Shown
from shidra.initiatives.permissions import Access, Right
from shidra.measurement.queries import Names

__all__ = ["GoalsPage", "done_steps", "goals_page"]


@dataclass(frozen=True, slots=True)
class GoalLine:
    """One measure with its goal, in short."""

    name: Shown
    href: str
    goal: str
    by_when: str
    finding: Phrase
    done: int
    done_text: str
    counts: str
    is_agreed: bool


@dataclass(frozen=True, slots=True)
class GoalsPage:
    """Everything that the list shows."""

    title: str
    lines: tuple[GoalLine, ...]
    add_href: str
    is_empty: bool


def goals_page(
    access: Access,
    found: Sequence[Against],
    barriers: Iterable[StructuralBarrier],
    strategies: Iterable[TargetedStrategy],
    names: Names,
    language: str,
) -> GoalsPage:
    """The list for one reader."""
    blocking, serving = list(barriers), list(strategies)
    lines = tuple(
        _line(
            access,
            GoalWords(each, names, language),
            [b for b in blocking if each.indicator in b.indicators.all()],
            [s for s in serving if s.indicator_id == each.indicator.pk],
        )
        for each in found
    )
    agreed = sum(line.is_agreed for line in lines)
    words = ngettext(
        "%(count)s goal that everybody is to reach",
        "%(count)s goals that everybody is to reach",
        agreed,
    )
    return GoalsPage(
        title=words % {"count": numbers.number(agreed, language)}
        if agreed
        else _("One goal for all"),
        lines=lines,
        add_href=reverse("records:add", args=[access.initiative.code, "goals"])
        if access.may(Right.EDIT)
        else "",
        is_empty=not lines,
    )


def done_steps(
    against: Against, barriers: Sequence[StructuralBarrier], strategies: Sequence[TargetedStrategy]
) -> tuple[bool, ...]:
    """Which of the five steps have been taken."""
    return (
        against.goal is not None and against.target is not None,
        against.everybody is not None and against.target is not None,
        bool(against.splits) and against.target is not None,
        bool(barriers),
        bool(strategies),
    )


def _line(
    access: Access,
    words: GoalWords,
    barriers: Sequence[StructuralBarrier],
    strategies: Sequence[TargetedStrategy],
) -> GoalLine:
    against, language = words.against, words.language
    done = done_steps(against, barriers, strategies)
    facts = {
        "barriers": _count(
            ngettext("%(count)s barrier", "%(count)s barriers", len(barriers)),
            len(barriers),
            language,
        ),
        "strategies": _count(
            ngettext("%(count)s strategy", "%(count)s strategies", len(strategies)),
            len(strategies),
            language,
        ),
    }
    of = {"count": numbers.number(sum(done), language), "all": numbers.number(len(done), language)}
    return GoalLine(
        name=words.name,
        href=reverse("equity:goal", args=[access.initiative.code, against.indicator.code]),
        goal=words.target,
        by_when=words.by_when,
        finding=words.finding(),
        done=sum(done),
        done_text=_("%(count)s of %(all)s steps") % of,
        counts=_("%(barriers)s, %(strategies)s") % facts,
        is_agreed=against.goal is not None,
    )


def _count(words: str, count: int, language: str) -> str:
    return words % {"count": numbers.number(count, language)}
