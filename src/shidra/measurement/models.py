"""Indicators, what was observed, and what was aimed at."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from shidra.i18n.fields import TextField
from shidra.initiatives.models import GroupSet, Initiative, Place
from shidra.roadmap.models import Factor

__all__ = ["ExactNumberField", "Indicator", "Observation", "Target"]

# Millionths: what a sum keeps exactly on every database.
SCALE = 1_000_000


class ExactNumberField(models.BigIntegerField):  # type: ignore[type-arg]
    """A decimal number kept as whole millionths, so that sums are exact on SQLite as well."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else Decimal(int(value)) / SCALE

    def get_prep_value(self, value: Any) -> int | None:
        if value is None:
            return None
        scaled = Decimal(str(value)) * SCALE
        if scaled != scaled.to_integral_value():
            scaled = scaled.quantize(Decimal(1))
        return int(scaled)

    def to_python(self, value: Any) -> Decimal | None:
        return None if value is None else Decimal(str(value))


class Indicator(models.Model):
    """One definition that all partners measure by."""

    class Unit(models.TextChoices):
        PERCENT = "percent", _("percent")
        RATIO = "ratio", _("ratio")
        COUNT = "count", _("count")
        RATE_1000 = "rate_1000", _("per thousand")
        DAYS = "days", _("days")
        ILS = "ILS", _("shekels")
        INDEX = "index", _("index")
        SCORE = "score", _("score")

    class Better(models.TextChoices):
        HIGHER = "higher", _("higher is better")
        LOWER = "lower", _("lower is better")

    class Role(models.TextChoices):
        OUTCOME = "outcome", _("outcome measure")
        CONTRIBUTION = "contribution", _("contribution measure")

    class Counts(models.TextChoices):
        NUMERATOR = "numerator", _("the numerator")
        DENOMINATOR = "denominator", _("the denominator")
        BOTH = "both", _("both sides")
        NONE = "none", _("neither side")

    class PeriodKind(models.TextChoices):
        CALENDAR_YEAR = "calendar_year", _("calendar year")
        SCHOOL_YEAR = "school_year", _("school year")
        QUARTER = "quarter", _("quarter")
        MONTH = "month", _("month")

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="indicators")
    code = models.CharField(max_length=64)
    factor = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="indicators")
    name = TextField()
    unit = models.CharField(max_length=10, choices=Unit)
    better = models.CharField(max_length=10, choices=Better)
    role = models.CharField(max_length=20, choices=Role, default=Role.CONTRIBUTION)
    # Which side counts people, and so falls under protection.
    counts = models.CharField(max_length=20, choices=Counts, default=Counts.BOTH)
    numerator = TextField()
    denominator = TextField()
    period_kind = models.CharField(
        max_length=20, choices=PeriodKind, default=PeriodKind.CALENDAR_YEAR
    )
    source = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "code"], name="indicator_once")
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_share(self) -> bool:
        """Whether its figure is a share of people, read between 0 and 1."""
        return self.unit == self.Unit.PERCENT


class Observation(models.Model):
    """What was observed for one indicator, period, place and set of groups.

    `value` of a percent indicator is stored as a share, 0 to 1, as everywhere but in the workbook.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="observations")
    period = models.CharField(max_length=10)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True)
    group_set = models.ForeignKey(GroupSet, on_delete=models.PROTECT, null=True, blank=True)
    numerator = ExactNumberField(null=True, blank=True)
    denominator = ExactNumberField(null=True, blank=True)
    value = ExactNumberField(null=True, blank=True)
    n = ExactNumberField(null=True, blank=True)
    quality = models.CharField(max_length=1, blank=True)
    units_counted = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "indicator",
                "period",
                Coalesce("place", 0),
                Coalesce("group_set", 0),
                name="observation_once",
            ),
            models.CheckConstraint(
                condition=models.Q(numerator__isnull=True) | models.Q(numerator__gte=0),
                name="observation_numerator_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(denominator__isnull=True) | models.Q(denominator__gte=0),
                name="observation_denominator_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period}"


class Target(models.Model):
    """What an indicator should reach by a period, for a place and a set of groups; a share as 0 to 1."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    period = models.CharField(max_length=10)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True)
    group_set = models.ForeignKey(GroupSet, on_delete=models.PROTECT, null=True, blank=True)
    value = ExactNumberField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "indicator",
                "period",
                Coalesce("place", 0),
                Coalesce("group_set", 0),
                name="target_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} by {self.period}"
