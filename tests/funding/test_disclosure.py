"""Whose money shows to whom, and which sums would give private money away."""

import pytest

from shidra.funding.permissions import Disclosure, disclosure_of
from shidra.funding.queries import allocations_of, commitments_of, commitments_visible_to
from shidra.initiatives.models import Initiative, Membership
from shidra.initiatives.permissions import Access, access_initiative
from shidra.roadmap.models import Factor
from tests.factories import (
    make_allocation,
    make_commitment,
    make_factor,
    make_initiative,
    make_organisation,
    make_user,
)

pytestmark = pytest.mark.django_db

Role = Membership.Role


@pytest.fixture
def together() -> Initiative:
    return make_initiative()


@pytest.fixture
def line(together: Initiative) -> Factor:
    return make_factor(together, "F1")


def as_(role: str, initiative: Initiative) -> Access:
    return access_initiative(make_user(f"{role}@example.org", initiative, role), initiative.code)


def gives(line: Factor | str, initiative: Initiative, code: str, amount: int, shown: str) -> None:
    funder = make_organisation(initiative, code, "philanthropy")
    commitment = make_commitment(initiative, f"C-{code}", funder, visibility=shown)
    make_allocation(commitment, line, amount)


def seen_by(access: Access) -> Disclosure:
    initiative = access.initiative
    return disclosure_of(access, commitments_of(initiative), allocations_of(initiative))


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.VISITOR, {"public"}),
        (Role.FUNDER, {"public", "partners"}),
        (Role.COMMUNITY_MEMBER, {"public", "partners"}),
        (Role.DATA_LEAD, {"public", "partners", "steering"}),
        (Role.BACKBONE, {"public", "partners", "steering", "private"}),
        (Role.AUDITOR, {"public", "partners", "steering", "private"}),
    ],
)
def test_it_shows_each_role_its_money(together: Initiative, role: str, seen: set[str]) -> None:
    for visibility in ("public", "partners", "steering", "private"):
        make_commitment(
            together, visibility, make_organisation(together, visibility), visibility=visibility
        )
    found = commitments_visible_to(as_(role, together))
    assert set(found.values_list("code", flat=True)) == seen


def test_it_withholds_a_sum_of_two_funders_with_private_money(
    together: Initiative, line: Factor
) -> None:
    gives(line, together, "OPEN", 100, "partners")
    gives(line, together, "SECRET", 50, "private")
    partner = seen_by(as_(Role.FUNDER, together))
    assert partner.lines == {"F1"}
    assert partner.is_total_withheld
    assert seen_by(as_(Role.BACKBONE, together)).lines == frozenset()


def test_it_shows_a_sum_of_three_but_not_what_could_be_subtracted(
    together: Initiative, line: Factor
) -> None:
    gives(line, together, "LARGE", 100, "partners")
    gives(line, together, "SMALL", 40, "partners")
    gives(line, together, "MIDDLE", 60, "partners")
    gives(line, together, "SECRET", 50, "private")
    partner = seen_by(as_(Role.FUNDER, together))
    merged = {together.organisations.get(pk=funder).code for _, funder in partner.cells}
    assert partner.lines == frozenset()
    assert not partner.is_total_withheld
    assert merged == {"SMALL", "MIDDLE"}  # with the private one: three out of sight
    assert partner.splits == {"F1"}


def test_it_merges_nobody_where_nothing_is_private(together: Initiative, line: Factor) -> None:
    gives(line, together, "OPEN", 100, "public")
    gives(line, together, "STEERING", 50, "steering")
    visitor = seen_by(access_initiative(make_user("who@example.org"), together.code))
    assert visitor.lines == visitor.cells == frozenset()
    assert len(visitor.commitments) == 1


def test_it_shows_the_whole_when_three_stand_behind_what_is_withheld(together: Initiative) -> None:
    for number in range(3):
        gives(make_factor(together, f"F{number}"), together, f"SECRET{number}", 10, "private")
    partner = seen_by(as_(Role.FUNDER, together))
    assert partner.lines == {"F0", "F1", "F2"}
    assert not partner.is_total_withheld
