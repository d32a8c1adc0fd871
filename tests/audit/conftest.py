"""An initiative with something to change, and a trail of what was changed in it."""

import pytest

from shidra.audit.actions import record
from tests import factories
from tests.audit.rows import DANA, SAMI, put_activity


@pytest.fixture
def initiative(db):
    """An initiative with a partner, two places, three factors and a dimension of groups."""
    made = factories.make_initiative("together")
    factories.make_organisation(made, "ngo")
    for code in ("north", "south"):
        factories.make_place(made, code)
    for code in ("F1", "F2", "F3"):
        factories.make_factor(made, code)
    return made


@pytest.fixture
def trail(initiative):
    """Six acts of one initiative, with rows and without, among acts of others."""
    record(action="act", by=DANA, initiative="together", reason='as "agreed"\n– באולם')
    record(action="act", by=SAMI)
    put_activity(initiative, reach_planned=1)
    put_activity(initiative, reach_planned=2, reason="counted again", by=SAMI)
    record(action="act", by=DANA, initiative="apart")
    put_activity(initiative, "A2", reach_planned=1)
    put_activity(initiative, "A2", reach_planned=None)
    record(action="act", by=DANA, initiative="together", detail={"share": 0.1, "of": [1.0, 1e-7]})
    return initiative
