"""Holes are planted, one at a time: the matrix finds each, or it would prove nothing."""

import logging
import sys
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest

import shidra
from shidra.agenda import permissions as agenda_permissions
from shidra.agenda.models import AgendaVersion
from shidra.config import methods
from shidra.exchange.queries.stored import SOURCES
from shidra.funding import permissions as funding_permissions
from shidra.funding import queries as funding_queries
from shidra.funding.models import Commitment
from shidra.initiatives import permissions
from shidra.initiatives.models import Initiative, Membership, Visibility
from shidra.initiatives.permissions import RIGHTS, Access, Right
from shidra.invitations import presentation as invitations_presentation
from shidra.network import queries as network_queries
from shidra.network.models import Organisation
from shidra.network.queries import Own
from shidra.records.permissions import Scope
from shidra.records.queries import naming
from tests.access.asking import METHODS
from tests.access.matrix import walk
from tests.access.world import build_world

pytestmark = pytest.mark.django_db

ALL_ROLES = frozenset(Membership.Role)
type Planting = Callable[[pytest.MonkeyPatch], None]


@cache
def import_every_module() -> None:
    """A module that came while a hole is open would keep it for good: all are there first.

    Settings name some of them only by their path, so the addresses alone do not bring them.
    """
    for module in walk_packages(shidra.__path__, "shidra."):
        if not {"migrations", "management", "backends"} & set(module.name.split(".")):
            import_module(module.name)


def replace(patch: pytest.MonkeyPatch, old: Any, new: Any) -> None:
    """Put `new` wherever the product knows `old` by name."""
    import_every_module()
    for name, module in list(sys.modules.items()):
        if name.startswith("shidra"):
            for key, value in list(vars(module).items()):
                if value is old:
                    patch.setattr(module, key, new)


def everything_is_own(patch: pytest.MonkeyPatch) -> None:
    def own_of(access: Access) -> Own:
        every = Organisation.objects.filter(initiative=access.initiative)
        return Own(frozenset(every.values_list("pk", flat=True)))

    replace(patch, network_queries.own_of, own_of)


def every_visibility_is_open(patch: pytest.MonkeyPatch) -> None:
    replace(patch, permissions.readable, lambda _access: list(Visibility.values))


def everybody_sees_raw_counts(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Access, "has_raw_rights", property(lambda _self: True))


def visitors_edit(patch: pytest.MonkeyPatch) -> None:
    for right in (Right.EDIT, Right.EDIT_OWN, Right.SEE_RECORDS):
        patch.setitem(RIGHTS, right, ALL_ROLES)


def rows_of_every_initiative(patch: pytest.MonkeyPatch) -> None:
    def row_or_none(_scope: Scope, table: str, number: int) -> Any:
        return SOURCES[table].model._default_manager.filter(pk=number).first()

    patch.setattr(Scope, "row_or_none", row_or_none)


