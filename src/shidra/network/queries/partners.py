"""Reads of partners: who is at the table, what each answers for, and the chairs that are empty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.expressions import Window
from django.db.models.functions import RowNumber

from shidra.i18n.text import Text
from shidra.i18n.wordsearch import holds
from shidra.initiatives.models import Group, Initiative, Membership
from shidra.initiatives.permissions import Access
from shidra.network.models import Activity, Affiliation, Organisation, Promise, Stewardship
from shidra.network.queries.activities import ActivityRow, activity_rows
from shidra.network.queries.promises import (
    Promiser,
    PromiseRow,
    Tally,
    promise_rows,
    tallies_of,
    tally_of,
    urgency,
)
from shidra.network.queries.sight import own_of, seen_by
from shidra.roadmap.queries import adopted_version_or_none, entries_of

__all__ = [
    "CARDS",
    "GroupRow",
    "Network",
    "Owner",
    "PartnerQuestion",
    "PartnerRow",
    "PersonOfPartner",
    "factor_names",
    "network_of",
    "owners_of",
    "partners_of",
    "people_behind",
    "resident_groups",
    "unanswered_groups",
]

# How many partners one page shows, and how much of what each does and promised.
CARDS, ON_A_CARD = 24, 3
# How many people of one partner are named on its page.
NAMED = 60


@dataclass(frozen=True, slots=True)
class Owner:
    """The partner that answers for a factor."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """A partner of the network."""

    id: int
    code: str
    name: Text
    sector: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group of residents, and how many people speak for it."""

    id: int
    key: str
    name: Text
    priority: float
    speakers: int
    is_reference: bool = False

    @property
    def is_empty_chair(self) -> bool:
        """Whether nobody speaks for a group that the initiative gives more weight."""
        return self.priority > 1 and not self.speakers


@dataclass(frozen=True, slots=True)
class PersonOfPartner:
    """Somebody who belongs to a partner or speaks for a group, with their roles here."""

    name: str
    roles: tuple[str, ...]
    is_administrator: bool


@dataclass(frozen=True, slots=True)
class PartnerQuestion:
    """What is asked of the partners: words in the name, a sector, a page from 1."""

    words: str = ""
    sector: str = ""
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.sector)


@dataclass(frozen=True, slots=True)
class Network:
    """One page of the partners with what they do, promised and answer for.

    Attributes:
        total: how many partners there are, found: how many answer to the question.
        sectors: how many partners each sector has, of all; a sector without any is not in it.
        activities, activity_counts: the first of each partner of the page, and how many, by its id.
        promises, tallies: the same of partners and groups, by the ids (partner, group).
        tally: of all promises in sight.
        answers_for: codes of the factors that a partner answers for, by its id.
    """

    question: PartnerQuestion
    total: int
    found: int
    pages: int
    sectors: Mapping[str, int]
    partners: tuple[PartnerRow, ...]
    activities: Mapping[int, Sequence[ActivityRow]]
    activity_counts: Mapping[int, int]
    promises: Mapping[Promiser, Sequence[PromiseRow]]
    tallies: Mapping[Promiser, Tally]
    tally: Tally
    answers_for: Mapping[int, Sequence[str]]
    groups: tuple[GroupRow, ...]


