"""Partners, what they do, and what they promised."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from shidra.i18n.fields import TextField
from shidra.initiatives.models import Group, GroupSet, Initiative, Place, Visibility
from shidra.roadmap.models import Factor

__all__ = ["Activity", "Affiliation", "Organisation", "Promise", "Stewardship"]


class Organisation(models.Model):
    """A partner of the network."""

    class Sector(models.TextChoices):
        GOVERNMENT = "government", _("government")
        LOCAL_AUTHORITY = "local_authority", _("local authorities")
        PHILANTHROPY = "philanthropy", _("philanthropy")
        NGO = "ngo", _("social organisations")
        BUSINESS = "business", _("business")
        ACADEMIA = "academia", _("academia")
        HEALTH = "health", _("health")
        COMMUNITY = "community", _("community")

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="organisations"
    )
    code = models.CharField(max_length=64)
    name = TextField()
    sector = models.CharField(max_length=20, choices=Sector)
    registry_id = models.CharField(max_length=100, blank=True)
    # What it asks of the others, and what it has to offer them, in its own words.
    asks = TextField()
    offers = TextField()
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "code"], name="organisation_once")
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_public_sector(self) -> bool:
        """Whether its money is public money."""
        return self.sector in {self.Sector.GOVERNMENT, self.Sector.LOCAL_AUTHORITY}


class Affiliation(models.Model):
    """A person belongs to an organisation, or as a resident to a group; roles are a matter apart."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="affiliations"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="affiliations"
    )
    group = models.ForeignKey(
        Group, on_delete=models.CASCADE, null=True, blank=True, related_name="affiliations"
    )
    # May invite people to this organisation.
    is_administrator = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="affiliation_once"),
            models.UniqueConstraint(fields=["user", "group"], name="affiliation_to_group_once"),
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False, group__isnull=True)
                | models.Q(organisation__isnull=True, group__isnull=False),
                name="affiliation_to_organisation_or_group",
            ),
        ]

    def __str__(self) -> str:
        return f"user {self.user_id} of {self.organisation_id or self.group_id}"


class Stewardship(models.Model):
    """Who answers for a factor, or for the barrier that blocks it."""

    class Kind(models.TextChoices):
        OWNER = "owner", _("owner")
        BARRIER_OWNER = "barrier_owner", _("owner of the barrier")

    factor = models.ForeignKey(Factor, on_delete=models.CASCADE, related_name="stewardships")
    kind = models.CharField(max_length=20, choices=Kind)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="stewardships"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["factor", "kind"], name="steward_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.kind} of {self.factor_id}"


class Activity(models.Model):
    """What a partner does about one or several factors: a programme, or work on the system."""

    class Kind(models.TextChoices):
        PROGRAMME = "programme", _("programme")
        SYSTEM = "system", _("system work")

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="activities")
    code = models.CharField(max_length=64)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="activities"
    )
    name = TextField()
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PROGRAMME)
    factors = models.ManyToManyField(Factor, related_name="activities")
    places = models.ManyToManyField(Place, related_name="activities", blank=True)
    group_set = models.ForeignKey(
        GroupSet, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    reach_planned = models.PositiveIntegerField(null=True, blank=True)
    reach_actual = models.PositiveIntegerField(null=True, blank=True)
    quality = models.PositiveSmallIntegerField(null=True, blank=True)
    visibility = models.CharField(
        max_length=10, choices=Visibility, default=Visibility.PUBLIC, db_default=Visibility.PUBLIC
    )

    class Meta:
        ordering = ["code"]
        verbose_name_plural = "activities"
        constraints = [
            models.UniqueConstraint(fields=["initiative", "code"], name="activity_once"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="activity_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Promise(models.Model):
    """What a partner, or a group of residents, said in public that it will do."""

    class Kind(models.TextChoices):
        MONEY = "money", _("money")
        STAFF = "staff", _("staff")
        DATA = "data", _("data")
        PRACTICE = "practice", _("practice")
        POLICY = "policy", _("policy")
        EQUITY = "equity", _("equity")
        INTRODUCTION = "introduction", _("introduction")
        SPACE = "space", _("space")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        KEPT = "kept", _("kept")
        LATE = "late", _("late")
        CHANGED = "changed", _("changed")

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="promises")
    code = models.CharField(max_length=64)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="promises"
    )
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="promises"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    text = TextField()
    factor = models.ForeignKey(
        Factor, on_delete=models.PROTECT, null=True, blank=True, related_name="promises"
    )
    leader = models.CharField(max_length=200, blank=True)
    made_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    reason = TextField()
    visibility = models.CharField(
        max_length=10, choices=Visibility, default=Visibility.PUBLIC, db_default=Visibility.PUBLIC
    )

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "code"], name="promise_once"),
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False, group__isnull=True)
                | models.Q(organisation__isnull=True, group__isnull=False),
                name="promise_by_organisation_or_group",
            ),
        ]
        # Whoever counts or orders thousands of promises reads nothing else of them.
        indexes = [
            models.Index(
                fields=[
                    "initiative",
                    "organisation",
                    "group",
                    "state",
                    "due_on",
                    "visibility",
                    "code",
                ],
                name="promise_as_it_stands",
            )
        ]

    def __str__(self) -> str:
        return self.code
