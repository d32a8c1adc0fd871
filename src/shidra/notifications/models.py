"""How each person wants to hear, what they follow, and the letters that go out."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["Following", "Letter", "Preferences", "new_stamp"]


def new_stamp() -> str:
    """A mark that is part of what is signed: with another one, addresses of before open nothing."""
    return secrets.token_hex(8)


class Preferences(models.Model):
    """How often and in which language a person gets letters."""

    class HowOften(models.TextChoices):
        DAILY = "daily", _("Every day on which something waits")
        WEEKLY = "weekly", _("Once a week")
        NEVER = "never", _("Never")

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="letter_preferences"
    )
    how_often = models.CharField(max_length=10, choices=HowOften, default=HowOften.WEEKLY)
    language = models.CharField(max_length=2, default="he")
    # Both addresses are signed with the key of this installation and one of these, so that neither
    # lies in the database, and each can be made worthless by itself.
    stop_stamp = models.CharField(max_length=16, default=new_stamp)
    calendar_stamp = models.CharField(max_length=16, default=new_stamp)
    # Until when changes were told by a letter that arrived.
    told_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "preferences"

    def __str__(self) -> str:
        return f"letters of {self.person_id}: {self.how_often}"


class Following(models.Model):
    """Somebody wants to hear of changes of one thing, named by initiative, kind and code.

    By codes and without foreign keys: what is followed belongs to rooms above this one, and a
    code that is retired and restored is still followed.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="followings"
    )
    initiative = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=64)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["initiative", "kind", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "initiative", "kind", "code"], name="following_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} follows {self.kind} {self.code} of {self.initiative}"


class Letter(models.Model):
    """A letter on its way out. Its words are here only until it has gone, or cannot go any more."""

    class Kind(models.TextChoices):
        DIGEST = "digest", _("digest")
        INVITATION = "invitation", _("invitation")
        # What somebody must hear of their own account, whatever letters they wish for.
        NOTICE = "notice", _("notice")

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        # A process has taken it. If that process was killed nobody knows whether it has gone.
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        # Nothing was left to say, or it was no longer wanted.
        DROPPED = "dropped", _("dropped")
        UNCLEAR = "unclear", _("broken off while it was sent")

    # What the letter is, once for ever: the database refuses a second one.
    key = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="letters",
    )
    to = models.EmailField()
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    # Before then it is not tried again; while it is being sent, since when.
    not_before = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["not_before", "id"]
        indexes = [models.Index(fields=["state", "not_before"], name="letters_to_send")]

    def __str__(self) -> str:
        return f"{self.key} ({self.state})"
