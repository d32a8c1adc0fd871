"""A question to the map that is kept: what if this moved, what if that were cut."""

from django.db import models

from shidra.i18n.fields import TextField
from shidra.initiatives.models import Initiative

__all__ = ["Scenario"]


class Scenario(models.Model):
    """Moves and cuts by name, kept beside the map and never in it.

    A step names factors by their codes, which outlast versions: `{"move": code, "by": number}` or
    `{"cut": [source, target]}`; `{"discount": share}` is what a year of lag takes off. What a
    later map no longer has is told of, and changes nothing.
    """

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="scenarios")
    name = TextField()
    reason = TextField()
    steps = models.JSONField(default=list, blank=True)
    author_id = models.CharField(max_length=64)
    author = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.initiative_id} scenario {self.pk}"
