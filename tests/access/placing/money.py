"""What it needs, and money of each visibility."""

from datetime import date

from shidra.funding.models import Allocation, Commitment, Instalment, Need, Option
from tests.access.placing.ground import (
    COUNTS,
    PRIVATE_AMOUNT,
    VISIBILITIES,
    Ground,
    kind_of,
)

__all__ = ["place_money"]


def place_money(at: Ground) -> None:
    """A need, a way to meet it, and commitments down to their instalments."""
    line = {"factor": at.factor, "shared_line": ""}
    need = at.row(
        Need,
        **line,
        year=2026,
        amount=5_000_000_00,
        place=at.place,
        group_set=at.group_set,
        people=COUNTS["people"],
    )
    at.keep("needs", "open", need)
    at.keep("options", "open", at.row(Option, factor=at.factor))
    for visibility in VISIBILITIES:
        amount = PRIVATE_AMOUNT if visibility == "private" else 900_000
        commitment = at.row(
            Commitment,
            kind_of(visibility, "money"),
            funder=at.things.funder,
            amount=amount * 100,
            visibility=visibility,
            group_set=None,
            starts_on=date(2026, 1, 1),
            ends_on=date(2027, 1, 1),
        )
        on = {"factor": None, "shared_line": "learning"} if visibility == "private" else line
        allocation = at.row(
            Allocation,
            commitment=commitment,
            **on,
            place=None,
            group_set=None,
            year=2026,
            amount=amount * 100,
        )
        instalment = at.row(Instalment, commitment=commitment, amount=amount * 100)
        for table, row in (
            ("commitments", commitment),
            ("allocations", allocation),
            ("instalments", instalment),
        ):
            at.keep(table, visibility, row)
