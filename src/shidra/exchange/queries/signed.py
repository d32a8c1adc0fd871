"""Which rows of a load say something else than what partners have signed."""

from collections.abc import Iterator

from shidra.agenda.queries import WRITTEN_THROUGH, departure_or_none
from shidra.exchange.workbook import Notice
from shidra.initiatives.models import Initiative

__all__ = ["signed_words"]


def signed_words(before: Initiative, row: int) -> Iterator[Notice]:
    """Texts that were put although partners have signed other words."""
    now = Initiative.objects.get(pk=before.pk)
    words = {clause.value: getattr(now, clause) for clause in WRITTEN_THROUGH}
    if departure := departure_or_none(before, words):
        said = {"version": departure.version.number, "signatures": departure.signatures}
        for clause in departure.clauses:
            yield Notice("initiative", row, clause.value, "", "signed_words", said)
