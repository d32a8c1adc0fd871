"""The history of a record in words, what was retired, and what still needs a record."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shidra.audit.models import Change
from shidra.audit.presentation import who_acted
from shidra.audit.queries.pointing import Pointing
from shidra.exchange.queries.stored import SOURCES, lasting_id
from shidra.i18n import dates
from shidra.i18n.numbers import number
from shidra.initiatives.models import Initiative
from shidra.initiatives.presentation import SETTINGS
from shidra.records.permissions import Scope
from shidra.records.presentation.listing import wording_of
from shidra.records.presentation.wording import ChangeLine, Wording
from shidra.records.presentation.words import table_name
from shidra.records.queries.cells import cells_in_words
from shidra.records.queries.past import (
    ON_THE_MAP,
    Past,
    moves_the_initiative,
    settings_in,
    told_columns,
)

__all__ = ["Act", "acts", "needing", "refusal", "retired_acts", "signed"]

_KINDS = {
    Change.Kind.ADDED: (gettext_lazy("Added"), "plus"),
    Change.Kind.CHANGED: (gettext_lazy("Changed"), "pencil"),
    Change.Kind.RETIRED: (gettext_lazy("Retired"), "archive"),
    Change.Kind.RESTORED: (gettext_lazy("Brought back"), "archive-restore"),
}


@dataclass(frozen=True, slots=True)
class Act:
    """One change: what was done, by whom, when and why, and the fields before and after."""

    id: int
    what: str
    icon: str
    who: str
    when: str
    why: str
    lines: tuple[ChangeLine, ...]
    title: Any = ""
    can_be_undone: bool = False
    # Whether the record came or went, so that its fields have one side only.
    is_whole: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Needing:
    """Records that still need another one: how many of which kind, and the first of them."""

    title: str
    count: str
    rows: tuple[tuple[Any, str], ...]


def signed(change: Change, language: str) -> tuple[str, str]:
    """Who did it, and when."""
    return who_acted(change.record.actor_label, language), dates.moment(
        localtime(change.record.at), language
    )


def acts(
    initiative: Initiative, table: str, past: Sequence[Past], language: str
) -> tuple[Act, ...]:
    """The history of a record, newest first."""
    wording = _wording(initiative, table, past, language)
    return tuple(_act(wording, each) for each in past)


def retired_acts(scope: Scope, table: str, past: Sequence[Past], language: str) -> tuple[Act, ...]:
    """What was retired of a table, latest first, each with what it said."""
    initiative = scope.access.initiative
    wording = _wording(initiative, table, past, language)
    return tuple(
        _act(
            wording,
            each,
            href=reverse("records:restore", args=[initiative.code, table, each.change.pk]),
        )
        for each in past
    )


def _wording(initiative: Initiative, table: str, past: Iterable[Past], language: str) -> Wording:
    states = [cells for each in past for cells in (each.before, each.after) if cells]
    return wording_of(initiative, table, told_columns(table, initiative), states, language)


def _act(wording: Wording, past: Past, href: str = "") -> Act:
    change = past.change
    stood = past.before is not None and past.after is not None
    kind = Change.Kind.CHANGED if stood else Change.Kind(change.kind)
    what, icon = _KINDS[kind]
    who, when = signed(change, wording.language)
    return Act(
        id=change.pk,
        what=str(what),
        icon=icon,
        who=who,
        when=when,
        why=change.record.reason,
        lines=(
            *wording.changes(past.before or {}, past.after or {}),
            *_settings(change, wording.language),
            *_standing(change),
        ),
        title=wording.title(past.after or past.before or {}),
        can_be_undone=change.pk is not None
        and kind != Change.Kind.RETIRED
        and not moves_the_initiative(change),
        is_whole=kind != Change.Kind.CHANGED,
        href=href,
    )


def _settings(change: Change, language: str) -> Iterable[ChangeLine]:
    """What a change of the initiative did to its settings, which are no columns of its table."""
    for name in settings_in(change):
        yield ChangeLine(
            str(SETTINGS.get(name, name)),
            _setting(change.was.get(name), language),
            _setting(change.became.get(name), language),
        )


def _standing(change: Change) -> Iterable[ChangeLine]:
    """How the initiative stood before it was paused, closed or reopened, and after; why says why."""
    if moves_the_initiative(change):
        said = (values["state"] for values in (change.was, change.became))
        before, after = (str(Initiative.State(state).label) for state in said)
        yield ChangeLine(_("State"), before, after)


def _setting(value: Any, language: str) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return number(Decimal(str(value)), language) if value not in {None, ""} else ""


# --- what still needs a record --------------------------------------------------------------------

_TABLE_OF: Mapping[str, str] = {
    source.model._meta.label_lower: table for table, source in SOURCES.items()
}


def needing(scope: Scope, pointing: Sequence[Pointing], language: str) -> tuple[Needing, ...]:
    """What still needs a record, by table; linked where this person may change it.

    Only rows in sight are counted and named: that there are others is said, and no more of them.
    """
    found, has_others = [], False
    for each in pointing:
        needs, is_all = _needing(scope, each, language)
        found += [needs] if needs else []
        has_others = has_others or not is_all
    if has_others:
        found.append(Needing(_("And others that you cannot see"), "", ()))
    return tuple(found)


def _needing(scope: Scope, pointing: Pointing, language: str) -> tuple[Needing | None, bool]:
    """The rows of one kind that need it, and whether these are all of them."""
    rows = [_itself(row, pointing.field) for row in pointing.rows]
    label = rows[0]._meta.label_lower if rows else pointing.model
    table = _TABLE_OF.get(label, "")
    if table not in scope.tables:
        words = _OTHER_WORDS.get(label)
        # Who keeps all records may know that people belong to an organisation, not how many.
        return (Needing(str(words), "", ()), True) if words and scope.is_all else (None, False)
    seen = _in_sight(scope, table, pointing)
    if not seen:
        return None, False
    counted = ngettext("%(count)s row", "%(count)s rows", seen) % {"count": number(seen, language)}
    links = tuple(_links(scope, table, rows, language))
    return Needing(table_name(table), counted, links), seen == pointing.count


def _in_sight(scope: Scope, table: str, pointing: Pointing) -> int:
    """How many of the rows that point are in sight, those that are not named included."""
    there: Any = pointing.rows[0]
    pointed = getattr(there, type(there)._meta.get_field(pointing.field).attname)
    every = type(there)._default_manager.filter(**{pointing.field: pointed})
    if there._meta.auto_created:
        ends = [f.name for f in there._meta.fields if f.is_relation and f.name != pointing.field]
        every = every.order_by().values(ends[0])
    else:
        every = every.order_by().values("pk")
    if table in ON_THE_MAP:
        return pointing.count  # the map is as open as the record that it needs
    return scope.rows(table).order_by().filter(pk__in=every).count()


def _itself(row: Any, field: str) -> Model:
    """The row that points, where a table in between does it for several."""
    if not row._meta.auto_created:
        return row  # type: ignore[no-any-return]
    ends = [each.name for each in row._meta.fields if each.is_relation and each.name != field]
    return getattr(row, ends[0])  # type: ignore[no-any-return]


def _links(
    scope: Scope, table: str, rows: Sequence[Model], language: str
) -> Iterable[tuple[Any, str]]:
    initiative = scope.access.initiative
    seen = set(scope.rows(table).filter(pk__in=[r.pk for r in rows]).values_list("pk", flat=True))
    columns = told_columns(table, initiative)
    found = [(row, cells_in_words(table, row, columns)) for row in rows if row.pk in seen]
    wording = wording_of(initiative, table, columns, (cells for _r, cells in found), language)
    for row, cells in found:
        href = reverse("records:edit", args=[initiative.code, table, lasting_id(table, row)])
        yield wording.title(cells), href


_OTHER_WORDS = {
    "network.stewardship": gettext_lazy("Factors that it answers for"),
    "network.affiliation": gettext_lazy("People who belong to it"),
    "invitations.invitation": gettext_lazy("Invitations to join it"),
    "agenda.agendasignature": gettext_lazy("Signatures under the common agenda"),
    "gaps.gapstate": gettext_lazy("What was said about things that are missing"),
    "backbone.functionholder": gettext_lazy("Backbone functions that it fills"),
    "initiatives.groupset": gettext_lazy("Rows that name it together with other groups"),
}


def refusal(problem: str) -> str:
    """Why something could not be taken back."""
    match problem:
        case "still_needed":
            return _("Other records still need it. Change those first.")
        case "changed_since":
            return _("It has been changed again since then, so this change alone cannot be undone.")
        case "not_ones_own":
            return _("Before this change it was not yours, so you cannot take it back.")
        case "of_the_state":
            return _(
                "Whether it runs, rests or is closed is changed on its own page, with a reason."
            )
        case "cannot_return":
            return _("What it said then no longer fits: something that it points to is gone.")
    return _("It is no longer there.")
