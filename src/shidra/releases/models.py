"""What was published: a period as it stood on a day, frozen, and the files that hold it as well.

The database is the record. A file is a second copy that engines read; what is not listed here is
never read. Codes and names stand in a release as they were, so that it reads the same whatever is
renamed, split or merged later.
"""

from django.db import models
from django.utils.translation import pgettext_lazy

from shidra.initiatives.models import Initiative
from shidra.measurement.models import ExactNumberField
from shidra.protection.models import ProtectedTable

__all__ = ["Release", "ReleaseFile", "ReleaseStanding", "ReleasedFigure"]


class Release(models.Model):
    """One period of one initiative, published once. A correction is a further release."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="releases")
    period = models.CharField(max_length=10)
    # 1 for the first of its period, 2 for the first correction.
    number = models.PositiveIntegerField()
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    published_at = models.DateTimeField()
    by_label = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    # Set in the transaction that makes it, when its figures are in: from then on nothing changes.
    is_sealed = models.BooleanField(default=False)
    rows = models.PositiveBigIntegerField(default=0)
    numerator_sum = ExactNumberField(default=0)
    denominator_sum = ExactNumberField(default=0)
    # SHA-256 of all its figures: two releases that say the same have the same.
    digest = models.CharField(max_length=64, blank=True)
    # Indicators, places, groups and dimensions by code, as they were called.
    names = models.JSONField(default=dict)

    class Meta:
        ordering = ["-period", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "period", "number"], name="release_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="release_number_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.period} · {self.number}"


class ReleasedFigure(models.Model):
    """One observation as it was published; place and groups by code, empty for everybody."""

    # Found by `released_figure_once`, which begins with it: a second index costs each row twice.
    release = models.ForeignKey(
        Release, on_delete=models.CASCADE, related_name="figures", db_index=False
    )
    indicator = models.CharField(max_length=64)
    place = models.CharField(max_length=64, blank=True)
    groups = models.CharField(max_length=500, blank=True)
    numerator = ExactNumberField(null=True, blank=True)
    denominator = ExactNumberField(null=True, blank=True)
    value = ExactNumberField(null=True, blank=True)
    n = ExactNumberField(null=True, blank=True)
    quality = models.CharField(max_length=1, blank=True)
    units_counted = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "indicator", "place", "groups"], name="released_figure_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.indicator} {self.place} {self.groups}"


class ReleaseFile(models.Model):
    """One line of the manifest: a Parquet file that holds the figures of a release."""

    class Status(models.TextChoices):
        """A file is read only when it is written."""

        AWAITED = "awaited", pgettext_lazy("file", "not written yet")
        WRITTEN = "written", pgettext_lazy("file", "written")
        LOST = "lost", pgettext_lazy("file", "lost")

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="files")
    # Below the folder of the lake.
    path = models.CharField(max_length=200, unique=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.AWAITED)
    sha256 = models.CharField(max_length=64, blank=True)
    bytes = models.PositiveBigIntegerField(default=0)
    rows = models.PositiveBigIntegerField(default=0)
    numerator_sum = ExactNumberField(default=0)
    denominator_sum = ExactNumberField(default=0)
    written_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.path


class ReleaseStanding(models.Model):
    """What an audit says of one measure of a release, as everybody may see it.

    Written when the release is published, and again whenever somebody has it certified anew.
    Without one nobody has looked, and only people with raw rights see the measure.
    """

    # Found by `release_standing_once`, which begins with it.
    release = models.ForeignKey(
        Release, on_delete=models.CASCADE, related_name="standings", db_index=False
    )
    indicator = models.CharField(max_length=64)
    standing = models.CharField(max_length=13, choices=ProtectedTable.Standing)
    # How many counts are told, hidden for themselves, and hidden beside others.
    told = models.PositiveIntegerField(default=0)
    primary = models.PositiveIntegerField(default=0)
    complementary = models.PositiveIntegerField(default=0)
    looked_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["release", "indicator"], name="release_standing_once")
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.indicator} {self.standing}"

    @property
    def hidden(self) -> int:
        """How many counts nobody without raw rights is told."""
        return self.primary + self.complementary
