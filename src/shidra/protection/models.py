"""What may be told of people to whom, and what was told: the rules and the memory of the one exit."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from shidra.initiatives.models import Initiative

__all__ = ["SAID", "Audience", "DisclosureRule", "Misstep", "ProtectedTable", "first_misstep"]

# What a rule says, besides to whom.
SAID: Final = ("people", "events", "without", "hides_zeros", "keeps_totals")


class Audience(models.TextChoices):
    """Who is told of people by one rule: all without raw rights are in one of them or more.

    In the order in which rules are told. Visitors are everybody: whatever they see, all see.
    """

    VISITORS = "visitors", _("everybody, without a role")
    PARTNERS = "partners", _("partners and residents")
    FUNDERS = "funders", _("funders")


class DisclosureRule(models.Model):
    """The smallest numbers of people that one audience is told.

    An initiative has none, and then all audiences are told by its `min_cell`; or one for each.
    """

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="disclosure_rules"
    )
    audience = models.CharField(max_length=10, choices=Audience)
    # Of people, of people to whom it happened, and of people to whom it did not.
    people = models.PositiveIntegerField()
    events = models.PositiveIntegerField()
    without = models.PositiveIntegerField()
    # Whether "nobody" is hidden as a small number is.
    hides_zeros = models.BooleanField(default=False)
    # Whether sums are hidden only where nothing else can be hidden instead.
    keeps_totals = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "audience"], name="disclosure_rule_once_for_each"
            ),
            models.CheckConstraint(
                condition=models.Q(people__gte=1, events__gte=1, without__gte=1),
                name="disclosure_rule_from_one",
            ),
            models.CheckConstraint(
                condition=models.Q(audience__in=["visitors", "partners", "funders"]),
                name="disclosure_rule_audience",
            ),
        ]

    def __str__(self) -> str:
        return self.audience


@dataclass(frozen=True, slots=True)
class Misstep:
    """Two rules of which neither is at least as strict as the other, or visitors' is not strictest.

    Attributes:
        stricter, looser: the audiences by what the others of their numbers say, or must say.
        field: in which the looser one asks for more.
    """

    stricter: str
    looser: str
    field: str


def first_misstep(rules: Iterable[DisclosureRule]) -> Misstep | None:
    """Where rules are no ladder; None where each audience sees all that a stricter one sees.

    Only so can a table of one audience be made on top of a stricter one's: what both know together
    is then what the looser one knows.
    """
    by_audience = {rule.audience: rule for rule in rules}
    in_order = [by_audience[each] for each in Audience if each in by_audience]
    for one, other in combinations(in_order, 2):
        asks, other_asks = _strictness(one), _strictness(other)
        must_lead = one.audience == Audience.VISITORS
        stricter, looser = (
            (one, other) if must_lead or sum(asks) >= sum(other_asks) else (other, one)
        )
        for field in _LADDER:
            if getattr(stricter, field) < getattr(looser, field):
                return Misstep(stricter.audience, looser.audience, field)
    return None


# Keeping sums chooses what is hidden, not how much: it takes no part.
_LADDER: Final = ("people", "events", "without", "hides_zeros")


def _strictness(rule: DisclosureRule) -> tuple[int, ...]:
    return tuple(int(getattr(rule, field)) for field in _LADDER)


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
