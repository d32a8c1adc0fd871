"""Rename, merge, divide and move categories and places, and take it back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import count

from django.db import transaction
from django.db.models import Max

from shidra.audit.actions import (
    ChangedSince,
    Changes,
    Row,
    StillNeeded,
    Touched,
    because,
    put_rows,
    retire_row,
)
from shidra.audit.models import Actor, Change
from shidra.i18n.text import Text
from shidra.initiatives.actions.dating import begins_at, drop_lone_beginning, forget, keep_dated
from shidra.initiatives.actions.initiative import hold, put_groups, put_places
from shidra.initiatives.analysis import CrosswalkError, begins, crosswalk_from
from shidra.initiatives.models import (
    CategoryChange,
    Group,
    Initiative,
    Place,
    PlaceHistory,
)
from shidra.initiatives.queries import changes_of

__all__ = [
    "ChangeRefused",
    "NewCategory",
    "change_categories",
    "put_category_changes",
    "take_back_categories",
]

Kind = CategoryChange.Kind


class ChangeRefused(Exception):
    """The change cannot be.

    Attributes:
        problem: a fault of the crosswalk, or `unknown`, `nothing_new`, `built_on`.
        category: which code it is about.
    """

    def __init__(self, problem: str, category: str = "") -> None:
        super().__init__(f"{problem} {category}".rstrip())
        self.problem, self.category = problem, category


@dataclass(frozen=True, slots=True)
class NewCategory:
    """What comes of a change: a category that is there, or one to be made, by its code."""

    code: str
    name: Text = field(default_factory=Text)


def put_category_changes(
    *, initiative: Initiative, rows: Iterable[Row], touched: Touched, by: Actor
) -> Changes:
    """Put how categories and places passed into each other."""
    return put_rows(
        existing=CategoryChange.objects.filter(initiative=initiative),
        rows=rows,
        key=("code",),
        touched=touched,
        by=by,
        initiative=initiative.code,
    )


@transaction.atomic
def change_categories(
    *,
    initiative: Initiative,
    dimension: str,
    kind: str,
    from_period: str,
    before: Sequence[str],
    after: Sequence[NewCategory],
    note: str,
    on: date,
    by: Actor,
) -> CategoryChange:
    """Let categories of a dimension pass into others from a period on; what was loaded stays.

    Categories of `after` that are not there yet are made. Places are the dimension `place`.

    Raises:
        ChangeRefused: a category of `before` is not there, or the change cannot follow the others.
    """
    hold(initiative.code)
    stored = changes_of(initiative)
    change = CategoryChange(
        initiative=initiative,
        code=_free_code(stored),
        dimension=dimension,
        kind=kind,
        from_period=from_period,
        before="|".join(before),
        after="|".join(one.code for one in after),
        note=note,
        decided_on=on,
        decided_by=by.label,
        position=max((each.position for each in stored), default=0) + 1,
    )
    try:
        crosswalk_from([*stored, change])
    except CrosswalkError as error:
        raise ChangeRefused(error.fault, error.category.partition(":")[2]) from None
    room = (_Places if change.is_of_places else _Groups)(change, by)
    if missing := next((code for code in before if code not in room.known), None):
        raise ChangeRefused("unknown", missing)
    with because(note):
        room.make(after)
        if kind == Kind.RENAME and change.olds == change.news:
            change.was = room.rename(after[0])
        put_category_changes(
            initiative=initiative, rows=[Row(change)], touched=Touched((), is_part=True), by=by
        )
        room.place()
    return CategoryChange.objects.get(initiative=initiative, code=change.code)


def _free_code(stored: Sequence[CategoryChange]) -> str:
    taken = {each.code for each in stored}
    numbers = (f"CH{number}" for number in count(len(stored) + 1))
    return next(code for code in numbers if code not in taken)


@dataclass(slots=True)
class _Groups:
    """What a change does to the groups themselves."""

    change: CategoryChange
    by: Actor
    known: dict[str, Group] = field(init=False)

    def __post_init__(self) -> None:
        initiative, dimension = self.change.initiative, self.change.dimension
        rows = Group.objects.filter(initiative=initiative, dimension=dimension)
        self.known = {each.code: each for each in rows}

    def make(self, wanted: Sequence[NewCategory]) -> None:
        """The groups that are not there yet, as weighty as the weightiest they come of."""
        initiative = self.change.initiative
        new = [one for one in wanted if one.code not in self.known]
        olds = [self.known[code] for code in self.change.olds]
        found = Group.objects.filter(initiative=initiative).aggregate(last=Max("position"))
        last = found["last"] or 0
        rows = [
            Row(
                Group(
                    initiative=initiative,
                    dimension=self.change.dimension,
                    code=one.code,
                    name=one.name or Text.of(en=one.code),
                    priority=max((each.priority for each in olds), default=Decimal(1)),
                    is_reference=len(new) == 1 and any(each.is_reference for each in olds),
                    position=last + place,
                )
            )
            for place, one in enumerate(new, 1)
        ]
        if rows:
            put_groups(
                initiative=initiative, rows=rows, touched=Touched((), is_part=True), by=self.by
            )
        self.change.made = "|".join(one.code for one in new)

    def rename(self, wanted: NewCategory) -> Text:
        """Call a group otherwise; how it was called until now."""
        group = self.known[wanted.code]
        was: Text = group.name
        if not wanted.name or was.same_words(wanted.name):
            raise ChangeRefused("nothing_new", wanted.code)
        self._name(wanted.code, wanted.name)
        return was

    def _name(self, code: str, name: Text) -> None:
        group = self.known[code]
        group.name = name
        put_groups(
            initiative=self.change.initiative,
            rows=[Row(group)],
            touched=Touched(("name",), is_part=True),
            by=self.by,
        )

    def place(self) -> None:
        """Groups lie in no tree of their own: the changes say what belongs to what."""

    def take_back(self) -> None:
        """Call it as before."""
        change = self.change
        if change.kind == Kind.RENAME and change.olds == change.news and change.was:
            self._name(change.olds[0], change.was)

    def rows(self) -> list[Group]:
        return [self.known[code] for code in self.change.made.split("|") if code in self.known]


@dataclass(slots=True)
class _Places:
    """What a change does to the places themselves."""

    change: CategoryChange
    by: Actor
    known: dict[str, Place] = field(init=False)

    def __post_init__(self) -> None:
        rows = Place.objects.filter(initiative=self.change.initiative).select_related("parent")
        self.known = {each.code: each for each in rows}

    def make(self, wanted: Sequence[NewCategory]) -> None:
        """The places that are not there yet: beside what unites in them, inside what is divided."""
        change = self.change
        new = [one for one in wanted if one.code not in self.known]
        olds = [self.known[code] for code in change.olds]
        around = olds[0].code if change.kind == Kind.SPLIT else _parent(olds[0])
        people = [each.population for each in olds]
        found = Place.objects.filter(initiative=change.initiative).aggregate(last=Max("position"))
        last = found["last"] or 0
        rows = [
            Row(
                Place(
                    initiative=change.initiative,
                    code=one.code,
                    name=one.name or Text.of(en=one.code),
                    kind=olds[0].kind,
                    population=None
                    if change.kind == Kind.SPLIT or None in people
                    else sum(each or 0 for each in people),
                    position=last + place,
                )
            )
            for place, one in enumerate(new, 1)
        ]
        if rows:
            self._put(rows, Touched((), is_part=True), {one.code: around for one in new})
        change.made = "|".join(one.code for one in new)
        self.__post_init__()

    def rename(self, wanted: NewCategory) -> Text:
        """Call a place otherwise; how it was called until now."""
        was: Text = self.known[wanted.code].name
        if not wanted.name or was.same_words(wanted.name):
            raise ChangeRefused("nothing_new", wanted.code)
        self._name(wanted.code, wanted.name)
        return was

    def _name(self, code: str, name: Text) -> None:
        place = self.known[code]
        place.name = name
        self._put([Row(place)], Touched(("name",), is_part=True), {})

    def place(self) -> None:
        """Today's tree, and from when on it is so."""
        change = self.change
        if change.kind == Kind.SPLIT:
            lies_in = dict.fromkeys(change.news, change.olds[0])
        elif change.news:
            lies_in = {code: change.news[0] for code in change.olds if code != change.news[0]}
        else:
            lies_in = dict.fromkeys(change.olds, "")
        for code, parent in lies_in.items():
            place = self.known[code]
            is_new = code in change.made.split("|")
            before = "" if is_new else _parent(place) or ""
            keep_dated(place, PlaceHistory.PARENT, change.from_period, parent, before, self.by)
        self._put([], Touched((), is_part=True), {one: lies_in[one] or None for one in lies_in})

    def take_back(self) -> None:
        """Each place lies where it did before, or where a later period says."""
        change = self.change
        if change.kind == Kind.RENAME and change.olds == change.news:
            if change.was:
                self._name(change.olds[0], change.was)
            return
        moved = change.news if change.kind == Kind.SPLIT else change.olds
        for code in moved:
            if code in self.known:
                forget(self.known[code], PlaceHistory.PARENT, change.from_period, self.by)
        lies_in: dict[str, str | None] = {}
        for code in moved:
            if code in self.known:
                history = self.known[code].history.filter(name=PlaceHistory.PARENT)
                latest = max(history, key=begins_at, default=None)
                lies_in[code] = (latest.value or None) if latest else _parent(self.known[code])
        self._put([], Touched((), is_part=True), lies_in)
        for code in moved:
            if code in self.known:
                drop_lone_beginning(self.known[code], PlaceHistory.PARENT, self.by)

    def rows(self) -> list[Place]:
        return [self.known[code] for code in self.change.made.split("|") if code in self.known]

    def _put(self, rows: Sequence[Row], touched: Touched, parents: dict[str, str | None]) -> None:
        put_places(
            initiative=self.change.initiative,
            rows=rows,
            parents=parents,
            touched=touched,
            by=self.by,
        )


