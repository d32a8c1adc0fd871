"""One goal for all, what keeps some from it, and what is done for each group that is behind.

What targets, the agenda and the ledger say already is read there: no row here repeats a target
value, a sum of money or a figure.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shidra.funding.models import Commitment
from shidra.i18n.fields import TextField
from shidra.initiatives.models import GroupSet, Initiative, Place
from shidra.measurement.models import Indicator
from shidra.network.models import Activity, Organisation
from shidra.roadmap.models import EvidenceItem, Factor

__all__ = ["StructuralBarrier", "TargetedStrategy", "UniversalGoal"]


class UniversalGoal(models.Model):
    """The agreement to one goal for all on one measure; its value and year are the target's."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="goals")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="goals")
    # In words; empty: the result that the initiative wants.
    goal = TextField()
    why = TextField()
    agreed_on = models.DateField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "indicator"], name="goal_once")
        ]

    def __str__(self) -> str:
        return f"goal of {self.indicator_id}"


class StructuralBarrier(models.Model):
    """A policy, practice or flow that keeps some from the goal: who can change it, whom it hurts."""

    class Kind(models.TextChoices):
        POLICY = "policy", _("policy")
        PRACTICE = "practice", _("practice")
        FLOW = "flow", _("flow of resources")

    class State(models.TextChoices):
        STANDS = "stands", _("stands")
        CHANGING = "changing", _("is being changed")
        LIFTED = "lifted", _("lifted")

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="barriers")
    code = models.CharField(max_length=64)
    kind = models.CharField(max_length=10, choices=Kind)
    # What the rule or practice says, as it stands.
    says = TextField()
    # The measures whose goal it keeps some from.
    indicators = models.ManyToManyField(Indicator, related_name="barriers")
    factor = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="barriers")
    # Who can change it: a partner, or somebody outside by name.
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="barriers"
    )
    owner_outside = models.CharField(max_length=200, blank=True)
    group_set = models.ForeignKey(
        GroupSet, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    places = models.ManyToManyField(Place, related_name="barriers", blank=True)
    # How much, in words, with numbers that somebody published, and where.
    harm = TextField()
    harm_source = models.CharField(max_length=500, blank=True)
    since_year = models.PositiveSmallIntegerField(null=True, blank=True)
    evidence = models.ManyToManyField(EvidenceItem, related_name="barriers", blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.STANDS)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["initiative", "code"], name="barrier_once")]

    def __str__(self) -> str:
        return self.code


class TargetedStrategy(models.Model):
    """What is done so that one group reaches the goal of all: by whom, on what, with what money."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        AGREED = "agreed", _("agreed")
        RUNNING = "running", _("under way")
        DONE = "done", pgettext_lazy("of a strategy", "done")
        STOPPED = "stopped", pgettext_lazy("of a strategy", "stopped")

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="strategies")
    code = models.CharField(max_length=64)
    # The measure whose goal it serves.
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="strategies")
    group_set = models.ForeignKey(
        GroupSet, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    places = models.ManyToManyField(Place, related_name="strategies", blank=True)
    text = TextField()
    barriers = models.ManyToManyField(StructuralBarrier, related_name="strategies", blank=True)
    factors = models.ManyToManyField(Factor, related_name="strategies")
    activities = models.ManyToManyField(Activity, related_name="strategies", blank=True)
    commitments = models.ManyToManyField(Commitment, related_name="strategies", blank=True)
    # What it costs until it ends, in minor units of the initiative's currency.
    cost = models.BigIntegerField(null=True, blank=True)
    # By what it is seen whether it works; its target is read from the targets of these groups.
    measure = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="strategies_by_it"
    )
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="strategies"
    )
    until = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "code"], name="strategy_once"),
            models.CheckConstraint(
                condition=models.Q(cost__isnull=True) | models.Q(cost__gt=0),
                name="strategy_costs_something",
            ),
        ]

    def __str__(self) -> str:
        return self.code
