"""Which measure stands for the outcome."""

import pytest

from shidra.measurement.models import Indicator
from shidra.measurement.queries import outcome_indicators

pytestmark = pytest.mark.django_db


def test_it_is_the_first_with_the_role(ready_together):
    assert outcome_indicators(ready_together).first().code == "I1"


def test_without_any_role_it_is_a_measure_of_the_outcome(ready_together):
    Indicator.objects.filter(initiative=ready_together).update(role="contribution")
    found = [one.code for one in outcome_indicators(ready_together)]
    assert found[0] == "I1"
    assert set(found) == set(
        Indicator.objects.filter(factor__code="O").values_list("code", flat=True)
    )
