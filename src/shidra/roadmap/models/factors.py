"""A factor through all versions, and as one version of the map has it."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from shidra.i18n.fields import TextField
from shidra.initiatives.models import Initiative
from shidra.roadmap.models.versions import RoadmapVersion

__all__ = ["Factor", "FactorEntry"]


class Factor(models.Model):
    """What a factor is through all versions: its code. Needs, money and indicators point here."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="factors")
    code = models.CharField(max_length=64)
    # When somebody last said that what the map says of it still holds: no change of the map.
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["initiative", "code"], name="factor_once")]

    def __str__(self) -> str:
        return self.code


class FactorEntry(models.Model):
    """A factor as one version of the map has it."""

    class Kind(models.TextChoices):
        OUTCOME = "outcome", _("outcome")
        FACTOR = "factor", _("influencing factor")

    class Condition(models.TextChoices):
        """What of a system holds a problem in place: its structure, its people, its beliefs."""

        POLICIES = "policies", _("policies and rules")
        PRACTICES = "practices", _("practices")
        RESOURCE_FLOWS = "resource_flows", _("flows of resources")
        RELATIONSHIPS = "relationships", _("relationships and connections")
        POWER = "power", _("power: who decides")
        MENTAL_MODELS = "mental_models", _("beliefs that are taken for granted")

    class Confidence(models.TextChoices):
        """How sure the partners are of what they say about it."""

        LOW = "low", _("low")
        MEDIUM = "medium", _("medium")
        HIGH = "high", _("high")

    version = models.ForeignKey(RoadmapVersion, on_delete=models.CASCADE, related_name="entries")
    factor = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=10, choices=Kind)
    name = TextField()
    description = TextField()
    track = models.CharField(max_length=64, blank=True)
    # Column on the map, 1 = earliest.
    stage = models.PositiveSmallIntegerField(default=1)
    level = models.CharField(max_length=64, blank=True)
    condition = models.CharField(max_length=20, choices=Condition, blank=True)
    # The working group that leads work on it, by a code that may have a label.
    lead_group = models.CharField(max_length=64, blank=True)
    # Whom it is about: `dimension:code` of each group, sorted, joined by `|`; empty = everybody.
    # A version keeps the groups that it named, also when one of them is retired later.
    groups = models.CharField(max_length=500, blank=True)
    importance = models.PositiveSmallIntegerField(null=True, blank=True)
    controllability = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.PositiveSmallIntegerField(null=True, blank=True)
    confidence = models.CharField(max_length=10, choices=Confidence, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    # A rule or practice that blocks it.
    barrier = TextField()
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "factor"], name="factor_entry_once"),
            models.CheckConstraint(
                condition=models.Q(importance__isnull=True)
                | models.Q(importance__gte=1, importance__lte=5),
                name="factor_importance_1_to_5",
            ),
            models.CheckConstraint(
                condition=models.Q(controllability__isnull=True)
                | models.Q(controllability__gte=1, controllability__lte=5),
                name="factor_controllability_1_to_5",
            ),
            models.CheckConstraint(
                condition=models.Q(state__isnull=True) | models.Q(state__lte=4),
                name="factor_state_0_to_4",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.factor_id} in {self.version_id}"

    @property
    def is_outcome(self) -> bool:
        return self.kind == self.Kind.OUTCOME

    @property
    def last_reviewed_on(self) -> date | None:
        """When it was last looked at: as the map says, or as somebody confirmed since."""
        days = [day for day in (self.reviewed_on, self.factor.confirmed_on) if day]
        return max(days, default=None)
