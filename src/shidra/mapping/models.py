"""Who edits the map just now, so that two know of each other."""

from django.conf import settings
from django.db import models

from shidra.initiatives.models import Initiative

__all__ = ["EditorHere"]


class EditorHere(models.Model):
    """Somebody who edits the map of an initiative, and when their page was last open.

    Only of those who may edit, only for those who may edit, and gone after a few minutes: nobody
    keeps whom the map was open for yesterday.
    """

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="editors_here"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "person"], name="editor_here_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at the map of {self.initiative_id}"
