"""By which rules a reader is told."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from shidra.core.disclosure import BASE
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import Access
from shidra.protection.analysis.tables import Limits, Rung
from shidra.protection.models import Audience, DisclosureRule
from shidra.protection.permissions import audiences_of
from shidra.protection.queries import standing_rules

__all__ = ["ladders", "rungs_of"]


def ladders(access: Access) -> Callable[[int], tuple[Rung, ...]]:
    """The rules by which a reader without raw rights is told, from the loosest one to the own.

    The answer takes what a measure asks for beyond the rules. One query. Without rules of their own
    all audiences are told by the same tables. Somebody of two audiences is told by the looser rule.
    """
    rules = standing_rules(access.initiative)
    own = audiences_of(access)
    is_rounded = access.initiative.disclosure == Initiative.Disclosure.ROUND

    def of(least: int = 0) -> tuple[Rung, ...]:
        ladder = rungs_of(
            rules, least, are_written=any(rule.pk for rule in rules), is_rounded=is_rounded
        )
        reader = next(at for at, rung in enumerate(ladder) if rung.audiences & own)
        return ladder[: 1 + reader]

    return of


def rungs_of(
    rules: Sequence[DisclosureRule], least: int = 0, *, are_written: bool, is_rounded: bool
) -> tuple[Rung, ...]:
    """The rules of all audiences from the loosest one; what nobody wrote is one rule for all."""
    if is_rounded:
        # Two ways of rounding, or a number told exactly beside, would give each other away.
        strictest = max((_limits(rule, least) for rule in rules), key=_strictness)
        return (Rung(frozenset(Audience), replace(strictest, base=BASE)),)
    if not are_written:
        return (Rung(frozenset(Audience), _limits(rules[0], least)),)
    rungs = sorted(
        (_strictness(limits), -at, Rung(frozenset({rule.audience}), limits))
        for at, rule in enumerate(rules)
        for limits in [_limits(rule, least)]
    )
    return tuple(rung for _strictness, _place, rung in rungs)


def _limits(rule: DisclosureRule, least: int) -> Limits:
    return Limits(
        max(rule.people, least),
        max(rule.events, least),
        max(rule.without, least),
        rule.hides_zeros,
        rule.keeps_totals,
    )


def _strictness(limits: Limits) -> tuple[int, ...]:
    """What puts rules in order: of two in a ladder none is stricter in one and looser in another."""
    return (limits.people + limits.events + limits.without, int(limits.zeros))
