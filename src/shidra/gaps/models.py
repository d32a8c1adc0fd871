"""The life of a gap: what people said about something that is missing, beside what the data say."""

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shidra.funding.models import Commitment, Lined
from shidra.initiatives.models import GroupSet, Initiative, Place
from shidra.network.models import Activity, Organisation

__all__ = ["GapKind", "GapState"]


class GapKind(models.TextChoices):
    """The eight kinds of what can be missing, and the overlap beside them."""

    RESOURCE = "resource", _("money")
    SERVICE = "service", _("service")
    REACH = "reach", _("reach")
    QUALITY = "quality", _("quality")
    ABSORPTION = "absorption", _("use of money")
    EVIDENCE = "evidence", _("knowledge")
    POLICY = "policy", _("policy")
    OWNERSHIP = "ownership", _("responsibility")
    OVERLAP = "overlap", _("overlap")


class GapState(Lined):
    """What was said of one gap: kind, line, place, groups and year name it, whatever its size is.

    There is a row once somebody said something. Whether it is still missing is computed anew each
    time; `gone_on` and `returned_on` keep the days on which that was seen to change.
    """

    class State(models.TextChoices):
        DETECTED = "detected", _("detected")
        CONFIRMED = "confirmed", _("confirmed")
        RESERVED = "reserved", _("reserved")
        BEING_CLOSED = "being_closed", _("being closed")
        CLOSED = "closed", pgettext_lazy("of a gap", "closed")
        ACCEPTED = "accepted", _("accepted as it is")

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="gap_states")
    kind = models.CharField(max_length=12, choices=GapKind)
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    group_set = models.ForeignKey(
        GroupSet, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.DETECTED)
    since = models.DateField()
    # Said by whoever gave it this state; everybody who sees the gap reads it.
    reason = models.TextField(blank=True)
    # Who wants to pay for it, and until when others leave it to them.
    reserved_by = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="reserved_gaps"
    )
    reserved_until = models.DateField(null=True, blank=True)
    # What it was before somebody reserved it, and is again when that has run out.
    was_confirmed = models.BooleanField(default=False)
    # What closes it.
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="gaps_closed_by_it"
    )
    commitment = models.ForeignKey(
        Commitment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="gaps_closed_by_it",
    )
    gone_on = models.DateField(null=True, blank=True)
    returned_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(factor__isnull=False, shared_line="")
                | models.Q(factor__isnull=True) & ~models.Q(shared_line=""),
                name="gap_state_line",
            ),
            models.CheckConstraint(
                condition=models.Q(reserved_by__isnull=True)
                | models.Q(reserved_until__isnull=False),
                name="gap_state_reserved_until",
            ),
            models.UniqueConstraint(
                "initiative",
                "kind",
                Coalesce("factor", 0),
                "shared_line",
                Coalesce("place", 0),
                Coalesce("group_set", 0),
                Coalesce("year", 0),
                name="gap_state_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} {self.state}"
