"""What was found, how far it can be relied on, and whether it supports or contradicts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shidra.i18n.fields import TextField
from shidra.initiatives.models import Initiative, Visibility
from shidra.roadmap.models.factors import Factor

__all__ = ["EvidenceItem", "EvidenceLevel"]


class EvidenceLevel(models.TextChoices):
    """How well something is supported."""

    NONE = "none", _("no evidence")
    LOCAL = "local", _("local evidence")
    MODERATE = "moderate", _("moderate evidence")
    STRONG = "strong", _("strong evidence")


class EvidenceItem(models.Model):
    """What was found about a factor, or about a link between two."""

    class Direction(models.TextChoices):
        SUPPORTS = "supports", _("supports")
        CONTRADICTS = "contradicts", _("contradicts")

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="evidence")
    code = models.CharField(max_length=64)
    # Of a link, the source; else the factor that it is about.
    factor = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="evidence")
    target = models.ForeignKey(
        Factor, on_delete=models.PROTECT, related_name="evidence_as_target", null=True, blank=True
    )
    citation = models.TextField()
    url = models.URLField(max_length=500, blank=True)
    strength = models.CharField(max_length=10, choices=EvidenceLevel, blank=True)
    direction = models.CharField(max_length=12, choices=Direction, blank=True)
    finding = TextField()
    visibility = models.CharField(
        max_length=10, choices=Visibility, default=Visibility.PUBLIC, db_default=Visibility.PUBLIC
    )
    # Who added it and when; unknown for what was there before this was kept.
    added_by = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["initiative", "code"], name="evidence_once")]

    def __str__(self) -> str:
        return self.code
