"""Who owes which figures, what partners handed in, and how far each submission has come."""

from collections.abc import Mapping

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shidra.initiatives.models import GroupSet, Initiative, Place
from shidra.measurement.models import ExactNumberField, Indicator
from shidra.network.models import Organisation

__all__ = [
    "LASTING",
    "MOVES",
    "ColumnMapping",
    "ReportingDuty",
    "Submission",
    "SubmissionStep",
    "SubmittedFigure",
]


class ReportingDuty(models.Model):
    """A partner owes the figures of a measure for each period, so many days after its end."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="duties")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="duties")
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="duties")
    # It reports for this place and those inside it; without one, for whichever it has figures.
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="duties"
    )
    days_after = models.PositiveSmallIntegerField(default=30)
    # The first period, and the last one if there is one.
    since = models.CharField(max_length=10)
    until = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering = ["organisation", "indicator", "id"]
        verbose_name_plural = "reporting duties"
        constraints = [
            models.UniqueConstraint(
                "organisation", "indicator", Coalesce("place", 0), name="duty_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} reports {self.indicator_id}"


class Submission(models.Model):
    """Figures that a partner handed in together, and how far they have come.

    Of a file only the columns that were matched with ours are kept, never what else stood in it.
    """

    class Status(models.TextChoices):
        """Where a submission stands; the moves between are in `MOVES`."""

        DRAFT = "draft", pgettext_lazy("figures", "draft")
        SUBMITTED = "submitted", pgettext_lazy("figures", "handed in")
        VALIDATED = "validated", pgettext_lazy("figures", "looked through")
        CONFIRMED = "confirmed", pgettext_lazy("figures", "confirmed by the partner")
        PUBLISHED = "published", pgettext_lazy("figures", "published")
        CORRECTED = "corrected", pgettext_lazy("figures", "corrected by later figures")
        WITHDRAWN = "withdrawn", pgettext_lazy("figures", "withdrawn")

    class Kind(models.TextChoices):
        """How the figures came in."""

        FILE = "file", _("file")
        FORM = "form", _("form")
        PASTE = "paste", _("pasted rows")
        COMMAND = "command", _("command")

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="submissions")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="submissions"
    )
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    kind = models.CharField(max_length=10, choices=Kind)
    file_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64)
    # Of the file together with how its columns were matched: the same twice is one submission.
    fingerprint = models.CharField(max_length=64)
    matching = models.JSONField(default=dict)
    # What its rows speak of: a column that it does not have leaves what is stored as it is.
    spoken = models.JSONField(default=list)
    # Rows that did not hold: row, column, value, problem and what it takes to say what fits.
    left_out = models.JSONField(default=list)
    rows_read = models.PositiveIntegerField(default=0)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    # Counted up by each change: who changes it says which one they have read.
    edition = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    made_by_id = models.CharField(max_length=64, blank=True)
    made_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "number"], name="submission_once"),
            models.UniqueConstraint(
                fields=["organisation", "fingerprint"],
                condition=~models.Q(status__in=["withdrawn", "corrected"]),
                name="submission_of_a_file_once",
            ),
        ]

    def __str__(self) -> str:
        return f"submission {self.number}"

    @property
    def is_open(self) -> bool:
        """Whether it may still come to count."""
        return bool(MOVES[self.Status(self.status)]) and self.status not in LASTING


_Status = Submission.Status

# The steps that lead from each status to another. Nothing that was confirmed is ever taken away.
MOVES: Mapping[Submission.Status, tuple[Submission.Status, ...]] = {
    _Status.DRAFT: (_Status.SUBMITTED, _Status.WITHDRAWN),
    _Status.SUBMITTED: (_Status.VALIDATED, _Status.DRAFT),
    _Status.VALIDATED: (_Status.CONFIRMED, _Status.DRAFT),
    _Status.CONFIRMED: (_Status.PUBLISHED, _Status.CORRECTED),
    _Status.PUBLISHED: (_Status.CORRECTED,),
    _Status.CORRECTED: (),
    _Status.WITHDRAWN: (),
}

# Their figures are, or were, observations.
LASTING = frozenset({_Status.CONFIRMED, _Status.PUBLISHED, _Status.CORRECTED})


class SubmissionStep(models.Model):
    """One step of a submission: from which status to which, when, by whom, with which note."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="steps")
    before = models.CharField(max_length=10, choices=Submission.Status, blank=True)
    after = models.CharField(max_length=10, choices=Submission.Status)
    at = models.DateTimeField()
    by_label = models.CharField(max_length=200)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.after}"


class SubmittedFigure(models.Model):
    """One row that a partner handed in; `value` of a percent indicator is a share, 0 to 1."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="figures")
    # Where it stands in the file, and what stood there in the partner's own words.
    row = models.PositiveIntegerField()
    cells = models.JSONField(default=dict)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="submitted")
    definition = models.PositiveSmallIntegerField(default=1)
    period = models.CharField(max_length=10)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True)
    group_set = models.ForeignKey(GroupSet, on_delete=models.PROTECT, null=True, blank=True)
    numerator = ExactNumberField(null=True, blank=True)
    denominator = ExactNumberField(null=True, blank=True)
    value = ExactNumberField(null=True, blank=True)
    n = ExactNumberField(null=True, blank=True)
    quality = models.CharField(max_length=1, blank=True)
    units_counted = models.PositiveIntegerField(null=True, blank=True)
    remarks = models.TextField(blank=True)
    # What was asked about it, each with its answer, empty while there is none.
    questions = models.JSONField(default=list)
    # What was stored for the same cell when the partner confirmed this; null where nothing was.
    before = models.JSONField(null=True, blank=True)
    # The figure of an earlier submission that this one took the place of.
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )

    class Meta:
        ordering = ["row", "id"]
        constraints = [
            models.UniqueConstraint(
                "submission",
                "indicator",
                "period",
                Coalesce("place", 0),
                Coalesce("group_set", 0),
                name="submitted_figure_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} row {self.row}"


class ColumnMapping(models.Model):
    """How the columns of a partner's own file match ours, remembered for its next file."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="column_mappings"
    )
    # The names of the columns of the file, in their order.
    header_key = models.CharField(max_length=64)
    matching = models.JSONField(default=dict)
    used_at = models.DateTimeField()

    class Meta:
        ordering = ["-used_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "header_key"], name="column_mapping_once"
            )
        ]

    def __str__(self) -> str:
        return f"columns of {self.organisation_id}"
