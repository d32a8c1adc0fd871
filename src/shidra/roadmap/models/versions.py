"""A version of the map: drafted, talked over, adopted on a day, superseded."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from shidra.i18n.fields import TextField
from shidra.initiatives.models import Initiative

__all__ = ["RoadmapVersion"]


class RoadmapVersion(models.Model):
    """One state of the map. One is adopted at a time; a draft collects changes until it is."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        CONSULTATION = "consultation", _("in consultation")
        ADOPTED = "adopted", _("adopted")
        SUPERSEDED = "superseded", _("superseded")

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="roadmap_versions"
    )
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    created_at = models.DateTimeField(auto_now_add=True)
    # Who made the first change that opened it.
    opened_by = models.CharField(max_length=200, blank=True)

    consultation_opened_on = models.DateField(null=True, blank=True)
    # The last day on which comments are taken.
    consultation_until = models.DateField(null=True, blank=True)

    # The first day on which it counted, which may be earlier than when that was written down.
    adopted_on = models.DateField(null=True, blank=True)
    adopted_at = models.DateTimeField(null=True, blank=True)
    adopted_by = models.CharField(max_length=200, blank=True)
    # Who decided to adopt it, and why.
    decided_by = TextField()
    reason = TextField()
    # In how many things it differs from the version that it followed; unknown for the first.
    changes = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "number"], name="roadmap_number_once"),
            models.UniqueConstraint(
                fields=["initiative"],
                condition=models.Q(status="adopted"),
                name="roadmap_one_adopted",
            ),
            models.UniqueConstraint(
                fields=["initiative"],
                condition=models.Q(status__in=["draft", "consultation"]),
                name="roadmap_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["draft", "consultation"])
                | models.Q(adopted_on__isnull=False),
                name="roadmap_adopted_on_a_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="consultation")
                | models.Q(consultation_until__isnull=False),
                name="roadmap_consultation_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id} map {self.number} ({self.status})"

    @property
    def is_open(self) -> bool:
        """Whether what it says may still change."""
        return self.status in {self.Status.DRAFT, self.Status.CONSULTATION}

    def takes_comments_on(self, day: date) -> bool:
        """Whether the consultation runs on this day."""
        return (
            self.status == self.Status.CONSULTATION
            and self.consultation_until is not None
            and day <= self.consultation_until
        )
