"""Reads of promises: pages of them, how they stand today, and what they said before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.utils.timezone import localdate

from shidra.audit.models import Change
from shidra.audit.queries import model_label
from shidra.i18n.text import Text
from shidra.i18n.wordsearch import holds
from shidra.initiatives.models import Group
from shidra.initiatives.permissions import Access, readable
from shidra.network.models import Organisation, Promise
from shidra.network.queries.sight import own_of, seen_by

__all__ = [
    "PAGE",
    "RESIDENTS",
    "PromiseQuestion",
    "PromiseRow",
    "Promiser",
    "Promisers",
    "PromisesFound",
    "Tally",
    "Wording",
    "earlier_wordings",
    "find_promises",
    "promise_row_of",
    "promise_rows",
    "promisers_of",
    "tallies_of",
    "tally_of",
    "urgency",
]

PAGE = 50
# Promises of groups of residents, among the sectors.
RESIDENTS = "residents"
# Who promised: the id of the partner or of the group of residents, the other one None.
type Promiser = tuple[int | None, int | None]

# More names than this are no list to choose from.
MOST_CHOICES = 200

State = Promise.State


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """What a partner, or a group of residents, promised in public.

    Attributes:
        group: `dimension:code` of the group of residents that promised.
        by: the name of who promised, by_code: the code of the partner.
    """

    id: int
    code: str
    organisation_id: int | None
    group_id: int | None
    group: str
    by: Text
    by_code: str
    kind: str
    text: Text
    factor: str
    leader: str
    made_on: date | None
    due_on: date | None
    state: str
    reason: Text
    visibility: str

    def is_late(self, today: date) -> bool:
        """Late by its own word, or still open after its day."""
        passed = self.due_on is not None and self.due_on < today
        return self.state == State.LATE or (self.state == State.OPEN and passed)

    def stands(self, today: date) -> State:
        """The state that counts today."""
        return State.LATE if self.is_late(today) else State(self.state)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many promises were kept, are open, are late by word or by the calendar, were changed."""

    kept: int = 0
    open: int = 0
    late: int = 0
    changed: int = 0

    @property
    def total(self) -> int:
        return self.kept + self.open + self.late + self.changed


@dataclass(frozen=True, slots=True)
class PromiseQuestion:
    """What is asked of the promises; all of it stands in the address.

    `sector` also takes `residents`; `partner` is the code of one, or `dimension:code` of a group.
    """

    words: str = ""
    state: str = ""
    kind: str = ""
    sector: str = ""
    partner: str = ""
    factor: str = ""
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        return any((self.words, self.state, self.kind, self.sector, self.partner, self.factor))


@dataclass(frozen=True, slots=True)
class PromisesFound:
    """One page of the promises that answer, the latest first; the tally is of all in sight."""

    question: PromiseQuestion
    rows: tuple[PromiseRow, ...]
    total: int
    page: int
    pages: int
    tally: Tally


@dataclass(frozen=True, slots=True)
class Promisers:
    """Who may be chosen from; None where there are too many to choose from a list."""

    partners: Mapping[str, Text] | None
    groups: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Wording:
    """What a promise said until a day, and why it was changed then."""

    text: Text
    until: date
    reason: Text


def _late(today: date) -> Q:
    return Q(state=State.LATE) | Q(state=State.OPEN, due_on__lt=today)


