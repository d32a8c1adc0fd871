"""What lies under a factor: what is seen, what repeats, what produces it, what is believed.

No person can be told from it. A voice has no name, only what the person is, and stands only with
their consent.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shidra.i18n.fields import TextField
from shidra.initiatives.models import Initiative, Visibility
from shidra.roadmap.models.factors import Factor

__all__ = ["ContextSheet", "Voice"]


class ContextSheet(models.Model):
    """The iceberg of one factor, from what happens down to what is taken for granted."""

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="context_sheets"
    )
    factor = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="context_sheets")
    event = TextField()
    pattern = TextField()
    structure = TextField()
    belief = TextField()
    history = TextField()
    # Counts the saves: who saves over another's save is told, and loses nothing.
    edition = models.PositiveIntegerField(default=1)
    edited_by = models.CharField(max_length=200, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["factor"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "factor"], name="context_sheet_once")
        ]

    def __str__(self) -> str:
        return f"context of {self.factor_id}"


class Voice(models.Model):
    """What somebody who lives it says, without a name, with their consent."""

    class Consent(models.TextChoices):
        WRITTEN = "written", _("in writing")
        SPOKEN = "spoken", _("by word of mouth, before a witness")

    class State(models.TextChoices):
        WAITING = "waiting", _("waits to be read by the backbone")
        SHOWN = "shown", _("shown")
        DECLINED = "declined", _("not shown")
        WITHDRAWN = "withdrawn", _("withdrawn by who said it")

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="voices")
    factor = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="voices")
    words = TextField()
    # What the person is, never who: "mother of two, Haifa".
    described_as = TextField()
    # Made with the form, so that a form sent twice adds one voice.
    token = models.CharField(max_length=64)
    consent = models.CharField(max_length=10, choices=Consent)
    consent_on = models.DateField()
    # How far the consent goes.
    visibility = models.CharField(
        max_length=10,
        choices=[(each, each.label) for each in (Visibility.PUBLIC, Visibility.PARTNERS)],
        default=Visibility.PARTNERS,
    )
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    added_by_id = models.CharField(max_length=64)
    added_by = models.CharField(max_length=200)
    added_at = models.DateTimeField()
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["factor", "token"], name="voice_once"),
            models.CheckConstraint(condition=~models.Q(consent=""), name="voice_only_with_consent"),
            models.CheckConstraint(
                condition=models.Q(state="waiting") | models.Q(decided_at__isnull=False),
                name="voice_decided_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"voice {self.pk} on {self.factor_id}"
