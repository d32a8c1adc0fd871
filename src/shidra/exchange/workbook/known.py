"""What is stored already when rows are held against it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from shidra.initiatives.models import CategoryChange
from shidra.protection.models import DisclosureRule

__all__ = ["Known"]


@dataclass(frozen=True)
class Known:
    """What is stored already, so that a workbook may point to it.

    Attributes:
        codes: by table, how its rows are named: groups `dimension:code`, links `source>target`.
        parents: of each place, the code of its parent.
        units: of each indicator, its unit.
        currencies: of each commitment, its currency.
        versions: of each indicator, from which period each version of its definition holds.
        next_states: of each indicator, the states that it may have after this.
        currency: of the initiative itself, empty while it is not stored.
        hidden: by table, codes of stored rows that whoever hands the rows in does not see.
        changes: how categories and places changed, in the order in which it was written down.
        moves: of places the periods from which each lay where.
        protection: the rule of each audience, those that nobody wrote unsaved.
        min_cell: what holds where no rule is written; None while the initiative is not stored.
        protection_stays: whoever hands the rows in may not change what is told of people.
        refuses_number: then a row with another `min_cell` is refused; else it is put without that.
        is_whole: whether the rows are all of their tables, and so stand in the order of the file.
        asks: whoever hands the rows in is asked about what looks impossible, and not refused.
    """

    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    parents: Mapping[str, str | None] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    currencies: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    next_states: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    currency: str = ""
    hidden: Mapping[str, frozenset[str]] = field(default_factory=dict)
    changes: Sequence[CategoryChange] = ()
    moves: Sequence[tuple[str, str, str]] = ()
    protection: Sequence[DisclosureRule] = ()
    min_cell: int | None = None
    protection_stays: bool = False
    refuses_number: bool = False
    is_whole: bool = True
    asks: bool = False

    @property
    def dimensions(self) -> frozenset[str]:
        """The dimensions of the groups that are stored."""
        return frozenset(key.partition(":")[0] for key in self.names("groups"))

    def names(self, table: str) -> frozenset[str]:
        """What rows may point to in a table."""
        stored = self.codes.get(table, frozenset())
        return stored - self.hidden.get(table, frozenset()) if stored else stored

    def without(self, hidden: Mapping[str, frozenset[str]]) -> "Known":
        """The same, where no row may point to some names of each table, nor bear one of them."""
        return replace(self, hidden=hidden)
