"""How the figures of an indicator pass protection: their kind, their policy, their unit."""

from dataclasses import replace

from shidra.core.figures import Figure
from shidra.initiatives.permissions import Access
from shidra.measurement.models import Indicator
from shidra.protection.permissions import Form, Kind, Policy, Sides, policy_for

__all__ = ["kind_of", "policy_of", "scaled"]

_PER_THOUSAND = 1000
_PER = {Indicator.Unit.PERCENT: 1, Indicator.Unit.RATIO: 1, Indicator.Unit.RATE_1000: _PER_THOUSAND}
_FORMS = {Indicator.Unit.PERCENT: Form.SHARE, Indicator.Unit.COUNT: Form.COUNT}


def kind_of(indicator: Indicator) -> Kind:
    """Which side of its figures counts people, and what their value is."""
    unit = Indicator.Unit(indicator.unit)
    return Kind(Sides(indicator.counts), _FORMS.get(unit, Form.AVERAGE), _PER.get(unit, 0))


def policy_of(access: Access, indicator: Indicator) -> Policy:
    """That of the reader, and stricter where the indicator asks for more people."""
    policy = policy_for(access)
    return replace(policy, min_cell=max(policy.min_cell, indicator.min_n or 0))


def scaled(point: Figure, indicator: Indicator) -> Figure:
    """Rates are kept per thousand; what was just divided is per one."""
    is_rate = indicator.unit == Indicator.Unit.RATE_1000
    was_divided = point.numerator is not None and point.denominator is not None
    if is_rate and was_divided and point.value is not None:
        return replace(point, value=point.value * _PER_THOUSAND)
    return point
