"""What was told of people to whom: the memory of the one exit."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shidra.initiatives.models import Initiative

__all__ = ["Audience", "ProtectedTable"]


class Audience(models.TextChoices):
    """Who reads without raw rights: each may have a rule of its own."""

    VISITORS = "visitors", _("visitors")
    PARTNERS = "partners", _("partners and community members")
    FUNDERS = "funders", _("funders")


class ProtectedTable(models.Model):
    """Every count of one subject and period, with those that may be told.

    A subject is what is counted, such as the code of a measure. A table is made when such figures
    are first asked for and never changed: what one told once counts as known in all later ones.
    """

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="protected_tables"
    )

    class Standing(models.TextChoices):
        """How far an audit looked at it; only what is certified is told by its parts."""

        NOT = "not certified", _("not certified")
        RANK = "rank-checked", _("rank-checked")
        CERTIFIED = "certified", _("certified")

    subject = models.CharField(max_length=64)
    period = models.CharField(max_length=10)
    # To whom it was told: codes of audiences with a space between them.
    audiences = models.CharField(max_length=64)
    # SHA-256 of the counts and of the rule: the same of both gives the same table.
    source = models.CharField(max_length=64)
    # Compressed; each cell with its number and whether it is told.
    cells = models.BinaryField()
    standing = models.CharField(max_length=13, choices=Standing, default=Standing.NOT)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "subject", "period", "source"], name="protected_table_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.period}"
