"""Which records a person may change: all of the initiative, or those that are their own."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from shidra.exchange.queries.sight import MONEY, NAMING, READ_BY_SOME, rows_in_sight
from shidra.exchange.queries.stored import stored_row_or_none, stored_rows
from shidra.exchange.workbook import TABLES, Table
from shidra.funding.queries import visibilities_open_to
from shidra.initiatives.models import Group
from shidra.initiatives.permissions import Access, Right, readable
from shidra.network.models import Organisation
from shidra.network.permissions import Own, own_of
from shidra.records.queries.naming import MOST_OFFERED, Choice, choices_of

__all__ = ["ON_A_PAGE_OF_THEIR_OWN", "OWNERS", "Scope", "scope_of", "table_in_scope"]

# Of the tables with rows of one's own: the column that says whose a row is.
OWNERS: Mapping[str, str] = {
    "organisations": "code",
    "activities": "organisation",
    "promises": "partner",
    "commitments": "funder",
    "instalments": "commitment",
}

# Tables that others point to, and some of whose rows some do not see.
HIDING = frozenset({"commitments", "activities", "evidence", "barriers"})


# Tables of which all rows are changed together, on a page of their own.
ON_A_PAGE_OF_THEIR_OWN = frozenset({"protection"})


@dataclass(frozen=True)
class Scope:
    """What one person may see and change among the records of one initiative."""

    access: Access

    @property
    def is_all(self) -> bool:
        """Whether all records are this person's to keep, not only those of one's own."""
        # In a closed initiative nobody changes anything, and all is still there to be read.
        return self.access.carries(Right.EDIT)

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables of which there may be rows for this person."""
        return tuple(
            name
            for name in TABLES
            if name not in ON_A_PAGE_OF_THEIR_OWN and (self.is_all or name in OWNERS)
        )

    @cached_property
    def own(self) -> Own:
        """The organisations and groups that the person belongs to."""
        return own_of(self.access)

    @property
    def protection_stays(self) -> bool:
        """Whether it is not for this person to change from which numbers on people are told."""
        return not self.access.may(Right.CHANGE_SETTINGS)

    def may_add(self, table: str) -> bool:
        """Whether the person may add rows to a table."""
        if self.access.initiative.is_read_only:
            return False
        if self.is_all:
            return table != "initiative"
        return table != "organisations" and bool(self.owner_codes(table))

    def may_retire(self, table: str) -> bool:
        """Whether the person may retire rows of a table."""
        if self.access.initiative.is_read_only or table == "initiative":
            return False
        return self.is_all or table != "organisations"

    def may_rename(self, table: str) -> bool:
        """Whether the person may change what tells rows of a table apart.

        The code of an initiative is its address, and a link is nothing but its two ends.
        """
        return table not in {"initiative", "links"} and self.may_retire(table)

    def rows(self, table: str) -> QuerySet[Any]:
        """The rows of a table that this person may see here."""
        if not self.is_all:
            rows = stored_rows(table, self.access.initiative)
            return rows.filter(_own_rows(table, self.own))
        return rows_in_sight(table, self.access)

    def row_or_none(self, table: str, number: int) -> Any | None:
        """The row of this number, if it is there for this person."""
        return stored_row_or_none(table, self.access.initiative, number, self.rows(table))

    @cached_property
    def hidden(self) -> Mapping[str, frozenset[str]]:
        """Codes that rows of this person may not point to: of money that is out of sight."""
        return _Hidden(self)

    def unseen_codes(self, table: str) -> frozenset[str]:
        """Codes of rows of a table that are there and that this person does not see."""
        every = stored_rows(table, self.access.initiative).order_by()
        codes = frozenset(every.values_list("code", flat=True))
        return codes - frozenset(self.rows(table).order_by().values_list("code", flat=True))

    def owner_codes(self, table: str) -> frozenset[str]:
        """What may stand in the column that says whose a row is, for people with their own only."""
        if table == "instalments":
            return frozenset(self.rows("commitments").values_list("code", flat=True))
        mine = Organisation.objects.filter(pk__in=self.own.organisations)
        codes = set(mine.values_list("code", flat=True))
        if table == "promises":
            codes |= {group.key for group in Group.objects.filter(pk__in=self.own.groups)}
        return frozenset(codes)

    def taken_codes(self, table: str) -> frozenset[str]:
        """Codes of rows that this person does not see, and that no other row may bear."""
        if table in {"labels", "groups", "factors"}:
            return frozenset()
        if self.is_all and table not in {*READ_BY_SOME, *NAMING, "commitments"}:
            return frozenset()
        every = stored_rows(table, self.access.initiative).order_by()
        seen = self.rows(table).order_by().values("pk")
        return frozenset(every.exclude(pk__in=seen).values_list("code", flat=True))

    def may_see_retired(self, table: str, values: Mapping[str, Any]) -> bool:
        """Whether a retired row, of which these values are kept, would be this person's to see."""
        if not self.is_all:
            return _was_own(table, values, self.own, self._commitments)
        if table in READ_BY_SOME:
            # What was kept before records had a visibility was open to everybody.
            is_open = (values.get("visibility") or "public") in readable(self.access)
            return is_open or _was_own(table, values, self.own, self._commitments)
        if table in NAMING:
            return all(
                set(values.get(named) or ()) <= set(self.rows(named).values_list("pk", flat=True))
                for named in NAMING[table]
            )
        if table not in MONEY or self.access.may(Right.SEE_PRIVATE_MONEY):
            return True
        if table == "commitments":
            is_open = values.get("visibility") in visibilities_open_to(self.access)
            return is_open or values.get("funder_id") in self.own.organisations
        return values.get("commitment_id") in self._commitments

    def sight_of_past(self, table: str) -> Callable[[Mapping[str, str]], bool]:
        """Tells whether this person could read a row of a table when its cells said this."""
        owner = OWNERS.get(table, "")
        mine = self.owner_codes(table) if owner else frozenset[str]()
        is_money = table == "commitments"
        open_to = [*(visibilities_open_to(self.access) if is_money else readable(self.access))]

        if table in NAMING:
            unseen = {named: self.unseen_codes(named) for named in NAMING[table]}
            return lambda cells: (
                not any(
                    codes.intersection(cells.get(named, "").split("|"))
                    for named, codes in unseen.items()
                )
            )

        def could_read(cells: Mapping[str, str]) -> bool:
            if cells.get(owner) in mine:
                return True
            # Before records had a visibility they were open to everybody.
            return self.is_all and cells.get("visibility", "") in {"", *open_to}

        return could_read

    @cached_property
    def _commitments(self) -> frozenset[int]:
        return frozenset(self.rows("commitments").values_list("pk", flat=True))

    def choices(
        self, refers: str, table: str, field: str, most: int = MOST_OFFERED
    ) -> list[Choice]:
        """What this person may enter in a column that names rows of other tables."""
        hidden = self.hidden.get(refers, frozenset())
        found = choices_of(self.access.initiative, refers, most, drafts=self.is_all)
        if not self.is_all and OWNERS.get(table) == field:
            mine = self.owner_codes(table)
            found = [(code, name) for code, name in found if code in mine]
        return [(code, name) for code, name in found if code not in hidden]


