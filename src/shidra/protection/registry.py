"""Which fields count people, and so are shown only by way of the protection policy.

Each app says so about its own models when it starts (`apps.py`); what is computed from them, such
as the cells of a plan, is named here under the document it appears in. Pages, exports and reports
ask here, and take needs from the told ledger (`shidra.funding.analysis.needs_told`), since their
money counts people as well; `tests/repository/test_people_counts.py` fails for a numeric field
that nobody decided on.
"""

from dataclasses import dataclass

__all__ = ["PeopleCount", "counts_people", "is_people_count", "people_counts"]


@dataclass(frozen=True, slots=True)
class PeopleCount:
    """A field that counts people.

    Attributes:
        holder: the model as `app.Model`, or the kind of document that the field appears in.
        field: its name.
        decided_by: where each row says itself whether it counts people, the path to that field.
    """

    holder: str
    field: str
    decided_by: str = ""


_REGISTERED: dict[tuple[str, str], PeopleCount] = {}


def counts_people(holder: str, *fields: str, decided_by: str = "") -> None:
    """Put fields under protection; saying it twice changes nothing."""
    for field in fields:
        _REGISTERED[holder, field] = PeopleCount(holder, field, decided_by)


def people_counts() -> tuple[PeopleCount, ...]:
    """Every field under protection."""
    return tuple(_REGISTERED.values())


def is_people_count(holder: str, field: str) -> bool:
    """Whether a field is under protection."""
    return (holder, field) in _REGISTERED
