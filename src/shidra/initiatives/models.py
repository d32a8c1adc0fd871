"""The initiative, its places and groups, and who holds which role in it."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from shidra.i18n.fields import TextField

__all__ = [
    "PLACES",
    "CategoryChange",
    "Group",
    "GroupSet",
    "Initiative",
    "Label",
    "Membership",
    "Place",
    "PlaceHistory",
    "Visibility",
]

# What a change of categories calls the places, which are a dimension of their own.
PLACES = "place"


class Visibility(models.TextChoices):
    """Who sees a record; the owner of a private one is the organisation that it speaks of."""

    PUBLIC = "public", _("everybody")
    PARTNERS = "partners", _("partners")
    STEERING = "steering", _("steering committee and backbone")
    PRIVATE = "private", _("its owner and the backbone")


def _exponent() -> "models.DecimalField[Decimal, Decimal]":
    return models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(1))


class Initiative(models.Model):
    """One joint move towards one outcome: what everything else belongs to."""

    class State(models.TextChoices):
        RUNNING = "running", _("running")
        PAUSED = "paused", _("paused")
        CLOSED = "closed", _("closed")
        ARCHIVED = "archived", _("archived")

    class Disclosure(models.TextChoices):
        """How small numbers of people are kept from those without raw rights.

        One way for a whole initiative: exact and rounded numbers give each other away.
        """

        HIDE = "hide", _("hide small numbers")
        ROUND = "round", _("round all numbers to multiples of five")

    code = models.SlugField(max_length=64, unique=True)
    name = TextField()
    result = TextField()
    problem = TextField()
    scope = TextField()
    principles = TextField()
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    # Smallest number of people or events that may be published.
    min_cell = models.PositiveIntegerField(default=10)
    disclosure = models.CharField(
        max_length=10, choices=Disclosure, default=Disclosure.HIDE, db_default=Disclosure.HIDE
    )
    is_illustrative = models.BooleanField(default=False)
    # Whether a visitor without an account may see it.
    is_public = models.BooleanField(default=False)

    # Paused still takes changes and sends no letters; closed and archived are read-only and
    # complete, archived stands in no list.
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    state_reason = models.TextField(blank=True)
    state_since = models.DateField(null=True, blank=True)
    # Whether backbone and data lead must sign in with a second factor.
    needs_second_factor = models.BooleanField(default=False)

    # How the score of what is missing is weighed; published beside the score.
    importance_exponent = _exponent()
    shortfall_exponent = _exponent()
    path_exponent = _exponent()
    equity_exponent = _exponent()
    actionability_exponent = _exponent()
    ownerless_value = models.DecimalField(max_digits=4, decimal_places=3, default=Decimal("0.5"))
    longest_path = models.PositiveSmallIntegerField(default=4)
    priority_threshold = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(1))
    # Share of each year's free money kept for the lines that are served before comparison.
    protected_reserve = models.DecimalField(max_digits=4, decimal_places=3, default=Decimal("0.15"))

    # After how many days without a look a factor counts as stale.
    stale_after_days = models.PositiveSmallIntegerField(default=180)

    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stale_after_days__gte=1), name="initiative_stale_after_a_day"
            ),
            models.CheckConstraint(condition=models.Q(min_cell__gte=1), name="initiative_min_cell"),
            models.CheckConstraint(
                condition=models.Q(protected_reserve__gte=0, protected_reserve__lte=1),
                name="initiative_reserve_is_share",
            ),
            models.CheckConstraint(
                condition=models.Q(ownerless_value__gte=0, ownerless_value__lte=1),
                name="initiative_ownerless_is_share",
            ),
            models.CheckConstraint(
                condition=models.Q(longest_path__gte=1, longest_path__lte=12),
                name="initiative_longest_path",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="initiative_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_read_only(self) -> bool:
        """Whether it is over: all of it can be read, none of it changed."""
        return self.state in {self.State.CLOSED, self.State.ARCHIVED}


class Membership(models.Model):
    """A role that a person holds in an initiative; several are possible."""

    class Role(models.TextChoices):
        BACKBONE = "backbone", _("backbone")
        DATA_LEAD = "data_lead", _("data lead")
        PARTNER_EDITOR = "partner_editor", _("partner editor")
        FUNDER = "funder", _("funder")
        COMMUNITY_MEMBER = "community_member", _("community member")
        AUDITOR = "auditor", _("auditor")
        VISITOR = "visitor", _("visitor")

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=20, choices=Role)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["initiative", "user", "role"], name="membership_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} in {self.initiative_id}"


class Label(models.Model):
    """The name of a code that has no table of its own: a dimension, track, stage, kind of people."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="labels")
    kind = models.CharField(max_length=64)
    code = models.CharField(max_length=64)
    name = TextField()

    class Meta:
        ordering = ["kind", "code"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "kind", "code"], name="label_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}"


