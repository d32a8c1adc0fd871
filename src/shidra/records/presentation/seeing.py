"""Who will see a record, in words, before it is saved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shidra.exchange.queries.stored import SOURCES
from shidra.exchange.workbook import TABLES
from shidra.funding.models import Commitment
from shidra.i18n.numbers import number
from shidra.i18n.phrases import listed
from shidra.initiatives.models import Initiative, Visibility
from shidra.protection.registry import is_people_count
from shidra.records.presentation.words import label_of
from shidra.roadmap.queries import adopted_version_or_none, open_version_or_none

__all__ = ["Sight", "sights"]

_TO_ALL = frozenset({"", Visibility.PUBLIC, Visibility.PARTNERS})
_ON_THE_MAP = frozenset({"factors", "links"})


@dataclass(frozen=True, slots=True)
class Sight:
    """One thing that is worth knowing about who sees what."""

    icon: str
    text: str


def sights(
    initiative: Initiative, table: str, cells: Mapping[str, str], language: str
) -> tuple[Sight, ...]:
    """Who will see a record that says this."""
    return tuple(_sights(initiative, table, cells, language))


def _sights(
    initiative: Initiative, table: str, cells: Mapping[str, str], language: str
) -> Iterator[Sight]:
    match table:
        case "commitments":
            yield Sight("eye", _of_money(initiative, cells.get("visibility", "")))
            yield Sight(
                "sigma",
                _(
                    "Others see sums with this money in them only where at least three funders "
                    "stand behind the sum."
                ),
            )
        case "instalments" | "allocations":
            yield Sight("eye", _("Whoever may see the commitment sees this too, and nobody else."))
        case "activities" | "promises" | "evidence":
            yield Sight("eye", _of_record(initiative, table, cells.get("visibility", "")))
        case "barriers" | "strategies":
            yield Sight("eye", _everybody(initiative))
            yield Sight("eye-off", _("Of what it names, each sees only what is open to them."))
        case _:
            yield Sight("eye", _everybody(initiative))
    if table in _ON_THE_MAP and (draft := _of_the_map(initiative)):
        yield Sight("git-branch", draft)
    if counted := _counted(table, language):
        yield Sight("lock", counted.format(least=number(initiative.min_cell, language)))
    if table == "promises" and cells.get("visibility", "") in _TO_ALL:
        yield Sight("user", _("The name of who says it in public is seen by all of them."))
    yield Sight(
        "history",
        _(
            "The backbone and auditors see in the trail who changed it, when, and from what to what."
        ),
    )


def _everybody(initiative: Initiative) -> str:
    if initiative.is_public:
        return _(
            "Everybody sees this, also without signing in: the initiative is open to visitors."
        )
    return _("All members of the initiative see this. Visitors do not.")


def _of_record(initiative: Initiative, table: str, visibility: str) -> str:
    match visibility or Visibility.PUBLIC:
        case Visibility.PUBLIC:
            return _everybody(initiative)
        case Visibility.PARTNERS:
            return _("All members of the initiative see this. Visitors do not.")
        case Visibility.STEERING if table == "evidence":
            return _("Only backbone, data lead and auditors see this.")
        case Visibility.STEERING:
            return _("Only backbone, data lead, auditors and the people of this partner see this.")
    if table == "evidence":
        return _("Only the backbone and auditors see this.")
    return _("Only the backbone, auditors and the people of this partner see this.")


def _of_money(initiative: Initiative, visibility: str) -> str:
    match visibility or Commitment.Visibility.PARTNERS:
        case Commitment.Visibility.PUBLIC:
            return _everybody(initiative)
        case Commitment.Visibility.PARTNERS:
            return _("All members of the initiative see this money. Visitors do not.")
        case Commitment.Visibility.STEERING:
            return _("Only backbone, data lead, auditors and the funder see this money.")
    return _("Only the backbone, auditors and the funder see this money.")


def _of_the_map(initiative: Initiative) -> str:
    waiting = open_version_or_none(initiative)
    if waiting is None and adopted_version_or_none(initiative) is None:
        return ""
    return _(
        "The map was adopted, so the change waits in a draft. All others see it once the backbone "
        "adopts the draft."
    )


def _counted(table: str, language: str) -> str:
    model = SOURCES[table].model
    holder = f"{model._meta.app_label}.{model.__name__}"
    columns = [
        label_of(table, column)
        for column in TABLES[table].columns
        if is_people_count(holder, column.field)
    ]
    if not columns:
        return ""
    return _(
        "%(fields)s: backbone, data lead and auditors see exact numbers. Others see numbers of "
        "people rounded or locked, and never fewer than {least}."
    ) % {"fields": listed(columns, language)}
