"""Who has which right, written by hand once more: tests hold the product against this table."""

from shidra.initiatives.models import Membership
from shidra.initiatives.permissions import Right

__all__ = ["ROLES", "TABLE", "roles_with"]

ROLES = list(Membership.Role)
# Right → who has it, in the order of ROLES:
#         backbone data_lead partner funder community auditor visitor
TABLE = {
    Right.SEE: "1111111",
    Right.SEE_PARTNERS_MONEY: "1111110",
    Right.SEE_STEERING_MONEY: "1100010",
    Right.SEE_PRIVATE_MONEY: "1000010",
    Right.SEE_PARTNERS_RECORDS: "1111110",
    Right.SEE_STEERING_RECORDS: "1100010",
    Right.SEE_PRIVATE_RECORDS: "1000010",
    Right.SEE_PLAN: "1111110",
    Right.SEE_RAW_COUNTS: "1100010",
    Right.LOAD: "1100000",
    Right.PUBLISH: "1100000",
    Right.EDIT: "1100000",
    Right.EDIT_OWN: "1111100",
    Right.SEE_RECORDS: "1111100",
    Right.ADOPT_ROADMAP: "1000000",
    Right.WRITE_AGENDA: "1000000",
    Right.COMMENT: "1111100",
    Right.SIGN: "1111100",
    Right.HOLD_WORKSHOP: "1000000",
    Right.MODERATE: "1000000",
    Right.INVITE: "1000000",
    Right.SEE_PEOPLE: "1111110",
    Right.SEE_TRAIL: "1000010",
    Right.CHANGE_SETTINGS: "1000000",
    Right.CLOSE: "1000000",
}


def roles_with(right: str) -> frozenset[str]:
    """The roles that carry a right, by its name."""
    row = TABLE[Right(right)]
    return frozenset(str(role) for role, has in zip(ROLES, row, strict=True) if has == "1")