def everybody_is_a_keeper(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(permissions, "_held", lambda _user, _initiative: frozenset({"backbone"}))


def every_initiative_is_public(patch: pytest.MonkeyPatch) -> None:
    real = permissions._access

    def access(user: Any, initiative: Initiative) -> Access:
        initiative.is_public = True
        return real(user, initiative)

    patch.setattr(permissions, "_access", access)


def the_start_page_lists_all(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(permissions, "_visible", lambda _user: Initiative.objects.all())


def all_money_is_open(patch: pytest.MonkeyPatch) -> None:
    every = list(Commitment.Visibility.values)
    replace(patch, funding_queries.visibilities_open_to, lambda _access: every)


def sums_are_not_withheld(patch: pytest.MonkeyPatch) -> None:
    def disclosure_of(_access: Access, commitments: Any, _allocations: Any) -> Any:
        return funding_permissions.Disclosure(frozenset(each.id for each in commitments))

    replace(patch, funding_permissions.disclosure_of, disclosure_of)


def everybody_reads_the_trail(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(RIGHTS, Right.SEE_TRAIL, ALL_ROLES)


def drafts_of_the_agenda_are_open(patch: pytest.MonkeyPatch) -> None:
    def readable_versions(access: Access) -> Any:
        return AgendaVersion.objects.filter(initiative=access.initiative)

    replace(patch, agenda_permissions.readable_versions, readable_versions)


def addresses_of_people_are_shown(patch: pytest.MonkeyPatch) -> None:
    real = invitations_presentation.people_rows

    def people_rows(*given: Any, **named: Any) -> Any:
        return real(*given, **named | {"with_addresses": True})

    patch.setattr(invitations_presentation, "people_rows", people_rows)


def drafts_of_the_map_are_offered(patch: pytest.MonkeyPatch) -> None:
    real = naming._on_map

    def on_map(table: str, initiative: Initiative, *, drafts: bool) -> Any:
        return real(table, initiative, drafts=True)

    patch.setattr(naming, "_on_map", on_map)


def opens_to_all(method: str, elsewhere: str = "") -> Callable[[pytest.MonkeyPatch], None]:
    """Whoever asks by this method is let in, at addresses with `elsewhere` in them."""

    def planting(patch: pytest.MonkeyPatch) -> None:
        real = permissions.open_initiative

        def open_initiative(request: Any, code: str, to: Right = Right.SEE) -> Access:
            if request.method != method or elsewhere not in request.path:
                return real(request, code, to)
            request.access = permissions.full_access(code)
            return request.access

        replace(patch, real, open_initiative)
        # All go on although nothing is made for the method.
        for each in (methods, permissions):
            patch.setattr(each, "METHODS", (*each.METHODS, method))

    return planting


# The hole, and one of those who would fall into it.
HOLES: list[tuple[Planting, str]] = [
    (everything_is_own, "othereditor"),
    (every_visibility_is_open, "visitor"),
    (everybody_sees_raw_counts, "funder"),
    (visitors_edit, "anonymous"),
    (rows_of_every_initiative, "backbone"),
    (everybody_is_a_keeper, "stranger"),
    (every_initiative_is_public, "stranger"),
    (the_start_page_lists_all, "anonymous"),
    (all_money_is_open, "data_lead"),
    (sums_are_not_withheld, "community_member"),
    (everybody_reads_the_trail, "data_lead"),
    (drafts_of_the_agenda_are_open, "visitor"),
    (addresses_of_people_are_shown, "auditor"),
    (drafts_of_the_map_are_offered, "partner_editor"),
]


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_at_least_ten_are_planted():
    assert len({planting for planting, _who in HOLES}) >= 10


@pytest.mark.parametrize(
    ("planting", "who"), HOLES, ids=lambda each: getattr(each, "__name__", each)
)
def test_the_matrix_finds_a_planted_hole(planting, who, monkeypatch):
    world = build_world()
    planting(monkeypatch)

    found = walk(world, personas=(who,), methods=("GET",), until_found=True)

    assert found.findings, f"{planting.__name__} was not found in {found.asked} questions"


@pytest.mark.parametrize("method", [each for each in METHODS if each != "GET"])
def test_the_matrix_finds_a_hole_that_one_method_opens(method, monkeypatch):
    world = build_world()
    opens_to_all(method)(monkeypatch)

    found = walk(world, personas=("stranger",), methods=(method,), until_found=True)

    assert [each.method for each in found.findings] == [method]


@pytest.mark.parametrize("method", ["HEAD", "POST", "DELETE"])
def test_the_matrix_finds_it_at_one_address_of_many(method, monkeypatch):
    """At the last of the rows alone: it is not enough to ask each route once."""
    world = build_world()
    row = f"/records/commitments/{world.ours.rows['commitments', 'private']}/"
    opens_to_all(method, row)(monkeypatch)

    found = walk(world, personas=("community_member",), methods=("GET", method))

    assert found.findings
    assert [each for each in found.findings if row not in each.address] == []
    if method == "POST":
        assert "retire" in " ".join(each.address for each in found.findings)
