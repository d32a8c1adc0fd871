"""The causal map: factors, their links and evidence, in numbered versions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shidra.i18n.fields import TextField
from shidra.initiatives.models import Initiative, Visibility

__all__ = ["EvidenceItem", "EvidenceLevel", "Factor", "FactorEntry", "Link", "RoadmapVersion"]


class EvidenceLevel(models.TextChoices):
    """How well something is supported."""

    NONE = "none", _("no evidence")
    LOCAL = "local", _("local evidence")
    MODERATE = "moderate", _("moderate evidence")
    STRONG = "strong", _("strong evidence")


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
    adopted_at = models.DateTimeField(null=True, blank=True)

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
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id} map {self.number} ({self.status})"


class Factor(models.Model):
    """What a factor is through all versions: its code. Needs, money and indicators point here."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="factors")
    code = models.CharField(max_length=64)

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

    version = models.ForeignKey(RoadmapVersion, on_delete=models.CASCADE, related_name="entries")
    factor = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=10, choices=Kind)
    name = TextField()
    description = TextField()
    track = models.CharField(max_length=64, blank=True)
    # Column on the map, 1 = earliest.
    stage = models.PositiveSmallIntegerField(default=1)
    level = models.CharField(max_length=64, blank=True)
    importance = models.PositiveSmallIntegerField(null=True, blank=True)
    controllability = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.PositiveSmallIntegerField(null=True, blank=True)
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

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["initiative", "code"], name="evidence_once")]

    def __str__(self) -> str:
        return self.code