def network_of(access: Access, question: PartnerQuestion, today: date) -> Network:
    """A page of the network as this person sees it, in as many queries however large it is."""
    every = Organisation.objects.filter(initiative=access.initiative)
    sectors = dict(every.order_by().values_list("sector").annotate(n=Count("pk")))
    found = _asked(every, question)
    count = found.count() if question.is_narrowed else sum(sectors.values())
    pages = max(1, -(-count // CARDS))
    first = (min(max(question.page, 1), pages) - 1) * CARDS
    # By sector, in the order of their table: a page never breaks a sector without need.
    rows = _by_sector(found)[first : first + CARDS]
    partners = tuple(PartnerRow(*row) for row in rows.values_list("id", "code", "name", "sector"))
    ids = [partner.id for partner in partners]
    groups = resident_groups(access.initiative)
    # Asked by whom alone, since they are of this initiative: its number finds thousands first.
    own = own_of(access)
    done = Activity.objects.filter(seen_by(access, own=own), organisation__in=ids)
    seen = seen_by(access, groups=True, own=own)
    of_these = Q(organisation__in=ids) | Q(group__in=[group.id for group in groups])
    by_these = Promise.objects.filter(seen, of_these)
    promised = Promise.objects.filter(seen, initiative=access.initiative)
    return Network(
        question=question,
        total=sum(sectors.values()),
        found=count,
        pages=pages,
        sectors=sectors,
        partners=partners,
        activities=_first_activities(done),
        activity_counts=_counts(done),
        promises=_first_promises(by_these, today),
        tallies=tallies_of(by_these, today),
        tally=tally_of(promised, today),
        answers_for=_answers_for(ids),
        groups=tuple(groups),
    )


def _asked(every: QuerySet[Organisation], question: PartnerQuestion) -> QuerySet[Organisation]:
    if question.sector:
        every = every.filter(sector=question.sector)
    if question.words:
        every = every.filter(Q(holds("name", question.words)) | Q(code__iexact=question.words))
    return every


def _by_sector(rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    order = Case(
        *(When(sector=sector, then=Value(n)) for n, sector in enumerate(Organisation.Sector)),
        default=Value(len(Organisation.Sector)),
    )
    return rows.order_by(order, "position", "id")


def _first_activities(done: QuerySet[Activity]) -> dict[int, list[ActivityRow]]:
    numbered = done.annotate(nth=_nth("organisation_id", order=["code"]))
    found: dict[int, list[ActivityRow]] = {}
    for row in activity_rows(numbered.filter(nth__lte=ON_A_CARD)):
        found.setdefault(row.organisation_id, []).append(row)
    return found


def _counts(done: QuerySet[Activity]) -> dict[int, int]:
    return dict(done.order_by().values_list("organisation_id").annotate(n=Count("pk")))


def _first_promises(promised: QuerySet[Promise], today: date) -> dict[Promiser, list[PromiseRow]]:
    order = ("urgency", "due_on", "code")
    numbered = promised.annotate(urgency=urgency(today)).annotate(
        nth=_nth("organisation_id", "group_id", order=order)
    )
    found: dict[Promiser, list[PromiseRow]] = {}
    for row in promise_rows(numbered.filter(nth__lte=ON_A_CARD).order_by(*order)):
        found.setdefault((row.organisation_id, row.group_id), []).append(row)
    return found


def _nth(*within: str, order: Sequence[str]) -> Window:
    return Window(
        RowNumber(),
        partition_by=[F(name) for name in within],
        order_by=[F(name) for name in order],
    )


def _answers_for(ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = Stewardship.objects.filter(organisation__in=ids, kind=Stewardship.Kind.OWNER)
    for organisation, code in rows.order_by("factor__code").values_list(
        "organisation_id", "factor__code"
    ):
        found.setdefault(organisation, []).append(code)
    return found


def factor_names(initiative: Initiative) -> dict[str, Text]:
    """Names of the factors of the adopted map by code, in the order of their table."""
    version = adopted_version_or_none(initiative)
    return dict(entries_of(version).values_list("factor__code", "name") if version else ())


def owners_of(initiative: Initiative) -> Mapping[str, Owner]:
    """For each factor that has one, by code, who answers for it."""
    rows = Stewardship.objects.filter(
        factor__initiative=initiative, kind=Stewardship.Kind.OWNER
    ).values_list("factor__code", "organisation__code", "organisation__name")
    return {factor: Owner(code, name) for factor, code, name in rows}


def partners_of(initiative: Initiative) -> list[PartnerRow]:
    """All partners in the order of their table."""
    rows = Organisation.objects.filter(initiative=initiative)
    return [PartnerRow(*row) for row in rows.values_list("id", "code", "name", "sector")]


def resident_groups(initiative: Initiative) -> list[GroupRow]:
    """All groups in the order of their table, each with how many speak for it."""
    rows = Group.objects.filter(initiative=initiative).annotate(n=Count("affiliations"))
    return [
        GroupRow(row.pk, row.key, row.name, float(row.priority), row.n, row.is_reference)
        for row in rows
    ]


def unanswered_groups(initiative: Initiative) -> list[GroupRow]:
    """The groups of more weight that nobody speaks for."""
    return [group for group in resident_groups(initiative) if group.is_empty_chair]


def people_behind(
    initiative: Initiative, *, organisation: int | None = None, group: int | None = None
) -> tuple[int, tuple[PersonOfPartner, ...]]:
    """How many belong to an organisation or speak for a group, and the first of them with roles."""
    held = Affiliation.objects.filter(user__is_active=True)
    held = held.filter(organisation=organisation) if organisation else held.filter(group=group)
    count = held.count()
    first = list(
        held.select_related("user").order_by("-is_administrator", "user__name", "pk")[:NAMED]
    )
    roles: dict[int, list[str]] = {}
    for user, role in Membership.objects.filter(
        initiative=initiative, user__in=[each.user_id for each in first]
    ).values_list("user_id", "role"):
        roles.setdefault(user, []).append(role)
    people = tuple(
        PersonOfPartner(str(each.user), tuple(roles.get(each.user_id, ())), each.is_administrator)
        for each in first
    )
    return count, people