class _Hidden(Mapping[str, frozenset[str]]):
    """The codes that a person does not see, of a table read once something points to it."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._read: dict[str, frozenset[str]] = {}

    def __getitem__(self, table: str) -> frozenset[str]:
        if table not in HIDING:
            raise KeyError(table)
        if table not in self._read:
            self._read[table] = self._scope.unseen_codes(table)
        return self._read[table]

    def __iter__(self) -> Iterator[str]:
        return iter(HIDING)

    def __len__(self) -> int:
        return len(HIDING)


def _own_rows(table: str, own: Own) -> Q:
    match table:
        case "organisations":
            return Q(pk__in=own.organisations)
        case "activities":
            return Q(organisation__in=own.organisations)
        case "promises":
            return Q(organisation__in=own.organisations) | Q(group__in=own.groups)
        case "commitments":
            return Q(funder__in=own.organisations)
        case "instalments":
            return Q(commitment__funder__in=own.organisations)
    return Q(pk__in=[])


def _was_own(table: str, values: Mapping[str, Any], own: Own, commitments: frozenset[int]) -> bool:
    match table:
        case "activities" | "promises":
            is_groups = values.get("group_id") in own.groups
            return values.get("organisation_id") in own.organisations or is_groups
        case "commitments":
            return values.get("funder_id") in own.organisations
        case "instalments":
            return values.get("commitment_id") in commitments
    return False


def scope_of(access: Access) -> Scope:
    """What the person of a request may see and change."""
    return Scope(access)


def table_in_scope(scope: Scope, name: str) -> Table:
    """The table of this name.

    Raises:
        Http404: there is none, or nothing of it can be this person's.
    """
    if name not in scope.tables:
        raise Http404
    return TABLES[name]