def _parent(place: Place) -> str | None:
    return place.parent.code if place.parent else None


@transaction.atomic
def take_back_categories(*, change: CategoryChange, reason: str, by: Actor) -> Change:
    """Undo a change: what it made goes if nothing points to it, names and places return.

    Raises:
        ChangedSince: it was taken back already.
        ChangeRefused: later changes build on it (`built_on`).
    """
    initiative = change.initiative
    hold(initiative.code)
    stored = {each.pk: each for each in changes_of(initiative)}
    if (held := stored.pop(change.pk, None)) is None:
        raise ChangedSince({})
    mine = {*held.olds, *held.news}
    later = [each for each in stored.values() if _is_built_on(each, held, mine)]
    if later:
        raise ChangeRefused("built_on", later[0].code)
    room = (_Places if held.is_of_places else _Groups)(held, by)
    with because(reason):
        room.take_back()
        retired = retire_row(instance=held, by=by, initiative=initiative.code, reason=reason)
        for row in room.rows():
            try:
                with transaction.atomic():
                    retire_row(instance=row, by=by, initiative=initiative.code, reason=reason)
            except StillNeeded:
                continue
    return retired


def _is_built_on(each: CategoryChange, held: CategoryChange, mine: set[str]) -> bool:
    if each.dimension != held.dimension or not mine & {*each.olds, *each.news}:
        return False
    then, now = begins(each.from_period), begins(held.from_period)
    return (then, each.position) > (now, held.position)
