"""Every address, all roles, two initiatives, all methods: nobody reads what is not theirs."""

import logging
from collections.abc import Iterator

import pytest

from tests.access.asking import METHODS, questions
from tests.access.matrix import is_let_in, walk
from tests.access.oracle import PERSONAS, Persona, readable_kinds
from tests.access.world import build_world, unplaced_models

# Asked about a secret, a change, a step or a thing of one's own that is not there: all that can be
# shown is a refusal.
ABSENT_BY_NATURE = {
    "accounts:ask-for-code",
    "accounts:by-link",
    "accounts:remove-factor",
    "agenda:withdraw",
    "beginning:found",
    "invitations:join",
    "notifications:calendar",
    "notifications:stop",
    "records:restore",
    "records:undo",
    "workshops:room",
    "workshops:suggest",
}
# The right opens the route, and the row decides: some who may come here have none of their own.
FOR_OWNERS = {
    "desk:promise-state",
    "invitations:invite",
    "records:add",
    "records:edit",
    "records:history",
    "records:paste",
    "records:rename",
    "records:retire",
    "roadmap:retire-talk",
    "roadmap:voice",
    "structure:rename",
    *(
        f"submissions:{name}"
        for name in (
            *("answer", "behind", "columns", "hand-in", "move", "numbers"),
            *("partner", "review", "submission", "template"),
        )
    ),
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


@pytest.mark.parametrize("name", PERSONAS)
def test_nobody_reads_or_changes_what_is_not_theirs(name: str):
    world, persona = build_world(), Persona(name)
    every = questions(world)

    found = walk(world, personas=(name,))

    assert [str(each) for each in found.findings] == []
    # Nothing passes by not being asked, or by being absent to those whom it is for.
    assert found.asked == len(every) * len(METHODS)
    opened = {each.route.name for each in every if is_let_in(persona, each)}
    silent = {each for each in opened if not found.answered[each] & {200, 302, 405}}
    assert silent - ABSENT_BY_NATURE <= (set() if name == "administrator" else FOR_OWNERS)
    # A canary that nobody meets would prove nothing: each is read by everybody who may.
    assert found.seen >= readable_kinds(persona, world)
