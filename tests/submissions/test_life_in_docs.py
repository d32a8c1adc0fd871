"""The document of a submission's life draws the moves that the program makes."""

import re

from shidra.submissions.models import MOVES
from tests.conftest import REPOSITORY


def test_the_drawn_moves_are_those_of_the_program():
    text = (REPOSITORY / "docs/explanation/the-life-of-a-submission.md").read_text(encoding="utf-8")
    drawn = set(re.findall(r"^    (\w+) --> (\w+)$", text, re.MULTILINE))
    assert drawn == {(str(a), str(b)) for a, moves in MOVES.items() for b in moves}
