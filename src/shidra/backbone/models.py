"""One sentence on each condition, and who fills which function of the backbone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shidra.i18n.fields import TextField
from shidra.initiatives.models import Initiative
from shidra.network.models import Organisation

__all__ = ["ConditionNote", "Function", "FunctionHolder"]


class ConditionNote(models.Model):
    """What the backbone itself says about one of the five conditions."""

    class Condition(models.TextChoices):
        AGENDA = "agenda", _("a common agenda")
        MEASUREMENT = "measurement", _("shared measurement")
        ACTIVITIES = "activities", _("activities that reinforce one another")
        COMMUNICATION = "communication", _("continuous communication")
        BACKBONE = "backbone", _("a backbone")

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="condition_notes"
    )
    condition = models.CharField(max_length=20, choices=Condition)
    sentence = TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["initiative", "condition"], name="condition_note_once")
        ]

    def __str__(self) -> str:
        return self.condition


class Function(models.TextChoices):
    """What a backbone does; organisations may share a function."""

    VISION = "vision", _("guides vision and strategy")
    ACTIVITIES = "activities", _("supports activities that are aligned")
    MEASUREMENT = "measurement", _("establishes shared measurement")
    PUBLIC_WILL = "public_will", _("builds public will")
    POLICY = "policy", _("advances policy")
    FUNDING = "funding", _("mobilises funding")


class FunctionHolder(models.Model):
    """An organisation that fills a function of the backbone: since when, at what yearly cost."""

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="function_holders"
    )
    function = models.CharField(max_length=20, choices=Function)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="backbone_functions"
    )
    since = models.DateField(null=True, blank=True)
    # In minor units of the initiative's currency.
    yearly_cost = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["function", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "function", "organisation"], name="function_holder_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.function} by {self.organisation_id}"
