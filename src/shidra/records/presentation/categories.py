"""Categories and places: what they are today, what became of those of before, and why."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shidra.audit.presentation import who_acted
from shidra.i18n import dates
from shidra.i18n.numbers import number
from shidra.i18n.phrases import Phrase, code, filled, together
from shidra.i18n.text import Shown
from shidra.initiatives.analysis import Crosswalk, crosswalk_from
from shidra.initiatives.models import PLACES, CategoryChange, PlaceHistory
from shidra.initiatives.queries import changes_of
from shidra.measurement.presentation.choices import dimension_name
from shidra.measurement.presentation.passing import calling, change_told
from shidra.measurement.queries import Names, names_of
from shidra.records.permissions import Scope
from shidra.records.queries.categories import Use, dated_of, dimension_codes, uses_of

__all__ = [
    "PAGE",
    "CategoriesPage",
    "Offered",
    "categories_page",
    "kind_words",
    "named_change",
    "offered",
]

Kind = CategoryChange.Kind
PAGE = 50
# Above this, one types codes and is offered names instead of choosing from a list.
MOST_CHOICES = 200

_KINDS: Mapping[str, tuple[Any, Any, str]] = {
    Kind.RENAME: (
        gettext_lazy("Rename"),
        gettext_lazy("The same people under another name, or another code."),
        "pencil",
    ),
    Kind.MERGE: (
        gettext_lazy("Merge"),
        gettext_lazy("Several become one; their earlier figures are added, never retyped."),
        "merge",
    ),
    Kind.SPLIT: (
        gettext_lazy("Divide"),
        gettext_lazy("One is told by its parts; of the time before, the parts stay unknown."),
        "split",
    ),
    Kind.MOVE: (
        gettext_lazy("Move elsewhere"),
        gettext_lazy("It belongs to another whole from a period on, or to none."),
        "corner-up-right",
    ),
}


@dataclass(frozen=True, slots=True)
class KindCard:
    """One kind of change that can be written down."""

    title: str
    meaning: str
    icon: str
    href: str


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """One category or place."""

    code: str
    name: Shown
    standing: Phrase
    is_in_use: bool
    figures: str
    targets: str
    within: Phrase
    dates_href: str


@dataclass(frozen=True, slots=True)
class ChangeItem:
    """One change as it is told."""

    title: str
    icon: str
    sentence: Phrase
    decided: Phrase
    note: Shown | None
    take_back_href: str


@dataclass(frozen=True, slots=True)
class DatedLine:
    """What was said of a place, one period after another."""

    place: Shown
    name: Phrase | Shown
    said: Phrase
    href: str


@dataclass(frozen=True, slots=True)
class CategoriesPage:
    """Everything that the page of categories and places shows."""

    finding: str
    tabs: tuple[Mapping[str, Any], ...]
    dimension: str
    is_of_places: bool
    dimension_name: Phrase | Shown
    kinds: tuple[KindCard, ...]
    lines: tuple[CategoryLine, ...]
    words: str
    place: str
    earlier: str
    later: str
    changes: tuple[ChangeItem, ...]
    dated: tuple[DatedLine, ...]


@dataclass(frozen=True, slots=True)
class Offered:
    """What a change may speak of."""

    dimension: str
    name: Phrase | Shown
    choices: tuple[tuple[str, Shown], ...]
    codes: frozenset[str]

    @property
    def is_of_places(self) -> bool:
        return self.dimension == PLACES

    @property
    def is_large(self) -> bool:
        """Whether there are too many of them to choose from a list."""
        return len(self.choices) > MOST_CHOICES


def kind_words(kind: str) -> tuple[str, str]:
    """What a kind of change is called, and what it means."""
    title, meaning, _icon = _KINDS[kind]
    return str(title), str(meaning)


def offered(scope: Scope, dimension: str, language: str) -> Offered | None:
    """The categories of a dimension that are in use; None where there is no such dimension.

    Without one it is the first.
    """
    names = names_of(scope.access.initiative)
    dimension = dimension or next(iter(dimension_codes(scope.access.initiative)), PLACES)
    rows = list(_named(names, dimension, language))
    if not rows:
        return None
    walk = crosswalk_from(changes_of(scope.access.initiative))
    return Offered(
        dimension,
        _dimension(names, dimension, language),
        tuple(each for each in rows if _today(walk, dimension, each[0]) == each[0]),
        frozenset(code for code, _name in rows),
    )


def _named(names: Names, dimension: str, language: str) -> Iterator[tuple[str, Shown]]:
    if dimension == PLACES:
        for each, place in names.places.items():
            yield each, place.name.shown(language)
        return
    for group in names.groups.values():
        if group.dimension == dimension:
            yield group.code, group.name.shown(language)


def _today(walk: Crosswalk, dimension: str, category: str) -> str:
    return walk.today(f"{dimension}:{category}").partition(":")[2]


def _dimension(names: Names, dimension: str, language: str) -> Phrase | Shown:
    if dimension == PLACES:
        return Phrase(_("Places"))
    return dimension_name(dimension, names, language)


def named_change(
    change: CategoryChange, given: Mapping[str, Shown], names: Names, language: str
) -> Phrase:
    """What a change will have done, in one sentence; `given` names what it makes."""
    stored = calling(change, names, language)
    return change_told(change, lambda one: given.get(one) or stored(one), language)


def categories_page(
    scope: Scope, dimension: str, words: str, start: int, language: str
) -> CategoriesPage:
    """The categories of one dimension, or the places, and how they changed."""
    initiative = scope.access.initiative
    names, changes = names_of(initiative), changes_of(initiative)
    dimensions = (*dimension_codes(initiative), *([PLACES] if names.places else []))
    chosen = dimension if dimension in dimensions else next(iter(dimensions), "")
    mine = [each for each in changes if each.dimension == chosen]
    walk, rows = crosswalk_from(changes), list(_named(names, chosen, language))
    if words:
        rows = [each for each in rows if words.casefold() in f"{each[0]} {each[1]}".casefold()]
    shown = rows[start : start + PAGE]
    lister = _Lister(scope, walk, names, chosen, uses_of(initiative, chosen), language)
    may_write = scope.is_all and not initiative.is_read_only
    at = reverse("records:categories", args=[initiative.code])
    return CategoriesPage(
        finding=_finding(len(changes), language),
        tabs=tuple(_tabs(at, dimensions, chosen, changes, names, language)),
        dimension=chosen,
        is_of_places=chosen == PLACES,
        dimension_name=_dimension(names, chosen, language) if chosen else Phrase(),
        kinds=tuple(_kinds(initiative.code, chosen)) if may_write and chosen else (),
        lines=tuple(lister.line(*each) for each in shown),
        words=words,
        place=_place(start, len(shown), len(rows), language),
        earlier=_further(at, chosen, words, max(start - PAGE, 0)) if start else "",
        later=_further(at, chosen, words, start + PAGE) if start + PAGE < len(rows) else "",
        changes=tuple(
            _item(each, names, initiative.code, language, may_write=may_write)
            for each in reversed(mine)
        ),
        dated=tuple(_dated(dated_of(initiative), names, initiative.code, language))
        if chosen == PLACES
        else (),
    )


def _finding(changes: int, language: str) -> str:
    if not changes:
        return _("Categories and places are as they were from the beginning")
    return ngettext(
        "One change of categories, and no figure retyped",
        "%(count)s changes of categories, and no figure retyped",
        changes,
    ) % {"count": number(changes, language)}


def _tabs(
    at: str,
    dimensions: Sequence[str],
    chosen: str,
    changes: Iterable[CategoryChange],
    names: Names,
    language: str,
) -> Iterator[Mapping[str, Any]]:
    changed = [each.dimension for each in changes]
    for each in dimensions:
        yield {
            "text": _dimension(names, each, language),
            "href": f"{at}?{urlencode({'of': each})}",
            "is_current": each == chosen,
            "count": number(changed.count(each), language) if each in changed else None,
        }


def _kinds(initiative: str, dimension: str) -> Iterator[KindCard]:
    for kind, (title, meaning, icon) in _KINDS.items():
        at = reverse("records:category-change", args=[initiative, str(kind)])
        yield KindCard(str(title), str(meaning), icon, f"{at}?{urlencode({'of': dimension})}")


def _place(start: int, shown: int, found: int, language: str) -> str:
    if found <= PAGE:
        return ""
    return _("%(first)s to %(last)s of %(all)s") % {
        "first": number(start + 1, language),
        "last": number(start + shown, language),
        "all": number(found, language),
    }


def _further(at: str, dimension: str, words: str, start: int) -> str:
    asked = {"of": dimension, "q": words, "start": str(start) if start else ""}
    return f"{at}?{urlencode({name: said for name, said in asked.items() if said})}"


@dataclass(frozen=True, slots=True)
class _Lister:
    """Writes the line of each category."""

    scope: Scope
    walk: Crosswalk
    names: Names
    dimension: str
    uses: Mapping[str, Use]
    language: str

    def line(self, one: str, name: Shown) -> CategoryLine:
        use, language = self.uses.get(one, Use()), self.language
        key = f"{self.dimension}:{one}"
        initiative = self.scope.access.initiative.code
        return CategoryLine(
            code=one,
            name=name,
            standing=self._standing(key),
            is_in_use=self.walk.today(key) == key,
            figures=number(use.figures, language) if use.figures else "",
            targets=number(use.targets, language) if use.targets else "",
            within=self._within(one),
            dates_href=reverse("records:place-dates", args=[initiative, one])
            if self.dimension == PLACES and self.scope.is_all
            else "",
        )

    def _name(self, one: str) -> Phrase | Shown:
        found = dict(_named(self.names, self.dimension, self.language)).get(one)
        return found or code(one)

    def _standing(self, key: str) -> Phrase:
        """What became of a category, and when."""
        today, language = self.walk.today(key), self.language
        until, since = self.walk.until(key), self.walk.since(key)
        if today != key:
            return filled(
                _("Until %(period)s; counted in %(name)s today."),
                period=dates.period(until, language),
                name=self._name(today.partition(":")[2]),
            )
        if until:
            return filled(
                _("Told by its parts from %(period)s on."), period=dates.period(until, language)
            )
        if since:
            return filled(_("Since %(period)s."), period=dates.period(since, language))
        return Phrase(_("In use"))

    def _within(self, one: str) -> Phrase:
        around = self.names.places[one].parent if self.dimension == PLACES else None
        return together([self._name(around)]) if around else Phrase()


def _item(
    change: CategoryChange, names: Names, initiative: str, language: str, *, may_write: bool
) -> ChangeItem:
    title, _meaning, icon = _KINDS[change.kind]
    sentence = change_told(change, calling(change, names, language), language)
    who = who_acted(change.decided_by, language) if change.decided_by else None
    day = dates.date(change.decided_on, language) if change.decided_on else ""
    decided = Phrase()
    if who and day:
        decided = filled(_("%(who)s, %(day)s"), who=who, day=day)
    elif who or day:
        decided = together([who or day])
    at = reverse("records:category-take-back", args=[initiative, change.code])
    return ChangeItem(
        title=str(title),
        icon=icon,
        sentence=sentence,
        decided=decided,
        note=Shown.by_script(change.note, language) if change.note else None,
        take_back_href=at if may_write else "",
    )


def _dated(
    rows: Iterable[PlaceHistory], names: Names, initiative: str, language: str
) -> Iterator[DatedLine]:
    found: dict[tuple[str, str], list[PlaceHistory]] = {}
    for row in rows:
        found.setdefault((row.place.code, row.name), []).append(row)
    for (place, name), held in found.items():
        label = names.labels.get(("attribute", name))
        yield DatedLine(
            place=held[0].place.name.shown(language),
            name=label.shown(language) if label else code(name),
            said=together(
                (said_from(row, names, language) for row in sorted(held, key=_begins)), " · "
            ),
            href=reverse("records:place-dates", args=[initiative, place]),
        )


def _begins(row: PlaceHistory) -> tuple[bool, str]:
    return bool(row.from_period), row.from_period


def said_from(row: PlaceHistory, names: Names, language: str) -> Phrase:
    """What was said of a place, and from which period on."""
    label = names.labels.get((row.name, row.value))
    value: Phrase | Shown = (
        label.shown(language) if label else Shown.by_script(row.value or "–", language)
    )
    if not row.from_period:
        return filled(_("from the beginning: %(value)s"), value=value)
    period = dates.period(row.from_period, language)
    return filled(_("from %(period)s on: %(value)s"), period=period, value=value)
