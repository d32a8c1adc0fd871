"""What was done, by whom, to what: kept for ever, and pointing at nothing that may go away."""

from dataclasses import dataclass

from django.db import models

__all__ = ["SYSTEM", "Actor", "Record"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person by stable id and name, or the program itself (no id)."""

    label: str
    id: str = ""


# A command at the keyboard of the server, where nobody is signed in.
SYSTEM = Actor(label="command line")


class Record(models.Model):
    """One act. Labels and ids only, no foreign keys: so everything may call it, and it outlives all."""

    at = models.DateTimeField()
    actor_id = models.CharField(max_length=64, blank=True)
    actor_label = models.CharField(max_length=200)
    action = models.CharField(max_length=100)
    initiative = models.CharField(max_length=64, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["initiative", "-id"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_label}: {self.action}"
