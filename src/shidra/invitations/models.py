"""Invitations: what a link gives, to whom it was meant, and what became of it."""

from django.conf import settings
from django.db import models

from shidra.initiatives.models import Group, Initiative, Membership
from shidra.network.models import Organisation

__all__ = ["Invitation"]


class Invitation(models.Model):
    """A link that lets one person join once, with a role and a place to belong to.

    The secret of the link is not kept: `fingerprint` tells whether a link is this one.
    """

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="invitations")
    fingerprint = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=20, choices=Membership.Role)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    group = models.ForeignKey(
        Group, on_delete=models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    # Whether the person may invite others to the same organisation or group.
    is_administrator = models.BooleanField(default=False)
    language = models.CharField(max_length=2)
    # For whom the link was made; whoever holds it may use it.
    meant_for = models.CharField(max_length=200, blank=True)
    made_by_id = models.CharField(max_length=64, blank=True)
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # When it went by mail, or was to go: so many a day and no more.
    mailed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitations_used",
    )

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["made_by_id", "mailed_at"], name="invitation_mailed")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=True) | models.Q(group__isnull=True),
                name="invitation_to_one_place",
            ),
            models.CheckConstraint(
                condition=models.Q(is_administrator=False)
                | models.Q(organisation__isnull=False)
                | models.Q(group__isnull=False),
                name="invitation_administers_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} in {self.initiative_id}"
