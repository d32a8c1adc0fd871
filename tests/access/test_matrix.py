"""Every route, all roles, two initiatives, all methods: nobody reads what is not theirs."""

import logging
from collections.abc import Iterator

import pytest

from tests.access.matrix import walk
from tests.access.oracle import COUNT_KINDS, KINDS
from tests.access.world import build_world, unplaced_models

# Asked about a secret, a change or a step that is not there: all that can be shown is a refusal.
ABSENT_BY_NATURE = {
    "accounts:ask-for-code",
    "accounts:by-link",
    "invitations:join",
    "notifications:calendar",
    "notifications:stop",
    "records:restore",
    "records:undo",
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Refusals are what is asked for; ten thousand lines of them say nothing."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_every_model_has_its_place_in_the_world():
    assert unplaced_models() == set()


def test_nobody_reads_or_changes_what_is_not_theirs():
    world = build_world()

    found = walk(world)

    assert [str(each) for each in found.findings] == []
    # Nothing passes by being absent: each page answered somebody, each canary was read by somebody.
    silent = {name for name, answers in found.answered.items() if not answers & {200, 302, 405}}
    assert silent <= ABSENT_BY_NATURE
    kinds = {kind for where, kind in found.seen if where == "ours"}
    assert set(KINDS) - kinds == set()
    assert {kind for where, kind in found.seen if where == "count"} == {*COUNT_KINDS, "amount"}
    assert found.asked > 9_000
