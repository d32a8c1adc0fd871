"""Reads of what may be told, and of what was told before."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import prefetch_related_objects

from shidra.audit.models import Change
from shidra.audit.queries import model_label, values_at
from shidra.initiatives.models import Initiative
from shidra.protection.models import SAID, Audience, DisclosureRule, ProtectedTable

__all__ = [
    "default_rule",
    "made_of",
    "rule_changes",
    "rules_at",
    "rules_of",
    "rules_version",
    "standing_rules",
    "table_cells",
    "told_before",
]

# So many changes are told on a page; the trail has all of them.
MOST_TOLD = 60


def rules_of(initiative: Initiative) -> tuple[DisclosureRule, ...]:
    """The rule of each audience, in their order. One query.

    Where none was written they are unsaved, and say what `min_cell` of the initiative says.
    """
    return _completed(initiative, DisclosureRule.objects.filter(initiative=initiative))


def standing_rules(initiative: Initiative) -> tuple[DisclosureRule, ...]:
    """The same, asked once for each reading of the initiative, such as that of a request."""
    prefetch_related_objects([initiative], "disclosure_rules")
    return _completed(initiative, initiative.disclosure_rules.all())


def _completed(
    initiative: Initiative, stored: Iterable[DisclosureRule]
) -> tuple[DisclosureRule, ...]:
    by_audience = {rule.audience: rule for rule in stored}
    return tuple(by_audience.get(each) or default_rule(initiative, each) for each in Audience)


def rules_version(initiative: Initiative) -> int:
    """The newest change of any rule, 0 where none was ever written: what a form is opened at."""
    newest = Change.objects.filter(
        model=model_label(DisclosureRule), record__initiative=initiative.code
    )
    return newest.order_by("-pk").values_list("pk", flat=True).first() or 0


def rule_changes(initiative: Initiative) -> list[Change]:
    """What was changed in rules, the latest first, each with its act."""
    changes = Change.objects.filter(
        model=model_label(DisclosureRule), record__initiative=initiative.code
    )
    return list(changes.select_related("record").order_by("-pk")[:MOST_TOLD])


def rules_at(initiative: Initiative, version: int) -> tuple[DisclosureRule, ...]:
    """The rules as they stood at a version: unsaved, for whoever wants to go back to them."""
    found = []
    for rule in rules_of(initiative):
        said = values_at(DisclosureRule, rule.pk, version) if rule.pk else {}
        past = default_rule(initiative, Audience(rule.audience))
        for name in SAID:
            setattr(past, name, said.get(name, getattr(past, name)))
        found.append(past)
    return tuple(found)


def default_rule(initiative: Initiative, audience: Audience) -> DisclosureRule:
    """What holds for an audience as long as nobody has written a rule."""
    least = initiative.min_cell
    return DisclosureRule(
        initiative=initiative, audience=audience, people=least, events=least, without=least
    )


def made_of(initiative: Initiative, sources: Collection[str]) -> dict[str, tuple[int, datetime]]:
    """The tables of these sources that are made already: their key and when. One query."""
    rows = ProtectedTable.objects.filter(initiative=initiative, source__in=sources)
    return {source: (key, at) for source, key, at in rows.values_list("source", "pk", "made_at")}


def table_cells(keys: Collection[int]) -> dict[int, bytes]:
    """The cells of tables by key. One query, none for no keys."""
    if not keys:
        return {}
    rows = ProtectedTable.objects.filter(pk__in=keys).values_list("pk", "cells")
    return {key: bytes(cells) for key, cells in rows}


def told_before(
    initiative: Initiative, subject: str, period: str
) -> list[tuple[frozenset[str], bytes]]:
    """Every table that was made of a subject and period, the earliest first: for whom, its cells."""
    rows = ProtectedTable.objects.filter(initiative=initiative, subject=subject, period=period)
    return [
        (frozenset(audiences.split()), bytes(cells))
        for audiences, cells in rows.values_list("audiences", "cells")
    ]