def urgency(today: date) -> Case:
    """Late ones first, then what is open, what was changed, what was kept."""
    return Case(
        When(_late(today), then=Value(0)),
        When(state=State.OPEN, then=Value(1)),
        When(state=State.CHANGED, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )


def tally_of(promises: QuerySet[Promise], today: date) -> Tally:
    """How these promises stand, all together."""
    return Tally(**promises.order_by().aggregate(**_standing(today)))


def tallies_of(promises: QuerySet[Promise], today: date) -> dict[Promiser, Tally]:
    """How these promises stand, by who made them."""
    rows = (
        promises.order_by().values_list("organisation_id", "group_id").annotate(**_standing(today))
    )
    return {(partner, group): Tally(*counts) for partner, group, *counts in rows}


def _standing(today: date) -> dict[str, Count]:
    return {
        "kept": Count("pk", filter=Q(state=State.KEPT)),
        "open": Count("pk", filter=Q(state=State.OPEN) & ~Q(due_on__lt=today)),
        "late": Count("pk", filter=_late(today)),
        "changed": Count("pk", filter=Q(state=State.CHANGED)),
    }


def find_promises(access: Access, question: PromiseQuestion, today: date) -> PromisesFound:
    """A page of the promises in this person's sight, late ones first."""
    every = Promise.objects.filter(seen_by(access, groups=True), initiative=access.initiative)
    tally = tally_of(every, today)
    ordered = every.filter(_asked(question, today)).order_by(
        urgency(today), F("due_on").asc(nulls_last=True), "code"
    )
    shown, total, page = _numbered(ordered, question, tally.total)
    pages = max(1, -(-total // PAGE))
    rows = sorted(
        promise_rows(Promise.objects.filter(pk__in=shown)), key=lambda row: shown.index(row.id)
    )
    return PromisesFound(question, tuple(rows), total, page, pages, tally)


def _numbered(
    ordered: QuerySet[Promise], question: PromiseQuestion, in_sight: int
) -> tuple[list[int], int, int]:
    """The numbers of the promises of the page, how many answer in all, and which page it is.

    Numbers alone are put in order: the words of thousands would be carried along.
    """
    ids = ordered.values_list("pk", flat=True)
    if question.is_narrowed:
        # Every row is looked at, so it is asked once: which they are tells how many.
        found = list(ids)
        page = _within(question.page, len(found))
        return found[(page - 1) * PAGE : page * PAGE], len(found), page
    page = _within(question.page, in_sight)
    first, after = (page - 1) * PAGE, min(page * PAGE, in_sight)
    if first <= in_sight // 2:
        return list(ids[first:after]), in_sight, page
    # From the nearer end: a database sorts as many as it skips.
    last = list(ids.reverse()[in_sight - after : in_sight - first])
    return last[::-1], in_sight, page


def _within(page: int, total: int) -> int:
    return min(max(page, 1), max(1, -(-total // PAGE)))


def _asked(question: PromiseQuestion, today: date) -> Q:
    found = Q()
    if question.words:
        found &= (
            Q(holds("text", question.words))
            | Q(organisation__in=Organisation.objects.filter(holds("name", question.words)))
            | Q(group__in=Group.objects.filter(holds("name", question.words)))
            | Q(leader__icontains=question.words)
        )
    if question.state == State.LATE:
        found &= _late(today)
    elif question.state == State.OPEN:
        found &= Q(state=State.OPEN) & ~Q(due_on__lt=today)
    elif question.state:
        found &= Q(state=question.state)
    if question.kind:
        found &= Q(kind=question.kind)
    if question.sector == RESIDENTS:
        found &= Q(group__isnull=False)
    elif question.sector:
        found &= Q(organisation__sector=question.sector)
    if question.partner:
        dimension, _, code = question.partner.partition(":")
        found &= Q(organisation__code=question.partner) | Q(
            group__dimension=dimension, group__code=code
        )
    if question.factor:
        found &= Q(factor__code=question.factor)
    return found


def promise_row_of(pk: int) -> PromiseRow:
    """One promise that is known to be there and in sight."""
    (row,) = promise_rows(Promise.objects.filter(pk=pk))
    return row


def promise_rows(promises: QuerySet[Promise]) -> list[PromiseRow]:
    """Promises with the names of who made them, in one query."""
    rows = promises.values_list(
        "id",
        "code",
        "organisation_id",
        "group_id",
        "group__dimension",
        "group__code",
        "organisation__name",
        "group__name",
        "organisation__code",
        "kind",
        "text",
        "factor__code",
        "leader",
        "made_on",
        "due_on",
        "state",
        "reason",
        "visibility",
    )
    return [_row(*row) for row in rows]


def _row(
    pk: int,
    code: str,
    organisation: int | None,
    group: int | None,
    dimension: str | None,
    group_code: str | None,
    partner_name: Text | None,
    group_name: Text | None,
    partner: str | None,
    kind: str,
    text: Text,
    factor: str | None,
    *rest: Any,
) -> PromiseRow:
    key = f"{dimension}:{group_code}" if group else ""
    by = (group_name if group else partner_name) or Text()
    return PromiseRow(
        pk, code, organisation, group, key, by, partner or "", kind, text, factor or "", *rest
    )


def promisers_of(access: Access) -> Promisers:
    """The partners and groups with a promise in sight, by the code that the address takes."""
    partners = Organisation.objects.filter(initiative=access.initiative)
    seen = Promise.objects.filter(seen_by(access, groups=True), initiative=access.initiative)
    groups = Group.objects.filter(
        pk__in=seen.filter(group__in=access.initiative.groups.values("pk")).values("group_id")
    )
    return Promisers(
        dict(partners.filter(pk__in=seen.values("organisation_id")).values_list("code", "name"))
        if partners.count() <= MOST_CHOICES
        else None,
        {group.key: group.name for group in groups},
    )


def earlier_wordings(access: Access, rows: Sequence[PromiseRow]) -> dict[int, tuple[Wording, ...]]:
    """What these promises said before, latest first, as far as this person could see it then.

    The trail knows: whoever changed the words, by a form, a file or an undo. Words that were out
    of a reader's sight when they stood stay so after the promise was opened to more people.
    """
    changes: dict[int, list[Change]] = {}
    for change in (
        Change.objects.filter(
            model=model_label(Promise),
            row__in=[row.id for row in rows],
            kind=Change.Kind.CHANGED,
            record__initiative=access.initiative.code,
        )
        .select_related("record")
        .order_by("-pk")
    ):
        changes.setdefault(change.row, []).append(change)
    open_to, own = readable(access), own_of(access)
    found = {}
    for row in rows:
        is_own = row.organisation_id in own.organisations or row.group_id in own.groups
        past = _past(row, changes.get(row.id, ()))
        seen = tuple(w for w, visibility in past if is_own or visibility in open_to)
        if seen:
            found[row.id] = seen
    return found


def _past(row: PromiseRow, changes: Sequence[Change]) -> Iterator[tuple[Wording, str]]:
    """Each earlier wording with the visibility that it had, going back from what stands now."""
    visibility, text, reason = row.visibility, row.text, row.reason
    for change in changes:
        was = change.was
        visibility = was.get("visibility", visibility)
        if "text" in was:
            earlier = Text.of(**was["text"])
            if _says_otherwise(earlier, text):
                yield Wording(earlier, localdate(change.record.at), reason), visibility
            text = earlier
        if "reason" in was:
            reason = Text.of(**was["reason"])


def _says_otherwise(earlier: Text, later: Text) -> bool:
    """Whether words were changed; a translation that was added changes none."""
    return any(earlier.words(code) != later.words(code) for code in earlier)
