"""A workshop on the map, and what the people in it suggested."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shidra.i18n.fields import TextField
from shidra.initiatives.models import Initiative

__all__ = ["Suggestion", "Workshop"]


class Workshop(models.Model):
    """A meeting on the map with a code on the wall; whoever holds the code may suggest.

    The code is kept as it is: the wall shows it again and again, and it ends with the workshop.
    """

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="workshops")
    title = TextField()
    question = TextField()
    code = models.CharField(max_length=12, unique=True)
    # Whoever holds the code reads the names of the factors of the map that counts.
    shows_map = models.BooleanField(default=True)
    # Phones see what others suggested too, once it has been accepted.
    shows_others = models.BooleanField(default=True)
    ends_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    made_by_id = models.CharField(max_length=64, blank=True)
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"workshop {self.pk}"


class Suggestion(models.Model):
    """What somebody in a workshop suggested: a factor, a link, or a doubt about one of them.

    Factors are named by the codes that they keep through all versions of the map; what was only
    just suggested, by its row here. No name of a person is asked for, and `phone` is a random mark
    that is taken away when the workshop closes.
    """

    class Kind(models.TextChoices):
        FACTOR = "factor", _("a factor")
        LINK = "link", _("a link")
        DOUBT = "doubt", _("a doubt")

    class State(models.TextChoices):
        WAITING = "waiting", _("waits")
        ACCEPTED = "accepted", _("in the draft of the map")
        MERGED = "merged", _("joined with another")
        SET_ASIDE = "set_aside", _("set aside")

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="suggestions")
    kind = models.CharField(max_length=10, choices=Kind)
    # The name of a factor; of a link why one thinks so; of a doubt what one doubts.
    words = models.CharField(max_length=400, blank=True)
    language = models.CharField(max_length=2)
    # Of a link where it begins and ends; a doubt is about the first, or about both as a link.
    source_code = models.CharField(max_length=64, blank=True)
    source = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="begun_links"
    )
    target_code = models.CharField(max_length=64, blank=True)
    target = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="ended_links"
    )
    sign = models.CharField(max_length=1, blank=True)
    # What the person said about where they speak from: “parent”, “teacher”.
    speaker = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=64, blank=True)
    # The mark of one sending: the same one twice is one suggestion.
    sending = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged"
    )
    # What the facilitator made of the words, and why it was set aside.
    worded = TextField()
    reason = models.CharField(max_length=500, blank=True)
    # The factor that it became.
    became = models.CharField(max_length=64, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "sending"], name="suggestion_sent_once"),
        ]
        indexes = [
            models.Index(fields=["workshop", "phone"], name="suggestion_of_phone"),
        ]

    def __str__(self) -> str:
        return f"suggestion {self.pk}"
