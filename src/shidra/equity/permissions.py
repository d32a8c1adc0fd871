"""Which measure a person finds here."""

from django.http import Http404

from shidra.initiatives.permissions import Access
from shidra.measurement.models import Indicator
from shidra.measurement.queries import indicator_or_none

__all__ = ["measure_or_404"]


def measure_or_404(access: Access, code: str) -> Indicator:
    """The measure of this code.

    Raises:
        Http404: there is none here.
    """
    found = indicator_or_none(access.initiative, code)
    if found is None:
        raise Http404
    return found
