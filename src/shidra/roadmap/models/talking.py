"""What people say about the map: comments on a version, doubts about a link, talk under a factor."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shidra.i18n.fields import TextField
from shidra.initiatives.models import Initiative, Membership
from shidra.roadmap.models.factors import Factor
from shidra.roadmap.models.versions import RoadmapVersion

__all__ = ["Answer", "Doubt", "MapComment", "TalkEntry"]


class Answer(models.TextChoices):
    """What became of what somebody said."""

    TAKEN_UP = "taken_up", _("taken up")
    NOT_TAKEN_UP = "not_taken_up", _("not taken up")


class _Said(models.Model):
    """Words of one person, with whom they speak for."""

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

    class Meta:
        abstract = True


class _Answered(_Said):
    """Words that wait for an answer, and the answer."""

    answer = models.CharField(max_length=12, choices=Answer, blank=True)
    answer_reason = TextField()
    answered_by = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it yet."""
        return not self.answer


class MapComment(_Answered):
    """What somebody said in a consultation about a factor, a link, or the map as a whole."""

    version = models.ForeignKey(RoadmapVersion, on_delete=models.CASCADE, related_name="comments")
    # Of a link, the source; else the factor that it is about; none for the whole map.
    factor = models.ForeignKey(
        Factor, on_delete=models.PROTECT, related_name="comments", null=True, blank=True
    )
    target = models.ForeignKey(
        Factor, on_delete=models.PROTECT, related_name="comments_as_target", null=True, blank=True
    )

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "token"], name="map_comment_once"),
            models.CheckConstraint(
                condition=models.Q(answer="") | models.Q(answered_at__isnull=False),
                name="map_comment_answered_on_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(target__isnull=True) | models.Q(factor__isnull=False),
                name="map_comment_target_has_source",
            ),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk} on {self.version_id}"


class Doubt(_Answered):
    """Somebody contests a link: it shows as contested, in every version, until this is answered."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="doubts")
    source = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="doubts_out")
    target = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="doubts_in")

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "token"], name="doubt_once"),
            models.CheckConstraint(
                condition=models.Q(answer="") | models.Q(answered_at__isnull=False),
                name="doubt_answered_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"doubt {self.pk} about {self.source_id}>{self.target_id}"


class TalkEntry(_Said):
    """One entry of the talk under a factor, and the role that it speaks from."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="talk")
    factor = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="talk")
    role = models.CharField(max_length=20, choices=Membership.Role)
    # Taken out of sight: by whom, when and why; who may moderate still reads it.
    retired_by = models.CharField(max_length=200, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "token"], name="talk_entry_once")
        ]

    def __str__(self) -> str:
        return f"talk {self.pk} on {self.factor_id}"
