"""One factor moves another, as one version of the map has it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shidra.i18n.fields import TextField
from shidra.roadmap.models.evidence import EvidenceLevel
from shidra.roadmap.models.factors import Factor
from shidra.roadmap.models.versions import RoadmapVersion

__all__ = ["Link"]


class Link(models.Model):
    """One factor moves another, as one version of the map has it."""

    class Sign(models.TextChoices):
        PROMOTES = "+", _("promotes")
        HINDERS = "-", _("hinders")

    class Status(models.TextChoices):
        HYPOTHESISED = "hypothesised", _("hypothesis")
        SUPPORTED = "supported", _("supported")
        CONTESTED = "contested", _("contested")
        REFUTED = "refuted", _("refuted")

    version = models.ForeignKey(RoadmapVersion, on_delete=models.CASCADE, related_name="links")
    source = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="links_out")
    target = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="links_in")
    sign = models.CharField(max_length=1, choices=Sign)
    strength = models.PositiveSmallIntegerField()
    # Units of the target's headline indicator per unit of the source's.
    effect = models.DecimalField(max_digits=14, decimal_places=6, null=True, blank=True)
    lag_months = models.PositiveSmallIntegerField(null=True, blank=True)
    evidence = models.CharField(
        max_length=10, choices=EvidenceLevel, default=EvidenceLevel.NONE, blank=True
    )
    status = models.CharField(max_length=20, choices=Status, default=Status.HYPOTHESISED)
    # What must be true for the influence to hold.
    assumption = TextField()
    # Who looked at it last, and when.
    reviewer = models.CharField(max_length=200, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "source", "target"], name="link_once"),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")), name="link_not_to_itself"
            ),
            models.CheckConstraint(
                condition=models.Q(strength__gte=1, strength__lte=3), name="link_strength_1_to_3"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.sign} {self.target_id}"

    @property
    def is_refuted(self) -> bool:
        return self.status == self.Status.REFUTED
