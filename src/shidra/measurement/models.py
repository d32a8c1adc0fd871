"""Indicators and their definitions, what was observed and aimed at, what cannot be measured yet."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shidra.i18n.fields import TextField
from shidra.initiatives.models import GroupSet, Initiative, Place
from shidra.network.models import Organisation
from shidra.roadmap.models import Factor

__all__ = [
    "MOVES",
    "CurveStory",
    "ExactNumberField",
    "Indicator",
    "IndicatorDefinition",
    "IndicatorStep",
    "Observation",
    "OpenQuestion",
    "Target",
]

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

    class State(models.TextChoices):
        """Where an indicator stands in its life; the moves between are in `MOVES`."""

        PROPOSED = "proposed", pgettext_lazy("measure", "proposed")
        PILOTED = "piloted", pgettext_lazy("measure", "being piloted")
        ADOPTED = "adopted", pgettext_lazy("measure", "adopted")
        RETIRED = "retired", pgettext_lazy("measure", "no longer in use")

    class Origin(models.TextChoices):
        """Who first asked for it."""

        RESEARCH = "research", _("research")
        MINISTRY = "ministry", _("a ministry")
        PARTNER = "partner", _("a partner")
        COMMUNITY = "community", _("the community")

    class Frequency(models.TextChoices):
        """How often new figures are gathered, whatever the length of their period."""

        MONTHLY = "monthly", _("every month")
        QUARTERLY = "quarterly", _("every quarter")
        TWICE_YEARLY = "twice_yearly", _("twice a year")
        YEARLY = "yearly", _("every year")
        SELDOM = "seldom", _("less than once a year")

    class Sensitivity(models.TextChoices):
        """How much harm the figures behind it could do in the wrong hands."""

        ORDINARY = "ordinary", _("ordinary")
        SENSITIVE = "sensitive", _("sensitive")
        SPECIAL = "special", _("specially sensitive by law")

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
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="indicators"
    )
    # Those who were there before states were kept are in use.
    state = models.CharField(max_length=10, choices=State, default=State.ADOPTED)
    origin = models.CharField(max_length=10, choices=Origin, blank=True)
    exclusions = TextField()
    population = TextField()
    method = TextField()
    place_level = models.CharField(max_length=20, choices=Place.Kind, blank=True)
    frequency = models.CharField(max_length=20, choices=Frequency, blank=True)
    # From the end of a period until its figures are there.
    lag_months = models.PositiveSmallIntegerField(null=True, blank=True)
    # Dimensions by which figures are asked for, joined by |.
    splits = models.TextField(blank=True)
    # Figures about fewer people are hidden, where this is more than the initiative's own threshold.
    min_n = models.PositiveIntegerField(null=True, blank=True)
    baseline_period = models.CharField(max_length=10, blank=True)
    comparator = TextField()
    sensitivity = models.CharField(max_length=10, choices=Sensitivity, blank=True)
    limits = TextField()
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

    @property
    def asked_splits(self) -> tuple[str, ...]:
        """The dimensions by which its figures are asked for."""
        return tuple(self.splits.split("|")) if self.splits else ()


# The steps that lead from each state to another. What was dropped begins anew as a proposal.
MOVES: Mapping[Indicator.State, tuple[Indicator.State, ...]] = {
    Indicator.State.PROPOSED: (Indicator.State.PILOTED, Indicator.State.RETIRED),
    Indicator.State.PILOTED: (
        Indicator.State.ADOPTED,
        Indicator.State.PROPOSED,
        Indicator.State.RETIRED,
    ),
    Indicator.State.ADOPTED: (Indicator.State.RETIRED,),
    Indicator.State.RETIRED: (Indicator.State.PROPOSED,),
}


class IndicatorDefinition(models.Model):
    """One version of what an indicator means, from a period on until the next version.

    An observation belongs to the version that is in force in its period. The words of the latest
    version stand in the indicator itself; those of an earlier one stand here, as they last read.
    An indicator without any row here has one version, from its first period.
    """

    class Comparability(models.TextChoices):
        """What figures of the version before are worth beside those of this one."""

        SAME = "same", _("comparable as they are")
        CONVERTED = "converted", _("comparable once converted")
        BROKEN = "broken", _("not comparable")

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="definitions")
    version = models.PositiveSmallIntegerField()
    # The first period that it holds for; empty for the first version.
    valid_from = models.CharField(max_length=10, blank=True)
    numerator = TextField()
    denominator = TextField()
    exclusions = TextField()
    population = TextField()
    method = TextField()
    source = models.TextField(blank=True)
    comparability = models.CharField(
        max_length=10, choices=Comparability, default=Comparability.BROKEN
    )
    # A figure of the version before, in terms of this one: figure × times + plus.
    times = ExactNumberField(null=True, blank=True)
    plus = ExactNumberField(null=True, blank=True)
    conversion = TextField()
    reason = TextField()
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["indicator", "version"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "version"], name="definition_once"),
            models.CheckConstraint(
                condition=models.Q(version=1) | ~models.Q(valid_from=""),
                name="definition_says_from_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} v{self.version}"


class IndicatorStep(models.Model):
    """One step in the life of an indicator: from which state to which, when, by whom, and why."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="steps")
    before = models.CharField(max_length=10, choices=Indicator.State, blank=True)
    after = models.CharField(max_length=10, choices=Indicator.State)
    on = models.DateField()
    by_label = models.CharField(max_length=200)
    reason = models.TextField()

    class Meta:
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.after}"


class OpenQuestion(models.Model):
    """What one would want to know and cannot measure yet: the data development agenda."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="questions")
    code = models.CharField(max_length=64)
    question = TextField()
    obstacle = TextField()
    factor = models.ForeignKey(
        Factor, on_delete=models.PROTECT, null=True, blank=True, related_name="questions"
    )
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="questions"
    )
    due_on = models.DateField(null=True, blank=True)
    origin = models.CharField(max_length=10, choices=Indicator.Origin, blank=True)
    # What answers it since it can be measured.
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="questions"
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["initiative", "code"], name="question_once")]

    def __str__(self) -> str:
        return self.code


class CurveStory(models.Model):
    """How a curve is to be turned: what lies behind an indicator in a period, and what to do.

    One a period, so that what was thought then stays readable beside what came of it.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="stories")
    period = models.CharField(max_length=10)
    helps = TextField()
    hinders = TextField()
    # Who has a part in turning it.
    partners = TextField()
    ideas = TextField()
    # Those that cost little or nothing.
    free_ideas = TextField()
    plan = TextField()
    factors = models.ManyToManyField(Factor, related_name="stories", blank=True)
    written_by = models.CharField(max_length=200, blank=True)
    written_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["indicator", "-period"]
        constraints = [models.UniqueConstraint(fields=["indicator", "period"], name="story_once")]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period}"


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
    # Why it stands although it looks impossible: the answer of whoever gave it.
    reason = models.CharField(max_length=500, blank=True, db_default="")

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