class Place(models.Model):
    """Where people live: a tree from the country down to a school."""

    class Kind(models.TextChoices):
        COUNTRY = "country", _("country")
        DISTRICT = "district", _("district")
        LOCALITY = "locality", _("locality")
        NEIGHBOURHOOD = "neighbourhood", _("neighbourhood")
        SCHOOL = "school", _("school")

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="places")
    code = models.CharField(max_length=64)
    name = TextField()
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    kind = models.CharField(max_length=20, choices=Kind, blank=True)
    population = models.PositiveBigIntegerField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    # Further columns of the workbook: socio-economic cluster, periphery and the like.
    attributes = models.JSONField(default=dict, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "code"], name="place_once"),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="place_not_its_own_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Group(models.Model):
    """A category of one dimension, with the initiative's published priority."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="groups")
    dimension = models.CharField(max_length=64)
    code = models.CharField(max_length=64)
    name = TextField()
    priority = models.DecimalField(max_digits=6, decimal_places=3, default=Decimal(1))
    is_reference = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "dimension", "code"], name="group_once"),
            models.CheckConstraint(
                condition=models.Q(priority__gt=0), name="group_priority_above_0"
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """How a workbook writes it: `dimension:code`."""
        return f"{self.dimension}:{self.code}"


class GroupSet(models.Model):
    """The groups that one row names together; none of them means everybody.

    Rows of observations, needs and money point here, so that equal sets are one row and the
    groups in it keep their integrity.
    """

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="group_sets")
    # `dimension:code` of each group, sorted, joined by `|`; empty = everybody.
    key = models.CharField(max_length=500, blank=True)
    groups = models.ManyToManyField(Group, related_name="sets")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["initiative", "key"], name="group_set_once")]

    def __str__(self) -> str:
        return self.key

    @property
    def keys(self) -> frozenset[str]:
        """The `dimension:code` of each group."""
        return frozenset(self.key.split("|")) if self.key else frozenset()


class CategoryChange(models.Model):
    """How categories of a dimension, or places, passed into others, from a period on.

    What was loaded keeps the category of its time; readings carry it into today's. Codes stand as
    text, joined by `|`, as in the splits of an indicator: a category that others came of stays.
    """

    class Kind(models.TextChoices):
        RENAME = "rename", _("renamed")
        MERGE = "merge", _("merged")
        SPLIT = "split", _("divided")
        MOVE = "move", _("moved elsewhere")

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="category_changes"
    )
    code = models.CharField(max_length=64)
    dimension = models.CharField(max_length=64)
    kind = models.CharField(max_length=10, choices=Kind)
    from_period = models.CharField(max_length=10)
    before = models.TextField()
    # Empty where a category was moved out of its whole, to none.
    after = models.TextField(blank=True)
    # How the category was called before, where it kept its code.
    was = TextField()
    note = models.TextField(blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    # The codes that came with it, and go with it when it is taken back.
    made = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "code"], name="category_change_once"),
            models.CheckConstraint(
                condition=~models.Q(before="") & ~models.Q(from_period=""),
                name="category_change_says_what_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.kind}"

    @property
    def olds(self) -> tuple[str, ...]:
        """The codes that it speaks of as they were before."""
        return tuple(self.before.split("|")) if self.before else ()

    @property
    def news(self) -> tuple[str, ...]:
        """The codes that it made of them."""
        return tuple(self.after.split("|")) if self.after else ()

    @property
    def is_of_places(self) -> bool:
        return self.dimension == PLACES


class PlaceHistory(models.Model):
    """What is said of a place from a period on: an attribute such as its cluster, or what it lies in.

    Where a place has any row of a name, these say what held when; before the first of them nothing
    is known. Without one, what the place itself says holds for all periods.
    """

    # The name under which the place around is kept, by its code.
    PARENT = "parent"

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="history")
    name = models.CharField(max_length=64)
    # Empty: from the beginning.
    from_period = models.CharField(max_length=10, blank=True)
    value = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["place", "name", "from_period"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "name", "from_period"], name="place_history_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.name} {self.from_period}"
