"""What an adopted map says is rewritten by no code, no slip and no script."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from shidra.audit.models import SYSTEM
from shidra.config.boundaries import broken_fences, keep_apart, let_go
from shidra.roadmap.actions import adopt_open_version, version_for_changes
from shidra.roadmap.models import FactorEntry, Link, RoadmapVersion
from tests.factories import make_factor, make_initiative, make_link, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def together():
    initiative = make_initiative()
    make_link(make_factor(initiative, "F1"), make_factor(initiative, "O", kind="outcome"))
    return initiative


@pytest.fixture
def first(together) -> RoadmapVersion:
    """The version that counts, from which a draft was opened."""
    version_for_changes(initiative=together, by=SYSTEM)
    return together.roadmap_versions.get(number=1)


@pytest.fixture
def second(together, first) -> RoadmapVersion:
    """The version that counts now; the first is superseded."""
    return adopt_open_version(initiative=together, by=SYSTEM, on=timezone.localdate())


def rewrite(version: RoadmapVersion) -> None:
    FactorEntry.objects.filter(version=version, factor__code="F1").update(importance=1)


def add(version: RoadmapVersion) -> None:
    factor = version.initiative.factors.create(code="F7")
    FactorEntry.objects.create(version=version, factor=factor, kind="factor", name=text("new"))


def take_off(version: RoadmapVersion) -> None:
    FactorEntry.objects.filter(version=version, factor__code="F1").delete()


def move_out(version: RoadmapVersion) -> None:
    other = RoadmapVersion.objects.create(
        initiative=version.initiative,
        number=9,
        status="superseded",
        adopted_on=timezone.localdate(),
    )
    Link.objects.filter(version=version).update(version=other)


def cut(version: RoadmapVersion) -> None:
    Link.objects.filter(version=version).delete()


def weigh(version: RoadmapVersion) -> None:
    Link.objects.filter(version=version).update(strength=1)


WAYS = [rewrite, add, take_off, move_out, cut, weigh]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("number", [1, 2])
def test_the_database_refuses_to_rewrite_what_counts_or_counted(together, second, way, number):
    version = together.roadmap_versions.get(number=number)
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        way(version)


@pytest.mark.parametrize("way", WAYS)
def test_the_first_map_is_settled_once_a_draft_was_opened_from_it(first, way):
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        way(first)


@pytest.mark.parametrize("way", [rewrite, add, cut, weigh])
def test_a_draft_takes_every_change(together, first, way):
    way(together.roadmap_versions.get(status="draft"))


def test_it_is_told_when_such_a_guard_is_gone_and_put_back(together):
    let_go()
    gone = [name for name in broken_fences() if "_settled_" in name]
    assert len(gone) == 12, "map: two tables, three ways each; releases: two, three, and one"
    keep_apart()
    assert broken_fences() == []
