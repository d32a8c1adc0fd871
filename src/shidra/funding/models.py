"""Needs, commitments, instalments, allocations, and the options that money can buy.

Money is kept in whole minor units (agorot) beside its currency; a need and an allocation are in
the initiative's own currency or, for a commitment, in the commitment's.
"""

from decimal import Decimal

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from shidra.i18n.fields import TextField
from shidra.initiatives.models import GroupSet, Initiative, Place, Visibility
from shidra.network.models import Activity, Organisation
from shidra.roadmap.models import EvidenceLevel, Factor

__all__ = [
    "Allocation",
    "Commitment",
    "Instalment",
    "Lined",
    "Need",
    "Option",
    "SharedLine",
]


class SharedLine(models.TextChoices):
    """The four lines of money that serve the whole and not one factor."""

    BACKBONE = "backbone", _("backbone organisation")
    MEASUREMENT = "measurement", _("shared measurement")
    LEARNING = "learning", _("learning and capacity")
    COMMUNITY = "community", _("community voice")


def _line_is_one_thing(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(factor__isnull=False, shared_line="")
        | models.Q(factor__isnull=True, shared_line__in=SharedLine.values),
        name=name,
    )


def _not_negative(field: str, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(**{f"{field}__gte": 0}), name=name)


class Lined(models.Model):
    """A row of money on one line: a factor, or one of the four shared lines."""

    factor = models.ForeignKey(
        Factor, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )
    shared_line = models.CharField(max_length=20, choices=SharedLine, blank=True)

    class Meta:
        abstract = True

    @property
    def is_for_factor(self) -> bool:
        return not self.shared_line


class Need(Lined):
    """Money that a line needs in a year, for a place and groups, and the people it is for."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="needs")
    year = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField()
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True)
    group_set = models.ForeignKey(GroupSet, on_delete=models.PROTECT, null=True, blank=True)
    people = models.PositiveBigIntegerField(null=True, blank=True)
    people_kind = models.CharField(max_length=64, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            _line_is_one_thing("need_line"),
            _not_negative("amount", "need_not_negative"),
            models.UniqueConstraint(
                "initiative",
                Coalesce("factor", 0),
                "shared_line",
                "year",
                Coalesce("place", 0),
                Coalesce("group_set", 0),
                name="need_once",
            ),
        ]

    def __str__(self) -> str:
        return f"need {self.pk} of {self.year}"


class Commitment(models.Model):
    """Money that a funder committed. Without a day of signing it is a pledge, and never counted."""

    class Mode(models.TextChoices):
        ALIGNED = "aligned", _("aligned funding")
        POOLED = "pooled", _("pooled fund")
        BRAIDED = "braided", _("braided funding")

    Visibility = Visibility

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="commitments")
    code = models.CharField(max_length=64)
    funder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="commitments")
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.ALIGNED)
    # Percent, 0 to 100: shown, never multiplied.
    certainty = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    # Share of the money that does not reach the work, 0 to 1.
    overhead = models.DecimalField(max_digits=6, decimal_places=5, default=Decimal(0))
    # Units of the initiative's currency for one of this one's, frozen at signing.
    rate = models.DecimalField(max_digits=14, decimal_places=6, default=Decimal(1))
    # Codes of the lines that the money may be used for; none = any.
    lines = models.JSONField(default=list, blank=True)
    places = models.ManyToManyField(Place, related_name="commitments", blank=True)
    group_set = models.ForeignKey(
        GroupSet, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.PARTNERS)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "code"], name="commitment_once"),
            _not_negative("amount", "commitment_not_negative"),
            models.CheckConstraint(
                condition=models.Q(overhead__gte=0, overhead__lt=1),
                name="commitment_overhead_share",
            ),
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="commitment_rate_above_0"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="commitment_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_signed(self) -> bool:
        return self.signed_on is not None


class Instalment(models.Model):
    """One payment of a commitment, due on a day, in the commitment's currency."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="instalments")
    due_on = models.DateField()
    amount = models.BigIntegerField()
    paid_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "due_on"], name="instalment_once"),
            _not_negative("amount", "instalment_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} on {self.due_on}"


class Allocation(Lined):
    """Part of a commitment's money given to a line for a year: before overhead, in its currency."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="allocations")
    year = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField()
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True)
    group_set = models.ForeignKey(GroupSet, on_delete=models.PROTECT, null=True, blank=True)
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="allocations"
    )
    spent = models.BigIntegerField(null=True, blank=True)
    # Row order of the table: the last rule by which allocations are applied to needs.
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            _line_is_one_thing("allocation_line"),
            _not_negative("amount", "allocation_not_negative"),
            models.UniqueConstraint(
                "commitment",
                Coalesce("factor", 0),
                "shared_line",
                "year",
                Coalesce("place", 0),
                Coalesce("group_set", 0),
                Coalesce("activity", 0),
                name="allocation_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} to {self.factor_id or self.shared_line} in {self.year}"


class Option(models.Model):
    """Something that money can buy on a factor: what it costs a person, and what it gains."""

    class EffectOn(models.TextChoices):
        OUTCOME = "outcome", _("the outcome")
        FACTOR = "factor", _("the factor itself")

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="options")
    code = models.CharField(max_length=64)
    factor = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="options")
    name = TextField()
    # Minor units per person.
    unit_cost = models.BigIntegerField()
    # Gain per person reached, 0.14 = 14 percentage points; with its 90 % interval.
    effect = models.DecimalField(max_digits=12, decimal_places=6)
    effect_low = models.DecimalField(max_digits=12, decimal_places=6, null=True, blank=True)
    effect_high = models.DecimalField(max_digits=12, decimal_places=6, null=True, blank=True)
    effect_on = models.CharField(max_length=10, choices=EffectOn, default=EffectOn.OUTCOME)
    people_kind = models.CharField(max_length=64, blank=True)
    # Largest share of the people in need that it can reach.
    max_share = models.DecimalField(max_digits=6, decimal_places=5, default=Decimal(1))
    fixed_cost = models.BigIntegerField(null=True, blank=True)
    min_people = models.PositiveIntegerField(null=True, blank=True)
    evidence = models.CharField(
        max_length=10, choices=EvidenceLevel, default=EvidenceLevel.NONE, blank=True
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "code"], name="option_once"),
            models.CheckConstraint(
                condition=models.Q(unit_cost__gt=0), name="option_costs_something"
            ),
            models.CheckConstraint(
                condition=models.Q(max_share__gt=0, max_share__lte=1), name="option_share"
            ),
        ]

    def __str__(self) -> str:
        return self.code
