"""A version of the agenda, what was said about it, and who signed it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from shidra.agenda.models.wording import Clause, WordingField
from shidra.i18n.fields import TextField
from shidra.i18n.text import Text
from shidra.initiatives.models import Group, Initiative
from shidra.network.models import Organisation

__all__ = ["AgendaComment", "AgendaSignature", "AgendaVersion", "Correction"]


class AgendaVersion(models.Model):
    """What was agreed, or is to be: readable for ever under its number."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        CONSULTATION = "consultation", _("open for comments")
        ADOPTED = "adopted", _("adopted")
        SUPERSEDED = "superseded", _("superseded")

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="agenda_versions"
    )
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    wording = WordingField()
    # Counts the saves: who saves over another's save is told, and loses nothing.
    edition = models.PositiveIntegerField(default=1)
    edited_by = models.CharField(max_length=200, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)

    consultation_opened_on = models.DateField(null=True, blank=True)
    # The last day on which comments are taken.
    consultation_until = models.DateField(null=True, blank=True)
    adopted_on = models.DateField(null=True, blank=True)
    superseded_on = models.DateField(null=True, blank=True)
    # Who decided to adopt it, and why: asked for where the agreed outcome changes.
    decided_by = TextField()
    reason = TextField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "number"], name="agenda_version_number_once"
            ),
            models.UniqueConstraint(
                fields=["initiative"],
                condition=models.Q(status="adopted"),
                name="agenda_one_adopted",
            ),
            models.UniqueConstraint(
                fields=["initiative"],
                condition=models.Q(status__in=["draft", "consultation"]),
                name="agenda_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["draft", "consultation"])
                | models.Q(adopted_on__isnull=False),
                name="agenda_adopted_on_a_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="consultation")
                | models.Q(consultation_until__isnull=False),
                name="agenda_consultation_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"agenda {self.number}"

    @property
    def is_open(self) -> bool:
        """Whether its words may still change."""
        return self.status in {self.Status.DRAFT, self.Status.CONSULTATION}

    def takes_comments_on(self, day: date) -> bool:
        """Whether the consultation runs on this day."""
        return (
            self.status == self.Status.CONSULTATION
            and self.consultation_until is not None
            and day <= self.consultation_until
        )


class AgendaComment(models.Model):
    """What somebody said about a clause, and what the backbone answered."""

    class Answer(models.TextChoices):
        TAKEN_UP = "taken_up", _("taken up")
        NOT_TAKEN_UP = "not_taken_up", _("not taken up")

    version = models.ForeignKey(AgendaVersion, on_delete=models.CASCADE, related_name="comments")
    clause = models.CharField(max_length=20, choices=Clause)
    # The edition that the comment is about.
    edition = models.PositiveIntegerField()
    text = TextField()
    # Made with the form, so that a form sent twice says one thing once.
    token = models.CharField(max_length=64)
    author_id = models.CharField(max_length=64)
    author = models.CharField(max_length=200)
    # The organisation or group of residents that the author belongs to, by the name it had.
    speaks_for = TextField()
    # In whose name, where a member passes on what others said.
    passed_on_from = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()

    answer = models.CharField(max_length=12, choices=Answer, blank=True)
    answer_reason = TextField()
    answered_by = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "token"], name="agenda_comment_once"),
            models.CheckConstraint(
                condition=models.Q(answer="") | models.Q(answered_at__isnull=False),
                name="agenda_answer_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"comment on {self.clause}"


@dataclass(frozen=True, slots=True)
class Correction:
    """The name and the role that stood under a version before somebody put them right, and why."""

    signer: str
    role: str
    reason: Text
    by: str
    on: date

    def as_document(self) -> dict[str, Any]:
        """The form that is stored."""
        return {
            "signer": self.signer,
            "role": self.role,
            "reason": self.reason.as_document(),
            "by": self.by,
            "on": self.on.isoformat(),
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """Read the stored form."""
        return cls(
            document["signer"],
            document["role"],
            Text.from_document(document["reason"]),
            document["by"],
            date.fromisoformat(document["on"]),
        )


class AgendaSignature(models.Model):
    """A partner, or a group of residents, stands behind a version, or did until it withdrew."""

    version = models.ForeignKey(AgendaVersion, on_delete=models.CASCADE, related_name="signatures")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda_signatures",
    )
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_signatures"
    )
    # The name of the organisation or group on the day of signing.
    name = TextField()
    signer = models.CharField(max_length=200)
    signer_role = models.CharField(max_length=200, blank=True)
    signed_on = models.DateField()
    brings = TextField()
    # Signed with a pen; somebody of the backbone wrote it down here.
    is_on_paper = models.BooleanField(default=False)
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    # Whoever withdraws stays under the version, with the day and the reason, and may sign again.
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = TextField()
    withdrawn_by = models.CharField(max_length=200, blank=True)
    # What corrections replaced, oldest first: documents of `Correction`.
    corrections = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["signed_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "organisation"],
                condition=models.Q(withdrawn_on=None),
                name="agenda_one_standing_signature_of_organisation",
            ),
            models.UniqueConstraint(
                fields=["version", "group"],
                condition=models.Q(withdrawn_on=None),
                name="agenda_one_standing_signature_of_group",
            ),
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False, group__isnull=True)
                | models.Q(organisation__isnull=True, group__isnull=False),
                name="agenda_signed_by_organisation_or_group",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signer} under version {self.version_id}"

    @property
    def corrected(self) -> tuple[Correction, ...]:
        """What corrections replaced, oldest first."""
        return tuple(Correction.from_document(each) for each in self.corrections)
