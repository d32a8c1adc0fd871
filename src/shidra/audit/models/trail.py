"""The audit trail: records in a chain for each initiative, and the rows that each changed.

Each record holds the hash of the one before it in its chain, so that none can be altered, taken
out or put between without it showing. `Head` says how long each chain is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any, NoReturn, Self

from django.db import connections, models, router, transaction

from shidra.audit.models import chain

__all__ = ["Change", "Head", "Record", "RowChange", "Unchangeable"]

BATCH = 500


class Unchangeable(Exception):
    """The trail only grows: what is in it stays as it is."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """What an act did to one row, before it is kept: as `Change`, and cheap for thousands."""

    model: str
    row: int
    kind: str
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    texts: Mapping[str, Any] | None = None

    def columns(self) -> tuple[str, int, str, str | None, str | None, str | None]:
        """As the database keeps it."""
        values = (self.before, self.after, self.texts)
        before, after, texts = (
            None if value is None else chain.canonical(value) for value in values
        )
        return self.model, self.row, self.kind, before, after, texts


def _line(columns: Sequence[Any]) -> str:
    """What `canonical` would write of the change, from values that are written already."""
    model, row, kind, *values = columns
    before, after, texts = (value or "null" for value in values)
    return (
        f'{{"after":{after},"before":{before},"kind":"{kind}","model":"{model}","row":{row},'
        f'"texts":{texts}}}'
    )


class _Grown(models.QuerySet[Any]):
    """Rows that are read and added to, and never changed."""

    def update(self, **_values: Any) -> NoReturn:
        raise Unchangeable

    def delete(self) -> NoReturn:
        raise Unchangeable

    def bulk_update(self, *_rows: Any, **_options: Any) -> NoReturn:
        raise Unchangeable


class Record(models.Model):
    """One act. Labels and ids only, no foreign keys: so everything may call it, and it outlives all.

    Its chain is the code of its initiative; what concerns the whole installation has none.
    """

    at = models.DateTimeField()
    actor_id = models.CharField(max_length=64, blank=True)
    actor_label = models.CharField(max_length=200)
    action = models.CharField(max_length=100)
    initiative = models.CharField(max_length=64, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    # Why, in the words of who did it.
    reason = models.TextField(blank=True)
    detail = models.JSONField(default=dict)

    # Its place in the chain, from 1, the hash of the one before, and its own.
    number = models.PositiveBigIntegerField(editable=False)
    previous = models.CharField(max_length=64, blank=True, editable=False)
    hash = models.CharField(max_length=64, editable=False)

    objects = _Grown.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["initiative", "-id"])]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "number"], name="audit_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_label}: {self.action}"

    def save(self, *_args: Any, using: str | None = None, **_options: Any) -> None:
        """Add it to the end of its chain.

        Raises:
            Unchangeable: it is in the trail already.
        """
        self.keep((), using=using)

    def keep(self, changes: Iterable[RowChange], *, using: str | None = None) -> Self:
        """Add it, with the rows that it changed, to the end of its chain.

        Raises:
            Unchangeable: it is in the trail already.
        """
        if not self._state.adding:
            raise Unchangeable
        alias = using or router.db_for_write(Record)
        self.detail = chain.settled(self.detail)
        rows = [change.columns() for change in changes]
        with transaction.atomic(using=alias, savepoint=False):
            head = Head.hold(self.initiative, alias)
            self.number, self.previous = head.number + 1, head.hash
            self.hash = chain.digest(self.document(chain.lines_digest(map(_line, rows))))
            super().save(force_insert=True, using=alias)
            _insert(self.pk, rows, alias)
            Head.objects.using(alias).filter(pk=head.pk).update(number=self.number, hash=self.hash)
        return self

    def document(self, changes: str) -> dict[str, Any]:
        """What its hash is taken of; `changes` is the digest of the rows that it changed."""
        return {
            "number": self.number,
            "previous": self.previous,
            "at": chain.moment(self.at),
            "actor_id": self.actor_id,
            "actor_label": self.actor_label,
            "action": self.action,
            "initiative": self.initiative,
            "subject": self.subject,
            "reason": self.reason,
            "detail": self.detail,
            "changes": changes,
        }

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        """The trail forgets nothing."""
        raise Unchangeable


class Change(models.Model):
    """What one act did to one row, whole enough to take it back.

    An added row has all its values in `after`, a retired one in `before`, a restored one in
    `after`; a changed one has those that changed in both.
    """

    class Kind(models.TextChoices):
        ADDED = "added"
        CHANGED = "changed"
        RETIRED = "retired"
        RESTORED = "restored"

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="changes")
    # `app.model` and key of the row.
    model = models.CharField(max_length=100)
    row = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    # Plain values by attribute: ids, sorted ids, and for a text its words by language.
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    # Of a retired row, its texts with their states and authors.
    texts = models.JSONField(null=True)

    objects = _Grown.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["model", "row", "-id"], name="audit_change_of_row"),
            models.Index(
                fields=["model"],
                condition=models.Q(kind="retired"),
                name="audit_change_retired",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.row} {self.kind}"

    def save(self, *_args: Any, **_options: Any) -> NoReturn:
        """A change comes with its record, or not at all."""
        raise Unchangeable

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        """The trail forgets nothing."""
        raise Unchangeable

    @property
    def was(self) -> dict[str, Any]:
        """The values before, as many as were kept."""
        return self.before or {}

    @property
    def became(self) -> dict[str, Any]:
        """The values after, as many as were kept."""
        return self.after or {}

    def document(self) -> dict[str, Any]:
        """What the hash of its record tells of it."""
        return {
            "model": self.model,
            "row": self.row,
            "kind": str(self.kind),
            "before": self.before,
            "after": self.after,
            "texts": self.texts,
        }


def _insert(record: int, rows: Iterable[Sequence[Any]], using: str) -> None:
    """Thousands of rows go in as they were written for the hash: models would write them again."""
    names = ["record_id", "model", "row", "kind", "before", "after", "texts"]
    quote = connections[using].ops.quote_name
    table, columns = quote(Change._meta.db_table), ", ".join(map(quote, names))
    into = f"INSERT INTO {table} ({columns}) VALUES "  # noqa: S608 - our own names
    one = f"({', '.join(['%s'] * len(names))})"
    with connections[using].cursor() as cursor:
        for some in batched(rows, BATCH, strict=False):
            values = [value for row in some for value in (record, *row)]
            cursor.execute(into + ", ".join([one] * len(some)), values)


class Head(models.Model):
    """The end of a chain: its length and last hash. Who adds to the chain holds its row."""

    chain = models.CharField(max_length=64, blank=True, unique=True)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["chain"]

    def __str__(self) -> str:
        return f"{self.chain or '—'} {self.number}"

    @classmethod
    def hold(cls, name: str, using: str) -> "Head":
        """The end of this chain, for us alone until the transaction ends."""
        rows = cls._default_manager.using(using)
        held = rows.select_for_update().filter(chain=name)
        if head := held.first():
            return head
        # Two may begin a chain at once: one row is made, and both wait at it.
        rows.bulk_create([cls(chain=name)], ignore_conflicts=True)
        return held.get()
