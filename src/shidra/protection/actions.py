"""What may be told of people is agreed; what is told is made once, kept, and reckoned with later."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import OperationalError, transaction

from shidra.audit.actions import Changes, Row, Touched, put_rows
from shidra.audit.models import Actor
from shidra.initiatives.actions import change_settings, hold
from shidra.initiatives.models import Initiative
from shidra.protection.analysis import (
    Asked,
    Census,
    Guarded,
    Rung,
    closed,
    opened,
    protected_table,
    source_of,
)
from shidra.protection.models import (
    SAID,
    Audience,
    DisclosureRule,
    Misstep,
    ProtectedTable,
    first_misstep,
)
from shidra.protection.queries import (
    made_of,
    rules_of,
    rules_version,
    table_cells,
    told_before,
)

__all__ = [
    "NoLadder",
    "RulesChangedSince",
    "StaysRounded",
    "guarded_tables",
    "put_rules",
    "set_rules",
]

logger = logging.getLogger(__name__)

# More cells than this are protected by a command, not while somebody waits for a page.
MOST_AT_ONCE: Final = 8_000
MOST_KEPT: Final = 256

# Tables never change, so one that was read stays read. A key is given out again after a
# transaction that was taken back, so the moment belongs to the name.
_READ: dict[tuple[int, datetime], Guarded] = {}


class NoLadder(Exception):
    """Of two audiences neither may be told all that the other is told.

    Attributes:
        misstep: which two, and by what.
    """

    def __init__(self, misstep: Misstep) -> None:
        super().__init__(f"{misstep.stricter} < {misstep.looser}: {misstep.field}")
        self.misstep = misstep


class RulesChangedSince(Exception):
    """Somebody wrote other rules since this person looked; nothing is saved."""


class StaysRounded(Exception):
    """Numbers were told rounded; exact ones beside them would give those away."""


@transaction.atomic
def set_rules(
    *,
    initiative: Initiative,
    rules: Iterable[DisclosureRule],
    by: Actor,
    reason: str,
    version: int | None = None,
    is_rounded: bool | None = None,
) -> Changes:
    """Write the rule of every audience: these unsaved ones, and for the others what holds now.

    With `is_rounded` all numbers are told rounded from now on, for good.

    `version` is `rules_version` when the person looked; without, whatever stands is replaced.

    Raises:
        NoLadder: one audience would be told what another is not, and the other way round too.
        RulesChangedSince: somebody else was faster.
        StaysRounded: what was told rounded would be told exactly.
        InitiativeIsOver: it is closed.
    """
    hold(initiative.code)
    if version is not None and version != rules_version(initiative):
        raise RulesChangedSince
    _choose_way(initiative, is_rounded, by)
    given = {rule.audience: rule for rule in rules}
    wanted = [given.get(rule.audience, rule) for rule in rules_of(initiative)]
    if misstep := first_misstep(wanted):
        raise NoLadder(misstep)
    said = [
        Row(
            DisclosureRule(
                initiative=initiative,
                audience=rule.audience,
                **{name: getattr(rule, name) for name in SAID},
            )
        )
        for rule in wanted
    ]
    changes = put_rows(
        existing=DisclosureRule.objects.filter(initiative=initiative),
        rows=said,
        key=("audience",),
        touched=Touched(SAID),
        by=by,
        initiative=initiative.code,
        reason=reason,
    )
    # What was asked of this reading of the initiative before is no more.
    initiative.refresh_from_db(fields=["disclosure_rules"])
    return changes


def put_rules(
    *, initiative: Initiative, rows: Iterable[Row], touched: Touched, by: Actor
) -> Changes:
    """Put the rules of a workbook; what its columns do not mention stays as it is.

    Raises:
        NoLadder: as `set_rules`.
    """
    standing = {rule.audience: rule for rule in rules_of(initiative)}
    given = []
    for row in rows:
        said: Any = row.instance
        rule = standing[said.audience]
        for name in SAID:
            if name in touched.fields:
                setattr(rule, name, getattr(said, name))
        given.append(rule)
    if not given:
        return Changes()
    return set_rules(initiative=initiative, rules=given, by=by, reason="")


def _choose_way(initiative: Initiative, is_rounded: bool | None, by: Actor) -> None:
    Way = Initiative.Disclosure  # noqa: N806 - a name for a class
    stands = Initiative.objects.get(pk=initiative.pk).disclosure == Way.ROUND
    if is_rounded is None or is_rounded == stands:
        return
    if not is_rounded:
        raise StaysRounded
    change_settings(initiative=initiative, by=by, disclosure=Way.ROUND)


def guarded_tables(
    initiative: Initiative,
    ladder: Sequence[Rung],
    asked: Sequence[Asked],
    *,
    is_patient: bool = False,
) -> dict[tuple[str, str], Guarded]:
    """The table of each subject and period: kept ones in two queries, others are made and kept.

    The ladder goes from the loosest rule to that of the reader (`ladders`). With patience large
    ones are made too; without, nothing of them is told until somebody did.
    """
    sources = {(each.subject, each.period): source_of(each, ladder) for each in asked}
    made = made_of(initiative, set(sources.values()))
    unread = {key: at for key, at in made.values() if (key, at) not in _READ}
    for key, cells in table_cells(list(unread)).items():
        _remember((key, unread[key]), opened(cells))
    found = {}
    for each in asked:
        name = each.subject, each.period
        place = made.get(sources[name])
        known = _READ.get(place) if place else None
        found[name] = known or _made_or_nothing(initiative, ladder, each, is_patient=is_patient)
    return found


def _remember(key: tuple[int, datetime], guarded: Guarded) -> None:
    while len(_READ) >= MOST_KEPT:
        _READ.pop(next(iter(_READ)))
    _READ[key] = guarded


def _made_or_nothing(
    initiative: Initiative, ladder: Sequence[Rung], asked: Asked, *, is_patient: bool
) -> Guarded:
    """What cannot be remembered is not told: the page stands, without these figures.

    A full disk or a lock that somebody holds for long is no reason to turn a reader away.
    """
    try:
        return _made(initiative, ladder, asked, is_patient=is_patient)
    except OperationalError:
        if is_patient:
            raise
        logger.exception("No protected table of %s %s was kept.", asked.subject, asked.period)
        return Guarded({})


def _made(
    initiative: Initiative, ladder: Sequence[Rung], asked: Asked, *, is_patient: bool
) -> Guarded:
    if not is_patient and asked.size() > MOST_AT_ONCE:
        return Guarded({})
    census = asked.census()
    if not is_patient and len(census.people) + len(census.events) > MOST_AT_ONCE:
        return Guarded({})
    with transaction.atomic():
        # One at a time: two that were made side by side would each leave out what the other
        # tells. Nobody acts here, so no act goes into the trail: the table is the memory itself.
        Initiative.objects.select_for_update().get(pk=initiative.pk)
        told = [
            (audiences, opened(cells))
            for audiences, cells in told_before(initiative, asked.subject, asked.period)
        ]
        tables: list[Guarded] = []
        for rungs in (ladder[: 1 + at] for at in range(len(ladder))):
            tables.append(_rung(initiative, rungs, asked, census, told, tables))
    return tables[-1]


def _rung(
    initiative: Initiative,
    rungs: Sequence[Rung],
    asked: Asked,
    census: Census,
    told: Sequence[tuple[frozenset[str], Guarded]],
    looser: Sequence[Guarded],
) -> Guarded:
    """The table for the last of these rungs, kept before or made now."""
    own = rungs[-1]
    name = {
        "initiative": initiative,
        "subject": asked.subject,
        "period": asked.period,
        "source": source_of(asked, rungs),
    }
    if (kept := ProtectedTable.objects.filter(**name).first()) is not None:
        return opened(bytes(kept.cells))
    # Those who see more see what visitors see, too; whom it was told, knows it for ever.
    earlier = [
        table for audiences, table in told if audiences & {*own.audiences, Audience.VISITORS}
    ]
    made = protected_table(census, own.limits, earlier, looser)
    ProtectedTable.objects.create(
        **name,
        audiences=" ".join(sorted(own.audiences)),
        cells=closed(made),
        standing=made.standing,
    )
    return made
