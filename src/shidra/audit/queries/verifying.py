"""Whether the chains of the trail are whole, and the trail as lines for others to check."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from shidra.audit.models import Head, Record
from shidra.audit.models.chain import changes_digest, digest

__all__ = ["ChainReport", "Fault", "chains", "exported", "verify"]

FORMAT = "shidra-audit/1"
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a chain is broken.

    Attributes:
        number: of the record.
        kind: `altered` (it, or a row that it changed, is not what was hashed), `missing`, `forked`
            (two have the number), `truncated` (the chain once went on to this number) or `beyond`
            (the chain is not known to go so far).
    """

    number: int
    kind: str


@dataclass(frozen=True, slots=True)
class ChainReport:
    """A chain: its name, how many records there are, the end of it, and what is wrong."""

    chain: str
    records: int
    number: int
    hash: str
    faults: tuple[Fault, ...]

    def as_document(self) -> dict[str, Any]:
        return {
            "chain": self.chain,
            "records": self.records,
            "number": self.number,
            "hash": self.hash,
            "is_whole": not self.faults,
            "faults": [{"number": fault.number, "kind": fault.kind} for fault in self.faults],
        }


@dataclass(frozen=True, slots=True)
class End:
    """How far a chain is known to go, its hash there, and the last number that there is."""

    number: int
    hash: str
    last: int


def chains(initiative: str | None = None) -> dict[str, End]:
    """The end of each chain, or of one of them."""
    # The records are asked first: what is added meanwhile lies within the end that is read then.
    rows = Record.objects.order_by().values_list("initiative").annotate(last=Max("number"))
    last = dict(rows.values_list("initiative", "last"))
    known = {head.chain: head for head in Head.objects.all()}
    ends = {}
    for name in sorted({*known, *last}):
        head = known.get(name, Head())
        ends[name] = End(head.number, head.hash, max(head.number, last.get(name, 0)))
    return ends if initiative is None else {n: end for n, end in ends.items() if n == initiative}


def verify(initiative: str | None = None) -> list[ChainReport]:
    """Read each chain from its beginning and hash it again; what is added meanwhile does not count."""
    return [_verify(name, end) for name, end in chains(initiative).items()]


def _verify(chain: str, end: End) -> ChainReport:
    links = _Links()
    for record, document in _records(chain, end):
        links.add(record.number, record.previous, record.hash, digest(document))
    links.end(end.number, end.hash)
    return ChainReport(chain, links.records, end.number, end.hash, tuple(links.faults))


class _Links:
    """Goes along a chain, and notes where it does not hold."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.records = self._number = 0
        # What the next record may name as the one before it.
        self._hashes: set[str] = {""}

    def add(self, number: int, previous: str, said: str, computed: str) -> None:
        self.records += 1
        if number <= self._number:
            self._note(number, "forked")
            return
        if number > self._number + 1:
            self.faults += [Fault(n, "missing") for n in range(self._number + 1, number)]
        elif previous not in self._hashes:
            # The one before was altered and given a new hash, or this one's past was.
            self._note(max(self._number, 1), "altered")
        if said != computed:
            self._note(number, "altered")
        self._number, self._hashes = number, {said, computed}

    def end(self, number: int, said: str) -> None:
        if self._number < number:
            self._note(number, "truncated")
        elif self._number > number:
            self._note(self._number, "beyond")
        elif said not in self._hashes:
            self._note(number, "altered")

    def _note(self, number: int, kind: str) -> None:
        if Fault(number, kind) not in self.faults:
            self.faults.append(Fault(number, kind))


def _records(chain: str, end: End) -> Iterator[tuple[Record, dict[str, Any]]]:
    """The records of a chain in their order, each with what its hash is taken of."""
    found = Record.objects.filter(initiative=chain, number__lte=end.last)
    in_order = found.order_by("number", "id").prefetch_related("changes")
    for record in in_order.iterator(chunk_size=CHUNK):
        changes = changes_digest(change.document() for change in record.changes.all())
        yield record, record.document(changes)


def exported(initiative: str | None = None) -> Iterator[Mapping[str, Any]]:
    """The trail as documents: first the ends of the chains, then each record with its changes."""
    ends = chains(initiative)
    yield {
        "format": FORMAT,
        "chains": {name: {"number": end.number, "hash": end.hash} for name, end in ends.items()},
    }
    for name, end in ends.items():
        for record, document in _records(name, end):
            changes = [change.document() for change in record.changes.all()]
            yield document | {"changes": changes, "hash": record.hash}
